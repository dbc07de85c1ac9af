import pytest

from detente.stances.candidates import candidates
from detente.stances.pair_text import NO_TOKEN, WORDS_BEFORE, read_pairs


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (
            "[Norway|NOR] thanked [Chile|CHL].",
            "[unused1] Norway [unused2] Chile [SEP] "
            "[unused1] Norway thanked [unused2] Chile . [SEP]",
        ),
        (
            "[Norway|NOR] met [Chile|CHL]. [They|CHL,NOR] agreed.",
            "[unused1] Chile [unused2] Norway [SEP] [unused3] They agreed . [SEP] "
            "[unused2] Norway met [unused1] Chile .",
        ),
        (
            "[Norway|NOR] met [Chile|CHL]. [It|NOR] left.",
            "[unused1] Norway [unused2] Chile [SEP] [unused1] It left . [SEP] "
            "[unused1] Norway met [unused2] Chile .",
        ),
    ],
)
def test_last_pair(marked_doc, marked, text):
    doc = marked_doc(marked)
    assert " ".join(list(read_pairs(doc, list(candidates(doc))))[-1].words) == text


def test_words_of_the_sentence_know_their_tokens(marked_doc):
    doc = marked_doc("It rained. [Norway|NOR] thanked [Chile|CHL].")
    found = list(candidates(doc))
    *_, text = read_pairs(doc, found)
    start = found[-1].start
    known = [(w, t) for w, t in zip(text.words, text.tokens, strict=True) if t != NO_TOKEN]
    assert [word for word, _ in known] == [doc[start + token].text for _, token in known]
    assert [word for word, _ in known] == ["Norway", "thanked", "Chile", "."]
    assert text.length == 4


def test_words_before_are_cut(marked_doc):
    doc = marked_doc("very " * 60 + "long. [Norway|NOR] met [Chile|CHL].")
    *_, text = read_pairs(doc, list(candidates(doc)))
    assert len(" ".join(text.words).split(" [SEP] ")[2].split()) == WORDS_BEFORE
