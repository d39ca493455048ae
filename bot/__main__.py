"""`python -m bot` is `pacer`."""

from bot.cli import main

if __name__ == "__main__":
    main()
