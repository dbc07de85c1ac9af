from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.reading import read_options
from detente.reading.draft import Draft
from detente.reading.formats import READERS, reader_for
from detente.reading.metadata import make_metadata

MARKS = "|".join(["---\ntitle: [", "<html><p>", "</p><a href=", "%PDF-1.4\n1 0 obj", "PK\x03\x04"])
PIECES = st.sampled_from([*MARKS.split("|"), '{"text": "', "text,id\n", '"', "Oman thanked Iran. "])


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from([*READERS, ""]),
    st.lists(PIECES.map(str.encode) | st.binary(max_size=20), max_size=8).map(b"".join),
)
def test_damaged_files_give_drafts_or_errors(suffix: str, data: bytes) -> None:
    stream = BytesIO(data)
    try:
        drafts = list(reader_for(stream, suffix, "file")(stream, "file", read_options()))
    except DetenteError as error:
        drafts = [error]
    assert all(isinstance(draft, Draft | DetenteError) for draft in drafts)
    assert all("\n" not in draft.reason for draft in drafts if isinstance(draft, DetenteError))


@pytest.mark.parametrize(
    ("given_date", "created", "date", "warnings"),
    [
        ("April 2009", "2019-05-04", "2009-04", 0),
        (None, "2019-05-04T10:00:00Z", "2019-05-04", 1),
        (None, "0000-00-00", None, 0),
        ("some day", "2019-05-04", None, 1),
        (" ", None, None, 0),
    ],
)
def test_day_when_the_file_was_made_is_the_last_resort(
    given_date: str | None, created: str | None, date: str | None, warnings: int
) -> None:
    metadata, warned = make_metadata({"date": given_date, "created": created}, {})
    assert (metadata.date, len(warned)) == (date, warnings)
