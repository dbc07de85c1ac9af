"""From the parts of a run to the three files that the other verbs read."""

from itertools import groupby
from pathlib import Path

from detente.cluster.parts import PartRecords, read_run
from detente.store import Store, Version, open_store


def gather(url: str, out: Path) -> int:
    """Write the files of a run from its parts; articles that are there already are kept.

    Parameters
    ----------
    url
        Path or address of the folder of parts.
    out
        Output folder, which may be the same.

    Returns
    -------
    int
        How many articles the files had that the run doesn't have.

    Raises
    ------
    DetenteError
        D520, D521, when parts are missing; D501 to D511, when the files can't be written.
    """
    folder, run = read_run(url)
    with open_store(out) as store:
        for name in run.parts:
            _add(folder.read(name), store)
        return store.dropped


def _add(part: PartRecords, store: Store) -> None:
    grouped = {
        article: list(held) for article, held in groupby(part.stances, key=lambda s: s.article)
    }
    for document in part.documents:
        if not store.keep(document.article, Version(document.sha256, document.model)):
            store.add(document, grouped.get(document.article, []))
    for rejection in part.rejected:
        store.reject(rejection)
