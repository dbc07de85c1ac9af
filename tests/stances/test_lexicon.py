import pytest

from detente.records.schemas import Polarity
from detente.stances.candidates import candidates
from detente.stances.features import descriptions
from detente.stances.lexicon import DATA, STANCES, WordClass, classes, read_classes, reading

COOPERATION, DIVERGENCE = Polarity.COOPERATION, Polarity.DIVERGENCE
PARTS_OF_SPEECH = {"ADJ", "ADP", "ADV", "CCONJ", "DET", "NOUN", "PART", "PRON", "SCONJ", "VERB"}


def find(doc, word):
    return next(token for token in doc if token.text == word)


@pytest.fixture(scope="module")
def rows():
    return [tuple(line.split("\t")) for line in DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Peru supports Chile.", "supports", COOPERATION),
        ("Peru condemned Chile.", "condemned", DIVERGENCE),
        ("Peru borders Chile.", "borders", None),
        ("Peru does not support Chile.", "support", DIVERGENCE),
        ("Peru never supported Chile.", "supported", DIVERGENCE),
        ("Peru hardly cooperates with Chile.", "cooperates", DIVERGENCE),
        ("Peru no longer supports Chile.", "supports", DIVERGENCE),
        ("Peru did not condemn Chile.", "condemn", COOPERATION),
        ("Peru not only supports Chile but also finances it.", "supports", COOPERATION),
        ("Peru did not criticise or threaten Chile.", "threaten", COOPERATION),
        ("Nobody supported Chile.", "supported", DIVERGENCE),
        ("No state supported Chile.", "supported", DIVERGENCE),
        ("Neither side cooperated with Chile.", "cooperated", DIVERGENCE),
        ("Peru offered no support to Chile.", "support", DIVERGENCE),
        ("Peru has no dispute with Chile.", "dispute", COOPERATION),
        ("There is no disagreement between Peru and Chile.", "disagreement", COOPERATION),
        ("Peru acted without cooperation from Chile.", "cooperation", DIVERGENCE),
        ("Peru acted without consulting Chile.", "consulting", DIVERGENCE),
        ("Peru failed to agree with Chile.", "agree", DIVERGENCE),
        ("Peru and Chile failed to reach an agreement.", "agreement", DIVERGENCE),
        ("Peru refused to cooperate with Chile.", "cooperate", DIVERGENCE),
        ("Peru refused to sign the treaty with Chile.", "treaty", DIVERGENCE),
        ("Peru did not refuse to cooperate with Chile.", "cooperate", COOPERATION),
        ("Peru did not fail to support Chile.", "support", COOPERATION),
        ("Peru ruled out cooperation with Chile.", "cooperation", DIVERGENCE),
        ("Peru did not rule out cooperation with Chile.", "cooperation", COOPERATION),
        ("Peru and Chile ended the dispute.", "dispute", COOPERATION),
        ("Peru ended its alliance with Chile.", "alliance", DIVERGENCE),
        ("The dispute between Peru and Chile ended.", "dispute", COOPERATION),
        ("Peru eased sanctions on Chile.", "sanctions", COOPERATION),
        ("Peru lifted the embargo.", "embargo", COOPERATION),
        ("The embargo was lifted.", "embargo", COOPERATION),
        ("The embargo was not lifted.", "embargo", DIVERGENCE),
        ("The embargo lifted by Peru had lasted a decade.", "embargo", COOPERATION),
        ("Peru imposed sanctions on Chile.", "sanctions", DIVERGENCE),
        ("Peru did not impose sanctions on Chile.", "sanctions", COOPERATION),
        ("Peru suspended cooperation with Chile.", "cooperation", DIVERGENCE),
        ("Peru called off the visit to Chile.", "visit", DIVERGENCE),
        ("Peru called off the attack on Chile.", "attack", COOPERATION),
        ("Peru withdrew from the treaty.", "treaty", DIVERGENCE),
        ("Peru withdrew from the alliance with Chile.", "alliance", DIVERGENCE),
        ("Peru opposed the agreement.", "agreement", DIVERGENCE),
        ("Peru rejected the treaty.", "treaty", DIVERGENCE),
        ("Peru denied the accusations.", "accusations", COOPERATION),
        ("Peru regretted the lack of cooperation.", "cooperation", DIVERGENCE),
        ("The absence of trust worried Peru.", "trust", DIVERGENCE),
        ("The end of hostilities pleased Peru.", "hostilities", COOPERATION),
        ("Peru called for an end to the war.", "war", COOPERATION),
        ("The failure of the talks upset Peru.", "talks", DIVERGENCE),
        ("The failed talks upset Peru.", "talks", DIVERGENCE),
        ("The suspended agreement upset Peru.", "agreement", DIVERGENCE),
        ("Peru has no intention to attack Chile.", "attack", COOPERATION),
        ("Peru had no plans to support Chile.", "support", DIVERGENCE),
        ("Peru refrained from criticising Chile.", "criticising", COOPERATION),
        ("Peru avoided a confrontation with Chile.", "confrontation", COOPERATION),
        ("Peru and Chile resolved their dispute.", "dispute", COOPERATION),
        ("Peru prevented an agreement.", "agreement", DIVERGENCE),
        ("The two ended their disputes and wars.", "wars", COOPERATION),
        ("Peru ended its hostile relations with Chile.", "hostile", COOPERATION),
        ("Relations with Chile are not friendly.", "friendly", DIVERGENCE),
        ("Peru is not hostile to Chile.", "hostile", COOPERATION),
        ("The agreement was never signed.", "agreement", DIVERGENCE),
        ("Cooperation with Chile did not resume.", "Cooperation", DIVERGENCE),
        ("The agreement ended the dispute.", "agreement", COOPERATION),
        ("The treaty did not resolve the dispute.", "treaty", COOPERATION),
        ("Peru did not want to help Chile.", "help", DIVERGENCE),
        ("Peru was unable to help Chile.", "help", DIVERGENCE),
        ("Peru was unwilling to compromise.", "compromise", DIVERGENCE),
        ("Peru denied that it had attacked Chile.", "attacked", COOPERATION),
        (
            "Talks between Peru and Chile revealed serious divergences over tax.",
            "divergences",
            DIVERGENCE,
        ),
        ("No agreement was signed.", "signed", DIVERGENCE),
        ("No agreement was signed.", "agreement", DIVERGENCE),
        ("Peru did not help Chile and attacked it.", "attacked", DIVERGENCE),
        ("Peru threatened to end its cooperation with Chile.", "cooperation", DIVERGENCE),
        ("Former allies fought each other.", "allies", DIVERGENCE),
        ("Peru stopped its attacks.", "attacks", COOPERATION),
        ("Peru did not stop its attacks.", "attacks", DIVERGENCE),
        ("Peru gave up its resistance to cooperation.", "cooperation", COOPERATION),
        ("Peru abandoned the project with the support of Chile.", "support", COOPERATION),
        ("Peru left the room in protest.", "protest", DIVERGENCE),
        ("Cooperation between Peru and Chile collapsed.", "Cooperation", DIVERGENCE),
        ("Peru has not condemned Chile.", "condemned", COOPERATION),
        ("Nothing divided Peru and Chile.", "divided", COOPERATION),
        ("Peru would not provoke a war with Chile.", "war", COOPERATION),
        ("Peru did not deny the accusations.", "accusations", DIVERGENCE),
        ("Peru lacks allies.", "allies", DIVERGENCE),
        ("Peru is no longer hostile to Chile.", "hostile", COOPERATION),
        ("Peru postponed the visit.", "visit", DIVERGENCE),
        ("Peru and Chile reduced tensions.", "tensions", COOPERATION),
        ("Peru vetoed the accord.", "accord", DIVERGENCE),
        ("Peru normalised relations with Chile.", "normalised", COOPERATION),
        ("Peru bypassed Chile.", "bypassed", DIVERGENCE),
    ],
)
def test_reading(spacy_model, sentence, word, expected):
    assert reading(find(spacy_model(sentence), word)) == expected


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Peru could help Chile.", "could", {WordClass.HYPOTHETICAL}),
        ("Peru signed the Treaty of Lima.", "Treaty", {WordClass.COOPERATION}),
        ("Peru rejected the offer.", "rejected", {WordClass.DIVERGENCE, WordClass.REVERSAL}),
        ("Peru cut off relations.", "cut", {WordClass.DIVERGENCE, WordClass.REVERSAL}),
        ("Peru said so.", "said", {WordClass.SAYING}),
        ("Peru pledged aid.", "pledged", {WordClass.COOPERATION, WordClass.PROSPECTIVE}),
        ("Peru lies by the sea.", "sea", set()),
    ],
)
def test_classes(spacy_model, sentence, word, expected):
    assert classes(find(spacy_model(sentence), word)) == expected


