"""Pages in the shapes of two dozen publishing systems, made of stories of our own, each with what is true of it."""
