"""What Pacer counts of itself, for Prometheus. docs/operate.md lists the figures."""

import datetime as dt
import functools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from bot.core.pulse import Contact, Failures, Pulse
from storage.tables import DeliveryState


@dataclass(frozen=True)
class Queue:
    """What waits in the outbox, and what became of the deliveries of the last day."""

    open: dict[tuple[str, DeliveryState], int]
    recent: dict[tuple[str, DeliveryState], int]
    late: int
    sending_stopped: str
    odds: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By word, of how many goals it was said half-way in the last quarter, and how many of them were reached."""
    odds_trust: float = 1.0


DELAYS = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 10800)
"""Bounds in seconds of the delay from due to sent."""
LATENCIES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
"""Bounds in seconds of a handler's latency; Slack waits three seconds."""


class Figures:
    """The counters of one runtime, in a registry of their own: nothing is shared by two of them in one process."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.registry = CollectorRegistry()
        self.pulse = Pulse(seconds)
        self.contact = Contact(seconds)
        self._failed = Counter(
            "pacer_failures",
            "What threads, rounds and pieces of work threw, by their names; each goes on or is started again.",
            ["name"],
            registry=self.registry,
        )
        self._failing = Gauge("pacer_failing", "1 until it works again.", ["name"], registry=self.registry)
        self.failures = Failures(seconds, lambda name: self._failed.labels(name).inc())
        self._deliveries = Counter(
            "pacer_deliveries",
            "Deliveries that this process brought into a state, by kind and state.",
            ["kind", "state"],
            registry=self.registry,
        )
        self._delays = Histogram(
            "pacer_delivery_delay_seconds",
            "From when a delivery was due to when it was sent.",
            ["kind"],
            buckets=DELAYS,
            registry=self.registry,
        )
        self._calls = Counter(
            "pacer_slack_calls",
            "Calls of Slack's Web API by the sender; the outcome throttled is an HTTP 429.",
            ["method", "outcome"],
            registry=self.registry,
        )
        self._handlers = Histogram(
            "pacer_handler_seconds",
            "How long a command, click or event took to be handled.",
            ["door"],
            buckets=LATENCIES,
            registry=self.registry,
        )
        self._reconnections = Counter(
            "pacer_socket_reconnections",
            "Socket Mode connections that were silent and replaced.",
            registry=self.registry,
        )
        self._refused = Counter(
            "pacer_http_refused",
            "Requests at Slack's door over HTTP that were refused, by status: 401 is one that Slack did not sign.",
            ["status"],
            registry=self.registry,
        )
        self._open = Gauge(
            "pacer_open_deliveries",
            "Deliveries that are not ended, by kind and state.",
            ["kind", "state"],
            registry=self.registry,
        )
        self._recent = Gauge(
            "pacer_recent_deliveries",
            "Deliveries that were due in the last day, by kind and state.",
            ["kind", "state"],
            registry=self.registry,
        )
        self._odds = Gauge(
            "pacer_odds_goals",
            "Goals of the last quarter by what Pacer said of them half-way and by whether they were reached.",
            ["said", "reached"],
            registry=self.registry,
        )
        self._trust = Gauge(
            "pacer_odds_trust",
            "How far what people read goes with the forecast; 1 all the way, less where it was too sure.",
            registry=self.registry,
        )
        self._late = Gauge("pacer_late_nudges", "Nudges that were due long ago and wait.", registry=self.registry)
        self._stopped = Gauge("pacer_sending_stopped", "1 while Slack refuses the bot's token.", registry=self.registry)
        self.connected = Gauge("pacer_connected", "1 while Slack can reach Pacer.", registry=self.registry)
        for name in ("tick", "sender", "envelope"):
            age = Gauge(
                f"pacer_{name}_age_seconds",
                f"Since the last {name}; since the start before the first.",
                registry=self.registry,
            )
            age.set_function(functools.partial(self.pulse.age, name))
        ProcessCollector(registry=self.registry)

    def show_clock(self, ahead: Callable[[], float]) -> None:
        """Show from now on by how many seconds this machine's clock is ahead of Slack's."""
        gauge = Gauge(
            "pacer_clock_ahead_seconds",
            "By how much this machine's clock is ahead of Slack's; negative where it is behind.",
            registry=self.registry,
        )
        gauge.set_function(ahead)

    def show_lost_lines(self, lost: Callable[[], float]) -> None:
        """Show from now on how many lines of the log could not be written."""
        gauge = Gauge("pacer_log_lines_lost", "Lines of the log that could not be written.", registry=self.registry)
        gauge.set_function(lost)

    def take_failing(self) -> None:
        """Show what is in trouble now."""
        for name, failing in self.failures.failing().items():
            self._failing.labels(name).set(failing)

    def take_queue(self, queue: Queue) -> None:
        """Show this queue from now on."""
        for gauge, counts in ((self._open, queue.open), (self._recent, queue.recent)):
            gauge.clear()
            for (kind, state), count in counts.items():
                gauge.labels(kind, state.value).set(count)
        for word, (said, reached) in queue.odds.items():
            self._odds.labels(word, "yes").set(reached)
            self._odds.labels(word, "no").set(said - reached)
        self._trust.set(queue.odds_trust)
        self._late.set(queue.late)
        self._stopped.set(bool(queue.sending_stopped))

    def count_delivery(self, kind: str, state: str, due_at: dt.datetime, sent_at: dt.datetime | None) -> None:
        """A delivery came into `state`; `sent_at` when it was sent, else None."""
        self._deliveries.labels(kind, state).inc()
        if sent_at is not None:
            self._delays.labels(kind).observe(max(0.0, (sent_at - due_at).total_seconds()))

    def count_call(self, method: str, outcome: str) -> None:
        """A call of Slack's Web API ended: ok, throttled, refused, revoked, unknown or not done."""
        self._calls.labels(method, outcome).inc()
        self.contact.note(outcome)

    def count_handled(self, door: str, seconds: float) -> None:
        """A request of Slack's was handled in `seconds`."""
        self._handlers.labels(door).observe(seconds)

    def count_refused(self, status: int) -> None:
        """A request at Slack's door over HTTP was refused with this status."""
        self._refused.labels(str(status)).inc()

    def count_reconnection(self) -> None:
        """A silent connection was replaced."""
        self._reconnections.inc()
