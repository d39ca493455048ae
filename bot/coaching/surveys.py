"""Anonymous surveys: opened for fixed groups, answered once, closed with what can be said so that nobody is given away.

While one is open nobody sees anything of it, not even how many answered. When it closes, a group with five answers or
more has its results, in words; the counts, and who answered, are forgotten in the same transaction.
"""

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.coaching.people import WrongCoaching
from bot.coaching.rhythm import is_settled, round_start
from bot.coaching.to_managers import welcome_from
from bot.core.content import Content
from bot.core.permissions import Action, Subject, Viewer, may, require
from bot.core.work import Work
from bot.people.coaching_parts import CoachingPart, is_on
from bot.people.surveys import (
    CHOICES,
    OPEN,
    GroupResult,
    Question,
    SurveyNow,
    load_seats,
    questions_of,
    result_of,
    shown_from,
)
from bot.people.teams import reps_of
from metrics.coaching.anonymity import Group, Level, choose_asked, form_groups, levels_of
from storage import deliveries, memberships, people, surveys, trainings
from storage.tables import (
    Delivery,
    GroupState,
    Member,
    Survey,
    SurveyGroup,
    TeamRole,
    Workspace,
)
from storage.tables.surveys import LONGEST_PROMISE

RESULTS = "survey results"
RHYTHMS = (4, 2, 8, 13, 0)
"""Weeks from one survey to the next; 0: there are none."""
BETWEEN_PAIRS = 1
"""Surveys open in the weeks between those in which pairs are proposed."""
LEAST_WEEKS = 4
"""So far back a training is asked about, where surveys come more often."""
COMPARED = dt.timedelta(weeks=26)
"""Reports on a question within so long could be held against each other (metrics/coaching/anonymity.py)."""
KEPT = dt.timedelta(days=400)
"""So long results are kept."""
USEFUL = dt.timedelta(days=3)


class AboutGroup(Content):
    """Which group a message to a manager is about."""

    group: int


@dataclass(frozen=True)
class SurveyPage:
    """What somebody sees of surveys: results that they may see, and whether one is open."""

    results: tuple[GroupResult, ...]
    manages: frozenset[int]
    """The ids of the groups for which they can say what will be done."""
    open_now: bool


