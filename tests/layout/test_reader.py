"""Raw text to readable text and blocks, as tables."""

import pytest

from detente.article import Offsets
from detente.layout.offsets import BlockKind
from detente.layout.reader import lay_out

H, P, A = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.APPARATUS

LONG = "Both governments had argued over transit fees since the spring and neither gave way at all"

CHARACTERS = {
    "line-end hyphen": ("Uzbek-\nistan thanked Peru.", "Uzbekistan thanked Peru."),
    "real compound": ("A profit-\nsharing deal.", "A profit-sharing deal."),
    "before a capital": ("The Sino-\nIranian pact.", "The Sino-Iranian pact."),
    "compound seen elsewhere": (
        "An oil-rich state met the oil-\nrich one.",
        "An oil-rich state met the oil-rich one.",
    ),
    "solid form seen elsewhere": (
        "A nonaligned state; a non-\naligned one.",
        "A nonaligned state; a nonaligned one.",
    ),
    "suspended": ("The short-\nand long-term aims.", "The short- and long-term aims."),
    "blank lines in a word": (
        "They opened a sta-\n\n\n\ntion there.",
        "They opened a station there.",
    ),
    "pdfium's hyphen": ("Kyrgyz\ufffestan agreed.", "Kyrgyzstan agreed."),
    "soft hyphen": ("Kyrgyz\u00ad\nstan a\u00adgreed.", "Kyrgyzstan agreed."),
    "ligatures": ("The Paci\ufb01c o\ufb03ce.", "The Pacific office."),
    "unknown characters": ("It a\x00\ue123irmed.", "It a\ufffd\ufffdirmed."),
    "blanks": ("Peru\u00a0and \t Chile\r\nand  Cuba.", "Peru and Chile and Cuba."),
    "no width": ("\ufeffPe\u200bru\u200c and\u2060 Chile.", "Peru and Chile."),
    "joiner in an emoji": ("\U0001f469\u200d\U0001f52c left.", "\U0001f469\u200d\U0001f52c left."),
    "curly quotes": ("“Peru’s” aims.", "“Peru’s” aims."),
    "emphasis and escapes": ("**Peru** \\[sic\\] *left*.", "Peru [sic] left."),
    "asterisk of arithmetic": ("It is 5*3 here.", "It is 5*3 here."),
    "comment": ("Peru <!-- note\n here --> left.", "Peru left."),
    "comment without end": ("Peru <!-- left.", "Peru <!-- left."),
    "flag": (
        "\U0001f1f7\U0001f1fa Moscow thanked Peru.",
        "\U0001f1f7\U0001f1fa Moscow thanked Peru.",
    ),
}

