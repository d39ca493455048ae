"""1:1s: that one is planned, was noted or missed, the list of a manager's, and one as a calendar entry."""

import datetime as dt
from collections.abc import Sequence

from bot.coaching.page import MeetingsPage, MyCoaching, RepsMeeting
from bot.coaching.planned import MeetingFile, MissedMeeting
from bot.coaching.words.pairs import pair_page_message
from bot.coaching.words.surveys import open_message
from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, button, context, escape, escaped_within, section
from bot.core.words.language import Language
from bot.core.words.message import Attachment, Block, Message
from bot.people.one_on_ones import Meeting
from bot.people.words.one_on_ones import OPEN_BRIEF, when_words
from bot.standings.commitments import CommitmentNow
from bot.standings.words.commitments import ending_buttons, state_words
from bot.standings.words.trainings import training_message
from storage.tables import NoteKind
from storage.tables.coaching import MOST_COMMITMENTS

ADD_TOPIC, TAKE_BACK, ASK_HELP = "coach_topic", "coach_topic_back", "coach_help"
AFTERWARDS, FILE, PLAN, CANCEL = "coach_afterwards", "coach_file", "coach_plan", "coach_cancel"
COMMIT, SETTINGS = "coach_commit", "coach_settings"
MOST_ROWS, MOST_TOPICS, MOST_TRAININGS = 15, 5, 3
LINE = 160
LASTS = dt.timedelta(minutes=30)


def planned_message(meeting: Meeting, today: dt.date, language: Language) -> Message:
    """That a 1:1 is planned, for who planned it."""
    words = language(
        "1:1 with {name} planned {when}. You'll both get a brief the workday before.",
        name=_name(meeting),
        when=when_words(meeting, today, language),
    )
    rhythm = rhythm_words(meeting.stored.every_weeks, language)
    value = str(meeting.stored.id)
    buttons = actions(
        button(language("Add to calendar"), action=FILE, value=value),
        button(language("Cancel 1:1"), action=CANCEL, value=value),
        block_id="coach_planned",
    )
    return Message(text=f"{words}\n{rhythm}", blocks=(section(words), context(rhythm), buttons))


def rhythm_words(every_weeks: int, language: Language) -> str:
    """How often it comes."""
    if every_weeks == 0:
        return language("Just this once.")
    if every_weeks == 1:
        return language("Repeats every week.")
    return language("Repeats every {n} weeks.", n=language.count(every_weeks))


def cancelled_message(meeting: Meeting, language: Language) -> Message:
    """That a 1:1 will not be."""
    return plain_message(language("Cancelled your 1:1 with {name}.", name=_name(meeting)))


def noted_message(
    meeting: Meeting,
    language: Language,
    *,
    following: Meeting | None,
    today: dt.date,
    commitments: Sequence[CommitmentNow] = (),
) -> Message:
    """That what came of a 1:1 is stored, what is committed to now, and when the next one is."""
    words = language("Your 1:1 with {name} is noted.", name=_name(meeting))
    if following is not None:
        then = language("Next one {when}.", when=when_words(following, today, language))
        words = f"{words} {then}"
    said = [f"• {state_words(now, today, language)}" for now in commitments[:MOST_COMMITMENTS]]
    return plain_message("\n".join([words, *said]))


def own_noted_message(language: Language) -> Message:
    """That a rep's own notes are stored."""
    return plain_message(language("Your notes are saved."))


def topic_message(words: str, language: Language, *, help_wanted: bool) -> Message:
    """That a topic waits for the next 1:1."""
    said = escaped_within(words, LINE)
    if help_wanted:
        return plain_message(language("Your manager will see that you'd like help with: {words}", words=said))
    return plain_message(language("Added to your next 1:1: {words}", words=said))


def taken_back_message(language: Language) -> Message:
    """That a topic was deleted."""
    return plain_message(language("Topic removed."))


def missed_message(missed: MissedMeeting, language: Language) -> Message:
    """The question about a 1:1 that nobody noted: it took place, or another time for it."""
    meeting = missed.meeting
    words = language(
        "Did your 1:1 with {name} on {day} happen?", name=_name(meeting), day=language.day(meeting.stored.date)
    )
    if missed.following is not None:
        following = Meeting(missed.following, meeting.member, meeting.manager)
        date = language.day(following.stored.date)
        foot = language("The next one is on {day}. Want to meet sooner? Pick a new time.", day=date)
    else:
        foot = language("No other 1:1 is planned.")
    buttons = actions(
        button(language("Yes, note it"), action=AFTERWARDS, value=str(meeting.stored.id), style="primary"),
        button(language("Pick a new time"), action=PLAN, value=str(meeting.member.id)),
        block_id="coach_missed",
    )
    return Message(text=f"{words}\n{foot}", blocks=(section(words), context(foot), buttons))


def file_message(file: MeetingFile, language: Language) -> Message:
    """A 1:1 as an .ics file (RFC 5545), which any calendar takes."""
    meeting = file.meeting
    text = language("Your 1:1 as a calendar file. Open it to add it to your calendar.")
    title = language(
        "1:1: {rep} and {manager}",
        rep=meeting.member.name or meeting.member.slack_user_id,
        manager=meeting.manager.name or meeting.manager.slack_user_id,
    )
    name = f"1-1-{meeting.stored.date.isoformat()}.ics"
    return Message(text=text, blocks=(), attachment=Attachment(name=name, title=name, content=_ics(file, title)))


