"""Wirecheck in a local web page."""
