"""Model files: the formats, read and written."""
