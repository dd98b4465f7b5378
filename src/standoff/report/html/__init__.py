"""Printing as HTML: fragments, the page, pictures."""
