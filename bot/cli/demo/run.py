"""Pacer as the demonstration runs it: with one round more, in which the invented people log."""

from bot.cli.demo.days import DAY
from bot.cli.session import opened_database
from bot.core.settings import read_settings, require_slack
from bot.runtime.schedule import ROUNDS
from bot.runtime.start import run_until_stopped
from storage.run_lock import run_lock


def main() -> None:
    """Run until SIGTERM."""
    settings = read_settings()
    require_slack(settings)
    with opened_database(settings) as database, run_lock(database):
        run_until_stopped(settings, database, rounds=(DAY, *ROUNDS))


if __name__ == "__main__":
    main()
