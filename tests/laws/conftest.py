"""The worlds that all laws share."""

from __future__ import annotations

import pytest

from tests.laws.ground import Worlds


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Made-up worlds, each loaded once."""
    return Worlds(tmp_path_factory.mktemp("worlds"))
