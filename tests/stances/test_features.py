import pytest

from detente.stances.candidates import candidates
from detente.stances.features import bucket, descriptions, mask, nearest, path


def only_candidate(doc):
    return next(candidates(doc))


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("[Norway|NOR] thanked [Chile|CHL].", "FIRST thank SECOND"),
        ("[Chile|CHL] was thanked by [Norway|NOR].", "FIRST be thank by SECOND"),
        ("[The two|CHL,NOR] met in [Peru|PER].", "BOTH meet in OTHER"),
        ("[Norway|NOR] gave [Chile|CHL] 20 ships.", "FIRST give SECOND 0 ship"),
    ],
)
def test_words_are_lemmas_with_masked_actors(marked_doc, marked, words):
    doc = marked_doc(marked)
    assert descriptions(doc, [only_candidate(doc)])[0].words == words


@pytest.mark.parametrize(
    ("marked", "feature"),
    [
        ("[Norway|NOR] criticised [Chile|CHL].", "FIRST_verb=nsubj=criticise"),
        ("[Norway|NOR] criticised [Chile|CHL].", "SECOND_verb=dobj=criticise"),
        ("[Norway|NOR] did not support [Chile|CHL].", "FIRST_not=support"),
        ("[Norway|NOR] will support [Chile|CHL].", "FIRST_aux=will"),
        ("[Chile|CHL] was attacked by [Norway|NOR].", "FIRST_passive=attack"),
        ("[Norway|NOR] met [Chile|CHL].", "path=nsubj<_>dobj"),
    ],
)
def test_syntax(marked_doc, marked, feature):
    doc = marked_doc(marked)
    assert feature in descriptions(doc, [only_candidate(doc)])[0].syntax.split()


@pytest.mark.parametrize(
    ("marked", "roles"),
    [
        ("[Norway|NOR] criticised [Chile|CHL].", "agent_patient"),
        ("[Chile|CHL] was criticised by [Norway|NOR].", "patient_agent"),
        ("[Chile|CHL] 's envoys were expelled by [Norway|NOR].", "patient_agent"),
        ("[Chile|CHL] received grain from [Norway|NOR].", "patient_from"),
        ("[Norway|NOR] sent grain to [Chile|CHL].", "agent_to"),
        ("[Norway|NOR] and [Chile|CHL] agreed.", "agent_agent"),
    ],
)
def test_roles_do_not_depend_on_the_voice(marked_doc, marked, roles):
    doc = marked_doc(marked)
    assert roles in descriptions(doc, [only_candidate(doc)])[0].roles.split()


def test_actor_without_words_is_absent(marked_doc):
    doc = marked_doc("[Norway|NOR] thanked [Chile|CHL]. [Chile|CHL] smiled.")
    described = descriptions(doc, list(candidates(doc)))[-1]
    assert "SECOND=ABSENT" in described.syntax.split()
    assert described.between == ""
    assert described.before == "norway thank chile"


def test_nearest_mentions(marked_doc):
    doc = marked_doc("[Norway|NOR] thanked [Peru|PER], and [Norway|NOR] met [Chile|CHL].")
    candidate = next(c for c in candidates(doc) if c.second == "CHL" and c.first == "NOR")
    first, second = nearest(candidate)
    assert (doc[first.start].i, doc[second.start].text) == (5, "Chile")


def test_mask_covers_every_token_of_a_mention(marked_doc):
    doc = marked_doc("[South Korea|KOR] thanked [Chile|CHL].")
    assert mask(doc, only_candidate(doc)) == {0: "FIRST", 1: "FIRST", 3: "SECOND"}


def test_path_to_itself(spacy_model):
    token = spacy_model("Norway thanked Chile.")[0]
    assert path(token, token) == ([token], [])


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (3, 2), (7, 4), (100, 32)])
def test_bucket(count, step):
    assert bucket(count) == step


def test_features_hold_no_white_space(marked_doc):
    doc = marked_doc("[Norway|NOR] of\n\n[Chile|CHL] and New\u00a0York.")
    described = descriptions(doc, [only_candidate(doc)])[0]
    assert all(group == " ".join(group.split()) for group in described)
