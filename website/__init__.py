"""The documentation as a site that is read from a folder: `python3 dev.py site` builds it into build/site."""
