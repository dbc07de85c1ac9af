"""Words that refer to actors named elsewhere: "the two countries", "he", "its", "we"."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from detente.actors.knowledge import ActorType
from detente.actors.mention import Mention, Rule
from detente.actors.words import WORDS

PAIR_DETERMINERS = WORDS["pair_determiners"]
STATE_NOUNS = WORDS["state_nouns"]
PERSON_NOUNS = WORDS["person_nouns"]
SIDE_NOUNS = WORDS["side_nouns"]
PAIR_NOUNS = STATE_NOUNS | PERSON_NOUNS | SIDE_NOUNS
RECIPROCALS = WORDS["reciprocals"]
STATE_DESCRIPTIONS = WORDS["state_descriptions"]
ORGANISATION_DESCRIPTIONS = WORDS["organisation_descriptions"]
GROUP_DESCRIPTIONS = WORDS["group_descriptions"]
HE = WORDS["he"]
IT = WORDS["it"]
COPULAS = WORDS["copulas"]
POINTING = WORDS["pointing"]
BEFORE_PAIRS = WORDS["before_pairs"]
THEY = WORDS["they"]
FIRST_PERSON = WORDS["first_person"]
SUBJECTS = frozenset(("nsubj", "nsubjpass", "agent"))
RECIPROCAL_PHRASES = frozenset((("each", "other"), ("one", "another")))
STRAIGHT_QUOTES = frozenset(('"', "``", "''"))
OPEN_QUOTES = frozenset("“«„")
CLOSE_QUOTES = frozenset("”»")
_LOOK_BACK = 3
_PAIR = 2
_TRIPLE = 3


class _Link(NamedTuple):
    actors: tuple[str, ...]
    start: int
    end: int
    is_subject: bool
    is_person: bool
    is_thing: bool
    is_plural: bool


class _State(NamedTuple):
    """What the text has named so far.

    Attributes
    ----------
    sentences
        One list of links a sentence, the newest last.
    holders
        For each word, the latest link of several words that holds it: "the Commission".
    """

    sentences: list[list[_Link]]
    holders: dict[str, _Link]
    main: tuple[str, ...]
    types: Mapping[str, ActorType]
    constitutions: Mapping[str, frozenset[str]]


def resolve_references(
    doc: Doc,
    sentences: Sequence[Span],
    named: Sequence[Mention],
    strangers: Sequence[tuple[int, int]],
    speaker: str | None,
    types: Mapping[str, ActorType],
    constitutions: Mapping[str, frozenset[str]],
    is_person: Callable[[Span, Mention], bool],
) -> list[Mention]:
    """Find words that refer to actors, in reading order.

    Parameters
    ----------
    doc, sentences
        The Doc and the sentences to look in.
    named
        Named mentions, in order.
    strangers
        Tokens (start, end) of persons who speak for no actor.
    speaker
        Code of the actor for whom the text says "we".
    types
        What each actor code is.
    constitutions
        Codes of the states that call themselves a "kingdom", "republic" ...
    is_person
        Tells whether a named mention is a person.

    Returns
    -------
    list[Mention]
        References only, in order, none overlapping ``named``.
    """
    counts = Counter(code for mention in named for code in mention.actors)
    main = tuple(code for code, _ in counts.most_common(_TRIPLE))
    state = _State([], {}, main, types, constitutions)
    taken = {index for mention in named for index in range(mention.start, mention.end)}
    named_at = {mention.start: mention for mention in named}
    stranger_at = dict(strangers)
    found: list[Mention] = []
    quoted = False
    for sentence in sentences:
        links: list[_Link] = []
        state.sentences.append(links)
        index = sentence.start
        while index < sentence.end:
            token = doc[index]
            if token.text in OPEN_QUOTES or token.text in CLOSE_QUOTES:
                quoted = token.text in OPEN_QUOTES
            elif token.text in STRAIGHT_QUOTES:
                quoted = not quoted
            if index in named_at:
                mention = named_at[index]
                span = doc[mention.start : mention.end]
                link = _link(
                    span,
                    mention.actors,
                    is_person(span, mention),
                    mention.rule not in {Rule.DEMONYM, Rule.COMPOUND},
                    _is_plural(span),
                )
            elif index in stranger_at:
                span = doc[index : stranger_at[index]]
                link = _link(span, (), True, False, False)
            else:
                reference = _refer(token, sentence, state, speaker, quoted)
                if reference is None or not taken.isdisjoint(range(reference.start, reference.end)):
                    index += 1
                    continue
                found.append(reference)
                span = doc[reference.start : reference.end]
                link = _link(
                    span,
                    reference.actors,
                    token.lower_ in HE or span.root.lower_ in PERSON_NOUNS,
                    reference.rule is not Rule.FIRST_PERSON,
                    len(reference.actors) == _PAIR,
                )
            links.append(link)
            words = [token.lower_ for token in span]
            if len(words) > 1 and words[0] not in POINTING:
                state.holders.update(dict.fromkeys(words, link))
            index = span.end
    return found


def _link(
    span: Span, actors: tuple[str, ...], is_person: bool, is_thing: bool, is_plural: bool
) -> _Link:
    root = span.root
    while root.dep_ in {"conj", "compound", "poss", "appos", "amod"} and root.head.i != root.i:
        if root.dep_ in {"amod", "poss"} and root.head.lower_ not in STATE_DESCRIPTIONS:
            break
        root = root.head
    return _Link(
        actors,
        span.start,
        span.end,
        root.dep_ in SUBJECTS,
        is_person,
        is_thing and not is_person,
        is_plural,
    )


def _is_plural(span: Span) -> bool:
    return span.root.tag_ in {"NNS", "NNPS"}


def _refer(
    token: Token, sentence: Span, state: _State, speaker: str | None, quoted: bool
) -> Mention | None:
    word = token.lower_
    if word in FIRST_PERSON and not (word == "us" and token.text != "us"):
        return _first_person(token, state, speaker, quoted)
    if word in HE:
        return _mention(token.i, token.i + 1, _last_person(state), Rule.COREFERENCE)
    if word in IT:
        if _is_pleonastic(token):
            return None
        return _mention(token.i, token.i + 1, _last_thing(token, state), Rule.COREFERENCE)
    if word in THEY:
        return _they(token, state)
    if word in RECIPROCALS:
        return _several(token.i, token.i + 1, _PAIR, state, None)
    if token.i + 1 < sentence.end and (word, token.nbor().lower_) in RECIPROCAL_PHRASES:
        return _several(token.i, token.i + 2, _PAIR, state, None)
    if word in PAIR_DETERMINERS:
        return _two(token, sentence, state)
    if word in POINTING:
        return _description(token, sentence, state, speaker)
    return None


def _mention(start: int, end: int, link: _Link | None, rule: Rule) -> Mention | None:
    if link is None or not link.actors:
        return None
    return Mention(start, end, link.actors, rule, (link.start, link.end))


def _two(token: Token, sentence: Span, state: _State) -> Mention | None:
    """Resolve "the two countries", "both sides", "both", "the two"."""
    doc = token.doc
    size = _TRIPLE if token.lower_ == "three" else _PAIR
    start = token.i
    if start > sentence.start and doc[start - 1].lower_ in BEFORE_PAIRS:
        start -= 1
    is_definite = token.lower_ == "both" or start < token.i
    if not is_definite or token.dep_ in {"preconj", "cc"}:
        return None
    for index in range(token.i + 1, min(token.i + 5, sentence.end)):
        word = doc[index]
        if word.lower_ in PAIR_NOUNS:
            wanted = ActorType.STATE if word.lower_ in STATE_NOUNS else None
            return _several(start, index + 1, size, state, wanted)
        if word.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM", "ADP", "DET", "PRON"}:
            break
    if token.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj", "appos"}:
        return _several(start, token.i + 1, size, state, None)
    return None


def _several(
    start: int, end: int, size: int, state: _State, wanted: ActorType | None
) -> Mention | None:
    """Resolve to the last actors of the sentence, else the text's main ones, else the last."""
    recent = [link for links in state.sentences[-1 - _LOOK_BACK :] for link in links]
    for pool in (state.sentences[-1], recent):
        for only in (ActorType.STATE, wanted):
            codes, latest = _last_codes(pool, state.types, only)
            if pool is recent and set(state.main[:size]) <= set(codes):
                codes = list(state.main)
            if len(codes) >= size and latest is not None:
                antecedent = (latest.start, latest.end)
                return Mention(start, end, tuple(sorted(codes[:size])), Rule.PAIR, antecedent)
    if len(state.main) < size:
        return None
    return Mention(start, end, tuple(sorted(state.main[:size])), Rule.PAIR, None)


