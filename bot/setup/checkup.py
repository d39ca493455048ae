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
    "Messages come at the wrong time, and from five minutes off Pacer rejects Slack's requests. Turn on time sync: "
    "timedatectl set-ntp true"
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
            "Update the app from manifest.yml on its page, then reinstall it to the workspace.",
        )
    beyond = sorted(set(granted) - set(wanted) - set(optional))
    if beyond:
        return Finding("scopes", Verdict.LOOK, f"more than needed: {', '.join(beyond)}", "Remove them from the app.")
    return Finding("scopes", Verdict.FINE, f"all {len(wanted)}")


def check_groups_scope(granted: Collection[str], scope: str) -> Finding:
    """Whether reps can be taken from a user group. Without it they are picked one by one: nothing is wrong."""
    if scope in granted:
        return Finding("user groups", Verdict.FINE, "you can add reps from them")
    return Finding("user groups", Verdict.FINE, f"off without the optional scope {scope}, so you pick reps yourself")


def check_status_scope(granted: Collection[str], scope: str) -> Finding:
    """Whether Slack may be asked for a status, in a workspace that notes leave by it."""
    if scope in granted:
        return Finding("slack status", Verdict.FINE, "counts as time off")
    return Finding(
        "slack status",
        Verdict.LOOK,
        f"counts as time off, but without {scope} Pacer misses a status set while it was down",
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
        return "same as Slack's"
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
        yield Finding("sending", Verdict.LOOK, "not live yet, so no one gets scheduled messages", "Run: pacer live")
    if workspace.paused:
        yield Finding("sending", Verdict.LOOK, "paused for everyone", "Run: pacer resume")
    if workspace.sending_stopped:
        yield Finding(
            "sending",
            Verdict.FAILED,
            f"stopped: Slack says {workspace.sending_stopped}",
            "Set SLACK_BOT_TOKEN to a working token and restart pacer run. Sending resumes by itself.",
        )
    if workspace.written_to_at is None:
        yield Finding(
            "messages",
            Verdict.LOOK,
            "no one has written to Pacer directly yet",
            "If Pacer doesn't answer direct messages, update the app from manifest.yml on its page, then reinstall it "
            "to the workspace.",
        )
    else:
        yield Finding("messages", Verdict.FINE, "direct messages to Pacer arrive")
    members = people.list_members(session, workspace_id=workspace.id)
    admins = [member for member in members if member.role is Role.ADMIN]
    yield (
        Finding("people", Verdict.FINE, f"members: {len(members)}, admins: {len(admins)}")
        if admins
        else Finding(
            "people", Verdict.FAILED, f"members: {len(members)}, no admin", "Run: pacer users role EMAIL admin"
        )
    )
    unreachable = [member.name for member in members if member.unreachable]
    if unreachable:
        yield Finding(
            "people",
            Verdict.LOOK,
            f"can't be reached: {', '.join(unreachable)}",
            "Check `pacer users list`. If someone is back, run: pacer users sync",
        )
    foreign = count_foreign(session, workspace_id=workspace.id)
    if foreign:
        yield Finding(
            "deals",
            Verdict.LOOK,
            f"skipped because the amount isn't in {workspace.currency}: {foreign}",
            "They count again once your CRM sends the amount in this currency.",
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
        f"goals reached, by the odds Pacer gave halfway: {came}",
        f"Pacer was too sure, so the odds people see move {1 - workspace.odds_trust:.0%} toward the average of "
        f"{workspace.odds_usual:.0%}. You don't need to do anything. Pacer checks again each week."
        if careful
        else "",
    )


def _sender(session: Session, workspace: Workspace, now: dt.datetime) -> Finding:
    lease = find_lease(session, workspace_id=workspace.id, name="sender")
    start = "Start it with: pacer run"
    if lease is None:
        return Finding("pacer run", Verdict.LOOK, "isn't running", start)
    if lease.until + SENDER_PAUSE < now:
        return Finding("pacer run", Verdict.FAILED, f"stopped unexpectedly at {lease.until:%Y-%m-%d %H:%M} UTC", start)
    return _tick(session, workspace, now)


def _tick(session: Session, workspace: Workspace, now: dt.datetime) -> Finding:
    last = find_lease(session, workspace_id=workspace.id, name=TICK)
    if last is None:
        return Finding("pacer run", Verdict.FINE, "is running and hasn't checked who's due yet")
    ago = max(0.0, (now - last.until).total_seconds())
    said = f"is running, last checked who's due {ago:.0f} s ago"
    if ago > LATEST_TICK.total_seconds():
        return Finding(
            "pacer run", Verdict.FAILED, said, "It should check each minute. Read its log, then restart pacer run."
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
                f"Run: pacer teams join {team.name!r} EMAIL --manager",
            )
        elif not team.alert_channel and not team.alerts_by_dm:
            yield Finding(about, Verdict.LOOK, "no alert channel", f"Run: pacer teams channel {team.name!r} CHANNEL-ID")
        else:
            yield Finding(about, Verdict.FINE, f"reps: {reps}, managers: {managers}")
