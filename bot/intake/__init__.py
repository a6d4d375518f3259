"""Getting articles in: files, folders, pages and feeds become ``Article``."""
