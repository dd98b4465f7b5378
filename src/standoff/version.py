"""The version of standoff."""

VERSION = "0.1.0"
