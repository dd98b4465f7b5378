"""Many variants of one model at once."""
