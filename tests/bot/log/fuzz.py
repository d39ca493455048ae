"""`python -m tests.bot.log.fuzz --cases N [--seed S]`: N generated texts through `/log`, as `make fuzz` runs it.

Of each text it is proved that
- nothing but a NotUnderstood is raised, and that says in one line what to type;
- what is understood can be stored, is neither in the future nor too old, and is read alike when written again;
- what is saved without asking explains every word: none of them is taken for a name that says something else;
- what is doubtful is asked back with readings that can be stored;
- the answer states every entry, and Slack takes it. Of every hundredth text that is understood, the answer is of what
  a database then holds.
"""

import argparse
import collections
import datetime as dt
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session, select

from bot.core.presets import PRESETS
from bot.core.text.errors import NotUnderstood
from bot.core.text.small_words import MOVED, NOT_DONE, OTHER_DAYS, PLANNED, SPANS, TAKEN_BACK
from bot.core.text.vocabulary import Vocabulary
from bot.core.words.answers import failure_message
from bot.core.words.blocks import escape
from bot.core.words.language import Language, language_for
from bot.core.words.message import Message
from bot.core.work import Work
from bot.log.answer import Logged, LoggedEntry
from bot.log.entries import log_entries
from bot.log.pending_readings import Asked, How, Reading
from bot.log.text.clause import LONGEST_ACCOUNT
from bot.log.text.command import LONGEST_NOTE, MOST_ENTRIES, LogProposal, LogRequest, ParsedEntry, parse_log
from bot.log.text.sense import COUNTED
from bot.log.text.tokens import QUOTED
from bot.log.words.answer import logged_message
from bot.log.words.pending_readings import asked_message
from bot.standings.today import MetricToday, Progress
from metrics.periods import PeriodKind
from sandbox.rules import check_message
from storage.activities import find_batch
from storage.day_totals import wrong_totals
from storage.engine import Database, make_database
from storage.migrate import upgrade
from storage.people import members_by_id
from storage.tables import Activity, Metric, Unit
from storage.workspaces import find_workspace
from tests.bot.log.texts import typed
from tests.bot.log.words import BACKDATE_DAYS, TODAY, WORKSPACES, write_log
from tests.cast import NOON, Cast, assemble

NO_NAMES = NOT_DONE | PLANNED | TAKEN_BACK | MOVED | SPANS
STORED_EACH = 100
"""Of so many texts that are understood one goes into the database."""
LONGEST_REFUSAL = 600
METRICS = {
    preset.key: Metric(
        id=number,
        workspace_id=1,
        key=preset.key,
        singular=preset.singular,
        plural=preset.plural,
        unit=preset.unit,
    )
    for number, preset in enumerate(PRESETS, start=1)
}


class Broken(AssertionError):
    """A promise was not kept; the message has the text."""


class Examiner:
    """Examines texts, and counts what came of them."""

    def __init__(self, database: Database) -> None:
        self.counts: collections.Counter[str] = collections.Counter()
        self._database, self._cast = database, assemble(database)

    def examine(self, text: str, words: Vocabulary) -> None:
        """Raises Broken when a promise is not kept for this text."""
        language = language_for(locale=words.locale, currency=words.currency)
        try:
            meaning = parse_log(text, words, today=TODAY, backdate_days=BACKDATE_DAYS)
        except NotUnderstood as failure:
            self.counts["refused"] += 1
            _check_refusal(text, failure, language)
            return
        except Exception as error:
            raise Broken(f"{text!r}: {error!r}") from error
        if isinstance(meaning, LogProposal):
            self.counts["asked"] += 1
            _check_asked(text, meaning, language)
            return
        if not isinstance(meaning, LogRequest):
            self.counts["commands"] += 1
            return
        self.counts["understood"] += 1
        _check_entries(text, meaning, words)
        _check_explained(text, meaning)
        _check_answer(text, meaning.entries, logged_message(_told(meaning.entries), language), language)
        if self.counts["understood"] % STORED_EACH == 1:
            self.counts["stored"] += 1
            # The same text may come twice: each time it is another command.
            receipt = str(self.counts["stored"])
            _check_stored(text, meaning, self._database, self._cast, receipt)

    def close(self) -> None:
        """Prove the totals of all that was stored."""
        with self._database.reading() as session:
            wrong = wrong_totals(session, workspace_id=self._cast.workspace)
        if wrong:
            raise Broken(f"totals do not equal their entries: {wrong}")


