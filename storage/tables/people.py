"""The workspace, its members and teams, and the calendars they work by."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import new_id, stored_by_value


class Role(enum.Enum):
    """What a member may do in the workspace; a manager may be a rep of a team too."""

    REP = "rep"
    MANAGER = "manager"
    ADMIN = "admin"


class TeamRole(enum.Enum):
    """What a member is in one team."""

    REP = "rep"
    MANAGER = "manager"


class Workspace(SQLModel, table=True):
    """One Slack team: the tenant. Every row of every other table belongs to one."""

    id: int = new_id()
    slack_team_id: str = Field(unique=True, max_length=32)
    name: str = Field(default="", max_length=200)
    bot_user_id: str = Field(default="", max_length=32)
    timezone: str = Field(default="UTC", max_length=64)
    locale: str = Field(default="en", max_length=16)
    currency: str = Field(default="USD", max_length=3)
    week_start: int = Field(default=0)
    """0 is Monday."""
    fiscal_year_start_month: int = Field(default=1)
    country: str = Field(default="", max_length=2)
    """Whose public holidays are days off for whom neither their zone nor their team says a country; empty: nobody has
    public holidays, but for who chose a country for themself or their team."""
    subdivision: str = Field(default="", max_length=16)
    """The part of the country; for everybody who is in that country."""
    week_shares: str = Field(
        default="1 1 1 1 1 0 0", max_length=64, sa_column_kwargs={"server_default": "1 1 1 1 1 0 0"}
    )
    """Shares of a full day worked on Monday … Sunday by whoever has no week of their own or of their team."""
    nudge_time: dt.time = Field(default=dt.time(8, 30))
    review_time: dt.time = Field(default=dt.time(11, 0))
    backdate_days: int = Field(default=31)
    ramp: str = Field(
        default="0 0.25 0.5 0.75 1", max_length=64, sa_column_kwargs={"server_default": "0 0.25 0.5 0.75 1"}
    )
    """The share of a goal asked of a new member in each month since they joined; in full afterwards."""
    messages_a_day: int = Field(default=3)
    customer_margin: int = Field(default=100, sa_column_kwargs={"server_default": "100"})
    """What of the revenue stays after the cost of serving, in percent."""
    customer_kept: int = Field(default=80, sa_column_kwargs={"server_default": "80"})
    """Of a hundred customers, those who are still there a year later."""
    customer_years: int = Field(default=5, sa_column_kwargs={"server_default": "5"})
    """Years that count in what a customer is worth, after the first."""
    customer_discount: int = Field(default=10, sa_column_kwargs={"server_default": "10"})
    """What money loses in value a year, in percent."""
    customer_source: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    """Where these four come from; empty: nobody stated them, and they are usual figures of the trade."""
    status_leave: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether a Slack status that says "away" is noted as leave."""
    status_marks: str = Field(default="", max_length=1000, sa_column_kwargs={"server_default": ""})
    """The emoji and words of such a status, separated by commas; empty: the usual ones."""
    live: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    """Whether the timed messages come. A workspace that was just met is not: its admin looks at a preview first."""
    went_live_at: dt.datetime | None = None
    """When the admin let the messages begin; None where they always came."""
    commands: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    """What the commands are called where it is not their usual name, as the settings say: log=/did deal=/sale."""
    setup_done: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    """The steps of setting up that somebody answered, separated by blanks."""
    groups_seen_at: dt.datetime | None = None
    """When Slack was asked for its user groups; None: it is to be asked now."""
    groups_trouble: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    odds_trust: float = Field(default=1.0, sa_column_kwargs={"server_default": "1"})
    """How far the odds that people read go with the forecast; the rest is `odds_usual` (metrics/marks.py)."""
    odds_usual: float = Field(default=0.5, sa_column_kwargs={"server_default": "0.5"})
    """The share of goals that were reached."""
    odds_marks: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    """By word, how many goals it was said of half-way and how many of them were reached, in JSON; empty before any."""
    """The Slack error that this met (missing_scope, say), else empty."""
    written_to_at: dt.datetime | None = None
    """When somebody first wrote to Pacer in its direct conversation; None: nobody did, or Slack does not say so yet."""
    paused: bool = Field(default=False)
    survey_every: int = Field(default=4, sa_column_kwargs={"server_default": "4"})
    """Weeks from one survey to the next; 0: there are none."""
    surveyed_on: dt.date | None = None
    """The beginning of the week in which the last one was opened, or could not be."""
    sending_stopped: str = Field(default="", max_length=64)
    """The Slack error that stopped all sending (a revoked token, say), else empty."""
    created_at: dt.datetime


