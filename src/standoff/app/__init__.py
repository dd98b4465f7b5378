"""What people use: the commands and the local page. They call the steps and hold no logic."""
