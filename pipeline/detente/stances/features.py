"""What the classifiers see of a candidate: words, syntax and shape, as strings of tokens.

Every feature is a token without white space in one of the groups of `Description`, so that
scikit-learn's own vectorizers read them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from detente.actors.mention import Mention, Rule, mentions_in
from detente.layout.component import prose_sentences
from detente.layout.offsets import BlockKind
from detente.records.schemas import Polarity
from detente.stances.lexicon import STANCES, WordClass, classes, reading
from detente.stances.stance import Candidate
from detente.stances.topics import leading_topics, topics

FIRST, SECOND, BOTH, OTHER = "FIRST", "SECOND", "BOTH", "OTHER"
ABSENT = "ABSENT"
PREDICATES = {"VERB", "AUX", "NOUN", "ADJ", "ADV", "ADP"}
COMPLEMENTS = {"dobj", "attr", "acomp", "pobj", "xcomp", "oprd", "dative"}
VERBS = {"VERB", "AUX"}
MODIFIERS = {"amod", "appos", "compound", "conj", "nmod", "poss"}
AGENT, PATIENT = "agent", "patient"
MAX_PATH = 12
MAX_GOVERNORS = 4
MAX_COUNT = 2
MAX_MENTIONS = 3
MAX_OTHERS = 4
OUTER_WORDS = 6  # on either side of the two mentions
LINKED_GOVERNORS = 2
DISTANCES = (0, 1, 2, 4, 8, 16, 32)


class Description(NamedTuple):
    """A candidate as strings of feature tokens, one string a group.

    Attributes
    ----------
    words
        Lemmas of the sentence, with the actors masked.
    between
        Lemmas between the two nearest mentions, with pairs of neighbours.
    syntax
        Predicates, roles and the dependency path between the two, and their stance in the lexicon.
    shape
        Distance, kinds of mention, numbers of actors, modality of the verbs, how many words of
        each stance the lexicon finds.
    before
        Lemmas of the sentence before.
    title
        Words of the article's title.
    topics
        Issues that words of the sentence, the one before, the title and the document belong to.
    roles
        Who acts and who is acted upon, whatever the voice.
    """

    words: str
    between: str
    syntax: str
    shape: str
    before: str
    title: str
    topics: str
    roles: str


class Discourse(NamedTuple):
    """What the features need to know of the document around a sentence.

    Attributes
    ----------
    words
        Of each token its lemma, "0" for a number, nothing for punctuation and white space.
    before
        Lemmas of the sentence before each sentence, by the sentence's first token.
    share
        For each actor, its share of the document's mentions.
    headings
        First tokens of sentences that are headings.
    speaker
        Code of the actor who says "we" in the document, or None.
    readings
        Stance of each word of the lexicon outside the mentions, by token.
    title
        Words of the article's title.
    topics
        Issues of the title's words, and those that lead in the document.
    """

    words: Sequence[str]
    before: Mapping[int, str]
    share: Mapping[str, float]
    headings: frozenset[int]
    speaker: str | None
    readings: Mapping[int, Polarity]
    title: str
    topics: tuple[str, ...]


def describe(doc: Doc, candidate: Candidate, discourse: Discourse) -> Description:
    """Turn a candidate into the strings that the classifiers read."""
    roles = mask(doc, candidate)
    first, second = nearest(candidate)
    one, other = head(doc, first), head(doc, second)
    words = _masked(range(candidate.start, candidate.end), roles, discourse.words)
    before = discourse.before.get(candidate.start, "")
    return Description(
        words=" ".join(words),
        between=" ".join(_between(candidate, first, second, roles, discourse.words)),
        syntax=" ".join(
            [
                *_syntax(doc, candidate, one, other, roles),
                *_lexical(one, other, discourse.readings),
            ]
        ),
        shape=" ".join(
            [
                *_shape(doc, candidate, first, second, discourse),
                *_leanings(candidate, first, second, discourse.readings),
            ]
        ),
        before=before,
        title=discourse.title,
        topics=" ".join(
            [
                *topics(words),
                *(f"before={topic}" for topic in topics(before.split())),
                *discourse.topics,
            ]
        ),
        roles=" ".join(_roles(one, other)),
    )


def survey(doc: Doc) -> Discourse:
    """Collect what the features of every candidate of a document share."""
    sentences = prose_sentences(doc)
    counts = Counter(actor for mention in doc._.mentions for actor in mention.actors)
    metadata = doc._.article.metadata if doc._.article is not None else None
    title = re.findall(r"\w+", ((metadata.title if metadata is not None else None) or "").lower())
    return Discourse(
        words=[_plain(token) for token in doc],
        before={
            after.start: " ".join(lemma(token) for token in sentence if token.is_alpha)
            for sentence, after in pairwise(sentences)
        },
        share={actor: count / counts.total() for actor, count in counts.items()},
        headings=_headings(doc, sentences),
        speaker=doc._.speaker,
        readings=_readings(doc),
        title=" ".join(title),
        topics=(
            *(f"title={topic}" for topic in topics(title)),
            *(f"document={topic}" for topic in leading_topics(lemma(token) for token in doc)),
        ),
    )


def _readings(doc: Doc) -> dict[int, Polarity]:
    """Give the stance of every word that has one, names left out."""
    names = {i for mention in doc._.mentions for i in range(mention.start, mention.end)}
    found = {token.i: reading(token) for token in doc if token.i not in names}
    return {i: polarity for i, polarity in found.items() if polarity is not None}


def _headings(doc: Doc, sentences: Sequence[Span]) -> frozenset[int]:
    """Give the first tokens of sentences that are headings."""
    layout = doc._.layout
    if layout is None:
        return frozenset()
    starts = {block.start for block in layout.blocks if block.kind is BlockKind.HEADING}
    return frozenset(s.start for s in sentences if s.start_char in starts)


def mask(doc: Doc, candidate: Candidate) -> dict[int, str]:
    """Say for each token of a mention in the sentence whose it is."""
    roles: dict[int, str] = {}
    for mention in mentions_in(doc._.mentions, candidate.start, candidate.end):
        held = {candidate.first, candidate.second} & set(mention.actors)
        if len(held) == 2:
            role = BOTH
        elif candidate.first in held:
            role = FIRST
        elif candidate.second in held:
            role = SECOND
        else:
            role = OTHER
        roles.update(dict.fromkeys(range(mention.start, mention.end), role))
    return roles


def nearest(candidate: Candidate) -> tuple[Mention | None, Mention | None]:
    """Give the two mentions, one of each actor, that stand nearest to each other."""
    if not candidate.first_mentions or not candidate.second_mentions:
        first = candidate.first_mentions[0] if candidate.first_mentions else None
        second = candidate.second_mentions[0] if candidate.second_mentions else None
        return first, second
    return min(
        ((f, s) for f in candidate.first_mentions for s in candidate.second_mentions),
        key=lambda pair: abs(pair[0].start - pair[1].start),
    )


def lemma(token: Token) -> str:
    """Give a token's lemma in lower case, without white space."""
    return token.lemma_.lower().replace(" ", "_") or token.lower_


