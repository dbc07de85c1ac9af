"""Annotating writes nothing outside its output, asks nothing of a network and unpickles nothing."""

import os
import re
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
import os, runpy, sys
log, watched = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_APPEND), sys.argv.pop(1).split()
def note(event, arguments):
    if event in watched:
        where = arguments[0] if event == "pickle.find_class" else ""
        os.write(log, f"{event} {where}\\n".encode())
sys.addaudithook(note)
"""
RUN = 'runpy.run_module("detente", run_name="__main__")\n'
# What a run's processes send each other; a file of pickles would name others.
OWN_MESSAGES = re.compile(r"pickle\.find_class (detente\..*|builtins|pathlib|copyreg)")
ARTICLE = "Norway thanked Chile for its help on Monday. Peru condemned the blockade by Cuba.\n" * 3


def watched(before: str, folder: Path, *arguments: str | Path) -> set[str]:
    """Run the command line; give the watched events of all its processes."""
    home, log = folder / "home", folder / "events"
    home.mkdir()
    log.touch()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-c", HOOK + before + RUN, log, " ".join(WATCHED), *arguments],
        env=kept | {"HOME": str(home), "CI": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(home.iterdir()) == []
    return set(log.read_text().splitlines())


def test_extraction(tmp_path: Path) -> None:
    folder = tmp_path / "annotations"
    (tmp_path / "article.txt").write_text(ARTICLE)
    arguments = ("extract", tmp_path / "article.txt", "--out", folder, "--processes", "1")
    events = watched("", tmp_path, *arguments)
    assert {event for event in events if not OWN_MESSAGES.fullmatch(event)} == set()
    assert "pickle.find_class detente.article" in events, "the watch is in the workers as well"
    assert "NOR" in (folder / "stances.jsonl").read_text()


def test_the_watch_sees_both(tmp_path: Path) -> None:
    before = "import pickle, socket, collections\n"
    before += "pickle.loads(pickle.dumps(collections.OrderedDict()))\n"
    before += "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))\n"
    events = watched(before, tmp_path, "--help")
    assert events == {"pickle.find_class collections", "socket.connect "}
