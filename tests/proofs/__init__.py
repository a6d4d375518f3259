"""Proofs that take longer than a test may: each runs small in the suite, and as large as wanted by hand."""