def _last_codes(
    links: Sequence[_Link], types: Mapping[str, ActorType], wanted: ActorType | None
) -> tuple[list[str], _Link | None]:
    """Distinct codes, the latest first, and the link of the latest."""
    codes: list[str] = []
    latest: _Link | None = None
    for link in reversed(links):
        for code in link.actors:
            if code not in codes and (wanted is None or types.get(code) is wanted):
                codes.append(code)
                latest = latest or link
    return codes, latest


def _last_person(state: _State) -> _Link | None:
    """Person that "he" goes back to: the subject of this sentence or the ones before."""
    for links in reversed(state.sentences[-1 - _LOOK_BACK :]):
        persons = [link for link in links if link.is_person]
        subjects = [link for link in persons if link.is_subject]
        if subjects or persons:
            return (subjects or persons)[-1]
    return None


def _last_thing(token: Token, state: _State) -> _Link | None:
    """State or organisation that "it" goes back to."""
    own = state.sentences[-1]
    governor = _subject_of_clause(token)
    if governor is not None:
        for link in own:
            if link.start <= governor.i < link.end:
                return link if link.is_thing and len(link.actors) == 1 else None
        return None
    for links in reversed(state.sentences[-1 - _LOOK_BACK + 1 :]):
        things = [link for link in links if link.is_thing and len(link.actors) == 1]
        subjects = [link for link in things if link.is_subject]
        if subjects or things:
            return (subjects or things)[-1]
    return None


