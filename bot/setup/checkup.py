"""What `pacer doctor` finds: each check with its verdict and, where something is wrong, what to do."""

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from bot.people.teams import in_teams_now
from bot.standings.marks import stored_marks
from metrics.marks import FEWEST
from storage import memberships, people
from storage.outside import count_foreign
from storage.tables import Role, TeamRole, Workspace
from storage.workspaces import TICK, find_lease

CLOCK_SKEW = dt.timedelta(seconds=30)
"""Slack refuses signatures beyond five minutes; a clock that is half a minute off is on its way there."""
SET_CLOCK = (
    "Messages come at the wrong time, and Slack's signed requests are refused from five minutes on. Let the system set "
    "the clock by NTP: timedatectl set-ntp true"
)
SENDER_PAUSE = dt.timedelta(seconds=30)
LATEST_TICK = dt.timedelta(minutes=3)


class Verdict(enum.Enum):
    """How a check ended. Only FAILED keeps Pacer from its work."""

    FINE = "ok"
    LOOK = "look"
    FAILED = "FAILED"


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, how it is, and what to do when it is not fine."""

    about: str
    verdict: Verdict
    said: str
    todo: str = ""


def check_scopes(granted: Collection[str], wanted: Collection[str], optional: Collection[str] = ()) -> Finding:
    """Whether the installed app has what the manifest asks for. `granted` as Slack says it with each answer.

    What is `optional` may be there or not.
    """
    missing = sorted(set(wanted) - set(granted))
    if missing:
        return Finding(
            "scopes",
            Verdict.FAILED,
            f"missing: {', '.join(missing)}",
            "Update the app from manifest.yml on its page, and reinstall it to the workspace.",
        )
    beyond = sorted(set(granted) - set(wanted) - set(optional))
    if beyond:
        return Finding("scopes", Verdict.LOOK, f"more than needed: {', '.join(beyond)}", "Remove them from the app.")
    return Finding("scopes", Verdict.FINE, f"all {len(wanted)}")


def check_groups_scope(granted: Collection[str], scope: str) -> Finding:
    """Whether reps can be taken from a user group. Without it they are picked one by one: nothing is wrong."""
    if scope in granted:
        return Finding("user groups", Verdict.FINE, "reps can be taken from them")
    return Finding("user groups", Verdict.FINE, f"not read without {scope}, which is optional: reps are picked")


def check_status_scope(granted: Collection[str], scope: str) -> Finding:
    """Whether Slack may be asked for a status, in a workspace that notes leave by it."""
    if scope in granted:
        return Finding("slack status", Verdict.FINE, "noted as leave")
    return Finding(
        "slack status",
        Verdict.LOOK,
        f"noted as leave, but {scope} is missing: a status set while Pacer was not running stays unknown",
        f"Add the scope {scope} on the app's page (OAuth & Permissions) and reinstall it, or: pacer status-leave off",
    )


def check_clock(here: dt.datetime, slack: dt.datetime) -> Finding:
    """Whether this machine's clock agrees with Slack's."""
    said = skew_words(here - slack)
    if abs(here - slack) > CLOCK_SKEW:
        return Finding("clock", Verdict.FAILED, said, SET_CLOCK)
    return Finding("clock", Verdict.FINE, said)


def skew_words(ahead: dt.timedelta) -> str:
    """By how much a clock is ahead of Slack's or behind it, in words."""
    seconds = round(abs(ahead).total_seconds())
    if seconds == 0:
        return "as Slack's"
    size = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
    return f"{'1 second' if seconds == 1 else size} {'ahead of' if ahead > dt.timedelta() else 'behind'} Slack's"