def _plain(token: Token) -> str:
    if token.is_space or token.is_punct:
        return ""
    return "0" if token.like_num else lemma(token)


def _masked(tokens: range, roles: Mapping[int, str], words: Sequence[str]) -> list[str]:
    """Give the words of a stretch, with one role for all words of a mention."""
    masked = []
    for i in tokens:
        role = roles.get(i)
        if role is None:
            masked.append(words[i])
        elif roles.get(i - 1) != role:
            masked.append(role)
    return [word for word in masked if word]


def _between(
    candidate: Candidate,
    first: Mention | None,
    second: Mention | None,
    roles: Mapping[int, str],
    words: Sequence[str],
) -> Iterator[str]:
    if first is None or second is None:
        return
    start, end = sorted((first, second))
    between = _masked(range(start.end, end.start), roles, words)
    yield from between
    yield from (f"{a}_{b}" for a, b in pairwise(["<", *between, ">"]))
    after = _masked(range(end.end, candidate.end), roles, words)
    yield from (f"after={w}" for w in after[:OUTER_WORDS])
    earlier = _masked(range(candidate.start, start.start), roles, words)
    yield from (f"earlier={w}" for w in earlier[-OUTER_WORDS:])


def _syntax(
    doc: Doc,
    candidate: Candidate,
    one: Token | None,
    other: Token | None,
    roles: Mapping[int, str],
) -> Iterator[str]:
    for role, token in ((FIRST, one), (SECOND, other)):
        if token is None:
            yield f"{role}={ABSENT}"
        else:
            yield from _governors(role, token, roles)
    if one is not None and other is not None and one.sent == other.sent:
        yield from _path(one, other, roles)
    root = doc[candidate.start : candidate.end].root
    yield f"root={lemma(root)}"
    yield from (f"root_{feature}" for feature in predicate_features(root))