@pytest.mark.parametrize(
    ("marked", "feature"),
    [
        ("[Peru|PER] condemned [Chile|CHL].", "FIRST_lex=divergence"),
        ("[Peru|PER] did not condemn [Chile|CHL].", "SECOND_lex=cooperation"),
        ("[Peru|PER] pledged help to [Chile|CHL].", "FIRST_lex=prospective"),
        ("Talks between [Peru|PER] and [Chile|CHL] revealed divergences.", "FIRST_lex=cooperation"),
        (
            "Talks between [Peru|PER] and [Chile|CHL] revealed divergences.",
            "FIRST_object_lex=divergence",
        ),
        ("[Peru|PER] eased sanctions on [Chile|CHL].", "path_lean=cooperation"),
        ("[Peru|PER] eased sanctions on [Chile|CHL].", "between_cooperation=1"),
        ("[Peru|PER] and [Chile|CHL] exchanged threats and insults.", "between_lean=none"),
        ("[Peru|PER] and [Chile|CHL] traded threats, insults and blows.", "sentence_divergence=2"),
        ("[Peru|PER] thanked an enemy of [Chile|CHL].", "sentence_lean=even"),
        ("[Peru|PER] borders [Chile|CHL].", "sentence_lean=none"),
    ],
)
def test_features(marked_doc, marked, feature):
    doc = marked_doc(marked)
    described = descriptions(doc, [next(candidates(doc))])[0]
    assert feature in [*described.syntax.split(), *described.shape.split()]


