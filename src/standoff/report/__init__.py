"""Answers as words, tables, data and a page. Nothing is computed here."""
