"""JSON lines: one article a line."""

import json
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import count
from typing import BinaryIO

from detente.errors import Code, DetenteError
from detente.reading.draft import Draft
from detente.reading.encoding import detect
from detente.reading.options import ReadOptions
from detente.reading.rows import draft_of_row

_LONGEST_CHARACTER = 12  # what one may be written as: \ud83e\udd1d
_LONGEST_REST = 1_000_000  # characters of a line beside its text


def read_jsonl(
    stream: BinaryIO, where: str, options: ReadOptions
) -> Iterator[Draft | DetenteError]:
    r"""Read articles line by line; lines end in ``\n`` alone, and a broken one stops no other.

    Raises
    ------
    DetenteError
        D107 to D109, when the file can't be decoded.
    """
    codec, errors = detect(stream, options.encoding, where)
    try:
        lines = TextIOWrapper(stream, codec, errors, newline="\n")
        longest = _LONGEST_CHARACTER * options.max_characters + _LONGEST_REST
        for number in count(1):
            line = lines.readline(longest)
            if not line:
                return
            if len(line) == longest:
                yield DetenteError(Code.D128, f"{where}#{number}", limit=longest)
                while line and not line.endswith("\n"):
                    line = lines.readline(longest)
            elif line.strip():
                yield _article(line, f"{where}#{number}", options)
    except UnicodeError:
        raise DetenteError(Code.D108, where, encoding=codec) from None


def _article(line: str, where: str, options: ReadOptions) -> Draft | DetenteError:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        problem = f"{error.msg} at character {error.pos + 1}"
        return DetenteError(Code.D119, where, problem=problem)
    except (ValueError, RecursionError) as error:  # numbers too long, brackets too deep
        return DetenteError(Code.D119, where, problem=error)
    if not isinstance(record, dict):
        return DetenteError(Code.D119, where, problem="it has no fields")
    try:
        return draft_of_row(record, where, "jsonl", options)
    except DetenteError as error:
        return error
