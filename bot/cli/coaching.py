"""`pacer coaching …`: commitments, 1:1s, trainings, and which parts of coaching a team has."""

import datetime as dt
from typing import Annotated

import typer

from bot.cli.coaching_trainings import app as trainings_app
from bot.cli.coaching_trainings import measure_of
from bot.cli.session import day_of, present, reading_workspace, say, writing_workspace
from bot.coaching.commitments import Promise, add_commitment, end_commitment
from bot.coaching.meetings import plan_meeting
from bot.coaching.pack import pack_of
from bot.coaching.pairs import REMEMBERED
from bot.coaching.settings import parts_of, set_parts
from bot.coaching.surveys import set_rhythm
from bot.coaching.text import read_promise
from bot.coaching.words.pack import pack_message
from bot.core.members import local_date
from bot.core.vocabulary import vocabulary_of
from bot.core.words.language import language_for
from bot.core.work import Work
from bot.people.coaching_parts import CoachingPart
from bot.people.one_on_ones import load_meetings
from bot.people.surveys import result_of
from bot.people.teams import find_person, find_team
from bot.people.words.surveys import result_lines
from bot.pipeline.stages import stage_names
from bot.standings.commitments import open_commitments
from bot.standings.words.commitments import state_words
from storage import coaching, people, surveys
from storage import pairs as stored_pairs

app = typer.Typer(help="Manage commitments, 1:1s, pairs, trainings and coaching settings.", no_args_is_help=True)
app.add_typer(trainings_app, name="trainings")
Who = Annotated[str, typer.Argument(help="Email address or Slack ID.")]


@app.command()
def commitments(
    who: Annotated[str, typer.Argument(help="Email address or Slack ID. Default: everyone.")] = "",
) -> None:
    """List open commitments and their progress."""
    with reading_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        members = (
            [find_person(session, workspace=workspace, who=who)]
            if who
            else list(people.list_members(session, workspace_id=workspace.id))
        )
        language = language_for(locale="en", currency=workspace.currency)
        found = open_commitments(work, members=members)
        for member in members:
            for now in found.get(member.id, ()):
                say(f"{now.commitment.id}  {member.name}: {state_words(now, work.today_of(member), language)}")


@app.command()
def commit(
    who: Who,
    what: Annotated[str, typer.Argument(help='What they commit to: "2 demos" or "3 deals on from Quoting".')],
    by: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day that counts.")],
) -> None:
    """Add a commitment for a rep. A rep can have two open at a time."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        member = find_person(session, workspace=workspace, who=who)
        stages = stage_names(session, workspace=workspace)
        target, key, stage = read_promise(
            what, vocabulary_of(session, workspace=workspace), [(each.key, each.label) for each in stages]
        )
        measure = measure_of(work, key, stage)
        now = add_commitment(work, viewer=None, member=member, promise=Promise(measure, target, day_of(by)))
        language = language_for(locale="en", currency=workspace.currency)
        said = f"{now.commitment.id}  {member.name}: {state_words(now, work.today_of(member), language)}"
    say(said)


@app.command()
def close(number: int) -> None:
    """Close a commitment by number. It counts as kept if the rep reached it."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        stored = coaching.find_commitment(session, workspace_id=workspace.id, commitment_id=number)
        member = people.members_by_id(session, ids={stored.member_id})[stored.member_id] if stored is not None else None
        known = open_commitments(work, members=[member]).get(member.id, ()) if member is not None else ()
        reached = any(each.commitment.id == number and each.reached for each in known)
        end_commitment(work, viewer=None, commitment_id=number, kept=reached)
    say(f"Commitment {number} is closed: {'kept' if reached else 'let go'}.")


@app.command()
def meetings() -> None:
    """List planned 1:1s."""
    with reading_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        members = people.list_members(session, workspace_id=workspace.id)
        planned = coaching.planned_meetings(session, member_ids=[member.id for member in members])
        found = load_meetings(work, ids={each.id for each in planned.values()})
        for meeting in sorted(found.values(), key=lambda each: (each.stored.date, each.stored.at)):
            every = f"every {meeting.stored.every_weeks} weeks" if meeting.stored.every_weeks else "once"
            say(
                f"{meeting.stored.date} {meeting.stored.at:%H:%M}  {meeting.member.name} with {meeting.manager.name}  "
                f"{every.replace('every 1 weeks', 'every week')}"
            )


