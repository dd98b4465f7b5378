"""The version of standoff."""

VERSION = "0.2.0"
