"""The page as a file: its policy, its data, and texts that try to break it."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from report_builders import BREAKERS, mistake, run_around, small_evaluation, texts_around

from detente.actors.knowledge import load_knowledge
from detente.report.page import Quality, Run, build_report, pack

RAW = ("script", "style")
NOTHING = Run([], [], [])


class Reader(HTMLParser):
    """Collects elements with their attributes, and what scripts and styles hold."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.contents: dict[str, list[str]] = {name: [] for name in RAW}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in RAW:
            self.contents[tag].append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.contents[self.cdata_elem][-1] += data


def page_of(run: Run, quality: Quality | None) -> str:
    return build_report(run, texts_around(BREAKERS), quality, load_knowledge(None))


def page_around(words: Sequence[str]) -> str:
    mistakes = [mistake(article, text) for article, text in texts_around(words).items()]
    return page_of(run_around(words), Quality(small_evaluation(), mistakes))


@pytest.fixture(scope="module")
def hostile() -> str:
    return page_around(BREAKERS)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def policy_of(reader: Reader) -> dict[str, list[str]]:
    [content] = [
        attributes["content"] or ""
        for tag, attributes in reader.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    return {name: sources for name, *sources in map(str.split, content.split(";"))}


def test_only_the_pages_own_scripts_and_styles_may_run(hostile: str) -> None:
    reader = read(hostile)
    policy = policy_of(reader)
    assert policy["default-src"] == ["'none'"]
    assert not {"connect-src", "object-src", "frame-src", "font-src"} & policy.keys()
    scripts = [attributes for tag, attributes in reader.elements if tag == "script"]
    assert len(scripts) == len(reader.contents["script"])
    for attributes, content in zip(scripts, reader.contents["script"], strict=True):
        assert "src" not in attributes
        allowed = _hash(content) in policy["script-src"]
        assert allowed is (attributes.get("type") != "application/json")
    for content in reader.contents["style"]:
        assert _hash(content) in policy["style-src"]
    sources = policy["script-src"] + policy["style-src"]
    assert all(re.fullmatch(r"'sha256-[\w+/]+='", source) for source in sources)


def test_hostile_texts_add_nothing_to_the_page(hostile: str) -> None:
    calm, reader = read(page_around(["gladly"])), read(hostile)
    assert {tag for tag, _ in reader.elements} == {tag for tag, _ in calm.elements}
    for tag in ("script", "style", "title", "section"):
        assert _count(reader, tag) == _count(calm, tag)
    for tag, attributes in reader.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
        for name in ("href", "src"):
            assert (attributes.get(name) or "#").startswith("#")


def test_data_is_all_there(hostile: str) -> None:
    run = run_around(BREAKERS)
    data = {
        name: json.loads(gzip.decompress(base64.b64decode(block)))
        for name, block in re.findall(
            r'<script type="application/json" id="data-(\w+)">([\w+/=]+)</script>', hostile
        )
    }
    assert data.keys() == {"core", "texts", "pairs", "quality"}
    assert [text["text"] for text in data["texts"]] == list(texts_around(BREAKERS).values())
    assert [article["title"] for article in data["core"]["articles"]] == [
        document.title for document in run.documents
    ]
    assert not any(article["url"] for article in data["core"]["articles"])
    assert len(data["pairs"]["reasons"]) == len(run.documents)
    assert len(data["quality"]["mistakes"]) == len(run.documents)


@pytest.mark.parametrize(
    ("run", "quality", "says"),
    [
        (NOTHING, None, "No quality was measured for this run"),
        (NOTHING, None, "None: every article was read."),
        (NOTHING, Quality(small_evaluation(), []), "F1 0.77 [0."),
        (run_around(BREAKERS), None, "why: &lt;/script&gt;&lt;script&gt;"),
    ],
)
def test_what_it_says(run: Run, quality: Quality | None, says: str) -> None:
    assert says in page_of(run, quality)


def test_the_same_run_gives_the_same_page(hostile: str) -> None:
    assert page_around(BREAKERS) == hostile


@pytest.mark.parametrize("data", [{}, ["</script>", "<!--", "\u2028"]])
def test_packed_data_holds_nothing_that_html_could_mistake(data: object) -> None:
    packed = pack(data)
    assert re.fullmatch(r"[\w+/=]+", packed)
    assert json.loads(gzip.decompress(base64.b64decode(packed))) == data


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _count(reader: Reader, wanted: str) -> int:
    return sum(tag == wanted for tag, _ in reader.elements)
