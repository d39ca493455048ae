"""What is wrong with a file, line by line."""

from collections.abc import Sequence

SHOWN_ERRORS = 50
SHOWN_NUMBERS = 3
"""Lines that are named of those that are refused for the same reason."""
MOST_REASONS = 1000
"""Reasons that are kept of one file."""


class WrongLine(Exception):
    """One line cannot be taken; the message says why and, where that helps, what to do. `field` is what it is about,
    `cells` are those of the line."""

    def __init__(self, why: str, *, number: int = 0, field: str = "", cells: tuple[str, ...] = ()) -> None:
        self.why, self.number, self.field, self.cells = why, number, field, cells
        super().__init__(why)

    def at(self, number: int, cells: tuple[str, ...] = ()) -> "WrongLine":
        """The same of the line with this number."""
        return WrongLine(self.why, number=number, field=self.field, cells=cells)

    def __str__(self) -> str:
        """The line's number and what is wrong."""
        return f"Line {self.number}: {self.why}"


class ForbiddenMember(WrongLine):
    """Nothing may be written for this member: a guest, or somebody who has left."""

    def __init__(self, why: str, *, member_id: int | None) -> None:
        self.member_id = member_id
        super().__init__(why, field="member")


class Refusals:
    """The lines that are refused, the same reason once with a count: however many they are, little of them is kept."""

    def __init__(self) -> None:
        self.count = 0
        self._first: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}
        self._others = 0

    def add(self, problem: WrongLine) -> None:
        """Take in one."""
        self.count += 1
        numbers = self._first.get(problem.why)
        if numbers is None:
            if len(self._first) >= MOST_REASONS:
                self._others += 1
                return
            numbers = self._first[problem.why] = []
        if len(numbers) < SHOWN_NUMBERS:
            numbers.append(problem.number)
        self._counts[problem.why] = self._counts.get(problem.why, 0) + 1

    @property
    def said(self) -> list[str]:
        """A sentence for each reason, in the order in which they came up."""
        return [_of_lines(numbers, self._counts[why], why) for why, numbers in self._first.items()] + (
            [f"… and {self._others} lines more."] if self._others else []
        )


def _of_lines(numbers: Sequence[int], count: int, why: str) -> str:
    if count == 1:
        return f"Line {numbers[0]}: {why}"
    more = f" and {count - len(numbers)} more" if count > len(numbers) else ""
    return f"Lines {', '.join(map(str, numbers))}{more}: {why}"


class WrongFile(Exception):
    """Nothing was imported; the message says what is wrong, line by line."""

    def __init__(self, problems: Sequence[str], *, came_of_it: str = "Nothing was imported.") -> None:
        self.problems = list(problems)
        more = f"\n… and {len(self.problems) - SHOWN_ERRORS} more" if len(self.problems) > SHOWN_ERRORS else ""
        super().__init__(f"{came_of_it}\n" + "\n".join(self.problems[:SHOWN_ERRORS]) + more)


class StoppedFile(WrongFile):
    """What lines are about was changed by others while the file was stored; the message says how far it came."""

    def __init__(self, problems: Sequence[str], *, stored: int) -> None:
        super().__init__(
            problems,
            came_of_it=f"{stored} lines were imported; then somebody had changed what these are about. Mend them and "
            "import the same file again: what is there already stays as it is.",
        )
