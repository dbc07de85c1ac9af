"""Words for several actors at once: "the two countries", "both", "each other", "neither side"."""

from collections.abc import Collection, Sequence

from spacy.tokens import Span, Token

from detente.actors.discourse import LOOK_BACK, Discourse, Link, co_arguments, latest
from detente.actors.knowledge import ActorType
from detente.actors.mention import Mention, Rule
from detente.actors.words import WORDS

NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
STATE_NOUNS = WORDS["state_nouns"]
PLURAL_NOUNS = STATE_NOUNS | WORDS["person_nouns"] | WORDS["side_nouns"]
SIDES = WORDS["sides"]
EITHER = WORDS["either"]
RECIPROCALS = WORDS["reciprocals"]
BEFORE_NUMBERS = WORDS["before_pairs"]
RECIPROCAL_PHRASES = frozenset((("each", "other"), ("one", "another")))
ORDINALS = {"former": 0, "latter": 1}
ALONE = frozenset(("nsubj", "nsubjpass", "pobj", "dobj", "appos"))
MEMBERS = frozenset(("member", "members"))
APART = WORDS["apart"]
_PAIR = 2
_PHRASE = 5  # tokens between a number and its noun
_LONG_LOOK_BACK = 12


def resolve_plural(token: Token, sentence: Span, discourse: Discourse) -> Mention | None:
    """Resolve words for several actors, or for one of two."""
    word = token.lower_
    following = token.nbor().lower_ if token.i + 1 < sentence.end else ""
    if word in RECIPROCALS:
        return _several(token.i, token.i + 1, _PAIR, discourse, None, ())
    if (word, following) in RECIPROCAL_PHRASES:
        return _several(token.i, token.i + 2, _PAIR, discourse, None, ())
    if word in NUMBERS:
        return _numbered(token, sentence, discourse)
    if word in BEFORE_NUMBERS and following in NUMBERS:
        return _numbered(token.nbor(), sentence, discourse)
    if word in EITHER and following in PLURAL_NOUNS:
        if token.i + 2 < sentence.end and token.nbor(2).lower_ == "of":
            return None
        return _several(token.i, token.i + 2, _PAIR, discourse, None, ())
    if word in {"the", "these"}:
        return _definite(token, sentence, discourse)
    return None


def _numbered(token: Token, sentence: Span, discourse: Discourse) -> Mention | None:
    """Resolve "the two countries", "both sides", "both", "all three governments", "the four"."""
    doc = token.doc
    size = NUMBERS[token.lower_]
    start = token.i
    if start > sentence.start and doc[start - 1].lower_ in BEFORE_NUMBERS:
        start -= 1
    is_definite = token.lower_ == "both" or start < token.i
    if not is_definite or token.dep_ in {"preconj", "cc"}:
        return None
    for index in range(token.i + 1, min(token.i + _PHRASE, sentence.end)):
        word = doc[index]
        if word.lower_ in PLURAL_NOUNS:
            if size == _PAIR and doc[start].lower_ == "our" and discourse.speaker is not None:
                return _with_speaker(start, index + 1, discourse.speaker, discourse)
            wanted = ActorType.STATE if word.lower_ in STATE_NOUNS else None
            return _several(start, index + 1, size, discourse, wanted, _outside(word, discourse))
        if word.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM", "ADP", "DET", "PRON"}:
            break
    if token.dep_ in ALONE and (token.i + 1 == sentence.end or token.nbor().pos_ != "NOUN"):
        return _several(start, token.i + 1, size, discourse, None, _outside(token, discourse))
    return None


def _definite(token: Token, sentence: Span, discourse: Discourse) -> Mention | None:
    """Resolve "the sides", "the leaders", "the former", "the other side"."""
    if token.i + 1 >= sentence.end:
        return None
    noun = token.nbor()
    after = token.nbor(2) if token.i + 2 < sentence.end else None
    if noun.lower_ in ORDINALS and (after is None or after.pos_ not in {"NOUN", "ADJ", "PROPN"}):
        return _one_of_two(token.i, noun.i + 1, ORDINALS[noun.lower_], discourse)
    if noun.lower_ in SIDES and not any(
        child.lower_ in {"of", "in", "to"} or child.dep_ in {"relcl", "acl"}
        for child in noun.children
    ):
        return _several(token.i, noun.i + 1, _PAIR, discourse, None, _outside(noun, discourse))
    if noun.lower_ in MEMBERS:
        is_last = after is None or after.lower_ not in STATE_NOUNS
        return _members(token.i, noun.i + (1 if is_last else 2), discourse)
    if noun.lower_ == "other" and after is not None and after.lower_ in PLURAL_NOUNS:
        return _other(token.i, after.i + 1, discourse)
    return None


