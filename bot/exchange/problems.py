"""What is wrong with a file, line by line."""

from collections.abc import Sequence

SHOWN_ERRORS = 50


class WrongLine(Exception):
    """One line cannot be taken; the message says why and, where that helps, what to do. `field` is what it is about."""

    def __init__(self, why: str, *, number: int = 0, field: str = "") -> None:
        self.why, self.number, self.field = why, number, field
        super().__init__(why)

    def at(self, number: int) -> "WrongLine":
        """The same of the line with this number."""
        return WrongLine(self.why, number=number, field=self.field)

    def __str__(self) -> str:
        """The line's number and what is wrong."""
        return f"Line {self.number}: {self.why}"


class ForbiddenMember(WrongLine):
    """Nothing may be written for this member: a guest, or somebody who has left."""

    def __init__(self, why: str, *, member_id: int | None) -> None:
        self.member_id = member_id
        super().__init__(why, field="member")


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
