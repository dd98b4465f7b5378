"""Sentences and what they say: annotations with their spans. Knows no game, opens no file."""
