"""`pacer coaching trainings …`: planned and noted, their waiting lists, and what followed."""

import datetime as dt
from typing import Annotated

import typer

from bot.cli.session import day_of, present, reading_workspace, say, writing_workspace
from bot.coaching.people import WrongCoaching
from bot.coaching.text import read_measure
from bot.coaching.trainings import call_off
from bot.coaching.words.trainings import check_words
from bot.core.vocabulary import vocabulary_of
from bot.core.words.language import Language, language_for
from bot.core.work import Work
from bot.people.teams import find_person, find_team, reps_of
from bot.pipeline.stages import StageName, stage_names
from bot.standings.commitments import Measure
from bot.standings.trainings import (
    LISTED,
    Plan,
    TrainingNow,
    access_training,
    draw_waiting_list,
    load_trainings,
    plan_training,
)
from bot.standings.words.trainings import measure_words
from storage import catalogue, trainings

app = typer.Typer(help="Plan trainings and see what followed.", no_args_is_help=True)


@app.command("list")
def list_all() -> None:
    """List trainings of the last months and those ahead, with the last check of each."""
    with reading_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        language = language_for(locale="en", currency=workspace.currency)
        stored = trainings.list_trainings(session, workspace_id=workspace.id, since=work.today_of(None) - LISTED)
        found = load_trainings(work, stored)
        for each in stored:
            training = found[each.id]
            say(_line(training, language))
            if training.checks:
                say(f"    {check_words(training.checks[-1], training, language)}")


@app.command()
def show(number: int) -> None:
    """Show one training: who has it when, how its halves were drawn, and every check."""
    with reading_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        language = language_for(locale="en", currency=workspace.currency)
        training = access_training(work, viewer=None, training_id=number)
        say(_line(training, language))
        if training.stored.draw:
            say(f"Drawn by lot with {training.stored.draw}.")
        for place in training.places:
            say(f"  {place.place.date}  {place.member.name}")
        for check in training.checks:
            said = check_words(check, training, language)
            say(f"  {said}{' A refresher would help.' if check.refresher_due else ''}")


@app.command()
def plan(
    topic: str,
    what: Annotated[str, typer.Argument(help='What there should be more of, like "demos" or "deals on from Quoting".')],
    on: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="The day. A past day adds one you've had.")],
    who: Annotated[list[str] | None, typer.Option(help="Email address or Slack ID. Repeatable.")] = None,
    team: Annotated[str, typer.Option(help="All of this team's reps.")] = "",
    waiting_list: Annotated[
        bool, typer.Option("--waiting-list", help="Half on that day and half four weeks later, drawn by lot.")
    ] = False,
    manager: Annotated[str, typer.Option(help="Who gets the results: email address or Slack ID.")] = "",
) -> None:
    """Plan a training or add one that took place."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        members = {each.id: each for each in (find_person(session, workspace=workspace, who=one) for one in who or ())}
        if team:
            found = find_team(session, workspace=workspace, name=team)
            reps = reps_of(session, workspace=workspace, team=found, date=work.today_of(None))
            members |= {rep.id: rep for rep in reps}
        stages = [(each.key, each.label) for each in stage_names(session, workspace=workspace)]
        key, stage = read_measure(what, vocabulary_of(session, workspace=workspace), stages)
        training = plan_training(
            work,
            viewer=None,
            plan=Plan(
                topic=topic,
                measure=measure_of(work, key, stage),
                date=day_of(on),
                members=list(members.values()),
                waiting_list=waiting_list,
                manager=find_person(session, workspace=workspace, who=manager) if manager else None,
            ),
        )
        said = _line(training, language_for(locale="en", currency=workspace.currency))
    say(said)


@app.command()
def draw(number: int) -> None:
    """Draw by lot who has a training on its date and who four weeks later."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        training = draw_waiting_list(work, viewer=None, training_id=number)
        halves = [(waits, training.half(waits=waits)) for waits in (False, True)]
        lines = [f"Drawn by lot with {training.stored.draw}."]
        for waits, half in halves:
            date = training.last_date if waits else training.stored.date
            lines.append(f"  {date}  {', '.join(member.name for member in half)}")
    for line in lines:
        say(line)


@app.command()
def cancel(number: int) -> None:
    """Cancel a training; those who know of it are told."""
    with writing_workspace() as (session, workspace):
        call_off(Work(session, workspace, present()), viewer=None, training_id=number)
    say(f"Cancelled training {number}.")


def measure_of(work: Work, key: str | None, stage: str | None) -> Measure:
    """The metric or stage with this key. Raises WrongCoaching."""
    measure: Measure | None
    if key is not None:
        measure = catalogue.find_metric(work.session, workspace_id=work.workspace_id, key=key)
    else:
        named = stage_names(work.session, workspace=work.workspace)
        measure = next((StageName(each.key, each.label) for each in named if each.key == stage), None)
    if measure is None:
        raise WrongCoaching("That metric isn't in use anymore. Pick another.")
    return measure


def _line(training: TrainingNow, language: Language) -> str:
    halves = f", half of them on {training.last_date}" if training.stored.draw else ""
    count = f"{len(training.places)} {'person' if len(training.places) == 1 else 'people'}"
    measure = measure_words(training.measure, language)
    return f"{training.stored.id}  {training.stored.date}  {training.stored.topic} (more {measure}): {count}{halves}"