@app.command()
def meet(
    who: Who,
    manager: Annotated[str, typer.Argument(help="The manager's email address or Slack ID.")],
    on: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="The day.")],
    at: Annotated[dt.datetime, typer.Option(formats=["%H:%M"], help="Manager's local time.")],
    every: Annotated[int, typer.Option(help="Repeat every 1, 2 or 4 weeks, or 0 for once.")] = 1,
) -> None:
    """Plan a 1:1, or move the next one."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        meeting = plan_meeting(
            work,
            viewer=None,
            manager=find_person(session, workspace=workspace, who=manager),
            member=find_person(session, workspace=workspace, who=who),
            date=day_of(on),
            at=at.time(),
            every_weeks=every,
        )
        said = (
            f"{meeting.member.name} meets {meeting.manager.name} on {meeting.stored.date} at {meeting.stored.at:%H:%M}."
        )
    say(said)


@app.command()
def pairs() -> None:
    """List the last twelve weeks' pairs and what became of them, without what they wrote."""
    with reading_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        found = stored_pairs.list_pairs(session, workspace_id=workspace.id, since=work.now - REMEMBERED)
        sides = stored_pairs.sides_of(session, pair_ids=[pair.id for pair in found])
        names = people.members_by_id(session, ids={side.member_id for some in sides.values() for side in some})
        for pair in found:
            two = " and ".join(names[side.member_id].name for side in sides[pair.id])
            day = local_date(None, workspace, pair.proposed_at)
            say(f"{day}  {two}: {pair.state.value}")


@app.command("surveys")
def list_surveys(
    every: Annotated[int | None, typer.Option(help="Ask every 2, 4, 8 or 13 weeks. 0 turns surveys off.")] = None,
) -> None:
    """Show the last survey's results, never those of an open one, or choose how often surveys come."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        if every is not None:
            set_rhythm(work, viewer=None, weeks=every)
        language = language_for(locale="en", currency=workspace.currency)
        lines = [
            f"Surveys come every {workspace.survey_every} weeks." if workspace.survey_every else "No surveys come."
        ]
        latest = surveys.latest_closed(session, workspace_id=workspace.id)
        for group in surveys.groups_of(session, survey_id=latest.id) if latest is not None else ():
            result = result_of(work, group)
            teams = ", ".join(team.name for team in result.teams)
            lines.append(f"{teams}, closed {result.closed_on}:")
            if not result.levels:
                lines.append("  fewer than five answers, nothing is shown")
            for said in result_lines(result, language):
                lines += [f"  {line.replace('*', '')}" for line in said.splitlines()]
            if group.promise:
                lines.append(f"  What happens next: {group.promise}")
    for line in lines:
        say(line)


@app.command()
def settings(
    team: str,
    on: Annotated[list[CoachingPart] | None, typer.Option(help="Turn a part on.")] = None,
    off: Annotated[list[CoachingPart] | None, typer.Option(help="Turn a part off.")] = None,
    pairs_every: Annotated[int | None, typer.Option(help="Propose pairs every 1, 2 or 4 weeks.")] = None,
) -> None:
    """Show or change a team's coaching settings."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        found = find_team(session, workspace=workspace, name=team)
        parts = parts_of(work, viewer=None, team_id=found.id)
        wanted = (parts.on | set(on or ())) - set(off or ())
        if wanted != parts.on or pairs_every not in (None, parts.pairs_every):
            parts = set_parts(work, viewer=None, team_id=found.id, on=wanted, pairs_every=pairs_every)
        lines = [f"{part.value}: {'on' if part in parts.on else 'off'}" for part in CoachingPart]
        lines.append(f"pairs every {parts.pairs_every} week{'s' if parts.pairs_every > 1 else ''}")
    for line in lines:
        say(line)


@app.command()
def pack(team: str) -> None:
    """Show a team's meeting pack as of today."""
    with reading_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        found = find_team(session, workspace=workspace, name=team)
        made = pack_of(work, viewer=None, team=found, date=work.today_of(None))
        said = pack_message(made, language_for(locale="en", currency=workspace.currency)).text
    say(said)
