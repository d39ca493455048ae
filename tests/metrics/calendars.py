"""Calendars and dates for the tests of this room: plain examples, and strategies that draw any."""

import datetime as dt

from hypothesis import strategies as st

from metrics.calendar import DaysOff, MemberCalendar
from metrics.periods import Period

MONDAY = dt.date(2026, 11, 2)
"""The first working day of a month that ends on a Monday; 21 weekdays, no leave."""
NOVEMBER = Period(dt.date(2026, 11, 1), dt.date(2026, 12, 1))
DAY = dt.timedelta(days=1)

dates = st.dates(dt.date(2026, 10, 1), dt.date(2027, 1, 31))
shares = st.sampled_from([0.0, 0.25, 0.5, 0.6, 1.0])


@st.composite
def leaves(draw, first=dt.date(2026, 10, 1), last=dt.date(2027, 1, 31)):
    """Leave between two dates, both included, at most a month long."""
    start = draw(st.dates(first, last))
    longest = min(31, (last - start).days + 1)
    return DaysOff(start, start + draw(st.integers(1, longest)) * DAY, draw(st.sampled_from([0.5, 1.0])))


@st.composite
def calendars(draw):
    """Any working weeks, holidays, leave and employment around November 2026."""
    week = st.lists(shares, min_size=7, max_size=7)
    return MemberCalendar(
        week=tuple(draw(week)),
        holidays=draw(st.frozensets(dates, max_size=6)),
        half_holidays=draw(st.frozensets(dates, max_size=4)),
        leave=tuple(draw(st.lists(leaves(), max_size=3))),
        joined=draw(st.none() | dates),
        left=draw(st.none() | dates),
        past_weeks=tuple((end, tuple(draw(week))) for end in sorted(draw(st.sets(dates, max_size=2)))),
    )


@st.composite
def periods(draw):
    """A range of up to 90 days around November 2026."""
    start = draw(dates)
    return Period(start, start + draw(st.integers(1, 90)) * DAY)
