"""What a customer is worth, with everything that it rests on, and the form of what is assumed."""

from bot.core.words.blocks import button, escape, section
from bot.core.words.forms import field, modal, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.deals.customer_value import LEAST_CUSTOMERS, CustomerValue
from storage.tables import Workspace

OPEN, FORM = "customer_assumptions", "customer_assumptions_form"


def customer_lines(found: CustomerValue, language: Language) -> list[str]:
    """The value and its grounds, a line each; nothing where nobody bought."""
    if found.customers == 0:
        return []
    bought = language.plural(
        "{n} customer bought in the last twelve months, for {paid}",
        "{n} customers bought in the last twelve months, for {paid} each",
        found.customers,
        paid=language.about_money(found.paid),
    )
    lines = [bought]
    worth = found.worth
    if worth is None:
        lines.append(
            language("From {n} customers on I say what one is worth over time", n=language.count(LEAST_CUSTOMERS))
        )
    else:
        assumed = worth.assumptions
        lines.insert(
            0,
            language(
                "{amount} over {years} years after the first: {margin} a year",
                amount=language.about_money(worth.amount),
                years=language.count(assumed.horizon),
                margin=language.about_money(worth.margin),
            ),
        )
        lines.append(
            language(
                "Assumed: {margin} of it stays, {kept} of customers are kept from year to year, money is worth {less} "
                "less each year",
                margin=language.percent(found.margin / 100),
                kept=language.percent(assumed.retention),
                less=language.percent(assumed.discount),
            )
        )
        lines.append(
            language("These come from: {source}", source=escape(assumed.source))
            if found.stated
            else language("These are usual figures of the trade, not yours. An admin can state yours in my Home tab")
        )
    if found.unnamed:
        lines.append(
            language.plural(
                "{n} won deal names no account and is left out",
                "{n} won deals name no account and are left out",
                found.unnamed,
            )
        )
    return lines


def assumptions_block(workspace: Workspace, language: Language) -> Block:
    """What is assumed, with the button that changes it: for an admin's Home tab."""
    said = language(
        "*Value of a customer*\n{margin} of the revenue stays, {kept} of customers are kept a year, {years} years, "
        "discount {discount}",
        margin=language.percent(workspace.customer_margin / 100),
        kept=language.percent(workspace.customer_kept / 100),
        years=language.count(workspace.customer_years),
        discount=language.percent(workspace.customer_discount / 100),
    )
    if not workspace.customer_source:
        said = "\n".join([said, language("Usual figures of the trade; state yours.")])
    return section(said, accessory=button(language("Change"), action=OPEN))


def assumptions_form(workspace: Workspace, language: Language) -> Block:
    """The form of what is assumed of a customer."""
    fields = [
        (
            "margin",
            language("Part of the revenue that stays, in percent"),
            workspace.customer_margin,
            language("After the cost of serving the customer."),
        ),
        (
            "kept",
            language("Customers kept from a year to the next, in percent"),
            workspace.customer_kept,
            language("If 20 of 100 leave in a year, it is 80."),
        ),
        (
            "years",
            language("Years that count after the first"),
            workspace.customer_years,
            language("Later ones are too uncertain to count."),
        ),
        (
            "discount",
            language("What money loses in value a year, in percent"),
            workspace.customer_discount,
            language("Ask whoever plans your finances; 10 is usual."),
        ),
    ]
    blocks: list[Block] = [
        section(language("`/team quality` says what a customer is worth, from these and the deals won in a year."))
    ]
    blocks += [
        field(name, label, text_box(value=str(value), longest=3), hint=hint) for name, label, value, hint in fields
    ]
    blocks.append(
        field(
            "source",
            language("Where these come from"),
            text_box(value=workspace.customer_source, longest=200, placeholder=language("Last year's renewals")),
            hint=language("It is said beside the value, so that everybody can judge it."),
        )
    )
    return modal(
        language("Value of a customer"),
        blocks,
        callback=FORM,
        submit=language("Save"),
        close=language("Cancel"),
    )
