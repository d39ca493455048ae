"""The forms of coaching: a 1:1, what came of it, a commitment, a topic, and which parts a team has."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coaching.meetings import LONGEST_NOTE, LONGEST_TOPIC, RHYTHMS
from bot.coaching.pairs import RHYTHMS as PAIR_RHYTHMS
from bot.coaching.settings import TeamParts
from bot.coaching.surveys import RHYTHMS as SURVEY_RHYTHMS
from bot.core.words.blocks import context, escape, section
from bot.core.words.forms import (
    Option,
    choice,
    date_box,
    field,
    grouped_choice,
    modal,
    person,
    radio,
    several,
    text_box,
    time_box,
)
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.people.coaching_parts import CoachingPart
from bot.people.one_on_ones import Meeting
from bot.pipeline.stages import StageName
from bot.pipeline.words.deals import plain_stage
from bot.standings.commitments import CommitmentNow
from bot.standings.words.commitments import state_words
from storage.tables import Member, Metric

MEETING_FORM, AFTERWARDS_FORM, COMMIT_FORM = "coach_meeting_form", "coach_afterwards_form", "coach_commit_form"
TOPIC_FORM, SETTINGS_FORM = "coach_topic_form", "coach_settings_form"
KEEP, KEPT, CARRY, LET_GO = "keep", "kept", "carry", "let_go"
SLOTS = (1, 2)


@dataclass(frozen=True)
class Measures:
    """What can be committed to: metrics, and stages that deals can move on from."""

    metrics: Sequence[Metric]
    stages: Sequence[StageName]


def meeting_form(
    member: Member | None, language: Language, *, date: dt.date | None, at: dt.time | None, every_weeks: int
) -> Block:
    """Plan a 1:1 with a rep, who can be chosen where none is given."""
    blocks = [
        field("rep", language("Rep"), person(chosen=member.slack_user_id if member is not None else None)),
        field("date", language("Date"), date_box(chosen=date.isoformat() if date is not None else "")),
        field("at", language("Time"), time_box(chosen=f"{at or dt.time(10):%H:%M}"), hint=language("Your local time.")),
        field(
            "rhythm",
            language("How often"),
            radio(
                [(_every(weeks, language) if weeks else language("Just once"), str(weeks)) for weeks in RHYTHMS],
                chosen=str(every_weeks),
            ),
        ),
    ]
    return modal(
        language("Plan a 1:1"),
        blocks,
        callback=MEETING_FORM,
        submit=language("Plan it"),
        close=language("Cancel"),
    )


def afterwards_form(
    meeting: Meeting,
    commitments: Sequence[CommitmentNow],
    measures: Measures,
    today: dt.date,
    language: Language,
    *,
    for_rep: bool,
) -> Block:
    """What came of a 1:1. A rep writes notes; who coaches them says what becomes of the commitments too."""
    other = meeting.manager if for_rep else meeting.member
    blocks: list[Block] = [
        field(
            "shared",
            language("Notes for both of you"),
            text_box(lines=True, longest=LONGEST_NOTE),
            optional=True,
            hint=language("{name} can read these.", name=other.name or other.slack_user_id),
        ),
        field(
            "private",
            language("Notes for yourself"),
            text_box(lines=True, longest=LONGEST_NOTE),
            optional=True,
            hint=language("Only you can read these."),
        ),
    ]
    if not for_rep:
        for now in commitments:
            label = state_words(now, today, language)
            blocks.append(section(label))
            options = [(language("Keep it open"), KEEP)]
            if now.reached:
                options = [(language("Mark as done"), KEPT), *options]
            else:
                options += [(language("Carry it forward a week"), CARRY), (language("Let it go"), LET_GO)]
            blocks.append(
                field(
                    f"was:{now.commitment.id}",
                    language("What about this one?"),
                    choice(options, chosen=options[0][1]),
                )
            )
        blocks.append(context(language("At most two commitments are open at a time.")))
        for slot in SLOTS:
            blocks += _promise_fields(slot, measures, language, optional=True)
    return modal(
        language("Add notes"),
        blocks,
        callback=AFTERWARDS_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"meeting": meeting.stored.id},
    )


def commit_form(member: Member, measures: Measures, language: Language, *, own: bool) -> Block:
    """One commitment."""
    intro = (
        language("What will you do, and by when? Your manager sees it too.")
        if own
        else language("What did you agree with {name}? They see it too.", name=escape(member.name))
    )
    return modal(
        language("Add a commitment"),
        [section(intro), *_promise_fields(1, measures, language, optional=False)],
        callback=COMMIT_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"member": member.id},
    )


def topic_form(member: Member, language: Language, *, own: bool, help_wanted: bool) -> Block:
    """A topic for the next 1:1, or what somebody would like help with."""
    label = language("What would you like to talk about?")
    if help_wanted:
        label = language("What would you like help with?")
    blocks = [
        field(
            "words",
            label,
            text_box(lines=True, longest=LONGEST_TOPIC),
            hint=language("Your managers can read it.")
            if own
            else language("{name} and their managers can read it.", name=member.name or member.slack_user_id),
        )
    ]
    return modal(
        language("Ask for help") if help_wanted else language("Add a topic"),
        blocks,
        callback=TOPIC_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"member": member.id, "help": int(help_wanted)},
    )


def settings_form(parts: TeamParts, language: Language) -> Block:
    """Which parts of coaching a team has."""
    options = [(part_name(part, language), part.value) for part in CoachingPart]
    blocks = [
        field(
            "parts",
            language("Coaching for {team}", team=parts.team.name),
            several(options, chosen=[part.value for part in parts.on]),
            optional=True,
            hint=language("Reps get at most two extra messages a week, whatever you turn on."),
        ),
        field(
            "pairs_every",
            language("New pairs"),
            choice([(_every(weeks, language), str(weeks)) for weeks in PAIR_RHYTHMS], chosen=str(parts.pairs_every)),
        ),
    ]
    if parts.survey_every is not None:
        blocks.append(
            field(
                "survey_every",
                language("Surveys, for all teams"),
                choice(
                    [(_every(weeks, language), str(weeks)) for weeks in SURVEY_RHYTHMS],
                    chosen=str(parts.survey_every),
                ),
                hint=language("Anonymous, and shown only with five answers or more. Small teams are counted together."),
            )
        )
    return modal(
        language("Coaching settings"),
        blocks,
        callback=SETTINGS_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"team": parts.team.id},
    )


def part_name(part: CoachingPart, language: Language) -> str:
    """What a part of coaching is called."""
    return {
        CoachingPart.MEETINGS: language("1:1 briefs and reminders"),
        CoachingPart.COMMITMENTS: language("Commitments in the morning message"),
        CoachingPart.PAIRS: language("Pairs of reps"),
        CoachingPart.TRAININGS: language("Trainings in the morning message"),
        CoachingPart.PACK: language("Monthly pack for the team meeting"),
        CoachingPart.SURVEYS: language("Anonymous surveys"),
    }[part]


def saved_view(message: Message, title: str, language: Language) -> Block:
    """An answer in the place of a form."""
    blocks = [block for block in message.blocks if block["type"] != "actions"]
    return modal(title, blocks, callback="coach_saved", submit=None, close=language("Close"))


def measure_value(measure: Metric | StageName) -> str:
    """What a measure is called in the value of an option."""
    return f"metric:{measure.key}" if isinstance(measure, Metric) else f"stage:{measure.key}"


def _every(weeks: int, language: Language) -> str:
    return {
        1: language("Every week"),
        2: language("Every two weeks"),
        4: language("Every four weeks"),
        8: language("Every eight weeks"),
        13: language("Every three months"),
        0: language("Never"),
    }[weeks]


def _promise_fields(slot: int, measures: Measures, language: Language, *, optional: bool) -> list[Block]:
    groups: list[tuple[str, Sequence[Option]]] = [
        (
            language("Activities and results"),
            [(language.plain_name(each), measure_value(each)) for each in measures.metrics],
        )
    ]
    if measures.stages:
        groups.append(
            (
                language("Deals moved on from a stage"),
                [(plain_stage(each, language), measure_value(each)) for each in measures.stages],
            )
        )
    what = language("Commitment {n}", n=language.count(slot)) if optional else language("What")
    return [
        field(f"measure:{slot}", what, grouped_choice(groups), optional=optional),
        field(f"target:{slot}", language("How many"), text_box(longest=20), optional=optional),
        field(f"due:{slot}", language("By"), date_box(), optional=optional),
    ]
