"""What every listener is given."""

import threading
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.delivery.replies import Replies
from bot.health.figures import Figures
from bot.settings import Settings
from storage.engine import Database


@dataclass(frozen=True)
class Context:
    """The database, the clock and the settings; `wake` tells the sender that there is something to send."""

    database: Database
    clock: Clock
    settings: Settings
    replies: Replies
    wake: threading.Event = field(default_factory=threading.Event)
    figures: Figures = field(default_factory=Figures)