class Member(SQLModel, table=True):
    """A Slack user known to Pacer."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "slack_user_id"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    slack_user_id: str = Field(max_length=32)
    name: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=254)
    timezone: str = Field(default="", max_length=64)
    """IANA name from Slack; empty means the workspace's."""
    locale: str = Field(default="", max_length=16)
    role: Role = Field(default=Role.REP, sa_column=sa.Column(stored_by_value(Role), nullable=False))
    active: bool = Field(default=True)
    guest: bool = Field(default=False)
    joined_on: dt.date | None = None
    left_on: dt.date | None = None
    erased_at: dt.datetime | None = None
    """When everything that says who they were was removed; their totals stay."""
    nudge_time: dt.time | None = None
    """Local time of the morning nudge; None means the workspace's."""
    nudge_days: str = Field(default="1111111", max_length=7, sa_column_kwargs={"server_default": "1111111"})
    """On which of Monday … Sunday, if worked, the nudge comes: 1 or 0 for each."""
    nudges_on: bool = Field(default=True)
    evening_on: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether they are asked in the evening for what seems to be missing in their log."""
    plan_on: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    """Whether a nudge offers one reminder at a time that they choose."""
    recap_on: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    """Whether the week's recap comes on its last working day."""
    digest_on: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    """Whether a manager gets the digests and reviews of their teams."""
    celebrate_on: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    board_name_on: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    """Whether a leaderboard of their team may show their name; without it their place is there, but not who it is."""
    language: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    """What they chose to read; empty follows Slack."""
    status_leave_on: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    """Whether their Slack status may be noted as leave, where the workspace does that."""
    status_heard: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """A digest of the Slack status that was followed last: what it says is not kept."""
    status_heard_at: dt.datetime | None = None
    """When Slack said it; None: it is to be asked."""
    snoozed_until: dt.date | None = None
    """No morning nudge before this local date."""
    unreachable: str = Field(default="", max_length=64)
    """The permanent Slack error that the last message met, else empty."""
    ramp: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """Their own shares of a goal in the months of getting started; empty: the workspace's, from `joined_on` on."""
    ramp_starts: dt.date | None = None
    """From when on they count; None: from `joined_on` on."""
    week_shares: str = Field(default="1 1 1 1 1 0 0", max_length=64)
    """Shares of a full day worked on Monday … Sunday, now; `PastWeek` has the ones before."""
    week_own: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether that is their own; else it follows their team's, or the workspace's."""
    country: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    """Whose public holidays they have, where they chose; empty: by their zone; "none": none. `PastCountry` has the ones
    before."""
    subdivision: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    nudges_planned: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """So many nudges were planned for them: each opens in other words than the one before."""
    unanswered: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """So many nudges in a row were followed by no click, no command and no entry."""
    asked_less_on: dt.date | None = None
    """When they were asked whether to write to them less often; that is asked once."""


class PastWeek(SQLModel, table=True):
    """A working week that a member had, and the local date on which another took its place."""

    __tablename__ = "past_week"

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    ends: dt.date = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    week_shares: str = Field(max_length=64)


class PastCountry(SQLModel, table=True):
    """A country whose public holidays a member had, and the local date on which another's took their place."""

    __tablename__ = "past_country"

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    ends: dt.date = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    country: str = Field(max_length=8)
    """Empty: that of their team, or the workspace's."""
    subdivision: str = Field(default="", max_length=16)
    chosen: bool = Field(default=False)
    """Whether they chose it; else their zone said so."""


class MemberAlias(SQLModel, table=True):
    """Another name by which files and other programs know a member: an owner id of a CRM, a name as it is there."""

    __tablename__ = "member_alias"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    alias: str = Field(max_length=200, primary_key=True)
    """Folded to small letters."""
    member_id: int = Field(foreign_key="member.id", index=True)


class SalesRole(SQLModel, table=True):
    """What somebody sells like: SDR, account executive, or the workspace's own. What they may do is their Role."""

    __tablename__ = "sales_role"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "name"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str = Field(max_length=40)
    aliases: str = Field(default="", max_length=200)
    """Other words for it, separated by commas."""
    position: int = Field(default=0)
    retired_at: dt.datetime | None = None


