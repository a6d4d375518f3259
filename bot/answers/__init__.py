"""Answering: what people ask, found in the archive and put in order."""
