"""Reading: a revision of an article in, the claims it makes out."""