def _check_refusal(text: str, failure: NotUnderstood, language: Language) -> None:
    said = failure_message(failure, language)
    if (
        "\n" in said.text
        or len(said.text) > LONGEST_REFUSAL
        or not said.text.endswith(language("{why} Nothing was saved.", why=""))
    ):
        raise Broken(f"{text!r}: the refusal is no short line: {said.text!r}")
    _check_slack(text, said)


def _check_asked(text: str, meaning: LogProposal, language: Language) -> None:
    """What is asked back can be shown, and each of its readings can be stored."""
    if not meaning.readings or not all(1 <= len(entries) <= MOST_ENTRIES for entries in meaning.readings):
        raise Broken(f"{text!r}: is asked back without a reading")
    for entry in (each for entries in meaning.readings for each in entries):
        if not (0 < entry.quantity < 2**63 and entry.date <= TODAY and len(entry.account or "") <= LONGEST_ACCOUNT):
            raise Broken(f"{text!r}: is asked back as {entry}")
    readings = tuple(Reading(How.AS_READ, entries) for entries in meaning.readings)
    _check_slack(text, asked_message(Asked("name", readings, METRICS, TODAY, meaning.why), language))


def _check_explained(text: str, meaning: LogRequest) -> None:
    """What is saved without asking has no word as its account that says something else."""
    quoted = {" ".join(match[1].split()) for match in QUOTED.finditer(text)}
    for entry in meaning.entries:
        words = [] if entry.account in quoted else (entry.account or "").split()
        for word in words:
            plain = word.strip(".,;:!?()")
            if plain.islower() and ((plain,) in NO_NAMES or plain in OTHER_DAYS or COUNTED.fullmatch(plain)):
                raise Broken(f"{text!r}: {plain!r} is taken for the name in {entry}")


def _check_entries(text: str, meaning: LogRequest, words: Vocabulary) -> None:
    metrics = {metric.key: metric for metric in words.metrics}
    if not 1 <= len(meaning.entries) <= MOST_ENTRIES:
        raise Broken(f"{text!r}: {len(meaning.entries)} entries")
    for entry in meaning.entries:
        metric = metrics[entry.metric_key]
        sound = (
            TODAY - dt.timedelta(days=BACKDATE_DAYS) <= entry.date <= TODAY
            and (metric.unit == "money" or 1 <= entry.quantity <= words.largest_count)
            and 0 < entry.quantity < 2**63
            and (entry.amount_minor is None or (metric.takes_amount and 0 < entry.amount_minor < 2**63))
            and len(entry.account or "") <= LONGEST_ACCOUNT
            and len(entry.note or "") <= LONGEST_NOTE
            and (entry.outcome is None or entry.outcome in {name for name, _ in metric.outcomes})
            and not any(ord(letter) < 32 or 0xD800 <= ord(letter) < 0xE000 for letter in f"{entry.account}{entry.note}")
        )
        if not sound:
            raise Broken(f"{text!r}: {entry}")
    written = write_log(meaning, words)
    try:
        again = parse_log(written, words, today=TODAY, backdate_days=BACKDATE_DAYS)
    except NotUnderstood as failure:
        raise Broken(f"{text!r}: written as {written!r}, which is refused: {failure}") from failure
    if not isinstance(again, LogRequest) or again.entries != meaning.entries:
        raise Broken(f"{text!r}: written as {written!r}, which means {again}, not {meaning}")


def _check_answer(text: str, entries: tuple[ParsedEntry, ...], answer: Message, language: Language) -> None:
    said = answer.text.split("\n")[0]
    for entry in entries:
        metric = METRICS[entry.metric_key]
        # An amount of pipeline is told as the opportunity that it makes.
        money = metric.unit is Unit.MONEY
        parts = [language.money(entry.quantity) if money else language.things(metric, entry.quantity)]
        if entry.amount_minor is not None:
            parts.append(language.money(entry.amount_minor))
        if entry.outcome:
            parts.append(language.exactly(entry.outcome))
        if entry.date != TODAY:
            parts.append(language.day(entry.date))
        # A long name or note is stated by its beginning, with an ellipsis.
        parts.extend(escape(each[:12]).strip("\u2068\u2069") for each in (entry.account, entry.note) if each)
        for part in parts:
            if part not in said:
                raise Broken(f"{text!r}: the answer does not state {part!r}: {said!r}")
    _check_slack(text, answer)


