from collections.abc import Callable

import pytest

from detente.errors import Code, DetenteError
from detente.reading.cleaning import without
from detente.reading.draft import Draft
from detente.reading.html import read_html

LINKS = "".join(f"<a href='/{number}'>China warns India {number}</a> " for number in range(20))
PAGE = f"""<!doctype html><html><head><title>Oman thanks Iran | The Gulf Paper</title>
<meta property="og:site_name" content="The Gulf Paper">
<link rel="canonical" href="https://gulf.example/2019/oman">
<meta property="article:published_time" content="2019-05-04T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><div class="menu">{LINKS}</div>
<article><h1>Oman thanks Iran</h1>
<p>Oman thanked Iran on Monday for its help with a crew of sailors who had been held.</p>
<figure><img src="a.jpg"><figcaption>Peru attacks Chile.</figcaption></figure>
<p>Both sides agreed to reopen the port, <a href="x">officials in Muscat</a> said after talks.</p>
<table><tr><td>Laos thanked Japan</td><td>2019</td></tr></table></article>
<aside><h3>Related</h3><ul><li><a href="/r">Cuba leaves Haiti</a></li></ul></aside>
<section id="comments"><div class="comment"><p>Mali is wrong about Niger.</p></div></section>
<footer>Copyright The Gulf Paper</footer></body></html>"""


def test_main_text_and_metadata_without_what_stands_around(draft: Callable[..., Draft]) -> None:
    found = draft(read_html, PAGE.encode())
    assert without(found.text, found.markup).split("\n\n") == [
        "Oman thanks Iran",
        "Oman thanked Iran on Monday for its help with a crew of sailors who had been held.",
        "Both sides agreed to reopen the port, officials in Muscat said after talks.",
        " Laos thanked Japan  2019 ",
    ]
    assert found.metadata == {
        "title": "Oman thanks Iran",
        "date": "2019-05-04",
        "source": "The Gulf Paper",
        "url": "https://gulf.example/2019/oman",
    }


@pytest.mark.parametrize(
    ("charset", "codec"), [("windows-1251", "cp1251"), ("iso-8859-1", "cp1252"), ("x", "utf-8")]
)
def test_declared_encoding(draft: Callable[..., Draft], charset: str, codec: str) -> None:
    page = f"<html><head><meta charset='{charset}'></head><body><p>Iran’s “yes” – to Oman.</p>"
    assert draft(read_html, page.encode(codec)).text == "Iran’s “yes” – to Oman."


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        f"<html><body><nav>{LINKS}</nav></body></html>",
        f"<html><body><div>{LINKS}</div></body></html>",
        "<html><body><script>var a = 'Oman thanked Iran for its help';</script></body></html>",
        "<html>",
    ],
)
def test_page_without_main_text_is_refused(draft: Callable[..., Draft], page: str) -> None:
    with pytest.raises(DetenteError) as raised:
        draft(read_html, page.encode())
    assert raised.value.code is Code.D114
