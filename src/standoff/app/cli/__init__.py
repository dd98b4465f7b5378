"""The command line: each command calls the verbs and holds no logic."""
