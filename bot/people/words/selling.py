"""The forms of how people sell: a member's sales role and ramp, and the workspace's list of sales roles."""

from collections.abc import Sequence

from bot.core.words.blocks import context, escape, section
from bot.core.words.forms import Option, choice, date_box, field, modal, person, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.leave.ramps import FULL, PRESETS, write_ramp
from bot.people.selling import Selling
from storage.tables import SalesRole

PICK, SAVE, SAVE_ROLES = "member_pick", "member_save", "sales_roles_save"
OPEN, OPEN_ROLES = "member_open", "sales_roles_open"
NO_ROLE, USUAL = "none", "usual"
ROLE_FIELD = "role:"


def pick_view(language: Language) -> Block:
    """Whose role and ramp."""
    return modal(
        language("Role and ramp"),
        [field("person", language("Who"), person(placeholder=language("Choose a rep")))],
        callback=PICK,
        submit=language("Next"),
        close=language("Cancel"),
    )


def member_view(selling: Selling, language: Language) -> Block:
    """One member's sales role and ramp."""
    roles: list[Option] = [(role.name, str(role.id)) for role in selling.roles]
    chosen = str(selling.role.id) if selling.role is not None else NO_ROLE
    usual = language("Same as everyone new here: {percents}%", percents=write_ramp(selling.usual_ramp))
    ramps: list[Option] = [(usual, USUAL), (language("No ramp: full goal from day one"), FULL)]
    known = dict.fromkeys([*PRESETS.values(), *([selling.ramp] if selling.ramp not in ("", FULL) else [])])
    ramps.extend((language("{percents}%", percents=write_ramp(shares)), shares) for shares in known)
    starts = selling.ramp_starts.isoformat() if selling.ramp_starts else ""
    joined = (
        context(language("Joined {day}. Leave blank to start the ramp there.", day=language.long_date(selling.joined)))
        if selling.joined
        else context(language("I don't know when they joined, so a ramp needs a first day."))
    )
    return modal(
        language("Role and ramp"),
        [
            section(f"*{escape(selling.member.name)}*"),
            field(
                "sales_role",
                language("Sales role"),
                choice([(language("No sales role"), NO_ROLE), *roles], chosen=chosen),
                hint=language("Goals can be set for a sales role, and leaderboards compare like with like."),
            ),
            field(
                "ramp",
                language("Ramp, month by month"),
                choice(ramps, chosen=selling.ramp or USUAL),
                hint=language("Full goals after that."),
            ),
            field(
                "own_ramp",
                language("Or your own steps"),
                text_box(placeholder="25 50 75 100", longest=60),
                optional=True,
            ),
            field("ramp_starts", language("First day of the ramp"), date_box(chosen=starts), optional=True),
            joined,
        ],
        callback=SAVE,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"w": selling.member.slack_user_id},
    )


def roles_view(roles: Sequence[SalesRole], language: Language) -> Block:
    """The workspace's sales roles, to be named otherwise, added and taken out."""
    return modal(
        language("Sales roles"),
        [
            section(language("Your sales roles. Clearing a field retires that role and ends its goals.")),
            *(
                field(f"{ROLE_FIELD}{role.id}", role.name, text_box(value=role.name, longest=40), optional=True)
                for role in roles
            ),
            field("new", language("New ones, one a line"), text_box(lines=True, longest=400), optional=True),
        ],
        callback=SAVE_ROLES,
        submit=language("Save"),
        close=language("Cancel"),
    )


def saved_view(selling: Selling, language: Language) -> Block:
    """What holds now."""
    who = escape(selling.member.name)
    role = escape(selling.role.name) if selling.role is not None else language("no sales role")
    lines = [language("{who}: {role}.", who=who, role=role)]
    starts = selling.ramp_starts or selling.joined
    shares = selling.ramp or selling.usual_ramp
    if starts is not None and shares != FULL:
        lines.append(
            language(
                "Ramp: {percents}% of each goal, month by month, starting {day}.",
                percents=write_ramp(shares),
                day=language.long_date(starts),
            )
        )
    else:
        lines.append(language("Full goals apply."))
    return modal(
        language("Saved"), [section("\n".join(lines))], callback="member_saved", submit=None, close=language("Close")
    )