def check_workspace(
    session: Session, *, workspace: Workspace, now: dt.datetime, here: dt.datetime | None = None
) -> Iterator[Finding]:
    """Who and what is set up, and whether anything is sent at the moment. `here` is the database's clock, by which
    `pacer run` says that it is there; `now` where it is not known.
    """
    yield _sender(session, workspace, here or now)
    if not workspace.live:
        yield Finding("sending", Verdict.LOOK, "not live yet: no timed message is sent", "Run: pacer live")
    if workspace.paused:
        yield Finding("sending", Verdict.LOOK, "paused for everybody", "Run: pacer resume")
    if workspace.sending_stopped:
        yield Finding(
            "sending",
            Verdict.FAILED,
            f"stopped: Slack says {workspace.sending_stopped}",
            "Give the app a working token (SLACK_BOT_TOKEN) and restart pacer run; it goes on by itself.",
        )
    if workspace.written_to_at is None:
        yield Finding(
            "messages",
            Verdict.LOOK,
            "nobody has written to Pacer directly yet",
            "If such a message gets no answer, update the app from manifest.yml on its page, and reinstall it to the "
            "workspace.",
        )
    else:
        yield Finding("messages", Verdict.FINE, "what people write to Pacer arrives")
    members = people.list_members(session, workspace_id=workspace.id)
    admins = [member for member in members if member.role is Role.ADMIN]
    yield (
        Finding("people", Verdict.FINE, f"members: {len(members)}, admins: {len(admins)}")
        if admins
        else Finding(
            "people", Verdict.FAILED, f"members: {len(members)}, no admin", "Run: pacer users role E-MAIL admin"
        )
    )
    unreachable = [member.name for member in members if member.unreachable]
    if unreachable:
        yield Finding(
            "people",
            Verdict.LOOK,
            f"cannot be reached: {', '.join(unreachable)}",
            "See `pacer users list`; a person who came back is reached again after `pacer users sync`.",
        )
    foreign = count_foreign(session, workspace_id=workspace.id)
    if foreign:
        yield Finding(
            "deals",
            Verdict.LOOK,
            f"not followed because their amount is in another currency than {workspace.currency}: {foreign}",
            "Their amounts stay out of every total until the CRM tells them in this currency.",
        )
    yield from _teams(session, workspace, now)
    yield from _own_words(workspace)


def _own_words(workspace: Workspace) -> Iterator[Finding]:
    """How Pacer's own odds came true here, where there are enough to tell."""
    marks = stored_marks(workspace)
    said = sum(mark.said for mark in marks.values())
    if said < FEWEST:
        return
    came = ", ".join(f"{odds.value} {mark.reached} of {mark.said}" for odds, mark in marks.items() if mark.said)
    careful = workspace.odds_trust < 1.0
    yield Finding(
        "odds",
        Verdict.LOOK if careful else Verdict.FINE,
        f"goals reached, by what Pacer said half-way: {came}",
        f"They were too sure. What people read is moved {1 - workspace.odds_trust:.0%} towards the usual share of "
        f"{workspace.odds_usual:.0%}. Nothing to do: it's measured again each week."
        if careful
        else "",
    )


def _sender(session: Session, workspace: Workspace, now: dt.datetime) -> Finding:
    lease = find_lease(session, workspace_id=workspace.id, name="sender")
    start = "Start it: pacer run"
    if lease is None:
        return Finding("pacer run", Verdict.LOOK, "is not running", start)
    if lease.until + SENDER_PAUSE < now:
        return Finding(
            "pacer run", Verdict.FAILED, f"ended without a goodbye at {lease.until:%Y-%m-%d %H:%M} UTC", start
        )
    return _tick(session, workspace, now)


def _tick(session: Session, workspace: Workspace, now: dt.datetime) -> Finding:
    last = find_lease(session, workspace_id=workspace.id, name=TICK)
    if last is None:
        return Finding("pacer run", Verdict.FINE, "is running, and has not looked yet who is due")
    ago = max(0.0, (now - last.until).total_seconds())
    said = f"is running; it looked {ago:.0f} s ago who is due"
    if ago > LATEST_TICK.total_seconds():
        return Finding(
            "pacer run", Verdict.FAILED, said, "It should each minute. Read its log, then start pacer run again."
        )
    return Finding("pacer run", Verdict.FINE, said)


def _teams(session: Session, workspace: Workspace, now: dt.datetime) -> Iterable[Finding]:
    teams = memberships.list_teams(session, workspace_id=workspace.id)
    if not teams:
        yield Finding("teams", Verdict.LOOK, "none yet", "Run: pacer teams add NAME")
    for team in teams:
        about = f"team {team.name}"
        reps, managers = (
            len(in_teams_now(session, workspace=workspace, team_role=team_role, team=team, now=now))
            for team_role in (TeamRole.REP, TeamRole.MANAGER)
        )
        if team.channel_trouble:
            yield Finding(
                about,
                Verdict.FAILED,
                f"Slack refused its last alert: {team.channel_trouble}",
                f"Invite the bot to the channel, then run: pacer teams channel {team.name!r} {team.alert_channel}",
            )
        elif not managers:
            yield Finding(
                about,
                Verdict.LOOK,
                f"reps: {reps}, no manager",
                f"Run: pacer teams join {team.name!r} E-MAIL --manager",
            )
        elif not team.alert_channel and not team.alerts_by_dm:
            yield Finding(
                about, Verdict.LOOK, "its alerts go nowhere", f"Run: pacer teams channel {team.name!r} CHANNEL-ID"
            )
        else:
            yield Finding(about, Verdict.FINE, f"reps: {reps}, managers: {managers}")
