"""Questions put to cases. Every answer is a record of ids, lines and citations; it prints nothing."""