def _members(start: int, end: int, discourse: Discourse) -> Mention | None:
    """Resolve to the members of the latest organisation that has a few."""
    few = latest(
        discourse.recent(LOOK_BACK),
        lambda link: len(link.actors) == 1 and link.actors[0] in discourse.members,
        (),
    )
    if few is None:
        return None
    return Mention(start, end, discourse.members[few.actors[0]], Rule.PAIR, (few.start, few.end))


def _outside(noun: Token, discourse: Discourse) -> tuple[str, ...]:
    """Actors that face the two: the subject that accuses "both sides"."""
    apart = noun.dep_ in {"dobj", "dative"} or (
        noun.dep_ == "pobj" and noun.head.lower_ in APART and noun.head.head.pos_ == "VERB"
    )
    return co_arguments(noun, discourse) if apart else ()


def _one_of_two(start: int, end: int, which: int, discourse: Discourse) -> Mention | None:
    for links in discourse.recent(1):
        codes = list(dict.fromkeys(code for link in links for code in link.actors))
        if len(codes) == _PAIR:
            link = next(link for link in links if codes[which] in link.actors)
            return Mention(start, end, (codes[which],), Rule.COREFERENCE, (link.start, link.end))
    return None


def _other(start: int, end: int, discourse: Discourse) -> Mention | None:
    """Resolve to the one of the text's main two that this sentence hasn't named."""
    here = {code for link in discourse.here for code in link.actors}
    pair = set(discourse.main[:_PAIR])
    if len(here & pair) != 1:
        return None
    return Mention(start, end, tuple(pair - here), Rule.COREFERENCE, None)


def _several(
    start: int,
    end: int,
    size: int,
    discourse: Discourse,
    wanted: ActorType | None,
    out: Collection[str],
) -> Mention | None:
    """Resolve to the last actors of the sentence, else the text's main ones, else the last.

    More than two are those of the latest sentence that names as many states.
    """
    if size > _PAIR:
        return _group(start, end, size, discourse, out)
    main = [code for code in discourse.main if code not in out]
    recent = [link for links in discourse.sentences[-1 - LOOK_BACK :] for link in links]
    for pool in (discourse.here, recent):
        for only in (ActorType.STATE, wanted):
            codes, last = _last_codes(pool, discourse, only, out)
            if pool is recent and len(main) >= size and set(main[:size]) <= set(codes):
                codes = main
            if len(codes) >= size and last is not None:
                antecedent = (last.start, last.end)
                return Mention(start, end, tuple(sorted(codes[:size])), Rule.PAIR, antecedent)
    if len(main) < size:
        return None
    return Mention(start, end, tuple(sorted(main[:size])), Rule.PAIR, None)


def _with_speaker(start: int, end: int, speaker: str, discourse: Discourse) -> Mention | None:
    """Resolve "our two countries" to the speaker and the state that it named last."""
    links = [link for links in discourse.sentences[-1 - LOOK_BACK :] for link in links]
    codes, last = _last_codes(links, discourse, ActorType.STATE, (speaker,))
    if last is None:
        return None
    actors = tuple(sorted((speaker, codes[0])))
    return Mention(start, end, actors, Rule.PAIR, (last.start, last.end))


def _group(
    start: int, end: int, size: int, discourse: Discourse, out: Collection[str]
) -> Mention | None:
    for links in discourse.recent(_LONG_LOOK_BACK):
        codes, last = _last_codes(links, discourse, ActorType.STATE, out)
        if len(codes) == size and last is not None:
            return Mention(start, end, tuple(sorted(codes)), Rule.PAIR, (last.start, last.end))
    return None


def _last_codes(
    links: Sequence[Link], discourse: Discourse, wanted: ActorType | None, out: Collection[str]
) -> tuple[list[str], Link | None]:
    """Distinct codes, the latest first, and the link of the latest."""
    codes: list[str] = []
    last: Link | None = None
    for link in reversed(links):
        for code in link.actors:
            fits = wanted is None or discourse.types.get(code) is wanted
            if fits and code not in codes and code not in out:
                codes.append(code)
                last = last or link
    return codes, last
