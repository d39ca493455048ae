"""How long a thread that failed is waited for before it is started again."""

import random
import threading

from bot.core.counters import Figures
from bot.core.supervisor import Pauses, Supervisor


def test_a_pause_doubles_up_to_the_longest_give_or_take_a_quarter() -> None:
    pauses, chance = Pauses(first=1.0, longest=60.0), random.Random(1)
    for failures, expected in ((1, 1.0), (2, 2.0), (4, 8.0), (7, 60.0), (5000, 60.0)):
        said = {pauses.after(failures, chance) for _ in range(50)}
        assert all(0.75 * expected <= each <= 1.25 * expected for each in said)
        assert len(said) > 1, "several that failed together do not come back together"


class Waits(threading.Event):
    """Notes how long it was waited for, and lets it pass at once."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(round(timeout or 0.0))
        return False


def test_after_a_calm_time_the_first_pause_is_short_again() -> None:
    now, ended = 0.0, Waits()
    lives = iter([1.0, 1.0, 1.0, 121.0, 1.0])

    def run() -> None:
        nonlocal now
        lived = next(lives, None)
        if lived is not None:
            now += lived
            raise ValueError

    class Middle(random.Random):
        def uniform(self, a: float, b: float) -> float:
            return 1.0

    Supervisor(Figures(), chance=Middle(), seconds=lambda: now).keep_up("loop", run, ended=ended)
    assert ended.seconds == [1, 2, 4, 1, 2]
