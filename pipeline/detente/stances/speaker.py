"""The speaker: who says that a stance is so, the author or a source that the sentence cites."""

from spacy.tokens import Doc, Span, Token

from detente.actors.mention import Mention

AUTHOR = "author"
SAYING = {
    "acknowledge", "add", "admit", "allege", "announce", "argue", "assert", "believe", "caution",
    "claim", "comment", "complain", "concede", "conclude", "confirm", "contend", "declare", "deny",
    "describe", "emphasise", "emphasize", "estimate", "explain", "hold", "insist", "maintain",
    "note", "observe", "predict", "proclaim", "promise", "reaffirm", "recall", "reiterate",
    "remark", "repeat", "reply", "report", "respond", "say", "state", "stress", "suggest", "tell",
    "think", "underline", "underscore", "warn", "write",
}  # fmt: skip


def speaker(doc: Doc, sentence: Span, cue: tuple[int, int], default: str) -> str:
    """Say who speaks at a cue.

    Parameters
    ----------
    cue
        Tokens (start, end) of the cue.
    default
        Who speaks where the sentence cites nobody: the author, or the actor whose
        statement or speech the article is.

    Returns
    -------
    str
        ``author``, an actor code, or the words of the source.
    """
    anchor = doc[cue[0] : cue[1]].root
    source = _reporting_subject(anchor) or _according_to(sentence)
    if source is None:
        return default
    return _name(source, doc._.mentions)


def _reporting_subject(anchor: Token) -> Token | None:
    """Give the subject of the verb of saying in whose clause a token stands."""
    for token in [anchor, *anchor.ancestors]:
        verb = token.head
        said = token.dep_ == "ccomp" and verb.lemma_.lower() in SAYING
        inserted = [
            child
            for child in token.children
            if child.dep_ in ("ccomp", "parataxis")
            and child.lemma_.lower() in SAYING
            and abs(child.i - token.i)
            and not any(c.dep_ == "ccomp" for c in child.children)
        ]
        if said:
            subject = _subject(verb)
            if subject is not None:
                return subject
        for child in inserted:
            subject = _subject(child)
            if subject is not None:
                return subject
    return None


def _subject(verb: Token) -> Token | None:
    own = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if own is None and verb.dep_ == "conj":
        return _subject(verb.head)
    return own


def _according_to(sentence: Span) -> Token | None:
    """Give the source behind "according to"."""
    for token in sentence:
        if token.lower_ == "according":
            for child in token.subtree:
                if child.dep_ == "pobj":
                    return child
    return None


def _name(source: Token, mentions: list[Mention]) -> str:
    codes = [
        actor
        for mention in mentions
        if mention.start <= source.i < mention.end
        for actor in mention.actors
    ]
    if codes:
        return " and ".join(sorted(set(codes)))
    words = [t for t in source.subtree if t.i >= source.left_edge.i and t.i <= source.i]
    words = [t for t in words if t.dep_ != "det"]
    return " ".join(t.text for t in words)
