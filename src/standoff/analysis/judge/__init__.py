"""Judging a reading: verdicts, what they rest on, what is missing, why actors stay or move."""
