"""What a customer is worth: one figure, from the workspace's deals and its own assumptions."""

import datetime as dt

import pytest
from sqlmodel import Session

from bot.core.permissions import NotAllowed, Viewer
from bot.core.words.language import language_of
from bot.core.work import Work
from bot.deals.customer_value import WrongAssumption, assume, customer_value
from bot.deals.words.customer_value import customer_lines
from storage.deals import add_deal
from storage.engine import Database
from storage.tables import Deal, Role, Workspace
from tests.cast import NOON, Cast, assemble

ACCOUNTS = ("Acme", "ACME", "Bolt", "Cane", "Dell", "Elm")
STATED = {"margin": 50, "kept": 50, "years": 1, "discount": 0, "source": "a test"}


def the_workspace(session: Session) -> Workspace:
    workspace = session.get(Workspace, 1)
    assert workspace is not None
    return workspace


def won(session: Session, cast: Cast, account: str, amount: int, days: int = 10, refunded: int = 0) -> None:
    deal = Deal(workspace_id=cast.workspace, member_id=cast.ana, account=account, stage="won", created_at=NOON)
    deal.amount_minor, deal.refunded_minor, deal.won_on = amount, refunded, NOON.date() - dt.timedelta(days=days)
    add_deal(session, deal=deal)


def test_a_customer_is_worth_what_accounts_paid_in_the_last_year_less_what_was_refunded(
    sqlite_database: Database,
) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = the_workspace(session)
        for account in ACCOUNTS:
            won(session, cast, account, 1000)
        won(session, cast, "Bolt", 500, refunded=500)
        won(session, cast, "Old", 9_000, days=400)
        won(session, cast, "", 7_000)
        assume(Work(session, workspace, NOON), viewer=None, **STATED)  # type: ignore[arg-type]
        found = customer_value(Work(session, workspace, NOON), member_ids=[cast.ana], today=NOON.date())
        assert (found.customers, found.paid, found.unnamed, found.stated) == (5, 1200, 1, True)
        assert found.worth is not None
        # 50 % of 1,200 stays; half of the customers are there a year later: 600 + 300.
        assert (found.worth.margin, found.worth.amount) == (600, 900)
        said = customer_lines(found, language_of(None, workspace))
        assert said[-2:] == ["Source: a test", "1 won deal has no account name, so it isn't counted"]
        nobody = customer_value(Work(session, workspace, NOON), member_ids=[cast.ben], today=NOON.date())
        assert (nobody.worth, nobody.customers) == (None, 0)


def test_too_few_customers_say_nothing_of_the_next_one_and_nothing_is_said_of_what_nobody_stated(
    sqlite_database: Database,
) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = the_workspace(session)
        for account in ACCOUNTS[:4]:
            won(session, cast, account, 1000)
        few = customer_value(Work(session, workspace, NOON), member_ids=[cast.ana], today=NOON.date())
        assert (few.worth, few.customers) == (None, 3)
        for account in ACCOUNTS[4:]:
            won(session, cast, account, 1000)
        found = customer_value(Work(session, workspace, NOON), member_ids=[cast.ana], today=NOON.date())
        said = "\n".join(customer_lines(found, language_of(None, workspace)))
        assert "An admin can add margin and retention in my Home tab" in said
        assert "after the first sale" not in said
        assert "margin," not in said


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("margin", 101),
        ("margin", -1),
        ("kept", 200),
        ("years", 31),
        ("discount", -1),
        ("source", " "),
        ("source", "x" * 201),
    ],
)
def test_figures_that_make_no_sense_are_refused_at_their_field(
    sqlite_database: Database, field: str, said: object
) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        with pytest.raises(WrongAssumption) as refused:
            assume(Work(session, the_workspace(session), NOON), viewer=None, **{**STATED, field: said})  # type: ignore[arg-type]
        assert refused.value.field == field


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_only_an_admin_states_what_is_assumed(sqlite_database: Database, role: Role) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        viewer = Viewer(member_id=cast.ana, role=role)
        with pytest.raises(NotAllowed):
            assume(Work(session, the_workspace(session), NOON), viewer=viewer, **STATED)  # type: ignore[arg-type]
