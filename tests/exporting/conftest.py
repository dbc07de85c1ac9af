from pathlib import Path

import pytest
from export_builders import UNFILTERED, selection_of, write_run

from detente.exporting.selection import Selection


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path)


@pytest.fixture
def everything(run: Path) -> Selection:
    return selection_of(run, UNFILTERED)
