"""Coded, one-line messages: every failure that a user can cause has one here."""

from collections.abc import Callable
from enum import Enum


class Code(Enum):
    """A code and the message behind it; the fields in braces are filled in when it is raised.

    D1xx reading, D2xx language model and processes, D3xx actors, D4xx stance models,
    D5xx records and store, D6xx training and evaluation, D7xx exporting, D8xx review,
    D9xx report.
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
    D127 = "this address can't be read ({problem}): correct it, or see docs/cluster.md"
    D128 = "the line is too long: more than {limit:,} characters; split it"
    D201 = (
        "the Doc's text is not its article's text: make the Doc by nlp.make_doc(article.text) "
        "before setting doc._.article"
    )
    D220 = "no spaCy model of this name is installed: install it, or choose another with --model"
    D221 = "this text has {length:,} characters, more than the {limit:,} that the model takes"
    D222 = (
        "the process {work} it was ended ({how}), perhaps for want of memory: try fewer --processes"
    )
    D223 = (
        "this spaCy model can't be used ({problem}): choose one for English that has a parser and "
        "an entity recogniser"
    )
    D224 = "{work} it took more than {seconds:,.0f} s: split it, or allow more with --timeout"
    D225 = "{work} it took more than {gigabytes:g} GB of memory: split it"
    D226 = "{work} it failed ({problem}): please report this fault of Detente"
    D227 = "no process can be started ({problem}): try fewer --processes"
    D230 = "--engine ray needs Ray: install it with `pip install 'detente[ray]'`"
    D231 = "no Ray cluster can be reached or started ({problem}): see docs/cluster.md"
    D232 = (
        "a machine of the cluster has another Detente or other models ({found}, not {wanted}): "
        "install the same everywhere"
    )
    D233 = "the run on the cluster failed ({problem}): run this again to go on from here"
    D234 = "a cluster can't read standard input: name files"
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
    D404 = "the encoder can't be read ({problem}): restore the file, or run `make train-encoder`"
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
    D518 = "an address is written to by --engine ray alone: name a folder with -o"
    D519 = "--format needs --engine ray: export makes tables of other runs"
    D520 = "this part of a run is missing or damaged: run `detente extract --engine ray` again"
    D521 = "no finished run of --engine ray is there"
    D601 = "this training set can't be read ({problem}): name the folder that holds it"
    D602 = "the encoder was trained on all {count} of these articles: add some that it has not seen"
    D603 = "{name} is not installed: run `make train-encoder`, which brings it in"
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
    D640 = "these are no measurements of the bench ({problem}): measure again with --save"
    D701 = "there is no such format: use one of {known}"
    D702 = "no run is there: run `detente extract` first, or name its folder with -i"
    D703 = "{word!r} is unknown: use one of {known}"
    D704 = "no stance of this run has the actor {actor!r}: correct the code (KAZ, EU, AL_QAEDA)"
    D705 = "none of the {count:,} stances passes the filters: loosen them"
    D706 = "the article isn't in {source}: name with --articles what it was extracted from"
    D707 = (
        "its text has changed since it was annotated (at {start} it doesn't say {text!r}): run "
        "`detente extract` again"
    )
    D708 = "the text has {length:,} characters, an xlsx cell holds {limit:,}: export csv instead"
    D709 = "{count:,} stances are more than the {limit:,} of an xlsx sheet: filter, or export csv"
    D710 = "this is a file of the run itself: choose another with -o"
    D711 = "the format holds the articles' text: name with --articles what they were extracted from"
    D712 = "the folder is not empty: choose another with -o"
    D801 = "the environment for {name} can't be set up: {problem}"
    D802 = (
        "no password is known for this server: set DOCCANO_PASSWORD, and DOCCANO_USERNAME unless "
        "it is admin, or add a line for {host} to ~/.netrc"
    )
    D803 = "the server refuses the password of user {user!r}"
    D804 = "the server can't be reached ({problem}): start it (`make doccano`), or correct its URL"
    D805 = (
        "the server gave no answer within {seconds:g} s: try again, perhaps with a longer --wait; "
        "what was done is kept"
    )
    D806 = "the server failed ({status}): look at its log, then run this again"
    D807 = "the server refuses it ({status}; login, rights or CSRF): {detail}"
    D808 = "this is no doccano server, or a proxy answers for it: {detail}"
    D809 = (
        "task {task} is still pending after {seconds:g} s: start the worker with `doccano task` "
        "(`make doccano` does), or give it longer with --wait, and run this again"
    )
    D810 = "the server reports: {problem}"
    D811 = (
        "{count} sentences came back other than they were sent, the first of them {first}; they "
        "were removed from the server"
    )
    D812 = (
        "the project {name!r} lacks {missing}: set that in its settings, or name another project "
        "with --project"
    )
    D813 = "no project {name!r} is there: push first, or name another with --project"
    D814 = (
        "no sentence has a check mark; {count} without one have changed: tick them, or take them "
        "with --all"
    )
    D816 = "the client of doccano ended: {problem}"
    D817 = "the list of examples changed while it was read: run this again"
    D818 = (
        "this is no address of a server: write it as http://127.0.0.1:8000, without user and "
        "password"
    )
    D820 = "its text was edited on the server: delete it there and push again"
    D821 = "label {name!r} at {start}-{end} has an end outside the text or inside a character"
    D822 = "label {name!r} cuts a word: {words!r}"
    D823 = "label {name!r} is unknown: use an actor's code, a cue, or speaker"
    D824 = "arrow {name!r} joins {ends}: it has to join two actors"
    D825 = "arrow {name!r} leads from {actor} to itself"
    D826 = "arrow {name!r} from {a} to {b} has no cue: label the words that carry it"
    D827 = "two arrows from {a} to {b} say {stance}: keep one"
    D828 = "arrow {name!r} is unknown: use one of the relation types that were sent"
    D829 = "it holds characters that doccano can't keep, and was not sent"
    D830 = (
        "example {example} was sent by another version of Detente, or its metadata was edited: "
        "use that version, or name another project with --project"
    )
    D831 = "it is there twice, and both were changed: delete one on the server"
    D832 = "the {name} of doccano ended (status {status}): look at server.log in its folder"
    D833 = "doccano can't be set up ({command}): {problem}"
    D834 = "port {port} can't be used ({problem}): choose another with --port"
    D840 = "fewer than two reviewers have a sentence in common"
    D841 = "no reviewer {name!r} is there, but: {names}"
    D901 = "this isn't what `detente evaluate` of this version writes ({problem}): run it again"
    D902 = "none of the {count} articles is as the run read it: name their folder with --articles"
    D903 = "the next run would read it as an article of {source}: choose another place with -o"


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

    def __reduce__(self) -> tuple[Callable[..., "DetenteError"], tuple[object, ...]]:
        """Let it travel from one process to another."""
        return _remade, (self.code, self.where, self.reason)


def _remade(code: Code, where: str, reason: str) -> DetenteError:
    error = DetenteError.__new__(DetenteError, f"{where}: {reason} [{code.name}]")
    error.code, error.where, error.reason = code, where, reason
    return error
