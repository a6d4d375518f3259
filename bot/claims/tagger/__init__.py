"""A second reader of who says what: a small network trained on stories of our own, asked beside the rules."""
