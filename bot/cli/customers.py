"""`pacer customers …`: what a customer is worth, and what is assumed of one."""

from typing import Annotated

import typer

from bot.cli.session import present, reading_workspace, say, writing_workspace
from bot.core.members import local_date
from bot.core.words.language import language_of
from bot.core.work import Work
from bot.deals import customer_value as values
from bot.deals.words.customer_value import customer_lines
from storage.people import list_members

app = typer.Typer(help="See what a customer is worth over time.", no_args_is_help=True)


@app.command()
def value() -> None:
    """Show customer lifetime value, based on deals won in the last year."""
    with reading_workspace() as (session, workspace):
        everybody = list_members(session, workspace_id=workspace.id, active_only=False)
        found = values.customer_value(
            Work(session, workspace, present()),
            member_ids=[member.id for member in everybody],
            today=local_date(None, workspace, present()),
        )
        lines = customer_lines(found, language_of(None, workspace))
    for line in lines or ["No deals won in the last year."]:
        say(line)
    if lines and not found.stated:
        say("To use your own assumptions, run: pacer customers assume")


@app.command()
def assume(
    margin: Annotated[int, typer.Option(min=0, max=100, help="Margin after costs, in percent.")],
    kept: Annotated[int, typer.Option(min=0, max=100, help="Customers you keep each year, in percent.")],
    source: Annotated[str, typer.Option(help="Where these numbers come from. Shown next to the value.")],
    years: Annotated[int, typer.Option(min=0, max=values.MOST_YEARS, help="Years to count after the first.")] = 5,
    discount: Annotated[int, typer.Option(min=0, max=100, help="Yearly discount rate, in percent.")] = 10,
) -> None:
    """Set the assumptions behind customer value."""
    with writing_workspace() as (session, workspace):
        values.assume(
            Work(session, workspace, present()),
            viewer=None,
            margin=margin,
            kept=kept,
            years=years,
            discount=discount,
            source=source,
        )
    say("Saved. To see the value, run: pacer customers value")
