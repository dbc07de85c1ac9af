"""The encoding of a file, by evidence."""

import codecs
from typing import BinaryIO, NamedTuple

from charset_normalizer import from_bytes

from detente.errors import Code, DetenteError

_BOMS = (  # UTF-32 first: its little-endian mark starts with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1252", "cp1251", "cp1250", "mac_roman")  # what English is met in, likeliest first
_CLOSE = 0.02  # difference of mess ratios that means nothing
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # as browsers read them
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_MOST_CONTROLS = 0.05
_CHUNK = 1 << 20


class Encoding(NamedTuple):
    """A codec and what it does with bytes that it can't decode."""

    codec: str
    errors: str


_UTF8 = Encoding("utf-8", "surrogateescape")


def decode(data: bytes, declared: str | None, override: str | None, where: str) -> str:
    """Decode a file.

    Parameters
    ----------
    data
    declared
        The encoding that the file itself names.
    override
        The encoding that the user names: it wins, but for a byte order mark.
    where
        The file, for errors.

    Returns
    -------
    str
        Without byte order mark. Single undecodable bytes of nearly valid UTF-8 are lone
        surrogates (PEP 383).

    Raises
    ------
    DetenteError
        D107 when the encoding can't be told, D108 when the override is wrong, D109 for binary
        data.
    """
    encoding = _named(data[:4], override) or _of_content(data, declared, where)
    try:
        return data.decode(*encoding).removeprefix("\ufeff")
    except ValueError:
        raise DetenteError(Code.D108, where, encoding=encoding.codec) from None


def detect(stream: BinaryIO, override: str | None, where: str) -> Encoding:
    """Tell the encoding of a file that may be too large to hold, and rewind it.

    Raises
    ------
    DetenteError
        D107, D109: see `decode`.
    """
    encoding = _named(stream.read(4), override)
    stream.seek(0)
    if encoding is None:
        encoding = _of_content(_telling_chunk(stream), None, where)
        stream.seek(0)
    return encoding


def _named(head: bytes, override: str | None) -> Encoding | None:
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return Encoding(codec, "replace")
    return Encoding(override, "strict") if override else None


def _telling_chunk(stream: BinaryIO) -> bytes:
    """Return the first chunk that isn't UTF-8, or whole lines of the first one."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    first = chunk = stream.read(_CHUNK)
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = stream.read(_CHUNK)
    except UnicodeDecodeError:
        return chunk
    return first if len(first) < _CHUNK else first.rpartition(b"\n")[0] or first


def _of_content(data: bytes, declared: str | None, where: str) -> Encoding:
    wide = _utf16_without_mark(data[:_CHUNK])
    if wide is not None:
        return Encoding(wide, "replace")
    sample = data[:_CHUNK]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(sample):
        raise DetenteError(Code.D109, where)
    if _is_utf8(data):
        return _UTF8
    for codec in (_declared_codec(declared), _legacy_codec(data)):
        if codec is not None and _decodes(data, codec):
            return Encoding(codec, "surrogateescape")
    raise DetenteError(Code.D107, where)


def _utf16_without_mark(sample: bytes) -> str | None:
    """English in UTF-16 has a NUL in nearly every other place, and few in the others."""
    pairs = len(sample) // 2
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.7 * pairs and even < 0.05 * pairs + 1:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.05 * pairs + 1:
        return "utf-16-be"
    return None


def _is_utf8(data: bytes) -> bool:
    """Whether the data are UTF-8, give or take damage to a few characters."""
    if _decodes(data, "utf-8"):
        return True
    text = data.decode(*_UTF8)
    damaged = sum("\udc80" <= character <= "\udcff" for character in text)
    return 2 * damaged < sum(character > "\x7f" for character in text)


def _declared_codec(declared: str | None) -> str | None:
    try:
        codec = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    return None if codec.startswith("utf") else _SUPERSETS.get(codec, codec)


def _legacy_codec(data: bytes) -> str | None:
    mess = {
        codec: match.chaos
        for match in from_bytes(data, cp_isolation=list(_LEGACY))
        for codec in match.could_be_from_charset
    }
    least = min(mess.values(), default=0.0)
    close = (codec for codec in _LEGACY if codec in mess and mess[codec] <= least + _CLOSE)
    return next(close, None)


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (LookupError, ValueError):  # LookupError for codecs such as hex, which make no text
        return False
    return True
