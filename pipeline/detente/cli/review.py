"""The verbs ``review push``, ``pull``, ``status``, ``agreement`` and ``serve``."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import RUN, RunFolder, as_folder
from detente.cli.stopping import STOPPED, stop_on_signals
from detente.errors import Code, DetenteError
from detente.review.order import Order

if TYPE_CHECKING:
    from detente.review.agreement import Agreement, Kappa

SOME_PROBLEMS = 1
SHOWN = 5  # places named in a summary

app = typer.Typer(no_args_is_help=True, help="Review with doccano.")


Url = Annotated[str, typer.Option(envvar="DOCCANO_URL", help="The server.")]
ProjectName = Annotated[str, typer.Option("--project", help="Name of the project there.")]
Wait = Annotated[
    float, typer.Option(min=1, help="Seconds to wait for an answer or a task of the server.")
]
DEFAULT_URL = "http://127.0.0.1:8000"
DEFAULT_PROJECT, DEFAULT_WAIT = "detente", 120.0
STATUSES = ("accepted", "edited", "added", "deleted")


@app.command(epilog="Example: detente review push --by uncertainty --limit 100")
def push(
    folder: RunFolder = RUN,
    url: Url = DEFAULT_URL,
    project: ProjectName = DEFAULT_PROJECT,
    by: Annotated[Order, typer.Option(help="Which sentences come first.")] = Order.UNCERTAINTY,
    limit: Annotated[int | None, typer.Option(min=1, help="How many sentences to send.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also what was reviewed, for a second reviewer.")
    ] = False,
    wait: Wait = DEFAULT_WAIT,
) -> None:
    """Send sentences of a run to doccano; what is there is not sent again.

    User and password come from DOCCANO_USERNAME and DOCCANO_PASSWORD, or from ~/.netrc.
    """
    from detente.review import arrange
    from detente.review import push as sending
    from detente.review.doccano import connect, find_credentials
    from detente.review.merge import read_reviewed, read_run, relocate, settle
    from detente.review.sheet import make_items

    credentials = find_credentials(url, os.environ)
    documents, stances = read_run(folder)
    settled = settle(read_reviewed(folder))
    done = {} if again else relocate(settled.sentences.values(), documents)
    candidates = [
        arrange.Candidate(item, without)
        for item, without in make_items(documents, stances)
        if item.place not in done
    ]
    items = arrange.arrange(candidates, by, settled.disputed, arrange.lexicon_opinion)
    with _stopping("push again to go on"), connect(url, credentials, wait) as server:
        sent = sending.push(server, project, items, limit)
        page = server.address(sent.project)
    for problem in sent.refused:
        typer.echo(problem, err=True)
    typer.echo(f"sentences  {sent.new:,} sent, {sent.there:,} were there")
    if done:
        typer.echo(f"reviewed   {len(done):,}, not sent again")
    if sent.changed:
        shown = ", ".join(map(str, sent.changed[:SHOWN]))
        more = ", ..." if len(sent.changed) > SHOWN else ""
        typer.echo(
            f"changed    {len(sent.changed):,} read differently now; left alone: {shown}{more}"
        )
    if sent.doubles:
        typer.echo(f"removed    {sent.doubles:,} that a broken push had left twice")
    typer.echo(page)
    if sent.refused:
        raise typer.Exit(SOME_PROBLEMS)


@app.command(epilog="Example: detente review pull")
def pull(
    folder: RunFolder = RUN,
    url: Url = DEFAULT_URL,
    project: ProjectName = DEFAULT_PROJECT,
    every: Annotated[
        bool, typer.Option("--all", help="Also changed sentences without a check mark.")
    ] = False,
    adjudicate: Annotated[
        bool, typer.Option("--adjudicate", help="These reviews settle disagreements.")
    ] = False,
    wait: Wait = DEFAULT_WAIT,
) -> None:
    """Bring reviewed sentences back into reviewed.jsonl of the run's folder."""
    from detente.actors.knowledge import load_knowledge
    from detente.review import merge
    from detente.review import pull as taking
    from detente.review.doccano import connect, find_credentials

    credentials = find_credentials(url, os.environ)
    documents, _ = merge.read_run(folder)
    known = {code for d in documents for mention in d.mentions for code in mention.actors}
    known |= load_knowledge(None).types.keys() | _countries()
    with _stopping("nothing was taken"), merge.sole_writer(folder):
        before = merge.read_reviewed(folder)
        with connect(url, credentials, wait) as server:
            pulled = taking.pull(
                server,
                project,
                known,
                credentials.user if every else None,
                adjudicate,
            )
        after = merge.merge(before, pulled.reviews)
        merge.write_reviewed(folder, after)
    for problem in pulled.problems:
        typer.echo(problem, err=True)
    for name, meant in sorted(pulled.variants.items()):
        typer.echo(f"label {name!r} counts as {meant!r}", err=True)
    counts = ", ".join(f"{pulled.statuses[status]:,} {status}" for status in STATUSES)
    typer.echo(
        f"sentences  {len(pulled.reviews):,} reviewed, {len(pulled.problems):,} with problems"
    )
    typer.echo(f"stances    {counts}")
    disputed = merge.settle(after).disputed
    if disputed:
        typer.echo(f"disputed   {len(disputed):,}: see `detente review agreement`")
    typer.echo(folder / merge.REVIEWED)
    if pulled.problems:
        raise typer.Exit(SOME_PROBLEMS)