class SalesRoleTime(SQLModel, table=True):
    """When a member is of a sales role, half-open; the first one counts from ever (0001-01-01)."""

    __tablename__ = "sales_role_time"
    __table_args__ = (sa.UniqueConstraint("member_id", "starts"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    member_id: int = Field(foreign_key="member.id")
    sales_role_id: int = Field(foreign_key="sales_role.id")
    starts: dt.date
    ends: dt.date | None = None
    set_at: dt.datetime


class Team(SQLModel, table=True):
    """Reps with their managers and an alert channel."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "name"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str = Field(max_length=80)
    alert_channel: str = Field(default="", max_length=32)
    channel_trouble: str = Field(default="", max_length=64)
    """The permanent Slack error that the last alert met, else empty."""
    timezone: str = Field(default="", max_length=64)
    """Zone of the daily review; empty means the workspace's."""
    country: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    """Whose public holidays its reps have where their zone says no country; empty: the workspace's."""
    subdivision: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    week_shares: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """The working week of its reps, as the workspace's; empty: the workspace's."""
    paused: bool = Field(default=False)
    alerts_by_dm: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether alerts go to the managers one by one instead of to the channel."""
    channel_audience: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    """Who reads the alert channel, as Slack said: private, public, shared or unknown; empty: not asked yet."""
    channel_seen_at: dt.datetime | None = None
    """When Slack was asked that."""
    channel_inside: bool | None = None
    """Whether Pacer is in the alert channel; None: not known yet."""
    channel_readers: str = Field(default="", sa_column=sa.Column(sa.Text(), nullable=False, server_default=""))
    """The Slack ids of who is in the alert channel beside Pacer, the first hundred, separated by blanks."""
    channel_reader_count: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    user_group: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})
    """The Slack id of the user group whose people were made its reps, else empty."""
    group_wanted: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether its reps are to be brought up to date as soon as Slack said who is in the group."""
    escalates_below: float = Field(default=0.15, sa_column_kwargs={"server_default": "0.15"})
    """The probability of reaching a goal below which the managers hear of it."""
    review_time: dt.time | None = None
    """Local time of its review; None means the workspace's."""
    alerts_paused_until: dt.date | None = None
    """No alert before this date where the team is; what is still unlikely then is told then."""
    leaderboard: str = Field(default="off", max_length=16, sa_column_kwargs={"server_default": "off"})
    """off, own, top or named: what a rep sees of the others."""
    coaching_off: str = Field(default="", max_length=100, sa_column_kwargs={"server_default": ""})
    """The parts of coaching that the team does without, separated by blanks; see bot/people/coaching_parts.py."""
    pairs_every: int = Field(default=2, sa_column_kwargs={"server_default": "2"})
    """Weeks from one proposal of pairs to the next."""
    paired_on: dt.date | None = None
    """The beginning of the last round of proposals."""


class Membership(SQLModel, table=True):
    """A member of a team from one date, half-open to another."""

    __table_args__ = (sa.UniqueConstraint("team_id", "member_id", "team_role", "starts"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    member_id: int = Field(foreign_key="member.id", index=True)
    team_role: TeamRole = Field(sa_column=sa.Column(stored_by_value(TeamRole), nullable=False))
    starts: dt.date
    ends: dt.date | None = None
    user_group: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})
    """The Slack id of the user group with which they came; empty where somebody picked them."""


class UserGroup(SQLModel, table=True):
    """A user group of Slack, as it was when Slack was last asked."""

    __tablename__ = "user_group"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    slack_id: str = Field(max_length=32, primary_key=True)
    handle: str = Field(max_length=200)
    name: str = Field(default="", max_length=200)
    people: str = Field(default="", sa_column=sa.Column(sa.Text(), nullable=False, server_default=""))
    """The Slack ids of who is in it, separated by blanks."""


class DayOff(SQLModel, table=True):
    """A day off of the workspace's own, on top of the public holidays."""

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    date: dt.date = Field(primary_key=True)
    name: str = Field(default="", max_length=80)
    portion: float = Field(default=1.0, sa_column_kwargs={"server_default": "1"})
    """What is off of the day: 1, or 0.5 where the afternoon is."""


class TeamDayOff(SQLModel, table=True):
    """The same of one team."""

    __tablename__ = "team_day_off"

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    date: dt.date = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    name: str = Field(default="", max_length=80)
    portion: float = Field(default=1.0)


class WorkedHoliday(SQLModel, table=True):
    """A public holiday on which the workspace, or one team, works all the same."""

    __tablename__ = "worked_holiday"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    country: str = Field(max_length=8, primary_key=True)
    date: dt.date = Field(primary_key=True)
    team_id: int = Field(default=0, primary_key=True, sa_column_kwargs={"autoincrement": False})
    """0: the whole workspace."""


class QuietDay(SQLModel, table=True):
    """A working day of which the member said that there was nothing to log."""

    __tablename__ = "quiet_day"
    __table_args__ = {"sqlite_with_rowid": False}

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    date: dt.date = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    said_at: dt.datetime


class Kudos(SQLModel, table=True):
    """A colleague's thanks, private to the one who gets it."""

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    from_member_id: int = Field(foreign_key="member.id", index=True)
    to_member_id: int = Field(foreign_key="member.id", index=True)
    words: str = Field(max_length=300)
    given_on: dt.date
    """Where the giver is."""
    given_at: dt.datetime


class TimeOff(SQLModel, table=True):
    """Leave of a member, half-open [starts, ends)."""

    __tablename__ = "time_off"

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    member_id: int = Field(foreign_key="member.id", index=True)
    starts: dt.date
    ends: dt.date
    portion: float = Field(default=1.0)
    """1 for whole days, 0.5 for half days."""
    part: str = Field(default="", max_length=2, sa_column_kwargs={"server_default": ""})
    """am or pm, of half days of which it was said which half."""
    source: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    """Where it is known from when nobody said it to Pacer: a Slack status; else empty."""
    created_at: dt.datetime
    cancelled_at: dt.datetime | None = None
