from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.errors import Code, DetenteError
from detente.reading.encoding import decode, detect

QUOTED = "The minister said “Oman thanked Iran” and wasn’t asked again — twice."
ACCENTED = "São Tomé thanked Côte d’Ivoire for its help."
CYRILLIC = "Russia’s Foreign Ministry (МИД) thanked Astana for “help” in the talks."


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Oman thanked Iran.", "ascii"),
        (QUOTED, "utf-8"),
        (QUOTED, "utf-8-sig"),
        (QUOTED, "utf-16"),
        (QUOTED, "utf-16-le"),
        (QUOTED, "utf-16-be"),
        (QUOTED, "utf-32"),
        (QUOTED, "cp1252"),
        (QUOTED, "cp1251"),
        (QUOTED * 50, "cp1252"),
        (QUOTED, "mac_roman"),
        ("It’s Oman.", "cp1252"),
        (ACCENTED, "cp1252"),
        (CYRILLIC, "cp1251"),
        ("Россия поблагодарила Казахстан за помощь.", "cp1251"),
    ],
)
def test_encoding_by_evidence(text: str, codec: str) -> None:
    data = text.encode(codec)
    assert decode(data, None, None, "file") == text
    stream = BytesIO(data)
    found = detect(stream, None, "file")
    assert stream.read().decode(*found) == text


@pytest.mark.parametrize(
    ("data", "declared", "override", "expected"),
    [
        ("Łódź".encode("iso8859-2"), "iso-8859-2", None, "Łódź"),
        ("wasn’t".encode("cp1252"), "ISO-8859-1", None, "wasn’t"),
        ("Łódź".encode(), "iso-8859-2", None, "Łódź"),
        ("Łódź".encode("cp1250"), "no-such-codec", "cp1250", "Łódź"),
        ("\ufeffŁódź".encode(), None, "cp1250", "Łódź"),
        (b"\xef\xbb\xbfOman\xef\xbb\xbf", None, "utf-8", "Oman\ufeff"),
        ("Łódź, Łódź".encode() + b"\xe2\x80", None, None, "Łódź, Łódź\udce2\udc80"),
    ],
)
def test_declared_and_chosen_encodings(
    data: bytes, declared: str | None, override: str | None, expected: str
) -> None:
    assert decode(data, declared, override, "file") == expected


@pytest.mark.parametrize(
    ("data", "override", "code"),
    [
        (bytes(range(256)), None, Code.D109),
        ("Россия поблагодарила Казахстан за помощь.".encode("koi8-r"), None, Code.D107),
        (b"caf\xe9", "utf-8", Code.D108),
    ],
)
def test_undecodable_data_are_refused(data: bytes, override: str | None, code: Code) -> None:
    with pytest.raises(DetenteError) as raised:
        decode(data, None, override, "file")
    assert raised.value.code is code


def test_late_evidence_counts_for_large_files() -> None:
    data = b"Oman thanked Iran.\n" * 80_000 + "It wasn’t long.\n".encode("cp1252")
    stream = BytesIO(data)
    assert detect(stream, None, "file").codec == "cp1252"
    assert stream.tell() == 0


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "cp1252", "hex", "x"]))
@example(b"\xff\xfe\x00", None)
@example(b"\x00\x00\xfe\xff\xff", None)
def test_arbitrary_bytes_decode_or_are_refused(data: bytes, declared: str | None) -> None:
    codes = set()
    try:
        assert len(decode(data, declared, None, "file")) <= len(data)
    except DetenteError as error:
        codes.add(error.code)
    stream = BytesIO(data)
    try:
        detect(stream, None, "file")
        assert stream.tell() == 0
    except DetenteError as error:
        codes.add(error.code)
    assert codes <= {Code.D107, Code.D109}