def _roles(one: Token | None, other: Token | None) -> Iterator[str]:
    first, second = _logical_role(one), _logical_role(other)
    yield f"{FIRST}={first}"
    yield f"{SECOND}={second}"
    yield f"{first}_{second}"


def _logical_role(token: Token | None) -> str:
    """Name the part of a mention in its clause: agent, patient, or the word that links it."""
    if token is None:
        return ABSENT
    while token.dep_ in MODIFIERS:
        token = token.head
    receiving = WordClass.RECEIVING in classes(token.head)
    match token.dep_:
        case "nsubj":
            return PATIENT if receiving else AGENT
        case "nsubjpass" | "dobj" | "dative":
            return PATIENT
        case "pobj" if token.head.dep_ == "agent":
            return AGENT
        case "pobj":
            return lemma(token.head)
        case dependency:
            return dependency


def _lexical(
    one: Token | None, other: Token | None, readings: Mapping[int, Polarity]
) -> Iterator[str]:
    """Name what the lexicon makes of the words above each mention and between the two."""
    for role, token in ((FIRST, one), (SECOND, other)):
        for above in _predicates(token):
            yield from (f"{role}_lex={name}" for name in _named(above, readings))
            for child in _complements(above):
                yield from (f"{role}_object_lex={name}" for name in _named(child, readings))
    if one is not None and other is not None and one.sent == other.sent:
        up, down = path(one, other)
        yield from _counts("path", (token.i for token in [*up[1:], *down[:-1]]), readings)


def _predicates(token: Token | None) -> Iterator[Token]:
    """Give what governs a mention, up to its verb."""
    if token is None:
        return
    for above in islice(token.ancestors, MAX_GOVERNORS):
        yield above
        if above.pos_ in VERBS:
            return


def _complements(predicate: Token) -> Iterator[Token]:
    """Give the objects of a predicate, its own and those of its prepositions."""
    for child in predicate.children:
        if child.dep_ in COMPLEMENTS:
            yield child
        elif child.dep_ == "prep":
            yield from (c for c in child.children if c.dep_ in COMPLEMENTS)


def _named(token: Token, readings: Mapping[int, Polarity]) -> Iterator[str]:
    """Name a word's stance and the other classes that it has in the lexicon."""
    if token.i in readings:
        yield readings[token.i]
    yield from sorted(classes(token) - STANCES)


def _leanings(
    candidate: Candidate,
    first: Mention | None,
    second: Mention | None,
    readings: Mapping[int, Polarity],
) -> Iterator[str]:
    """Count the stances of the sentence's words, and of those between the two mentions."""
    yield from _counts("sentence", range(candidate.start, candidate.end), readings)
    if first is not None and second is not None:
        start, end = sorted((first, second))
        yield from _counts("between", range(start.end, end.start), readings)


def _counts(place: str, tokens: Iterable[int], readings: Mapping[int, Polarity]) -> Iterator[str]:
    counts = Counter(readings[i] for i in tokens if i in readings)
    for stance in Polarity:
        yield f"{place}_{stance}={min(counts[stance], MAX_COUNT)}"
    yield f"{place}_lean={_lean(counts)}"


def _lean(counts: Counter[Polarity]) -> str:
    if not counts:
        return "none"
    (strongest, count), *rest = counts.most_common()
    return "even" if rest and rest[0][1] == count else strongest


def head(doc: Doc, mention: Mention | None) -> Token | None:
    """Give the syntactic head of a mention."""
    return None if mention is None else doc[mention.start : mention.end].root


def _governors(role: str, token: Token, roles: Mapping[int, str]) -> Iterator[str]:
    """Name the predicates above a mention and its part in them."""
    yield f"{role}_dep={token.dep_}"
    link = token.dep_
    for steps, above in enumerate(islice(token.ancestors, MAX_GOVERNORS)):
        name = roles.get(above.i) or lemma(above)
        yield f"{role}_under={name}"
        if steps < LINKED_GOVERNORS:
            yield f"{role}_{link}={name}"
        if above.pos_ in VERBS:
            yield f"{role}_verb={link}={name}"
            yield from (f"{role}_{feature}" for feature in predicate_features(above))
            break
        link = f"{above.dep_}_{link}"


