"""Writes deploy/requirements.txt: of what requirements.txt pins, what Pacer runs on. Run it after a change there."""

import re
import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement

HERE = Path(__file__).parent
PINNED = HERE.parent / "requirements.txt"
WRITTEN = HERE / "requirements.txt"
HEAD = "# Written by deploy/requirements.py: the part of ../requirements.txt that Pacer runs on.\n"
PYTHONS = ("3.11", "3.12", "3.13")


def running(distribution: str = "pacer") -> set[str]:
    """The names of all that a distribution needs to run, itself left out; setuptools, which builds it, too."""
    found, waiting = {"setuptools"}, [Requirement(distribution)]
    while waiting:
        wanted = waiting.pop()
        try:
            needs = requires(wanted.name) or []
        except PackageNotFoundError:
            continue  # of another system or version
        for need in map(Requirement, needs):
            name = _plain(need.name)
            if name not in found and _applies(need, wanted.extras):
                found.add(name)
                waiting.append(need)
    return found


def pinned(names: set[str]) -> str:
    """The pins of these, with their hashes, as requirements.txt has them."""
    entries = re.split(r"^(?=\S)", PINNED.read_text(encoding="utf-8"), flags=re.M)
    return HEAD + "".join(entry for entry in entries if _plain(entry.partition("==")[0].partition("[")[0]) in names)


def _applies(need: Requirement, extras: set[str]) -> bool:
    return need.marker is None or any(
        need.marker.evaluate({"python_version": python, "python_full_version": f"{python}.0", "extra": extra})
        for python in PYTHONS
        for extra in (extras or {""})
    )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).casefold()


if __name__ == "__main__":
    WRITTEN.write_text(pinned(running()), encoding="utf-8")
    sys.stdout.write(f"{len(running())} packages in {WRITTEN}\n")
