"""Model files of every form that is read or written."""
