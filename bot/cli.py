"""The operator's commands."""


def main() -> None:
    """Entry point of the console command `pacer`."""