def _subject_of_clause(token: Token) -> Token | None:
    """Nominal subject, before ``token``, of the nearest clause around it."""
    for ancestor in token.ancestors:
        for child in ancestor.children:
            if child.dep_ in SUBJECTS and child.i < token.i and child.pos_ != "PRON":
                return child
    return None


def _is_pleonastic(token: Token) -> bool:
    if token.lower_ != "it":
        return False
    if token.dep_ == "expl":
        return True
    if token.dep_ not in SUBJECTS:
        return False
    verb = token.head
    clauses = {child.dep_ for child in verb.children}
    if token.dep_ == "nsubjpass" and "ccomp" in clauses:
        return True
    return verb.lemma_ in COPULAS and bool(
        clauses & {"acomp", "attr", "ccomp", "xcomp", "advcl", "oprd"}
    )


def _they(token: Token, state: _State) -> Mention | None:
    for links in reversed(state.sentences[-_PAIR:]):
        subjects = [link for link in links if link.is_subject]
        codes = {code for link in subjects for code in link.actors}
        if len(codes) == _PAIR:
            last = subjects[-1]
            return Mention(
                token.i, token.i + 1, tuple(sorted(codes)), Rule.PAIR, (last.start, last.end)
            )
        plural = [link for link in links if link.is_plural]
        if plural:
            rule = Rule.PAIR if len(plural[-1].actors) == _PAIR else Rule.COREFERENCE
            return _mention(token.i, token.i + 1, plural[-1], rule)
    return None


def _description(
    token: Token, sentence: Span, state: _State, speaker: str | None
) -> Mention | None:
    """Resolve "the kingdom", "the alliance": the latest actor of that type."""
    if token.i + 1 >= sentence.end:
        return None
    noun = token.doc[token.i + 1]
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.dep_ in {"compound", "nmod"}:
        return None
    if any(child.dep_ in {"relcl", "acl"} or child.lower_ == "of" for child in noun.children):
        return None
    word = noun.lower_
    is_known = word in STATE_DESCRIPTIONS | PERSON_NOUNS
    if is_known and speaker is not None and (token.lower_ == "this" or noun.is_title):
        return Mention(token.i, noun.i + 1, (speaker,), Rule.FIRST_PERSON, None)
    if is_known or noun.is_title:
        earlier = state.holders.get(word)
        if earlier is not None:
            return _mention(token.i, noun.i + 1, earlier, Rule.COREFERENCE)
    if word in STATE_DESCRIPTIONS:
        wanted = ActorType.STATE
    elif word in ORGANISATION_DESCRIPTIONS:
        wanted = ActorType.ORGANISATION
    elif word in GROUP_DESCRIPTIONS:
        wanted = ActorType.GROUP
    else:
        return None
    bearers = state.constitutions.get(word, frozenset())
    for links in reversed(state.sentences[-1 - _LOOK_BACK :]):
        fitting = [
            link
            for link in links
            if len(link.actors) == 1
            and state.types.get(link.actors[0]) is wanted
            and link.actors[0] != speaker
            and (not bearers or link.actors[0] in bearers)
        ]
        subjects = [link for link in fitting if link.is_subject]
        if subjects or fitting:
            return _mention(token.i, noun.i + 1, (subjects or fitting)[-1], Rule.COREFERENCE)
    return None


def _first_person(token: Token, state: _State, speaker: str | None, quoted: bool) -> Mention | None:
    if quoted:
        quoting = _quoting(state)
        if quoting is not None:
            return _mention(token.i, token.i + 1, quoting, Rule.FIRST_PERSON)
    if speaker is None:
        return None
    return Mention(token.i, token.i + 1, (speaker,), Rule.FIRST_PERSON, None)


def _quoting(state: _State) -> _Link | None:
    """Actor whose words a quotation gives: the latest person who speaks for one."""
    for links in reversed(state.sentences[-_LOOK_BACK:]):
        persons = [link for link in links if link.is_person and link.actors]
        if persons:
            return persons[-1]
    return None
