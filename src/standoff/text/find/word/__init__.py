"""What words are: tables of names and verbs, parsed sentences, quotation marks, languages."""
