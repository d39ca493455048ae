"""A quarter of the demonstration's team, played by the schedule itself: what its reps and managers were sent.

The invented people log as the demonstration lets them, whatever they are told; a manager takes on a share of the
alerts. So it measures the messages, not people's answers to them.
"""

import datetime as dt
import itertools
import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from benchmarks.databases import Databases, opened
from benchmarks.morning import Counting
from bot.cli.demo.cast import MANAGERS, REPS, START, TEAMS, sandbox_seed
from bot.cli.demo.days import DAY
from bot.cli.demo.fill import fill_workspace
from bot.core.settings import Settings
from bot.core.words.language import Language, language_of
from bot.core.words.message import Block, Message
from bot.delivery.gateway import Posted
from bot.delivery.limiter import Unlimited
from bot.delivery.worker import Worker
from bot.runtime.kinds import kinds
from bot.runtime.schedule import ROUNDS, next_instant, tick
from metrics.periods import period_of
from sandbox.app import Options
from sandbox.running import running_sandbox
from storage import day_totals
from storage.engine import Database
from storage.tables import Delivery, DeliveryState, Episode, Member, Metric, Standing, Workspace

WEEKS = 13
ACTS = 0.6
"""A manager takes on so many of the alerts."""
SEED = 20261117
TO_REPS = ("nudge", "evening", "recap", "welcome", "planned step", "heads up", "status leave", "kudos")
OUTCOMES = frozenset({"deal", "revenue"})


class Recording(Counting):
    """A gateway that keeps what was posted, by its token."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, Message] = {}

    def post(self, channel: str, message: Message, token: str) -> Posted:
        """Keep it."""
        self.messages[token] = message
        return super().post(channel, message, token)


@dataclass
class Moved:
    """A clock that is moved by hand."""

    at: dt.datetime

    def now(self) -> dt.datetime:
        """The instant it was moved to."""
        return self.at

    def wait(self, event: Any, seconds: float) -> bool:
        """No wait."""
        return bool(event.is_set())


@dataclass
class Quarter:
    """What came of it."""

    to_reps: float = 0.0
    most_to_a_rep: int = 0
    to_managers: float = 0.0
    most_to_a_manager: int = 0
    nudges: int = 0
    flagged: int = 0
    first_of_flagged: int = 0
    behinds: Counter[int] = field(default_factory=Counter)
    raised: int = 0
    right: int = 0
    acted: int = 0


Look = Callable[[dt.date, Member, Message], None]


def play_quarter(databases: Databases, *, weeks: int = WEEKS, look: Look | None = None) -> Quarter:
    """Play so many weeks from the demonstration's beginning; `look` is shown each nudge that was sent."""
    gateway, clock = Recording(), Moved(START)
    options = Options(now=START, seed=sandbox_seed())
    with running_sandbox(options) as sandbox, opened(databases.new()) as database:
        settings = Settings(
            slack_bot_token=options.bot_token, slack_app_token=options.app_token, slack_api_url=sandbox.api_url
        )
        fill_workspace(database, settings=settings, now=START)
        worker = Worker(
            database=database, gateway=gateway, kinds=kinds(), clock=clock, holder="quarter", limiter=Unlimited()
        )
        rounds, end = (DAY, *ROUNDS), START + dt.timedelta(weeks=weeks)
        while clock.at < end:
            upcoming = next_instant(database, clock.at, rounds=rounds)
            clock.at = min(end, upcoming) if upcoming is not None else end
            tick(database, clock.at, rounds=rounds)
            worker.drain()
            _act(database, clock.at)
        worker.close()
        with database.reading() as session:
            return _judge(session, gateway.messages, weeks, end, look)


def _act(database: Database, now: dt.datetime) -> None:
    """Managers take on some of the alerts that came."""
    with database.writing() as session:
        for episode in session.exec(
            select(Episode).where(col(Episode.alerted_at).is_not(None), col(Episode.acknowledged_at).is_(None))
        ):
            if random.Random(f"{SEED}:{episode.id}").random() < ACTS and episode.closed_on is None:
                episode.acknowledged_at, episode.acknowledged_by = now, None
                session.add(episode)


