"""The commands of the reading desk."""
