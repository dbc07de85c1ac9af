"""What a run shows while it goes on: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from detente.extract import Outcome
    from detente.records.schemas import RejectionRecord

ARTICLES_PER_LINE = 50
SECONDS_PER_LINE = 10.0


@contextmanager
def show_progress(total: int | None) -> Iterator[Callable[["Outcome"], None]]:
    """Show each article as it is done, and each rejected one by name, on standard error.

    Parameters
    ----------
    total
        How many articles there are, as far as it is known.
    """
    if sys.stderr.isatty():
        with _bar(total) as report:
            yield report
    else:
        yield plain_lines(time.monotonic)


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[["Outcome"], None]]:
    from tqdm import tqdm

    with tqdm(total=total, unit=" articles", dynamic_ncols=True, file=sys.stderr) as bar:

        def report(outcome: "Outcome") -> None:
            if outcome.rejection is not None:
                bar.write(_rejection_line(outcome.rejection), file=sys.stderr)
            bar.update()

        yield report


def plain_lines(clock: Callable[[], float]) -> Callable[["Outcome"], None]:
    """Show a line now and then.

    Parameters
    ----------
    clock
        Gives the time, in seconds.
    """
    done, shown = 0, clock()

    def report(outcome: "Outcome") -> None:
        nonlocal done, shown
        done += 1
        if outcome.rejection is not None:
            typer.echo(_rejection_line(outcome.rejection), err=True)
        now = clock()
        if done % ARTICLES_PER_LINE == 0 or now - shown >= SECONDS_PER_LINE:
            shown = now
            typer.echo(f"{done:,} articles done", err=True)

    return report


def _rejection_line(rejection: "RejectionRecord") -> str:
    return f"{rejection.article}: {rejection.reason} [{rejection.code}]"
