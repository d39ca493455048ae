"""`pacer customers …`: what a customer is worth."""

from typing import Annotated

import typer

from bot.cli.session import present, reading_workspace, say
from bot.coach.deals.customer_value import customer_value
from bot.messages.language import language_of
from metrics.coaching.lifetime_value import Assumptions
from storage.people import list_members

app = typer.Typer(help="What a customer is worth over time.", no_args_is_help=True)


@app.callback()
def customers() -> None:
    """Figures of customers."""


@app.command()
def value(
    retention: Annotated[float, typer.Option(help="The share of customers kept from a year to the next, 0 to 1.")],
    margin: Annotated[float, typer.Option(help="What of the revenue stays after the cost of serving, 0 to 1.")],
    source: Annotated[str, typer.Option(help="Where these figures come from; it is said beside the result.")],
    years: Annotated[int, typer.Option(help="Years that count after the first.")] = 5,
    discount: Annotated[float, typer.Option(help="What money loses in value a year; 0.1 is 10 %.")] = 0.1,
) -> None:
    """The lifetime value of a customer, from the won deals of the last year."""
    try:
        assumed = Assumptions(retention, years, discount, "year", source)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with reading_workspace() as (session, workspace):
        assert workspace.id is not None
        members = [member.id for member in list_members(session, workspace_id=workspace.id) if member.id is not None]
        found = customer_value(
            session, member_ids=members, margin_share=margin, assumptions=assumed, today=present().date()
        )
        if found is None:
            say("Nobody bought within the last year.")
            return
        worth, count = found
        money = language_of(None, workspace).money
        say(f"{money(worth.amount)} a customer, from {count} customers who bring {money(worth.margin)} a year.")
        say(
            f"Assumed: {retention:.0%} stay from year to year, {years} years after the first, {discount:.0%} discount "
            f"({source})."
        )
