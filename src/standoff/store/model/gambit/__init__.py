"""Games of the program Gambit: strategic and extensive, read and written."""
