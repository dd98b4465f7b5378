"""The words that carry an offer, as tables with a row a way; the frames made of them; who gives and takes."""
