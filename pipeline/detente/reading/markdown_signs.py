"""Where the signs of Markdown stand in its source.

markdown-it tells the lines of blocks, but not the places of inline signs: its inline rules are
wrapped, so that each notes what it consumed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt, rules_inline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from detente.article import Offsets

_SIGNS = "signs"  # key of the environment under which the wrapped rules make their notes
_LINE_END = re.compile(r"\r\n?|\n")
_HTML = re.compile(  # what is left open goes on to the block's end
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|</?[a-z][^<>]*>", re.I | re.S
)
_QUOTE_PREFIX = re.compile(r"[\s>*+\-\d.)]*")
_QUOTE_SIGNS = re.compile(r">+")
_PIPE = re.compile(r"(?<!\\)\|")
_CLOSING_HASHES = re.compile(r"[ \t]#+[ \t]*$")


class _Note(NamedTuple):
    """A sign at ``src[start:end]`` of an inline text, unless ``token`` turns out to be text."""

    src: str
    start: int
    end: int
    token: Token | None


_Rule = Callable[[StateInline, bool], bool]
_Noter = Callable[[StateInline, int, int], Iterator[_Note]]


def signs(text: str, body: int) -> Iterator[Offsets]:
    """Find signs in the Markdown from ``body`` on, in no order.

    Heading marks, emphasis, code spans' backticks, link targets, images, quotation marks of
    blocks, HTML tags and comments, fenced code, rules, table grids and link definitions. Signs
    of lists stay.
    """
    source = text[body:]
    lines = [Offsets(body + start, body + end) for start, end in _lines(source)]
    environment: dict[str, object] = {}
    row: list[int] = []
    cursor = 0
    for token in _parser().parse(source, environment):
        span = token.map or []
        match token.type:
            case "fence":
                yield _whole(lines, span)
            case "hr":
                yield _whole(lines, span)
            case "html_block":
                start, end = _whole(lines, span)
                yield from _found(_HTML, text, start, end)
            case "blockquote_open":
                for start, end in lines[span[0] : span[1]]:
                    prefix = _QUOTE_PREFIX.match(text, start, end)
                    if prefix:
                        yield from _found(_QUOTE_SIGNS, text, start, prefix.end())
            case "heading_open":
                yield from _heading_signs(text, lines[span[0] : span[1]], token.markup)
            case "table_open":
                yield lines[span[0] + 1]
                for start, end in lines[span[0] : span[1]]:
                    yield from _found(_PIPE, text, start, end)
            case "tr_open":
                row, cursor = span, lines[span[0]].start
            case "inline" if token.map is None or row:
                end = lines[row[0]].end
                place = text.find(token.content, cursor, end)
                if place >= 0:
                    cursor = place + len(token.content)
                    yield from _inline_signs(token.content, [place], environment)
            case "inline":
                contents = token.content.split("\n")
                spots = zip(contents, lines[span[0] : span[1]], strict=False)
                places = [_place(text, content, line) for content, line in spots]
                yield from _inline_signs(token.content, places, environment)
            case "tr_close":
                row = []
    for definition in _definitions(environment):
        yield _whole(lines, definition)


def _lines(source: str) -> Iterator[Offsets]:
    start = 0
    for match in _LINE_END.finditer(source):
        yield Offsets(start, match.start())
        start = match.end()
    yield Offsets(start, len(source))


def _whole(lines: Sequence[Offsets], span: Sequence[int]) -> Offsets:
    return Offsets(lines[span[0]].start, lines[min(span[1], len(lines)) - 1].end)


def _found(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Offsets]:
    return (Offsets(*match.span()) for match in pattern.finditer(text, start, end))


def _heading_signs(text: str, lines: Sequence[Offsets], markup: str) -> Iterator[Offsets]:
    if not markup.startswith("#"):
        yield lines[-1]
        return
    start, end = lines[0]
    opening = text.index(markup, start, end) + len(markup)
    yield Offsets(opening - len(markup), opening)
    closing = _CLOSING_HASHES.search(text[opening:end])
    if closing:
        yield Offsets(opening + closing.start(), opening + closing.end())


def _place(text: str, content: str, line: Offsets) -> int:
    """Where a line's content stands; markdown-it has taken off what stands before and after."""
    place = text.rfind(content.strip(), *line)
    return -1 if place < 0 else place - (len(content) - len(content.lstrip()))


