"""`python -m standoff` is the command `standoff`."""

from standoff.app.cli.main import main

if __name__ == "__main__":
    main()
