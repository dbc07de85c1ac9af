"""Coded, one-line messages: every failure that a user can cause has one here."""

from enum import Enum


class Code(Enum):
    """A code and the message behind it; the fields in braces are filled in when it is raised.

    D1xx reading, D2xx layout and language model, D3xx actors, D4xx stance models,
    D5xx records and store, D6xx training and evaluation.
    """

    D101 = "there is no text in it"
    D102 = "no such file or folder"
    D103 = "no file matches this pattern"
    D104 = "it can't be read: {problem}"
    D105 = "it is no regular file"
    D106 = "Python knows no encoding of this name: try utf-8, cp1252 or utf-16"
    D107 = "its encoding can't be told: save it as UTF-8, or name the encoding"
    D108 = "it is not valid {encoding}: save it as UTF-8, or name its encoding"
    D109 = "it is no text but binary data"
    D110 = "it is {kind}, which can't be read: save it as text, DOCX or PDF"
    D111 = "its text is too long: {length:,} characters, more than {limit:,}: split it"
    D112 = "it is written in {language}; only English is read"
    D113 = "its front matter can't be read: {problem}"
    D114 = "the page has no main text"
    D115 = "the PDF is encrypted: save it without a password"
    D116 = "the PDF has no text layer (OCR needed)"
    D117 = "the {kind} file is damaged"
    D118 = "the file unpacks to {size:,} bytes, more than {limit:,}"
    D119 = "the line is no JSON object: {problem}"
    D120 = "it has no column {column!r} with text, but these: {columns}"
    D121 = "the row has {found} cells, the header {columns}: quote cells that hold the delimiter"
    D122 = "the row can't be parsed: {problem}"
    D123 = "an article of this id was read before: the one in {file} is left out"
    D124 = "the folder is one of those that it lies in: a link leads back"
    D125 = "line {line} names {file!r} again: the first row counts"
    D126 = "no file of its folder has the name in {count} of its rows, such as {file!r}"
    D201 = (
        "the Doc's text is not its article's text: make the Doc by nlp.make_doc(article.text) "
        "before setting doc._.article"
    )
    D220 = "no spaCy model of this name is installed: install it, or choose another with --model"
    D221 = "this text has {length:,} characters, more than the {limit:,} that the model takes"
    D222 = "a process was ended from outside, perhaps for want of memory: try fewer"
    D223 = (
        "this spaCy model can't be used ({problem}): choose one for English that has a parser and "
        "an entity recogniser"
    )
    D301 = "this line doesn't have the columns {columns}, separated by tabs"
    D302 = "unknown kind {kind!r}: use one of {kinds}"
    D303 = "{date!r} is no date: write a year, year-month or year-month-day, or leave it empty"
    D304 = (
        "{actor!r} is no actor's code: use an ISO 3166-1 alpha-3 code (ROU), an organisation's "
        "acronym, or a name in capitals joined by _ (AL_QAEDA)"
    )
    D305 = "{form!r} has two actors at one time, {other} and {actor}: date them, or drop one"
    D306 = "the period ends ({end}) before it starts ({start})"
    D307 = "the form is empty"
    D308 = "kind not_actor has an empty actor, every other kind has a code"
    D309 = "the table can't be read ({error})"
    D401 = "the stance model can't be read ({problem}): run `make train`, or restore the file"
    D402 = "this is no stance model that can be used ({problem}): run `make train`"
    D403 = "the stance model has format {found}, this version reads {known}: run `make train`"
    D501 = "this line is no JSON object: put it right, or take it out"
    D502 = "this record has format {version!r}, this version of Detente reads {known}"
    D503 = "field {field!r} doesn't fit the format: {problem}"
    D504 = "can't be read: {problem}"
    D505 = "can't be written: {problem}"
    D510 = "another run writes to this folder: wait for its end, or choose another with -o"
    D511 = "can't be written: {problem} (what was there before is whole)"
    D512 = "the output folder lies in the input folder {source}: choose another with -o"
    D513 = "no article is there"
    D514 = "no sentence {number} is there"
    D515 = "no sentence of prose is there"
    D516 = "no such file is there, and this is no sentence"
    D517 = "the input takes in what a run wrote: choose another output folder with -o"
    D601 = "this training set can't be read ({problem}): name the folder that holds it"
    D621 = "the gold cannot be read: {reason}"
    D622 = "this line is no gold record: {reason}"
    D623 = "the file holds no gold record"
    D624 = (
        "{count} articles have this name, so the gold cannot be told to which it belongs: "
        "give the article's id as doc, and the folder that it is in"
    )
    D625 = "this sentence of the gold is not in the article: {sentence!r}"
    D626 = (
        "this sentence of the gold is several times in the article, but not at {start}: "
        "correct its start: {sentence!r}"
    )
    D628 = "there is no article to evaluate"
    D629 = (
        "{groups} articles, counting near-duplicates as one, cannot be split into {count} folds: "
        "choose fewer folds, or add articles"
    )
    D630 = "the model was trained on all {count} of these articles: a score on them says nothing"


class DetenteError(Exception):
    """A failure that a user can act on, as one line.

    Parameters
    ----------
    code
        The kind of failure.
    where
        The file, line or option that it concerns.
    **fields
        Values for the fields of the code's message.

    Attributes
    ----------
    code : Code
    where : str
    reason : str
        The message without its code and place.
    """

    def __init__(self, code: Code, where: object, **fields: object) -> None:
        self.code = code
        self.where = str(where)
        self.reason = " ".join(code.value.format(**fields).split())
        super().__init__(f"{self.where}: {self.reason} [{code.name}]")
