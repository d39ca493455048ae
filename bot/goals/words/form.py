"""The form for a goal, what it shows before anything is saved, and what it shows after."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bot.core.words.blocks import actions, button, context, escape, section, shorten
from bot.core.words.forms import Option, choice, date_box, field, modal, person, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.core.words.periods import kind_name
from bot.goals.adoption import OutcomeGoal
from bot.goals.drafts import EVERYBODY, PERIODS, TOTAL, GoalChoices, GoalDraft, is_group, whose_of
from bot.goals.editing import GoalSet
from bot.goals.requests import Reviewed
from bot.goals.text import LONGEST_REASON
from bot.goals.words.answer import goal_set_text
from bot.goals.words.copies import COPY
from bot.goals.words.realism import proposed_words, review_lines
from bot.pipeline.outcome_metrics import WAYS
from metrics.leave_policy import LeavePolicy
from metrics.periods import PeriodKind

FORM, REVIEW = "goal_form", "goal_review"
USE_PROPOSED, BACK, PLAN = "goal_use_proposed", "goal_back", "goal_plan"
SHOWN_SUBJECTS = 12
LONGEST_REVIEW = 1000
"""Characters of each: a dozen of them stay within the size of a view."""


def form_view(choices: GoalChoices, draft: GoalDraft | None, language: Language, *, today: str) -> Block:
    """The form; who sets nobody's goals proposes their own with it."""
    blocks: list[Block] = []
    if choices.sets_goals:
        blocks.extend(_for_whom(choices, draft, language))
    else:
        blocks.append(section(language("Propose a goal for yourself. Your manager decides, and I'll let you know.")))
    blocks.extend(_what(choices, draft, language))
    first, last = (day.isoformat() if day else "" for day in (draft and draft.starts, draft and draft.last))
    hint = language("Only for a goal with its own dates, like a five-week campaign.")
    if choices.sets_goals:
        blocks.append(field("starts", language("From"), date_box(chosen=first or today)))
    else:
        blocks.append(field("starts", language("First day"), date_box(chosen=first), optional=True, hint=hint))
    blocks.append(field("last", language("Last day"), date_box(chosen=last), optional=True, hint=hint))
    blocks.append(
        field(
            "reason",
            language("Why this goal"),
            text_box(value=draft.reason if draft else "", lines=True, longest=LONGEST_REASON),
            optional=True,
            hint=language("Shown to the rep with the goal.")
            if choices.sets_goals
            else language("Your manager reads it."),
        )
    )
    if choices.sets_goals:
        blocks.append(_leave(draft, language))
    return modal(
        language("Set a goal"),
        blocks,
        callback=FORM,
        submit=language("Check the odds"),
        close=language("Cancel"),
        carried={"a": draft.proposal if draft else 0},
    )


def review_view(reviewed: Reviewed, language: Language, *, proposes: bool) -> Block:
    """What the goal would mean, with the choice to save it, to take the proposed one, or to go back."""
    blocks: list[Block] = []
    for at in range(len(reviewed.outlooks)):
        lines = review_lines(reviewed, at, language)
        blocks.append(section(shorten("\n".join(lines), LONGEST_REVIEW)))
        if (proposed := proposed_words(reviewed.outlooks[at], language)) is not None:
            blocks.append(section(shorten(proposed, LONGEST_REVIEW)))
    rest = len(reviewed.subjects) - len(reviewed.outlooks)
    if rest > 0:
        blocks.append(context(language.plural("and {n} more team", "and {n} more teams", rest)))
    blocks.append(actions(*_review_buttons(reviewed, language)))
    if reviewed.draft.reason:
        blocks.append(context(language("Why: {reason}", reason=escape(reviewed.draft.reason))))
    blocks.append(context(language("Based on each rep's usual pace and how much it varies.")))
    return modal(
        language("How realistic is it?"),
        blocks,
        callback=REVIEW,
        submit=language("Propose") if proposes else language("Save the goal"),
        close=language("Cancel"),
        carried=reviewed.draft.carried(),
    )


def saved_view(done: Sequence[GoalSet], plan_of: dict[str, Any] | None, language: Language) -> Block:
    """What holds now. `plan_of` is carried by the button that breaks the goal down; None where that makes no sense."""
    blocks: list[Block] = [section("\n".join(goal_set_text(each, language) for each in done[:SHOWN_SUBJECTS]))]
    if plan_of is not None:
        blocks.append(section(language("Want a plan? I can work out which activities get there.")))
        blocks.append(actions(button(language("Plan the activities"), action=PLAN, style="primary")))
    return modal(
        language("Saved"), blocks, callback="goal_saved", submit=None, close=language("Close"), carried=plan_of
    )