BLOCKS = {
    "nothing": ("", []),
    "only white space": (" \r\n \u00a0", []),
    "headline": (
        "Peru backs Chile in dam vote\nLima voted for the text on Monday.",
        [(H, "Peru backs Chile in dam vote"), (P, "Lima voted for the text on Monday.")],
    ),
    "hard-wrapped prose": (
        "The two neighbours signed a treaty in Lima on\n"
        "Monday. President Diaz thanked the envoys of\n"
        "Chile and said that the border would open\nsoon.",
        [
            (
                P,
                "The two neighbours signed a treaty in Lima on Monday. President Diaz thanked the "
                "envoys of Chile and said that the border would open soon.",
            )
        ],
    ),
    "heading over hard-wrapped prose": (
        "A New Border Treaty\n"
        "The two neighbours signed a treaty in Lima on\n"
        "Monday. The envoys of Chile said that all of it\nhad been agreed.",
        [
            (H, "A New Border Treaty"),
            (
                P,
                "The two neighbours signed a treaty in Lima on Monday. The envoys of Chile said "
                "that all of it had been agreed.",
            ),
        ],
    ),
    "paragraphs on lines of their own": (
        "Peru signed the treaty.\nChile did not sign it.",
        [(P, "Peru signed the treaty."), (P, "Chile did not sign it.")],
    ),
    "cut in mid-sentence": (
        "The pipeline crosses Peru\n\n\nand Chile. It is new.",
        [(P, "The pipeline crosses Peru and Chile. It is new.")],
    ),
    "cut after a word that ends nothing": (
        f"{LONG}. The line crosses the\n\nAndes in two places.",
        [(P, f"{LONG}. The line crosses the Andes in two places.")],
    ),
    "cut before a capital": (
        f"{LONG}. Peru joined the Pacific\n\nAlliance, which Chile leads.",
        [(P, f"{LONG}. Peru joined the Pacific Alliance, which Chile leads.")],
    ),
    "not cut before a heading": (
        f"{LONG}. So said the envoy of the Republic of Peru\n\nThe Way Ahead\n\nTalks go on.",
        [
            (P, f"{LONG}. So said the envoy of the Republic of Peru"),
            (H, "The Way Ahead"),
            (P, "Talks go on."),
        ],
    ),
    "salutation": (
        "Dear Mr. Diaz,\n\nWe thank Peru for its help.",
        [(P, "Dear Mr. Diaz,"), (P, "We thank Peru for its help.")],
    ),
    "abbreviation at a line's end": (
        "It was said by Gen.\nDiaz in Lima.",
        [(P, "It was said by Gen. Diaz in Lima.")],
    ),
    "page number": (
        "The pipeline crosses\n\n- 12 -\n\nthe border of Peru.",
        [(P, "The pipeline crosses the border of Peru.")],
    ),
    "page break and document symbols": (
        "The pipeline crosses\n18/28 15-29701\n\fA/70/PV.21 30/09/2015\nthe border of Peru.",
        [(P, "The pipeline crosses the border of Peru.")],
    ),
    "running heads": (
        "The pipeline crosses\nAndes Review 7\n\fand feeds\nAndes Review 8\n\fall of Peru.",
        [(P, "The pipeline crosses and feeds all of Peru.")],
    ),
    "a year is no page number": (
        "2008\n\nPeru joined the bloc.",
        [(H, "2008"), (P, "Peru joined the bloc.")],
    ),
    "list": (
        "They agreed:\n- to open the\n  border\n- to share water\n\n1. Peru pays.\n2) Chile digs.",
        [
            (P, "They agreed:"),
            (P, "to open the border"),
            (P, "to share water"),
            (P, "Peru pays."),
            (P, "Chile digs."),
        ],
    ),
    "dash at a wrapped line's start": (
        "All of the states in the south\n– Peru among them – agreed.",
        [(P, "All of the states in the south – Peru among them – agreed.")],
    ),
    "table": (
        "| State | View |\n|---|---|\n| Peru | Opposed. |",
        [(P, "State"), (P, "View"), (P, "Peru"), (P, "Opposed.")],
    ),
    "Markdown headings": (
        "## The Andes.\nPeru voted.\n\n---\n\n> Chile did\n> not vote.",
        [(H, "The Andes."), (P, "Peru voted."), (P, "Chile did not vote.")],
    ),
    "byline": (
        "Peru and Chile\n\nBy Ana M. Diaz and Li Wei, Lima\n\nPeru voted.",
        [(H, "Peru and Chile"), (A, "By Ana M. Diaz and Li Wei, Lima"), (P, "Peru voted.")],
    ),
    "byline of initials": (
        f"By A. B. Diaz{' A' * 30}!\n\nPeru voted.",
        [(P, f"By A. B. Diaz{' A' * 30}!"), (P, "Peru voted.")],
    ),
    "no byline": ("By contrast, Peru voted.", [(P, "By contrast, Peru voted.")]),
    "imprint": (
        "Publication: Andes Review Volume: 3 Issue: 4\n\nPeru voted.\n\n© 2011 Andes Review",
        [
            (A, "Publication: Andes Review Volume: 3 Issue: 4"),
            (P, "Peru voted."),
            (A, "© 2011 Andes Review"),
        ],
    ),
    "dateline alone": (
        "Lima, 26 January 2023\n\nPeru voted.",
        [(A, "Lima, 26 January 2023"), (P, "Peru voted.")],
    ),
    "title with a month is no dateline": (
        "The Andes Crisis, October 1962\n\nPeru voted.",
        [(H, "The Andes Crisis, October 1962"), (P, "Peru voted.")],
    ),
    "agency dateline": (
        "LIMA, May 12 (Reuters) — Peru voted.",
        [(A, "LIMA, May 12 (Reuters) —"), (P, "Peru voted.")],
    ),
    "agency and a hyphen": (
        "LIMA (AP) - Chile said no.",
        [(A, "LIMA (AP) -"), (P, "Chile said no.")],
    ),
    "plain dateline": ("Lima, 12 May. Peru voted.", [(A, "Lima, 12 May."), (P, "Peru voted.")]),
    "capitals and a dash": ("LIMA — Peru voted.", [(A, "LIMA —"), (P, "Peru voted.")]),
    "a dash pair is no dateline": (
        "NATO — Peru is no member — voted.",
        [(P, "NATO — Peru is no member — voted.")],
    ),
    "chronology": (
        "March 14, 2011: Peru voted.",
        [(P, "March 14, 2011: Peru voted.")],
    ),
    "closing sections": (
        "Peru voted.\n\nAbout the author\n\nAna Diaz thanked Peru.\n\nFurther reading\n\n"
        "Li Wei, “Peru and Chile” (Lima, 2008)\n\nOutlook\n\n" + LONG + ", and Chile sold the gas"
        " to Peru.",
        [
            (P, "Peru voted."),
            (A, "About the author"),
            (A, "Ana Diaz thanked Peru."),
            (A, "Further reading"),
            (A, "Li Wei, “Peru and Chile” (Lima, 2008)"),
            (H, "Outlook"),
            (P, f"{LONG}, and Chile sold the gas to Peru."),
        ],
    ),
}


