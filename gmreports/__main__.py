"""`python -m gmreports`: the same door as the console script."""

from gmreports.cli import main

if __name__ == "__main__":
    main()