def _definitions(environment: dict[str, object]) -> Iterator[list[int]]:
    references = environment.get("references", {})
    assert isinstance(references, dict)
    repeated = environment.get("duplicate_refs", [])
    assert isinstance(repeated, list)
    return (reference["map"] for reference in [*references.values(), *repeated])


def _inline_signs(
    content: str, places: Sequence[int], environment: dict[str, object]
) -> Iterator[Offsets]:
    """Map the signs of an inline text, whose lines stand at ``places`` (or -1), to the source."""
    notes: list[_Note] = []
    environment[_SIGNS] = notes
    parser = _parser()
    parser.inline.parse(content, parser, environment, [])
    line_start = 0
    for line, place in zip(content.split("\n"), places, strict=False):
        line_end = line_start + len(line)
        for note in notes:
            start, end = max(note.start, line_start), min(note.end, line_end)
            is_text = note.token is not None and note.token.type == "text" and note.token.content
            if note.src == content and not is_text and place >= 0 and start < end:
                yield Offsets(place + start - line_start, place + end - line_start)
        line_start = line_end + 1


@cache
def _parser() -> MarkdownIt:
    """Make a parser that leaves inline texts alone until `_inline_signs` has them parsed.

    Indented blocks are no code: articles indent paragraphs.
    """
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["code"])
    parser.core.ruler.disable("inline")
    parser.inline.ruler2.disable("fragments_join")  # it mixes texts with signs that were found
    rules: dict[str, tuple[_Rule, _Noter]] = {
        "escape": (rules_inline.escape, _note_escape),
        "backticks": (rules_inline.backtick, _note_backticks),
        "strikethrough": (rules_inline.strikethrough.tokenize, _note_delimiters),
        "emphasis": (rules_inline.emphasis.tokenize, _note_delimiters),
        "link": (rules_inline.link, _note_link),
        "image": (rules_inline.image, _note_whole),
        "autolink": (rules_inline.autolink, _note_whole),
        "html_inline": (rules_inline.html_inline, _note_whole),
    }
    for name, (rule, noter) in rules.items():
        parser.inline.ruler.at(name, _noting(rule, noter))
    return parser


def _noting(rule: _Rule, noter: _Noter) -> _Rule:
    def noting_rule(state: StateInline, silent: bool) -> bool:
        start = state.pos
        matched = rule(state, silent)
        if matched and not silent:
            state.env[_SIGNS].extend(noter(state, start, state.pos))
        return matched

    return noting_rule


def _note_whole(state: StateInline, start: int, end: int) -> Iterator[_Note]:
    yield _Note(state.src, start, end, None)


def _note_escape(state: StateInline, start: int, end: int) -> Iterator[_Note]:
    token = state.tokens[-1]
    if token.type != "text_special" or token.content != token.markup:
        yield _Note(state.src, start, start + 1, None)


def _note_backticks(state: StateInline, start: int, end: int) -> Iterator[_Note]:
    if state.pending:  # no closing backticks: they are text
        return
    length = len(state.tokens[-1].markup)
    yield _Note(state.src, start, start + length, None)
    yield _Note(state.src, end - length, end, None)


def _note_delimiters(state: StateInline, start: int, end: int) -> Iterator[_Note]:
    """Note each delimiter with its token: whether it is a sign turns out after the whole text."""
    for token in reversed(state.tokens):
        if end <= start:
            break
        yield _Note(state.src, end - len(token.content), end, token)
        end -= len(token.content)


def _note_link(state: StateInline, start: int, end: int) -> Iterator[_Note]:
    position, state.pos = state.pos, start
    label_end = state.md.helpers.parseLinkLabel(state, start)
    state.pos = position
    yield _Note(state.src, start, start + 1, None)
    yield _Note(state.src, label_end, end, None)
