"""One module a kind of answer: its record told as a document."""