def test_words_of_a_name_carry_no_stance(marked_doc):
    doc = marked_doc("The [Alliance|NATO] and [Peru|PER] talked.")
    described = descriptions(doc, [next(candidates(doc))])[0]
    assert "sentence_cooperation=1" in described.shape.split()


def test_rows_are_sorted_and_unique(rows):
    assert rows[0] == ("lemma", "pos", "class")
    assert rows[1:] == sorted(set(rows[1:]))


def test_rows_hold_known_values(rows):
    assert {pos for _, pos, _ in rows[1:]} == PARTS_OF_SPEECH
    assert {name for _, _, name in rows[1:]} == set(WordClass)


def test_lemmas_are_tokens_in_lower_case(rows, spacy_model):
    lemmas = {lemma for lemma, _, _ in rows[1:]}
    assert [lemma for lemma in lemmas if lemma != lemma.strip().lower()] == []
    words = {word for lemma in lemmas for word in lemma.split("_")}
    assert [word for word in words if len(spacy_model.tokenizer(word)) != 1] == []


def test_no_lemma_has_both_stances():
    stances: dict[str, set[WordClass]] = {}
    for (lemma, _), names in read_classes().items():
        stances.setdefault(lemma, set()).update(names & STANCES)
    assert [lemma for lemma, names in stances.items() if len(names) > 1] == []