def plan_surveys(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Close the survey that is over, and open one whose time has come; whether there may be more to do."""
    work = Work(session, workspace, now)
    current = surveys.open_survey(session, workspace_id=workspace.id)
    if current is not None and current.closes_at <= now:
        close_survey(work, survey=current)
        return True
    if current is not None or workspace.paused or not is_settled(work):
        return False
    start = round_start(work, every=workspace.survey_every, offset=BETWEEN_PAIRS)
    if start is None or (workspace.surveyed_on is not None and workspace.surveyed_on >= start):
        return False
    if surveys.claim_round(session, workspace_id=workspace.id, round_on=start):
        surveys.forget_surveys(session, workspace_id=workspace.id, before=now - KEPT)
        open_survey(work)
    session.expire_all()
    return False


def survey_instants(session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]:
    """When the survey that is open closes."""
    current = surveys.open_survey(session, workspace_id=workspace.id)
    return [current.closes_at] if current is not None else []


def open_survey(work: Work) -> Survey | None:
    """Open a survey for every group that can be asked something; None where there is none, or one is open."""
    teams = [
        team
        for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)
        if not team.paused and is_on(team, CoachingPart.SURVEYS)
    ]
    today = work.today_of(None)
    reps = {
        team.id: frozenset(
            rep.id for rep in reps_of(work.session, workspace=work.workspace, team=team, date=today) if not rep.guest
        )
        for team in teams
    }
    earlier, trained = reported_groups(work), trained_lately(work)
    chosen: list[tuple[tuple[int, ...], Group, tuple[str, ...]]] = []
    for team_ids in form_groups(reps):
        everybody = frozenset().union(*(reps[team_id] for team_id in team_ids))
        asked, questions = choose_asked(
            everybody,
            questions=[question.value for question in questions_for(everybody, trained)],
            earlier=earlier,
        )
        if questions:
            chosen.append((team_ids, asked, questions))
    if not chosen:
        return None
    survey = surveys.add_survey(
        work.session, survey=Survey(workspace_id=work.workspace_id, opened_at=work.now, closes_at=work.now + OPEN)
    )
    if survey is None:
        return None
    for team_ids, asked, questions in chosen:
        group = SurveyGroup(
            workspace_id=work.workspace_id,
            survey_id=survey.id,
            team_ids=" ".join(map(str, team_ids)),
            questions=" ".join(questions),
        )
        choices = {question.value: CHOICES[question] for question in questions_of(group)}
        surveys.add_group(work.session, group=group, member_ids=asked, choices=choices)
    return survey


def questions_for(people: Group, trained: Collection[int]) -> Sequence[Question]:
    """The questions for a group, three at most: whether their training was useful only where all of them had one."""
    return [question for question in Question if question is not Question.TRAINING or people <= set(trained)]


def trained_lately(work: Work) -> set[int]:
    """Who had a training since the survey before this one."""
    today = work.today_of(None)
    since = today - dt.timedelta(weeks=max(work.workspace.survey_every, LEAST_WEEKS))
    return trainings.trained_since(work.session, workspace_id=work.workspace_id, starts=since, ends=today)


def reported_groups(work: Work) -> dict[str, list[Group]]:
    """Whom the reports of the last half-year were on, by question."""
    shown = surveys.shown_since(work.session, workspace_id=work.workspace_id, since=work.now - COMPARED)
    asked = surveys.members_asked(work.session, group_ids=[group.id for group in shown])
    found: dict[str, list[Group]] = {}
    for group in shown:
        for question in group.questions.split():
            found.setdefault(question, []).append(asked[group.id])
    return found


def close_survey(work: Work, *, survey: Survey) -> None:
    """Close a survey: results for groups with five answers or more, told to their managers; all else is forgotten."""
    levels: dict[int, dict[str, dict[str, Level]]] = {}
    groups = surveys.groups_of(work.session, survey_id=survey.id)
    for group in groups:
        counts = surveys.counts_to_close(work.session, group_id=group.id)
        shown = {question: levels_of(some) for question, some in counts.items()}
        known = {question: some for question, some in shown.items() if some is not None}
        # Every question has as many answers: all of them are shown, or none is.
        if known and len(known) == len(counts):
            levels[group.id] = known
    surveys.close(work.session, survey=survey, levels=levels)
    for group_id in sorted(levels):
        _tell_managers(work, surveys.groups_by_id(work.session, ids={group_id})[group_id])


def answer_survey(work: Work, *, member: Member, choices: Mapping[Question, str]) -> SurveyNow:
    """Count somebody's answers, all of them, once. Raises WrongCoaching where they are in no open survey, answered it,
    or left something out.
    """
    now = open_seat(work, member=member)
    if now is None:
        raise WrongCoaching("This survey is closed. Thanks all the same!")
    for question in now.questions:
        if choices.get(question) not in CHOICES[question]:
            raise WrongCoaching("Pick one. “Rather not say” is fine too.", field=question.value)
    if not surveys.take_turn(work.session, survey=now.survey, member_id=member.id):
        raise WrongCoaching("You've answered already. Thanks!")
    for question in now.questions:
        counted = surveys.count_choice(
            work.session, group_id=now.group.id, question=question.value, choice=choices[question]
        )
        if not counted:
            # It closed in this moment.
            raise WrongCoaching("This survey is closed. Thanks all the same!")
    return now


def open_seat(work: Work, *, member: Member) -> SurveyNow | None:
    """The open survey that the member is in."""
    seats = load_seats(work, members=[member]).get(member.id, [])
    return next((now for now in seats if not now.survey.closed and work.now < now.survey.closes_at), None)


def survey_page(work: Work, *, viewer: Viewer, member: Member) -> SurveyPage:
    """What the member may see of the survey that closed last: of the teams that they coach, and of their own group."""
    latest = surveys.latest_closed(work.session, workspace_id=work.workspace_id)
    groups = surveys.groups_of(work.session, survey_id=latest.id) if latest is not None else []
    asked = surveys.members_asked(work.session, group_ids=[group.id for group in groups])
    own = {
        group.id
        for group in groups
        if latest is not None
        and member.id in asked.get(group.id, frozenset())
        and group.state is GroupState.SHOWN
        and shown_from(latest, group) <= work.now
    }
    manages = frozenset(group.id for group in groups if may_see(viewer, group))
    shown = [group for group in groups if group.id in manages or group.id in own]
    current = surveys.open_survey(work.session, workspace_id=work.workspace_id)
    return SurveyPage(tuple(result_of(work, group) for group in shown), manages, current is not None)


def may_see(viewer: Viewer, group: SurveyGroup) -> bool:
    """Whether the viewer manages one of the group's teams, or is an admin."""
    return may(viewer, Action.COACH, _subject(group))


def access_result(work: Work, *, viewer: Viewer, group_id: int) -> GroupResult:
    """The results of a group, for who manages one of its teams. Raises NotAllowed, WrongCoaching."""
    group = surveys.groups_by_id(work.session, ids={group_id}).get(group_id)
    if group is None or group.workspace_id != work.workspace_id:
        raise WrongCoaching("That survey is over.")
    require(viewer, Action.COACH, _subject(group))
    if group.state is not GroupState.SHOWN:
        raise WrongCoaching("No results to show.")
    return result_of(work, group)


def promise(work: Work, *, viewer: Viewer, group_id: int, words: str) -> GroupResult:
    """Say what will be done about a group's results; the team reads it with them. Raises NotAllowed, WrongCoaching."""
    result = access_result(work, viewer=viewer, group_id=group_id)
    plain = " ".join(words.split())
    if not plain:
        raise WrongCoaching("Write one line about what you'll do.", field="words")
    if len(plain) > LONGEST_PROMISE:
        raise WrongCoaching("Please keep it to {most} characters.", field="words", most=LONGEST_PROMISE)
    group = result.group
    group.promise, group.promised_by = plain, viewer.member_id
    group.promised_at = group.promised_at or work.now
    work.session.add(group)
    work.session.flush()
    work.audit(actor_id=viewer.member_id, action="survey", detail=f"group {group.id}, line written")
    return result_of(work, group)


def set_rhythm(work: Work, *, viewer: Viewer | None, weeks: int) -> None:
    """Say how often surveys come, for the whole workspace; 0: never. `viewer` None is the operator.

    Raises NotAllowed for who is no admin, WrongCoaching.
    """
    if viewer is not None:
        require(viewer, Action.CHANGE_TEAMS, Subject())
    if weeks not in RHYTHMS:
        raise WrongCoaching("Surveys come every 2, 4, 8 or 13 weeks, or never.", field="survey_every")
    work.workspace.survey_every = weeks
    work.session.add(work.workspace)
    work.session.flush()
    by = viewer.member_id if viewer is not None else None
    work.audit(actor_id=by, action="survey", detail=f"every {weeks} weeks")


def results_for(work: Work, *, rows: Sequence[Delivery]) -> dict[int, GroupResult | None]:
    """The results that these messages to managers are about; None for who manages none of the teams any more."""
    groups = surveys.groups_by_id(work.session, ids={AboutGroup.of_row(row).group for row in rows})
    found: dict[int, GroupResult | None] = {}
    for row in rows:
        group = groups.get(AboutGroup.of_row(row).group)
        managers = _managers(work, group) if group is not None else []
        reads = any(manager.id == row.member_id for manager in managers)
        shown = group is not None and group.state is GroupState.SHOWN and reads
        found[row.id] = result_of(work, group) if group is not None and shown else None
    return found


def _tell_managers(work: Work, group: SurveyGroup) -> None:
    rows = [
        deliveries.new_row(
            workspace_id=work.workspace_id,
            kind=RESULTS,
            recipient=manager.slack_user_id,
            key=str(group.id),
            member_id=manager.id,
            local_date=work.today_of(manager),
            content=AboutGroup(group=group.id).stored(),
            due_at=welcome,
            expires_at=welcome + USEFUL,
            token=secrets.token_hex(16),
        )
        for manager in _managers(work, group)
        if not manager.unreachable
        # Surveys end at night; the manager reads of it in the morning of a working day.
        for welcome in [welcome_from(work, member=manager)]
    ]
    deliveries.plan(work.session, rows=rows)


def _managers(work: Work, group: SurveyGroup) -> list[Member]:
    """Who manages one of the group's teams today; where nobody does, the admins."""
    found: dict[int, Member] = {}
    for team_id in _subject(group).team_ids:
        rows = memberships.in_teams_on(
            work.session,
            workspace_id=work.workspace_id,
            date=work.today_of(None),
            team_role=TeamRole.MANAGER,
            team_id=team_id,
        )
        found |= people.members_by_id(work.session, ids={row.member_id for row in rows})
    managers = [each for each in found.values() if each.active and not each.guest]
    return managers or list(people.reachable_admins(work.session, workspace_id=work.workspace_id))


def _subject(group: SurveyGroup) -> Subject:
    return Subject(team_ids=frozenset(int(team_id) for team_id in group.team_ids.split()))
