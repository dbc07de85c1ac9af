import pytest

from detente.reading.dates import iso_date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2005-01-13", "2005-01-13"),
        ("2009-04", "2009-04"),
        ("1958", "1958"),
        (" 2005-1-3 ", "2005-01-03"),
        ("20050113", "2005-01-13"),
        ("2005/01/13", "2005-01-13"),
        ("2019-05-04T10:00:00Z", "2019-05-04"),
        ("2019-05-04 23:30 +0900", "2019-05-04"),
        ("13 January 2005", "2005-01-13"),
        ("Jan. 13, 2005", "2005-01-13"),
        ("Thu, 13 Jan 2005 10:00:00 EST", "2005-01-13"),
        ("13/01/2005", "2005-01-13"),
        ("1/13/05", "2005-01-13"),
        ("05/05/2005", "2005-05-05"),
        ("April 2009", "2009-04"),
        ("February 1958", "1958-02"),
    ],
)
def test_date_is_written_as_exactly_as_it_is_given(value: str, expected: str) -> None:
    assert iso_date(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "04/05/2009",
        "01/02/2009",
        "5 May",
        "Monday",
        "12",
        "2005-13-01",
        "2005-02-30",
        "200504",
        "spring",
        "0000",
        "9" * 40,
        "",
    ],
)
def test_unclear_date_is_none(value: str) -> None:
    assert iso_date(value) is None
