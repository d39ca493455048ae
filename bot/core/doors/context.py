"""What every listener is given."""

import threading
from dataclasses import dataclass, field

from bot.core.clock import Clock
from bot.core.counters import Figures
from bot.core.doors.conversation import Conversation, NoConversation
from bot.core.doors.homes import Homes
from bot.core.doors.replies import Replies
from bot.core.patience import Patience
from bot.core.settings import Settings
from bot.core.words.language import Language
from storage.engine import Database


@dataclass(frozen=True)
class Context:
    """The database, the clock and the settings; `wake` tells the sender that there is something to send.

    `homes` publishes Home tabs. `patience` is how long somebody in Slack is kept waiting.
    """

    database: Database
    clock: Clock
    settings: Settings
    replies: Replies
    homes: Homes
    wake: threading.Event = field(default_factory=threading.Event)
    file_waits: threading.Event = field(default_factory=threading.Event)
    """Set when a file waits to be read or imported."""
    figures: Figures = field(default_factory=Figures)
    languages: dict[str, Language] = field(default_factory=dict)
    """The last language of who spoke, by Slack user id: for what is said while the database is away."""
    patience: Patience = field(default_factory=Patience)
    conversation: Conversation = field(default_factory=NoConversation)
    """Where messages that people write to Pacer are answered."""