def _check_slack(text: str, message: Message) -> None:
    try:
        check_message({"text": message.text, "blocks": list(message.blocks)})
    except Exception as refusal:
        raise Broken(f"{text!r}: Slack would refuse the answer: {refusal}") from refusal
    if len(message.text) > 4000:
        raise Broken(f"{text!r}: the answer has {len(message.text)} characters")


def _told(entries: tuple[ParsedEntry, ...]) -> Logged:
    """What a database would hold of these entries, with every metric under two goals."""
    stored: list[LoggedEntry] = []
    for number, entry in enumerate(entries, start=1):
        metric = METRICS[entry.metric_key]
        deal = number if entry.metric_key in ("deal", "opportunity") else None
        stored.append(
            LoggedEntry(
                id=number,
                metric=metric,
                quantity=entry.quantity,
                date=entry.date,
                account=entry.account or "",
                note=entry.note or "",
                outcome=entry.outcome or "",
                amount_minor=0 if deal else entry.amount_minor or 0,
                deal_id=deal,
            )
        )
        if deal and entry.amount_minor:
            amount = METRICS["revenue" if entry.metric_key == "deal" else "pipeline"]
            stored.append(LoggedEntry(0, amount, entry.amount_minor, entry.date, "", "", "", 0, deal, deal))
    goals = (
        Progress(PeriodKind.DAY, TODAY, 10**12, 10**12),
        Progress(PeriodKind.QUARTER, TODAY, 10**13, 10**13),
    )
    metrics = dict.fromkeys(entry.metric.key for entry in stored)
    standing = tuple(MetricToday(METRICS[key], 10**12, 10**12, 10**13, goals) for key in metrics)
    return Logged("batch", tuple(stored), standing, TODAY)


def _check_stored(text: str, meaning: LogRequest, database: Database, cast: Cast, receipt: str) -> None:
    """Log it for real: the rows are the entries, and the answer states them."""
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = members_by_id(session, ids=[cast.ana])[cast.ana]
        said = log_entries(Work(session, workspace, NOON), member=member, entries=meaning.entries, receipt=receipt)
        rows = find_batch(session, workspace_id=cast.workspace, batch=said.batch)
        _check_rows(text, meaning, session, rows)
    language = language_for(locale="en", currency="USD")
    _check_answer(text, meaning.entries, logged_message(said, language), language)


def _check_rows(text: str, meaning: LogRequest, session: Session, rows: Sequence[Activity]) -> None:
    keys = {metric.id: metric.key for metric in session.exec(select(Metric))}
    stored = collections.Counter(
        (keys[row.metric_id], row.quantity, row.local_date, row.account, row.note, row.outcome) for row in rows
    )
    for entry in meaning.entries:
        own = (entry.account or "", entry.note or "", entry.outcome or "")
        stored[(entry.metric_key, entry.quantity, entry.date, *own)] -= 1
        if entry.amount_minor and entry.metric_key in ("deal", "opportunity"):
            amount = "revenue" if entry.metric_key == "deal" else "pipeline"
            stored[(amount, entry.amount_minor, entry.date, *own)] -= 1
    wrong = {row: count for row, count in stored.items() if count and row[0] not in ("opportunity",)}
    if wrong:
        raise Broken(f"{text!r}: stored is {wrong} beside what was understood")


def run(cases: int, seed: int, folder: Path) -> Examiner:
    """Examine so many texts. Raises Broken at the first one for which a promise is not kept."""
    database = make_database(f"sqlite:///{folder / 'fuzz.sqlite'}")
    upgrade(database)
    examiner = Examiner(database)
    chance = random.Random(seed)
    workspaces = list(WORKSPACES.values())
    for number in range(cases):
        # Most people write in a workspace like the tests'.
        words = workspaces[0] if number % 4 else chance.choice(workspaces)
        examiner.examine(typed(chance), words)
    examiner.close()
    database.dispose()
    return examiner


def main() -> None:
    """Run, and print what came of the texts."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        examiner = run(said.cases, said.seed, Path(folder))
    seconds = time.perf_counter() - began
    counts = ", ".join(f"{count} {name}" for name, count in sorted(examiner.counts.items()))
    print(f"{said.cases} texts in {seconds:.0f} s: {counts}; every promise kept")


if __name__ == "__main__":
    main()
