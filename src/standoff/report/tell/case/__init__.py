"""What stands in a case, told: its readings, checks, sentences, lists, times."""
