"""One kind of record each: what is found in a text."""
