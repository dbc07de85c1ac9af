"""The spaCy component: reads a Doc of raw text, returns a Doc of readable text."""

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc, Span

from detente.article import Article, Offsets
from detente.errors import Code, DetenteError
from detente.layout import codec
from detente.layout.offsets import BlockKind, Layout
from detente.layout.reader import lay_out

codec.register()
for _name in ("article", "layout"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


class LayoutComponent:
    """Lays out the raw text of a Doc.

    Parameters
    ----------
    nlp
        The pipeline: its tokeniser cuts the readable text, its vocabulary mends broken words.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._words = frozenset(
            word for word in nlp.vocab.strings if word.isalpha() and word.islower()
        )

    def __call__(self, doc: Doc) -> Doc:
        """Return a new Doc of the readable text, or ``doc`` itself where it is laid out already.

        The raw text is that of the Doc, or of its article where the Doc is empty. The article,
        the context of ``as_tuples`` and all user data go with it. Each block starts a sentence;
        white space never does.

        Raises
        ------
        DetenteError
            D201, when ``doc._.article`` is set and the Doc has another text.
        """
        if doc._.layout is not None:
            return doc
        article: Article | None = doc._.article
        if article is None:
            layout = lay_out(doc.text, (), self._words)
        elif len(doc) == 0 or doc.text == article.text:
            layout = lay_out(article.text, article.markup, self._words)
        else:
            raise DetenteError(Code.D201, article.id)
        readable = self._nlp.make_doc(layout.text)
        readable.user_data.update(doc.user_data)
        readable._context = doc._context
        readable._.layout = layout
        _start_sentences(readable, layout)
        return readable


def prose_sentences(doc: Doc) -> list[Span]:
    """Sentences that are no apparatus, trimmed of white space at both ends.

    Parameters
    ----------
    doc
        With sentence boundaries; with or without a layout.

    Returns
    -------
    list[Span]
        In order, none of them empty.
    """
    layout: Layout | None = doc._.layout
    blocks = () if layout is None else layout.blocks
    starts = [block.start for block in blocks]
    sentences = []
    for sentence in doc.sents:
        tokens = [token.i for token in sentence if not token.is_space]
        if not tokens:
            continue
        block = bisect_right(starts, doc[tokens[0]].idx) - 1
        if block < 0 or blocks[block].kind is not BlockKind.APPARATUS:
            sentences.append(doc[tokens[0] : tokens[-1] + 1])
    return sentences


def raw_offsets(doc: Doc, start_char: int, end_char: int) -> Offsets:
    """Map a stretch of ``doc.text``, at least one character long, to the raw text.

    A Doc without a layout is its own raw text.
    """
    layout: Layout | None = doc._.layout
    if layout is None:
        return Offsets(start_char, end_char)
    return layout.to_raw(start_char, end_char)


def _start_sentences(doc: Doc, layout: Layout) -> None:
    """Start a sentence at each block; a heading is one sentence, the parser cuts the others."""
    starts = [block.start for block in layout.blocks]
    for token in doc:
        block = bisect_right(starts, token.idx) - 1
        if token.is_space:
            token.is_sent_start = False
        elif block >= 0 and token.idx == starts[block]:
            token.is_sent_start = True
        elif block >= 0 and layout.blocks[block].kind is BlockKind.HEADING:
            token.is_sent_start = False