def plan_carried(draft: GoalDraft, done: Sequence[GoalSet]) -> dict[str, Any] | None:
    """What the way to a saved goal is to be made of: of one outcome goal of a rep or a group; None of any other."""
    if len(done) != 1 or done[0].target is None or draft.metric_key not in WAYS or draft.period is PeriodKind.DAY:
        return None
    goal = OutcomeGoal(draft.metric_key, done[0].target, draft.period, done[0].starts, done[0].dates)
    return {"w": draft.whose, **goal.carried()}


def proposed_view(language: Language) -> Block:
    """That a proposal is on its way."""
    text = language("Your manager has it now. I'll tell you here what they decide.")
    return modal(language("Proposed"), [section(text)], callback="goal_saved", submit=None, close=language("Close"))


def draft_of(values: dict[str, Any], *, me: str, proposal: int) -> GoalDraft:
    """What was filled in; `me` is whose goal it is where the form does not ask."""
    starts, last = values.get("starts"), values.get("last")
    return GoalDraft(
        whose=str(
            values.get("person") or values.get("whose") or ("" if "whose" in values or "person" in values else me)
        ),
        metric_key=str(values.get("metric") or ""),
        period=PeriodKind(values.get("period") or PeriodKind.WEEK.value),
        target=str(values.get("target") or ""),
        starts=dt.date.fromisoformat(starts) if starts else None,
        reason=" ".join(str(values.get("reason") or "").split())[:LONGEST_REASON],
        leave=LeavePolicy(values.get("leave") or LeavePolicy.KEEP.value),
        proposal=proposal,
        last=dt.date.fromisoformat(last) if last else None,
    )


def _for_whom(choices: GoalChoices, draft: GoalDraft | None, language: Language) -> list[Block]:
    whose = draft.whose if draft else ""
    of_person = whose if whose and not is_group(whose) else None
    options: list[Option] = [(language("Each rep on {team}", team=team.name), whose_of(team)) for team in choices.teams]
    if len(options) > 1:
        options.append((language("Every rep on every team"), EVERYBODY))
    options.extend((language("{team} as one total", team=team.name), f"{TOTAL}{team.id}") for team in choices.teams)
    options.extend((language("Each {who}", who=group.name), whose_of(group)) for group in choices.roles)
    pick_person = person(chosen=of_person, placeholder=language("Choose a rep"))
    if not options:
        return [field("person", language("Whose goal"), pick_person)]
    chosen = None if of_person else whose or (options[0][1] if len(choices.teams) == 1 and not choices.roles else None)
    return [
        field("whose", language("Whose goal"), choice(options, chosen=chosen), optional=True),
        field("person", language("Or just one person"), pick_person, optional=True),
    ]


def _what(choices: GoalChoices, draft: GoalDraft | None, language: Language) -> list[Block]:
    metrics: list[Option] = [(language.name(metric), metric.key) for metric in choices.metrics]
    first = draft.metric_key if draft else metrics[0][1]
    every: list[Option] = [(kind_name(kind, language), kind.value) for kind in (*PERIODS, PeriodKind.CUSTOM)]
    period = (draft.period if draft else PeriodKind.WEEK).value
    target = text_box(value=draft.target if draft else "", placeholder=language("60, 12.5k or +15%"), longest=40)
    return [
        field("metric", language("What counts"), choice(metrics, chosen=first)),
        field(
            "target",
            language("How much"),
            target,
            hint=language("A number, an amount, or a percentage over the last period."),
        ),
        field("period", language("Every"), choice(every, chosen=period)),
    ]


def _leave(draft: GoalDraft | None, language: Language) -> Block:
    options: list[Option] = [
        (language("Keep the full goal"), LeavePolicy.KEEP.value),
        (language("Adjust the goal for time off"), LeavePolicy.PRORATE.value),
    ]
    chosen = (draft.leave if draft else LeavePolicy.KEEP).value
    return field("leave", language("During time off"), choice(options, chosen=chosen))


def _review_buttons(reviewed: Reviewed, language: Language) -> list[Block]:
    found = []
    outlook = reviewed.outlooks[0]
    if len(reviewed.subjects) == 1 and outlook.proposed is not None and proposed_words(outlook, language) is not None:
        amount = language.amount(reviewed.metric, outlook.proposed)
        found.append(
            button(language("Use {amount} instead", amount=amount), action=USE_PROPOSED, value=str(outlook.proposed))
        )
    if len(reviewed.subjects) == 1 and is_group(reviewed.draft.whose) and outlook.members:
        found.append(button(language("Set individually"), action=COPY))
    return [*found, button(language("Back"), action=BACK)]