def predicate_features(verb: Token) -> Iterator[str]:
    """Name a predicate's negation, voice, auxiliaries, particles and complements."""
    name = lemma(verb)
    for child in verb.children:
        if child.dep_ == "neg":
            yield f"not={name}"
        elif child.dep_ in ("auxpass", "nsubjpass"):
            yield f"passive={name}"
        elif child.dep_ == "aux":
            yield f"aux={lemma(child)}"
        elif child.dep_ == "prt":
            yield f"verb={name}_{lemma(child)}"
        elif child.dep_ in COMPLEMENTS and child.pos_ in PREDICATES:
            yield f"object={lemma(child)}"
            yield f"verb={name}_{lemma(child)}"
            yield from (f"object_mod={lemma(m)}" for m in child.children if m.dep_ == "amod")
        elif child.dep_ == "prep":
            yield f"verb={name}_{lemma(child)}"
    yield f"tag={verb.tag_}"


def _path(one: Token, other: Token, roles: Mapping[int, str]) -> Iterator[str]:
    up, down = path(one, other)
    if len(up) + len(down) > MAX_PATH:
        yield "path=LONG"
        return
    deps = "_".join([*(f"{t.dep_}<" for t in up[:-1]), *(f">{t.dep_}" for t in down)])
    yield f"path={deps}"
    yield f"path_length={len(up) + len(down)}"
    for token in [*up[1:], *down[:-1]]:
        name = roles.get(token.i) or lemma(token)
        yield f"on={name}"
        yield from (f"on_not={name}" for child in token.children if child.dep_ == "neg")
    top = up[-1]
    yield f"top={roles.get(top.i) or lemma(top)}"
    yield f"top_pos={top.pos_}"
    yield from (f"top_{feature}" for feature in predicate_features(top))


def path(one: Token, other: Token) -> tuple[list[Token], list[Token]]:
    """Give the dependency path: up from one to the lowest token above both, and down to other.

    Returns
    -------
    up
        From ``one`` to the lowest common ancestor, both included.
    down
        From below the common ancestor to ``other``; empty when ``other`` is the ancestor.
    """
    above_one = [one, *one.ancestors]
    above_other = [other, *other.ancestors]
    common = next(token for token in above_one if token in above_other)
    up = above_one[: above_one.index(common) + 1]
    down = above_other[: above_other.index(common)][::-1]
    return up, down


def _shape(
    doc: Doc,
    candidate: Candidate,
    first: Mention | None,
    second: Mention | None,
    discourse: Discourse,
) -> Iterator[str]:
    sentence = doc[candidate.start : candidate.end]
    inside = mentions_in(doc._.mentions, candidate.start, candidate.end)
    others = {actor for m in inside for actor in m.actors} - {candidate.first, candidate.second}
    yield f"others={min(len(others), MAX_OTHERS)}"
    yield f"length={bucket(len(sentence))}"
    yield f"heading={candidate.start in discourse.headings}"
    yield f"article_speaker={discourse.speaker is not None}"
    for role, actor, mentions in (
        (FIRST, candidate.first, candidate.first_mentions),
        (SECOND, candidate.second, candidate.second_mentions),
    ):
        kind = mentions[0].rule if mentions else Rule.CONTEXT
        yield f"{role}_rule={kind}"
        yield f"{role}_count={min(len(mentions), MAX_MENTIONS)}"
        yield f"{role}_share={int(10 * discourse.share.get(actor, 0))}"
        yield f"{role}_state={len(actor) == 3}"
        yield f"{role}_speaks={actor == discourse.speaker}"
    if first is not None and second is not None:
        yield f"distance={bucket(abs(first.start - second.start))}"
        yield f"rules={first.rule}_{second.rule}"
        yield f"same={first == second}"
        crossed = sum(
            min(first.end, second.end) <= m.start < max(first.start, second.start) for m in inside
        )
        yield f"crossed={min(crossed, MAX_MENTIONS)}"
    yield from (f"mood={lemma(t)}" for t in sentence if t.tag_ == "MD")
    yield from (f"mark={lemma(t)}" for t in sentence if t.dep_ == "mark")
    yield f"quoted={any(t.is_quote for t in sentence)}"


def bucket(count: int) -> int:
    """Round a count down to one of a few steps."""
    return max(step for step in DISTANCES if step <= count)


def descriptions(doc: Doc, candidates: Sequence[Candidate]) -> list[Description]:
    """Describe the candidates of one document."""
    discourse = survey(doc)
    return [describe(doc, candidate, discourse) for candidate in candidates]