def _judge(
    session: Session, messages: Mapping[str, Message], weeks: int, end: dt.datetime, look: Look | None
) -> Quarter:
    found, workspace = Quarter(), session.exec(select(Workspace)).one()
    members = {member.id: member for member in session.exec(select(Member))}
    metrics = {metric.id: metric for metric in session.exec(select(Metric))}
    episodes = session.exec(select(Episode).order_by(col(Episode.id))).all()
    sent = session.exec(
        select(Delivery).where(Delivery.state == DeliveryState.SENT).order_by(col(Delivery.sent_at))
    ).all()
    reps = {person.id for person in REPS}
    to_rep = Counter((row.recipient, _week(row)) for row in sent if row.recipient in reps and row.kind in TO_REPS)
    managers = {team.channel_id: team.manager_id for team in TEAMS} | {person.id: person.id for person in MANAGERS}
    to_manager = Counter((managers[row.recipient], _week(row)) for row in sent if row.recipient in managers)
    found.to_reps = sum(to_rep.values()) / len(reps) / weeks
    found.most_to_a_rep = max(to_rep.values(), default=0)
    found.to_managers = sum(to_manager.values()) / len(MANAGERS) / weeks
    found.most_to_a_manager = max(to_manager.values(), default=0)
    for row in sent:
        if row.kind == "nudge" and row.member_id is not None and row.local_date is not None:
            _judge_nudge(found, row, messages[row.token], members, metrics, episodes, look, workspace)
    ended = [each for each in episodes if each.alerted_at is not None]
    for episode in ended:
        period = period_of(episode.period, episode.period_start)
        if period.end > end.date():
            continue
        found.raised += 1
        found.acted += episode.acknowledged_at is not None
        found.right += _missed(session, episode, period.end)
    return found


def _judge_nudge(
    found: Quarter,
    row: Delivery,
    message: Message,
    members: Mapping[int, Member],
    metrics: Mapping[int, Metric],
    episodes: Sequence[Episode],
    look: Look | None,
    workspace: Workspace,
) -> None:
    assert row.member_id is not None
    assert row.local_date is not None
    date = row.local_date
    flagged = [
        metrics[each.metric_id]
        for each in episodes
        if each.member_id == row.member_id
        and each.opened_on <= date
        and (each.closed_on is None or each.closed_on > date)
    ]
    found.nudges += 1
    found.behinds[message.text.lower().count("behind")] += 1
    if flagged:
        found.flagged += 1
        found.first_of_flagged += helps_flagged(message, flagged, language_of(members[row.member_id], workspace))
    if look is not None:
        look(date, members[row.member_id], message)


def first_thing(message: Message) -> str | None:
    """The key of the metric that the first thing to do logs; None where it is a lead, a deal or nothing."""
    for block in message.blocks:
        buttons = [block["accessory"]] if "accessory" in block else block.get("elements", [])
        listed = "accessory" in block or str(block.get("block_id", "")).startswith("nudge_do")
        for each in buttons if listed else []:
            action = str(each.get("action_id", ""))
            if action.startswith(("nudge_done:", "nudge_log:")):
                return action.split(":")[1]
            if action in ("lead_answered", "deal_move"):
                return None
    return None


def helps_flagged(message: Message, flagged: Collection[Metric], language: Language) -> bool:
    """Whether the first thing to do is of one of these goals: it logs its metric, or names the outcome it leads to."""
    first = first_thing(message)
    if first is None:
        return False
    if first in {metric.key for metric in flagged}:
        return True
    # Nobody does an outcome: what leads there says so beside its bar.
    outcomes = [f"*{language.name(metric)}*" for metric in flagged if metric.key in OUTCOMES]
    drawn = next(
        (block["text"]["text"] for block, next_ in itertools.pairwise(message.blocks) if _does(next_, first)), ""
    )
    return any(name in drawn for name in outcomes)


def _does(block: Block, first: str) -> bool:
    return any(
        str(each.get("action_id", "")) in (f"nudge_done:{first}", f"nudge_log:{first}")
        for each in block.get("elements", [])
    )


def _missed(session: Session, episode: Episode, ends: dt.date) -> bool:
    """Whether the goal of which managers were told was missed in the end."""
    last = session.exec(
        select(Standing)
        .where(
            Standing.member_id == episode.member_id,
            Standing.metric_id == episode.metric_id,
            Standing.period == episode.period,
            Standing.period_start == episode.period_start,
        )
        .order_by(col(Standing.date).desc())
    ).first()
    done = day_totals.total_between(
        session, member_id=episode.member_id, metric_id=episode.metric_id, starts=episode.period_start, ends=ends
    ).quantity
    return last is None or done < last.target


def _week(row: Delivery) -> tuple[int, int]:
    day = row.local_date or (row.sent_at or row.due_at).date()
    return day.isocalendar()[:2]


def measure_quarter(databases: Databases, *, weeks: int = WEEKS) -> dict[str, str]:
    """The table of one run, in words."""
    found = play_quarter(databases, weeks=weeks)
    return {
        "messages a rep and week": f"{found.to_reps:.1f} (at most {found.most_to_a_rep})",
        "messages a manager and week": f"{found.to_managers:.1f} (at most {found.most_to_a_manager})",
        "nudges": f"{found.nudges:,}",
        "with a flagged goal": f"{found.flagged}",
        "of these, first thing of the flagged goal": _share(found.first_of_flagged, found.flagged),
        "nudges that say “behind” twice or more": _share(
            sum(n for times, n in found.behinds.items() if times > 1), found.nudges
        ),
        "alerts raised, in periods that ended": f"{found.raised}",
        "right: the goal was missed": _share(found.right, found.raised),
        "acted on": _share(found.acted, found.raised),
    }


def _share(some: int, all_: int) -> str:
    return f"{some} ({some / all_:.0%})" if all_ else "none"
