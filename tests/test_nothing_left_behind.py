"""Annotating writes nothing outside its output, asks nothing of a network and unpickles nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

WATCHED = [
    "pickle.find_class",
    "marshal.load",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "socket.sendmsg",
]
HOOK = """
import json, runpy, sys
seen, watched = [], json.loads(sys.argv.pop(1))
sys.addaudithook(lambda event, _: seen.append(event) if event in watched else None)
"""
RUN = """
try:
    runpy.run_module("detente", run_name="__main__")
finally:
    print(json.dumps(sorted(set(seen))), file=sys.stderr)
"""
ARTICLE = "Norway thanked Chile for its help on Monday. Peru condemned the blockade by Cuba.\n" * 3


def watched(before: str, home: Path, *arguments: str | Path) -> list[str]:
    """Run the command line; list which of the watched events Python's audit hooks told of."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-c", HOOK + before + RUN, json.dumps(WATCHED), *arguments],
        env=kept | {"HOME": str(home), "CI": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stderr.splitlines()[-1])


def test_extraction(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "annotations"
    home.mkdir()
    (tmp_path / "article.txt").write_text(ARTICLE)
    arguments = ("extract", tmp_path / "article.txt", "--out", folder, "--processes", "1")
    assert watched("", home, *arguments) == []
    assert "NOR" in (folder / "stances.jsonl").read_text()
    assert list(home.iterdir()) == []


def test_the_watch_sees_both(tmp_path: Path) -> None:
    before = "import pickle, socket, collections\n"
    before += "pickle.loads(pickle.dumps(collections.OrderedDict()))\n"
    before += "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    assert watched(before, tmp_path, "--help") == ["pickle.find_class", "socket.connect"]
