"""A previewed morning names the time at which it would come."""

import datetime as dt

import pytest

from bot.core.words.answers import plain_message
from bot.core.words.language import language_for
from bot.setup.words.preview import preview_message
from storage.tables import Member, Workspace

ENGLISH = language_for(locale="en_GB", currency="GBP")


@pytest.mark.parametrize(
    ("usual", "own", "said"),
    [
        (dt.time(8, 30), None, "08:30"),
        (dt.time(5, 0), None, "06:00"),  # the quiet hours last until six
        (dt.time(8, 30), dt.time(5, 0), "05:00"),  # whoever chose it themselves gets it
    ],
)
def test_a_preview_names_the_time_at_which_the_nudge_would_come(usual: dt.time, own: dt.time | None, said: str) -> None:
    workspace = Workspace(slack_team_id="T0", name="Test", timezone="Europe/London", nudge_time=usual)
    rep = Member(workspace_id=1, slack_user_id="U0ANA", name="Ana Quill", nudge_time=own)
    message = preview_message(plain_message("Hi"), ENGLISH, rep=rep, workspace=workspace, date=dt.date(2026, 11, 18))
    assert f"at {said} (Europe/London)" in message.text
