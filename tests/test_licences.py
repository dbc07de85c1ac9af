"""What is installed may be used by, and beside, a program under Apache 2.0."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LISTED = re.compile(r"^\| (\S+) +\| (.+?) +\|$", re.MULTILINE)
LOCKED = re.compile(r"^([^ =]+)==\S+(?: ; (.+?))? \\$", re.MULTILINE)
ELSEWHERE = re.compile(r"sys_platform == '(?!linux)")  # only other systems install it
# The LGPL and the MPL bind those who change the library itself.
COMPATIBLE = re.compile(
    r"(3-Clause )?BSD|0BSD|Apache|MIT|ISC|PSF|Zlib|CC0|CNRI|LGPL|MPL|Mozilla|dependency licenses"
)
READ_BY_HAND = {"skops": "MIT"}  # its metadata doesn't say, its licence file does


def compatible(licence: str) -> bool:
    return any(
        all(COMPATIBLE.match(part.strip(" ()")) for part in re.split(r" AND |[,;]", choice))
        for choice in licence.split(" OR ")
    )


def normal(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def listed() -> dict[str, str]:
    rows = LISTED.findall((ROOT / "docs" / "licences.md").read_text())
    return {normal(name): licence for name, licence in rows if name != "Name"}


def test_every_locked_package_is_listed() -> None:
    locked = LOCKED.findall((ROOT / "requirements" / "runtime.txt").read_text())
    names = {normal(name) for name, marker in locked if not ELSEWHERE.search(marker)}
    assert len(names) > 50
    assert listed().keys() == names


def test_every_licence_is_compatible() -> None:
    licences = listed() | READ_BY_HAND
    assert {name: it for name, it in licences.items() if not compatible(it)} == {}


@pytest.mark.parametrize(
    ("licence", "right"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD", True),
        ("MPL-1.1 OR GPL-2.0-only", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND AGPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("UNKNOWN", False),
    ],
)
def test_what_counts_as_compatible(licence: str, right: bool) -> None:
    assert compatible(licence) is right
