"""Who says what: by frames, nouns, quotations or words alone."""
