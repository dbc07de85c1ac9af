"""Offset invariants for arbitrary text and markup."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.article import Offsets
from detente.layout.characters import BULLET, LIGATURES, REPLACEMENT
from detente.layout.reader import lay_out

PIECES = st.sampled_from(
    [
        *("\n", "\n\n", "\f", "\r\n", " ", "-\n", "\u00ad", "\u00ad\n", "\x02", "\ufb01", "\x00"),
        *(
            "* ",
            "- ",
            "# ",
            "| ",
            "|",
            "> ",
            "12",
            "1. ",
            "\uf0b7 ",
            "<!--",
            "-->",
            "**",
            ".",
            ", ",
        ),
        *("Peru", "chile", "LIMA — ", "Lima, 12 May. ", "By Ana Diaz", "Notes", "and "),
        *("\u200b", "\U0001f1f7", "short-", ", "),
    ]
)
RAW = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


@st.composite
def raw_with_markup(draw: st.DrawFn) -> tuple[str, tuple[Offsets, ...]]:
    raw = draw(RAW)
    bounds = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    pairs = list(pairwise(bounds))[::2]
    return raw, tuple(Offsets(start, end) for start, end in pairs)


@settings(max_examples=400, deadline=None)
@given(raw_with_markup())
def test_map(case: tuple[str, tuple[Offsets, ...]]) -> None:
    raw, markup = case
    layout = lay_out(raw, markup, frozenset())
    assert len(layout.text) == len(layout.starts) == len(layout.ends)
    assert list(layout.starts) == sorted(layout.starts)
    assert list(layout.ends) == sorted(layout.ends)
    for character, start, end in zip(layout.text, layout.starts, layout.ends, strict=True):
        assert 0 <= start < end <= len(raw)
        behind = raw[start:end]
        if not character.isspace() and behind != character:
            mended = LIGATURES.get(behind) or "-"
            assert character in mended or character in (REPLACEMENT, BULLET)


@settings(max_examples=400, deadline=None)
@given(raw_with_markup())
def test_blocks_cover_the_text(case: tuple[str, tuple[Offsets, ...]]) -> None:
    layout = lay_out(*case, frozenset())
    words = [layout.text[block.start : block.end] for block in layout.blocks]
    assert layout.text == "\n".join(words)
    for block, text in zip(layout.blocks, words, strict=True):
        assert block.start < block.end
        assert text == text.strip()
        assert "\n" not in text


@settings(max_examples=200, deadline=None)
@given(raw_with_markup())
def test_dropped_markup_is_not_read(case: tuple[str, tuple[Offsets, ...]]) -> None:
    raw, _ = case
    assert (
        lay_out(raw, (Offsets(0, len(raw)),), frozenset()).text.strip("#>-+*|0123456789.) ") == ""
    )
