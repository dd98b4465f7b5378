"""A case: what a person wrote, from the text of its files to one reading ready to run."""
