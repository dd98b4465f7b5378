"""How sure an answer is: what turns it, what is not settled, what to find out next."""
