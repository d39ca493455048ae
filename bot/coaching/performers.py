"""Where reps of one role stand among one another, metric by metric, by what luck moves little."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from bot.core.work import Work
from bot.standings.histories import histories_at
from bot.targets.holding import held_goals, teams_of
from metrics.calendar import MemberCalendar
from metrics.coaching.performers import Performer, RepHistory, classify_performers
from metrics.history import SHOWN as SHOWN_HALF_LIFE
from metrics.history import DiscountedHistory
from metrics.periods import PeriodKind
from storage import sales_roles
from storage.tables import Member, Metric, Unit


def performers_of(
    work: Work, reps: Sequence[Member], calendars: Mapping[int, MemberCalendar], today: dt.date
) -> Iterator[tuple[Metric, tuple[Performer, ...]]]:
    """The reps of each sales role among these, by each leading metric that at least half of them have a goal on."""
    ids = [rep.id for rep in reps]
    if not ids:
        return
    held = held_goals(work.session, workspace=work.workspace, member_ids=ids, date=today)
    roles = sales_roles.roles_on(work.session, workspace_id=work.workspace_id, date=today, member_ids=ids)
    teams = teams_of(work.session, workspace=work.workspace, member_ids=ids, date=today)
    month = work.period(PeriodKind.MONTH, today)
    by_role: dict[int, list[int]] = {}
    for member_id in ids:
        by_role.setdefault(roles.get(member_id, 0), []).append(member_id)
    for metric in work.metrics():
        if not metric.leading or metric.unit is not Unit.COUNT:
            continue
        with_goal = {who for who, goals in held.items() if any(goal.metric_id == metric.id for goal in goals)}
        for members in by_role.values():
            judged = [who for who in members if who in with_goal]
            if 2 * len(judged) < len(members) or not judged:
                continue
            histories = histories_at(
                work.session,
                workspace=work.workspace,
                calendars=calendars,
                members=judged,
                metric_id=metric.id,
                date=month.start,
                keep=False,
            )
            yield (
                metric,
                classify_performers(
                    [
                        RepHistory(
                            who,
                            teams.get(who, 0),
                            DiscountedHistory(
                                float(histories.amounts[SHOWN_HALF_LIFE, at]),
                                float(histories.days[SHOWN_HALF_LIFE, at]),
                            ),
                        )
                        for at, who in enumerate(judged)
                    ]
                ),
            )
