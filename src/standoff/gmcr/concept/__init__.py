"""Solution concepts: the table, and the one law."""