@pytest.mark.parametrize(("raw", "readable"), CHARACTERS.values(), ids=CHARACTERS)
def test_readable_text(raw: str, readable: str) -> None:
    assert lay_out(raw, (), frozenset()).text == readable


@pytest.mark.parametrize(("raw", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(raw: str, expected: list[tuple[BlockKind, str]]) -> None:
    layout = lay_out(raw, (), frozenset())
    found = [(block.kind, layout.text[block.start : block.end]) for block in layout.blocks]
    assert found == expected
    assert layout.text == "\n".join(text for _, text in expected)


def test_known_words_mend_a_word() -> None:
    raw = "They met in Vice-\nroyalty."
    assert lay_out(raw, (), frozenset()).text == "They met in Vice-royalty."
    assert lay_out(raw, (), frozenset({"viceroyalty"})).text == "They met in Viceroyalty."


@pytest.mark.parametrize(
    ("raw", "dropped", "blocks"),
    [
        ("---\ntitle: x\n---\nPeru voted.", ["---\ntitle: x\n---\n"], ["Peru voted."]),
        ("Peru *did* vote.", ["*", "*"], ["Peru did vote."]),
        ("Peru [x] voted.", ["[x]"], ["Peru voted."]),
        ("# Peru votes\nLima agreed.", ["# "], ["Peru votes", "Lima agreed."]),
        ("- Peru votes\n- Lima agrees", ["- ", "- "], ["Peru votes", "Lima agrees"]),
    ],
)
def test_markup(raw: str, dropped: list[str], blocks: list[str]) -> None:
    markup = []
    position = 0
    for words in dropped:
        start = raw.index(words, position)
        position = start + len(words)
        markup.append(Offsets(start, position))
    assert lay_out(raw, tuple(markup), frozenset()).text.split("\n") == blocks


@pytest.mark.parametrize(
    ("raw", "readable", "behind"),
    [
        ("Uzbek-\nistan left.", "Uzbekistan", "Uzbek-\nistan"),
        ("The Paci\ufb01c.", "Pacific", "Paci\ufb01c"),
        ("Mali met a Malian; Mali left.", "Mali left", "Mali left"),
        ("Peru  and\nChile left.", "Peru and Chile", "Peru  and\nChile"),
        ("\U0001f1f7\U0001f1fa Moscow left.", "Moscow", "Moscow"),
        ("\ufeffOman left.", "Oman", "Oman"),
    ],
)
def test_to_raw(raw: str, readable: str, behind: str) -> None:
    layout = lay_out(raw, (), frozenset())
    start = layout.text.index(readable)
    raw_start, raw_end = layout.to_raw(start, start + len(readable))
    assert raw[raw_start:raw_end] == behind
