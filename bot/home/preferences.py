"""What a member chose for themself: when messages come, which ones, and in which language."""

import datetime as dt
from dataclasses import dataclass

from bot.core.failures import Failure
from bot.core.work import Work
from bot.leave.status_leave import stop_following
from storage.tables import Member

LANGUAGES = ("", "en", "ms")
"""What can be chosen to read; empty follows Slack."""
EVERY_DAY = (True,) * 7


class WrongPreference(Failure):
    """A setting cannot be so; the message says why."""


@dataclass(frozen=True)
class Preferences:
    """A member's settings. `nudge_time` None is the workspace's; `nudge_days` are Monday … Sunday."""

    nudges_on: bool = True
    nudge_time: dt.time | None = None
    nudge_days: tuple[bool, ...] = EVERY_DAY
    plan_on: bool = True
    evening_on: bool = False
    recap_on: bool = True
    digest_on: bool = True
    celebrate_on: bool = True
    language: str = ""
    board_name_on: bool = True
    status_leave_on: bool = True


def preferences_of(member: Member) -> Preferences:
    """The settings as they are stored."""
    return Preferences(
        nudges_on=member.nudges_on,
        nudge_time=member.nudge_time,
        nudge_days=tuple(day == "1" for day in member.nudge_days),
        plan_on=member.plan_on,
        evening_on=member.evening_on,
        recap_on=member.recap_on,
        digest_on=member.digest_on,
        celebrate_on=member.celebrate_on,
        language=member.language,
        board_name_on=member.board_name_on,
        status_leave_on=member.status_leave_on,
    )


def change_preferences(work: Work, *, member: Member, wanted: Preferences) -> None:
    """Let the member's settings be as `wanted`, all of them or none. Raises WrongPreference."""
    if len(wanted.nudge_days) != 7 or (wanted.nudges_on and not any(wanted.nudge_days)):
        raise WrongPreference(
            "Choose at least one day, or turn the morning message off above.",
            field="nudge_days",
        )
    if wanted.language not in LANGUAGES:
        raise WrongPreference("Choose one of the languages in the list.", field="language")
    member.nudges_on = wanted.nudges_on
    member.nudge_time = wanted.nudge_time
    member.nudge_days = "".join("1" if day else "0" for day in wanted.nudge_days)
    member.plan_on = wanted.plan_on
    member.evening_on = wanted.evening_on
    member.recap_on = wanted.recap_on
    member.digest_on = wanted.digest_on
    member.celebrate_on = wanted.celebrate_on
    member.language = wanted.language
    member.board_name_on = wanted.board_name_on
    if member.status_leave_on and not wanted.status_leave_on:
        stop_following(work.session, workspace=work.workspace, member=member, now=work.now)
    elif wanted.status_leave_on and not member.status_leave_on:
        member.status_leave_on, member.status_heard_at = True, None
    work.session.add(member)
    _note(work, member, f"settings: nudges {'on' if wanted.nudges_on else 'off'}")


def _note(work: Work, member: Member, detail: str) -> None:
    work.audit(actor_id=member.id, action="settings", subject_id=member.id, detail=detail)
