import pytest

from detente.errors import Code, DetenteError
from detente.records.schemas import Polarity
from detente.stances.classifier import BACKWARD, FORWARD
from detente.training.outside import (
    GivenPair,
    read_dse,
    read_plv,
    unmark,
)

SQUARE = r"\[(?P<words>.*?)\]"


@pytest.mark.parametrize(
    ("marked", "text", "spans"),
    [
        ("[Oman] thanked [Peru].", "Oman thanked Peru.", [(0, 4), (13, 17)]),
        ("nothing", "nothing", []),
        ("[Oma]n left", "Oman left", [(0, 3)]),
    ],
)
def test_unmark(marked, text, spans):
    assert unmark(marked, SQUARE) == (text, spans)


def test_read_dse(tmp_path):
    path = tmp_path / "dse.tsv"
    path.write_text(
        "[Oman] thanked [Peru].\tOman\tPeru\t1\n"
        "[Oman] was attacked by [Peru].\tOman\tPeru\t4\n"
        "[Oman] met nobody.\tOman\tPeru\t0\n"
        "[Oman] saw [Peru].\tOman\tPeru\t0\n"
    )
    assert list(read_dse(path)) == [
        GivenPair("Oman thanked Peru.", (0, 4), (13, 17), (Polarity.COOPERATION, FORWARD)),
        GivenPair("Oman was attacked by Peru.", (0, 4), (21, 25), (Polarity.DIVERGENCE, BACKWARD)),
        GivenPair("Oman saw Peru.", (0, 4), (9, 13), None),
    ]


def test_read_plv(tmp_path):
    path = tmp_path / "plv.tsv"
    path.write_text(
        "sentence\tmarked_sentence\tgold_penta\n"
        "x\t<s>Oman</s> thanked <t>Peru</t>.\t1\n"
        "x\t<t>Oman</t> was attacked by <s>Peru</s>.\t4\n"
    )
    assert [pair.label for pair in read_plv(path)] == [
        (Polarity.COOPERATION, FORWARD),
        (Polarity.DIVERGENCE, BACKWARD),
    ]


@pytest.mark.parametrize("read", [read_plv, read_dse])
def test_missing_set_is_named(tmp_path, read):
    with pytest.raises(DetenteError, match=r"set\.tsv") as error:
        list(read(tmp_path / "set.tsv"))
    assert error.value.code is Code.D601


@pytest.mark.parametrize(
    ("read", "content"),
    [
        (read_plv, "a\tb\nPeru\tOman\n"),
        (read_dse, "[Oman] thanked [Peru].\n"),
        (read_dse, "[Oman] thanked [Peru].\tOman\tPeru\t7\n"),
    ],
)
def test_other_columns_are_named(tmp_path, read, content):
    path = tmp_path / "set.tsv"
    path.write_text(content)
    with pytest.raises(DetenteError, match=r"set\.tsv: .*other columns") as error:
        list(read(path))
    assert error.value.code is Code.D601
