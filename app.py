"""Where Slack's own command line starts the app: `slack run`. By hand it is `pacer run`."""

from bot.cli import main

if __name__ == "__main__":
    main(["run"])
