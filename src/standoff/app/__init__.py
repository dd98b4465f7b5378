"""The command line and, later, the local page: they call the verbs and hold no logic."""
