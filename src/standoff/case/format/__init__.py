"""The case file: text to entries and back, edits of single lines."""
