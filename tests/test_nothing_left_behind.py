"""Annotating writes nothing outside its output: no cache, no id of the device, no telemetry."""

import os
import subprocess
import sys
from pathlib import Path


def test_home_stays_empty(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-m", "detente", "explain", "Norway thanked Chile for its help."],
        env=kept | {"HOME": str(tmp_path), "CI": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "NOR -> CHL" in done.stdout
    assert list(tmp_path.iterdir()) == []
