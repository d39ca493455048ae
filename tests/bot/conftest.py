"""The office: Pacer and a sandbox, connected."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A new office on a Tuesday afternoon."""
    with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for the tests of a file that leave no trace which matters to the others."""
    with open_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened
