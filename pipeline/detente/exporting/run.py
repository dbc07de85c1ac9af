"""An export, from a run's folder to a file."""

from dataclasses import dataclass, replace
from pathlib import Path

from detente.errors import Code, DetenteError
from detente.exporting.registry import FORMATS, Format
from detente.exporting.selection import Filters, Selection, days, read_run, select
from detente.exporting.texts import read_texts
from detente.reading import ReadOptions
from detente.review.merge import REVIEWED
from detente.store import FILES
from detente.whole import whole

EXPORTS = "exports"  # folder for exports, in the run's
KEPT = (*FILES, REVIEWED)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did.

    Attributes
    ----------
    out
        The file or folder.
    stances, articles
        How many stances it holds, and from how many articles they are.
    undated
        How many stances were left out for want of a date that is exact enough.
    """

    out: Path
    stances: int
    articles: int
    undated: int


def find_format(name: str) -> Format:
    """Give the format of a name.

    Raises
    ------
    DetenteError
        D701.
    """
    if name not in FORMATS:
        raise DetenteError(Code.D701, name, known=", ".join(FORMATS))
    return FORMATS[name]


def export(
    name: str,
    folder: Path,
    out: Path | None,
    filters: Filters,
    articles: str | None,
    reading: ReadOptions,
) -> Exported:
    """Export a run.

    Parameters
    ----------
    name
        Of the format.
    folder
        What `detente.extract.extract` wrote.
    out
        File or folder to write; None for one in the run's folder.
    articles
        What the run was made from; only formats with text need it.

    Raises
    ------
    DetenteError
        D7xx, D303, D306, D501 to D505, D102, D103; nothing is written then.
    """
    format_ = find_format(name)
    out = folder / EXPORTS / format_.file if out is None else out
    if out.resolve() in {(folder / file).resolve() for file in KEPT}:
        raise DetenteError(Code.D710, out)
    selection = select(read_run(folder), filters)
    if format_.needs_month:
        selection = _with_month(selection)
    if format_.needs_text:
        if articles is None:
            raise DetenteError(Code.D711, name)
        selection = replace(selection, texts=read_texts(articles, reading, selection))
    with whole(out) as part:
        format_.write(selection, part)
    return Exported(
        out=out,
        stances=len(selection.stances),
        articles=len({stance.article for stance in selection.stances}),
        undated=selection.undated,
    )


def _with_month(selection: Selection) -> Selection:
    """Leave out stances whose date names no month."""
    dated = tuple(
        stance
        for stance in selection.stances
        if (period := days(stance.date)) is not None and period.start[:7] == period.end[:7]
    )
    undated = selection.undated + len(selection.stances) - len(dated)
    return replace(selection, stances=dated, undated=undated)
