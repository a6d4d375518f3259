"""What is on file."""
