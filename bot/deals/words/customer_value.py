"""What a customer is worth, with everything that it rests on, and the form of what is assumed."""

from bot.core.words.blocks import button, escape, section
from bot.core.words.forms import field, modal, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.deals.customer_value import LEAST_CUSTOMERS, CustomerValue
from storage.tables import Workspace

OPEN, FORM = "customer_assumptions", "customer_assumptions_form"


def customer_lines(found: CustomerValue, language: Language) -> list[str]:
    """The value and its grounds, a line each, once an admin has stated them; nothing where nobody bought."""
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
    if not found.stated:
        lines.append(
            language("An admin can add margin and retention in my Home tab. Then I'll show what a customer is worth.")
        )
    elif worth is None:
        lines.append(
            language("With {n} customers I can tell what one is worth over time", n=language.count(LEAST_CUSTOMERS))
        )
    else:
        assumed = worth.assumptions
        lines.insert(
            0,
            language(
                "{amount} over the {years} years after the first sale, {margin} a year",
                amount=language.about_money(worth.amount),
                years=language.count(assumed.horizon),
                margin=language.about_money(worth.margin),
            ),
        )
        lines.append(
            language(
                "Assumes {margin} margin, {kept} retention and a {less} discount rate",
                margin=language.percent(found.margin / 100),
                kept=language.percent(assumed.retention),
                less=language.percent(assumed.discount),
            )
        )
        lines.append(language("Source: {source}", source=escape(assumed.source)))
    if found.unnamed:
        lines.append(
            language.plural(
                "{n} won deal has no account name, so it isn't counted",
                "{n} won deals have no account name, so they aren't counted",
                found.unnamed,
            )
        )
    return lines


def assumptions_block(workspace: Workspace, language: Language) -> Block:
    """What is assumed, with the button that changes it: for an admin's Home tab."""
    said = language(
        "*Customer value*\n{margin} margin, {kept} retention, {years} years, {discount} discount rate",
        margin=language.percent(workspace.customer_margin / 100),
        kept=language.percent(workspace.customer_kept / 100),
        years=language.count(workspace.customer_years),
        discount=language.percent(workspace.customer_discount / 100),
    )
    if not workspace.customer_source:
        said = "\n".join(
            [
                said,
                language("These are defaults. Add your numbers, and `/team quality` shows what a customer is worth."),
            ]
        )
    return section(said, accessory=button(language("Change"), action=OPEN))


def assumptions_form(workspace: Workspace, language: Language) -> Block:
    """The form of what is assumed of a customer."""
    fields = [
        (
            "margin",
            language("Margin, in percent"),
            workspace.customer_margin,
            language("After the cost of serving the customer."),
        ),
        (
            "kept",
            language("Yearly retention, in percent"),
            workspace.customer_kept,
            language("If 20 of 100 customers leave in a year, write 80."),
        ),
        (
            "years",
            language("Years to count after the first"),
            workspace.customer_years,
            language("Later ones are too uncertain to count."),
        ),
        (
            "discount",
            language("Discount rate a year, in percent"),
            workspace.customer_discount,
            language("Ask your finance team. 10 is common."),
        ),
    ]
    blocks: list[Block] = [
        section(language("`/team quality` works out what a customer is worth from these and a year of won deals."))
    ]
    blocks += [
        field(name, label, text_box(value=str(value), longest=3), hint=hint) for name, label, value, hint in fields
    ]
    blocks.append(
        field(
            "source",
            language("Where these come from"),
            text_box(value=workspace.customer_source, longest=200, placeholder=language("Last year's renewals")),
            hint=language("Shown next to the value, so everyone can judge it."),
        )
    )
    return modal(
        language("Customer value"),
        blocks,
        callback=FORM,
        submit=language("Save"),
        close=language("Cancel"),
    )
