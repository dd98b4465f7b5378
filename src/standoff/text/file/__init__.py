"""Files of texts: what their characters are."""
