from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.article import Offsets
from detente.errors import Code, DetenteError
from detente.reading.cleaning import merged, without
from detente.reading.draft import Draft
from detente.reading.markdown import read_markdown
from detente.reading.markdown_signs import signs


def prose(text: str) -> str:
    return without(text, merged(signs(text, 0)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Oman thanks Iran", " Oman thanks Iran"),
        ("## Oman *thanks* Iran ##", " Oman thanks Iran"),
        ("Oman thanks Iran\n====", "Oman thanks Iran\n"),
        ("Oman **thanked** _Iran_.", "Oman thanked Iran."),
        ("***Oman*** thanked", "Oman thanked"),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
        ("a * star and **a*b**", "a * star and a*b"),
        ("~~Oman~~ Iran", "Oman Iran"),
        ("`Oman` and ``a`b`` and ` alone", "Oman and a`b and ` alone"),
        ("[Oman](http://x.example/a_(b) 'A *t*')a", "Omana"),
        ("[*Oman*](<u r l>) [Iran][r] [r]\n\n[r]: http://x.example", "Oman Iran r\n\n"),
        ("[not a link] (at all)", "[not a link] (at all)"),
        ("Before ![a *b*](i.png) after", "Before  after"),
        ("[![a](i.png) Oman](x)", " Oman"),
        ("At <http://x.example> <b>Oman</b>", "At  Oman"),
        ("> Oman *was\n> glad*.\n> > Iran too", " Oman was\n glad.\n  Iran too"),
        ("- Oman\n  > quoted\n1. Iran", "- Oman\n   quoted\n1. Iran"),
        ("A\n\n```py\nx *y*\n```\n\nB", "A\n\n\n\nB"),
        ("A\n\n    indented *prose*", "A\n\n    indented prose"),
        ("A <!-- a\nnote --> B", "A \n B"),
        ("<!-- a\n\nnote -->\nB", "\nB"),
        ("<div>\nOman <i>thanked</i>\n</div>", "\nOman thanked\n"),
        ("A\n\n---\n\nB", "A\n\n\n\nB"),
        ("| A | B |\n|---|---|\n| *Oman* | Oman |", " A  B \n\n Oman  Oman "),
        (r"\*Oman\* \q &amp;", r"*Oman* \q &amp;"),
        ("Oman\\\nIran", "Oman\nIran"),
        ("Oman\r\n*thanked*\r\n\r\n# Iran", "Oman\r\nthanked\r\n\r\n Iran"),
        ("*Oman\u2028thanked* Iran\u0085*x*", "Oman\u2028thanked Iran\u0085x"),
    ],
)
def test_signs_go_and_prose_stays(source: str, expected: str) -> None:
    assert prose(source) == expected


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab \n\r\t*_`~[]()<>!#>-|=\\&;:\0\ufeff\u2028é😀", max_size=60))
def test_markup_is_in_order_and_within_the_text(text: str) -> None:
    markup = merged(signs(text, 0))
    assert all(0 <= start < end <= len(text) for start, end in markup)
    assert all(before.end < after.start for before, after in pairwise(markup))
    assert [character for character in prose(text) if character.isalpha()] == [
        character
        for position, character in enumerate(text)
        if character.isalpha() and not any(s <= position < e for s, e in markup)
    ]


def test_front_matter_is_metadata_and_markup(draft: Callable[..., Draft]) -> None:
    head = "---\ntitle: Oman  thanks\ndate: 2019-05-04\nsource: [a, b]\ntags: x\n---\n"
    found = draft(read_markdown, f"{head}\nOman *thanked* Iran.\n".encode())
    assert found.text == f"{head}\nOman *thanked* Iran.\n"
    assert (found.metadata["title"], found.metadata["date"]) == ("Oman thanks", "2019-05-04")
    assert found.metadata["source"] is None
    assert without(found.text, found.markup).strip() == "Oman thanked Iran."


@pytest.mark.parametrize(
    "text",
    ["---\n\nOman thanked Iran.", "---\nOman thanked Iran.\n---\nIran did not.", "Oman: glad\n"],
)
def test_a_rule_is_no_front_matter(draft: Callable[..., Draft], text: str) -> None:
    found = draft(read_markdown, text.encode())
    assert "Oman" in without(found.text, found.markup)


@pytest.mark.parametrize("block", ["title: [a", "date: 2019-13-45", "a: *unknown", "? [a]: b"])
def test_broken_front_matter_is_refused(draft: Callable[..., Draft], block: str) -> None:
    with pytest.raises(DetenteError) as raised:
        draft(read_markdown, f"---\n{block}\n---\nOman thanked Iran.".encode())
    assert raised.value.code is Code.D113
    assert "\n" not in raised.value.reason


def test_stretches_that_touch_are_joined() -> None:
    stretches = [Offsets(5, 6), Offsets(0, 2), Offsets(2, 3), Offsets(4, 4)]
    assert merged(stretches) == (Offsets(0, 3), Offsets(5, 6))
