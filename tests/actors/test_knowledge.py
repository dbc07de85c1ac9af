"""Loading and checking the knowledge base."""

from pathlib import Path

import pytest

from detente.actors.folding import fold
from detente.actors.knowledge import Period, load_knowledge, parse_period
from detente.errors import Code, DetenteError

HEADER = "actor\tform\tkind\tfrom\tto\n"


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        ("COG\tCongo\tname\t\t\nCOD\tCongo\tname\t\t\n", Code.D305, 3),
        ("PER\tLima\tcapital\t\t\nCHL\tlima\tcapital\t\t\n", Code.D305, 3),
        ("ROM\tRome\tcapital\t\t\n", Code.D304, 2),
        ("PER\tLima\ttown\t\t\n", Code.D302, 2),
        ("PER\tLima\tcapital\t12 May\t\n", Code.D303, 2),
        ("PER\tLima\tcapital\t2000\t1990\n", Code.D306, 2),
        ("PER\t\u00ad\tname\t\t\n", Code.D307, 2),
        ("PER\tLima\tnot_actor\t\t\n", Code.D308, 2),
        ("PER\tLima\tcapital\n", Code.D301, 2),
    ],
)
def test_a_bad_table_is_refused_by_line(tmp_path: Path, lines: str, code: Code, line: int) -> None:
    table = tmp_path / "own.tsv"
    table.write_text(HEADER + lines, encoding="utf-8")
    with pytest.raises(DetenteError) as error:
        load_knowledge(table)
    assert (error.value.code, error.value.where) == (code, f"own.tsv:{line}")


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DetenteError) as error:
        load_knowledge(tmp_path / "none.tsv")
    assert error.value.code is Code.D309


def test_the_users_forms_win_and_change_the_fingerprint(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    table.write_text(f"{HEADER}TUV\tRuss\u00adia\tname\t\t\n", encoding="utf-8")
    own, builtin = load_knowledge(table), load_knowledge(None)
    assert {form.actor for form in own.forms if form.text == "Russia"} == {"TUV"}
    assert own.fingerprint != builtin.fingerprint
    assert load_knowledge(None).fingerprint == builtin.fingerprint


def test_a_table_that_was_edited_is_read_anew(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    for actor in ("TUV", "PLW"):
        table.write_text(f"{HEADER}{actor}\tRussia\tname\t\t\n", encoding="utf-8")
        own = load_knowledge(table)
        assert {form.actor for form in own.forms if form.text == "Russia"} == {actor}


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        ("", "", Period("0001-01-01", "9999-12-31")),
        ("1991", "1992-03", Period("1991-01-01", "1992-03-31")),
        ("1991-12-26", "", Period("1991-12-26", "9999-12-31")),
    ],
)
def test_partial_dates_span_their_period(start: str, end: str, period: Period) -> None:
    assert parse_period(start, end, "here") == period


@pytest.mark.parametrize(
    ("token", "folded"),
    [
        ("Türkiye", "Turkiye"),
        ("d’Ivoire", "d'Ivoire"),
        ("U.S.", "US"),
        ("U.S", "US"),
        ("Şefčovič", "Sefcovic"),
        ("Russo-", "Russo"),
        ("–", "-"),
        ("Gomułka", "Gomulka"),
    ],
)
def test_fold(token: str, folded: str) -> None:
    assert fold(token) == folded