@app.command(epilog="Example: detente review status")
def status(
    folder: RunFolder = RUN,
    url: Url = DEFAULT_URL,
    project: ProjectName = DEFAULT_PROJECT,
    wait: Wait = DEFAULT_WAIT,
) -> None:
    """Say how far the review is."""
    from detente.review.doccano import connect, find_credentials
    from detente.review.merge import read_reviewed, settle
    from detente.review.pull import progress

    with connect(url, find_credentials(url, os.environ), wait) as server:
        found = progress(server, project)
    settled = settle(read_reviewed(folder))
    typer.echo(f"on the server  {found.sent:,}")
    typer.echo(f"ticked         {found.ticked.total():,}")
    for name, count in sorted(found.ticked.items()):
        typer.echo(f"  {name:<13}{count:,}")
    typer.echo(f"changed        {found.changed:,} without a check mark")
    typer.echo(f"taken back     {len(settled.sentences):,}")
    typer.echo(f"disputed       {len(settled.disputed):,}")


@app.command(epilog="Example: detente review agreement --prefer anna")
def agreement(
    folder: RunFolder = RUN,
    prefer: Annotated[
        str | None, typer.Option(help="Settle disagreements as this reviewer says.")
    ] = None,
    majority: Annotated[
        bool, typer.Option("--majority", help="Settle disagreements as most reviewers say.")
    ] = False,
) -> None:
    """Compare reviewers: Cohen's kappa with a 95 % interval, and where they differ."""
    from detente.review import merge
    from detente.review.agreement import compare_reviewers

    if prefer is not None and majority:
        raise typer.BadParameter("give --prefer or --majority, not both")
    with merge.sole_writer(folder):
        reviews = merge.read_reviewed(folder)
        compared = compare_reviewers(reviews)
        if not compared:
            raise DetenteError(Code.D840, folder / merge.REVIEWED)
        names = sorted({review.reviewer for review in reviews})
        if prefer is not None and prefer not in names:
            raise DetenteError(Code.D841, "--prefer", name=prefer, names=", ".join(names))
        for each in compared:
            _show(each)
        if prefer is not None or majority:
            disputed = merge.settle(reviews).disputed
            rulings = merge.adjudicate(disputed, prefer or merge.MAJORITY)
            merge.write_reviewed(folder, merge.merge(reviews, rulings))
            typer.echo(f"settled {len(rulings):,} of {len(disputed):,} disagreements")


@app.command(epilog="Example: detente review serve --port 8000")
def serve(
    folder: Annotated[
        Path, typer.Option("--data", parser=as_folder, help="Folder for its database and logs.")
    ] = Path(".doccano"),
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
) -> None:
    """Run a doccano server on this machine, with its worker, until Ctrl-C.

    Only this machine reaches it. User and password come from DOCCANO_USERNAME and
    DOCCANO_PASSWORD; a new server makes up a password otherwise, and shows it once.
    """
    from detente.review import server

    typer.echo("starting doccano; the first time takes some minutes", err=True)
    with (
        _stopping("the next start goes on with what is there"),
        server.serve(folder, port, os.environ) as served,
    ):
        typer.echo(served.url)
        if served.credentials is not None:
            typer.echo(f"user       {served.credentials.user}")
        if served.credentials is not None and served.generated:
            typer.echo(f"password   {served.credentials.password}")
        served.wait()


@contextmanager
def _stopping(what_then: str) -> Iterator[None]:
    try:
        with stop_on_signals():
            yield
    except KeyboardInterrupt as stop:
        typer.echo(f"stopped; {what_then}", err=True)
        raise typer.Exit(STOPPED) from stop


def _countries() -> set[str]:
    import pycountry

    return {country.alpha_3 for country in pycountry.countries}


def _show(agreement: "Agreement") -> None:
    typer.echo(f"{agreement.first} and {agreement.second}: {agreement.sentences:,} in common")
    typer.echo("decision       n  agreed  kappa")
    for kappa in agreement.kappas:
        typer.echo(_line(kappa))
    for difference in agreement.differences:
        typer.echo(f"{difference.place}: {' '.join(difference.sentence.split())}")
        typer.echo(f"  {agreement.first}: {difference.first}")
        typer.echo(f"  {agreement.second}: {difference.second}")


def _line(kappa: "Kappa") -> str:
    value = (
        "undefined"
        if kappa.kappa is None
        else f"{kappa.kappa:.2f} [{kappa.low:.2f}, {kappa.high:.2f}]"
    )
    return f"{kappa.decision:<10}{kappa.n:>6,}{kappa.agreed:>8.2f}  {value}"