def my_page_message(page: MyCoaching, language: Language, *, own: bool) -> Message:
    """A rep's coaching: the next 1:1, what they committed to, and what waits to be talked of."""
    parts: list[tuple[str, list[Block]]] = []
    title = language("Your coaching") if own else language("{name}: coaching", name=escape(page.member.name))
    blocks: list[Block] = [section(f"*{title}*")]
    spoken = [title]
    if page.meeting is not None:
        said = language(
            "Next 1:1 with {name} {when}",
            name=escape(page.meeting.manager.name if own else page.meeting.member.name) or "–",
            when=when_words(page.meeting, page.today, language, for_rep=own),
        )
        value = str(page.meeting.stored.id)
        row = actions(
            button(language("Open brief"), action=OPEN_BRIEF, value=value),
            button(language("Add to calendar"), action=FILE, value=value),
            block_id="coach_next",
        )
        parts.append((said, [section(said), row]))
    else:
        said = language("No 1:1 planned yet.")
        parts.append((said, [section(said)]))
    for training in page.trainings[:MOST_TRAININGS]:
        message = training_message(training, page.today, language)
        parts.append((message.text, list(message.blocks)))
    for now in page.commitments[:MOST_COMMITMENTS]:
        said = state_words(now, page.today, language)
        row = actions(*ending_buttons(now, language), block_id=f"commitment:{now.commitment.id}")
        parts.append((said, [section(said), row]))
    if not page.commitments:
        said = language("No open commitments. Pick one or two things for this week.")
        parts.append((said, [section(said)]))
    for note in page.topics[:MOST_TOPICS]:
        words = escaped_within(note.words, LINE)
        said = (
            language("Wants help with: {words}", words=words)
            if note.kind is NoteKind.HELP
            else language("To talk about: {words}", words=words)
        )
        back = button(language("Remove"), action=TAKE_BACK, value=str(note.id), about=words)
        mine = note.author_id == page.member.id and own
        parts.append((said, [section(said, accessory=back if mine else None)]))
    if page.pair is not None and page.pair_by is not None:
        pair = pair_page_message(page.pair, page.pair_by, language)
        parts.append((pair.text, list(pair.blocks)))
    if page.survey is not None:
        survey = open_message(page.survey, language)
        parts.append((survey.text, list(survey.blocks)))
    for said, some in parts:
        spoken.append(said)
        blocks += some
    blocks.append(_page_buttons(page, language, own=own))
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def meetings_message(page: MeetingsPage, language: Language) -> Message:
    """The 1:1s of a manager's reps, those without one first."""
    title = language("1:1s with your reps")
    rows = [(_row_words(row, page.today, language), row) for row in page.rows[:MOST_ROWS]]
    blocks: list[Block] = [section(f"*{title}*")]
    for words, row in rows:
        if row.planned is not None:
            press = button(language("Open brief"), action=OPEN_BRIEF, value=str(row.planned.stored.id), about=words)
        else:
            press = button(language("Plan a 1:1"), action=PLAN, value=str(row.member.id), about=words)
        blocks.append(section(words, accessory=press))
    spoken = [title, *(words for words, _ in rows)]
    if not page.rows:
        said = language("No reps on your team yet.")
        blocks.append(section(said))
        spoken.append(said)
    elif len(page.rows) > MOST_ROWS:
        more = language.plural("{n} more rep", "{n} more reps", len(page.rows) - MOST_ROWS)
        blocks.append(context(more))
        spoken.append(more)
    blocks.append(
        actions(
            button(language("Plan a 1:1"), action=PLAN),
            button(language("Coaching settings"), action=SETTINGS, value=str(page.teams[0].id if page.teams else "")),
            block_id="coach_meetings",
        )
    )
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def _row_words(row: RepsMeeting, today: dt.date, language: Language) -> str:
    name = escape(row.member.name or row.member.slack_user_id)
    if row.planned is not None:
        return language("{name} · {when}", name=name, when=when_words(row.planned, today, language))
    if row.last_held is not None:
        return language("{name} · none planned, last one {day}", name=name, day=language.day(row.last_held))
    return language("{name} · none yet", name=name)


def _page_buttons(page: MyCoaching, language: Language, *, own: bool) -> Block:
    value = str(page.member.id)
    buttons = [
        button(language("Add commitment"), action=COMMIT, value=value),
        button(language("Add a topic"), action=ADD_TOPIC, value=value),
    ]
    if own:
        buttons.append(button(language("Ask for help"), action=ASK_HELP, value=value))
    else:
        buttons.append(button(language("Plan a 1:1"), action=PLAN, value=value))
    return actions(*buttons, block_id="coach_page")


def _ics(file: MeetingFile, title: str) -> bytes:
    stored = file.meeting.stored
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pacer//1:1//EN",
        "BEGIN:VEVENT",
        f"UID:one-on-one-{stored.workspace_id}-{stored.id}@pacer",
        f"DTSTAMP:{_ics_instant(file.made)}",
        f"DTSTART:{_ics_instant(file.starts)}",
        f"DTEND:{_ics_instant(file.starts + LASTS)}",
        f"SUMMARY:{_ics_text(title)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _ics_instant(at: dt.datetime) -> str:
    """An instant, which is UTC, as RFC 5545, 3.3.5 writes it: 20261120T100000Z."""
    return at.isoformat()[:19].replace("-", "").replace(":", "") + "Z"


def _ics_text(text: str) -> str:
    """As RFC 5545, 3.3.11 writes text: a line break in a name must not begin a property of its own."""
    plain = " ".join(text.split()).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> bytes:
    """A line in parts of at most 75 bytes (RFC 5545, 3.1), none of which ends within a character."""
    found, part = b"", b""
    for letter in line:
        encoded = letter.encode()
        if len(part) + len(encoded) > 74:
            found, part = found + part + b"\r\n ", b""
        part += encoded
    return found + part + b"\r\n"


def _name(meeting: Meeting) -> str:
    return escape(meeting.member.name or meeting.member.slack_user_id)
