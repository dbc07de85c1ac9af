"""Measurements as text."""

from collections.abc import Iterator

from detente.bench.measure import SPACY, Measurements

NAME, NUMBER = 42, 10  # widths of columns
HEADER = ("CPU s", "words/s", "x spaCy", "wall s", "words/s")


def render(now: Measurements, before: Measurements | None) -> str:
    """Write measurements, and beside them how many times the processor time of others they took.

    Parameters
    ----------
    now
    before
        Those of another version, or None.
    """
    return "\n".join(_lines(now, before)) + "\n"


def _lines(now: Measurements, before: Measurements | None) -> Iterator[str]:
    def ratio(name: str) -> list[str]:
        if before is None:
            return []
        old = _cpu_by_word(before).get(name)
        return [f"{_cpu_by_word(now)[name] / old:.2f}" if old else "-"]

    yield (
        f"{now.words:,} words in {now.articles:,} articles. Compare processor time (CPU); "
        "wall time counts on an idle machine alone."
    )
    yield ""
    compared = ["against"] if before else []
    spacy = now.runs[SPACY].cpu
    yield _row("", *HEADER, *compared)
    for name, cost in now.runs.items():
        yield _row(
            name,
            f"{cost.cpu:.1f}",
            f"{now.words / cost.cpu:,.0f}",
            f"{cost.cpu / spacy:.2f}",
            f"{cost.wall:.1f}",
            f"{now.words / cost.wall:,.0f}",
            *ratio(name),
        )
    yield ""
    total = sum(now.stages.values())
    yield _row("stages of whole", "CPU s", "share", "x spaCy", *compared)
    for name, seconds in now.stages.items():
        numbers = (f"{seconds:.1f}", f"{seconds / total:.0%}", f"{seconds / spacy:.2f}")
        yield _row(name, *numbers, *ratio(name))
    yield ""
    yield (
        f"cold start of explain: {now.start.cpu:.2f} s CPU, {now.start.wall:.2f} s wall"
        f"{_before(now.start.cpu, before.start.cpu if before else None)}"
    )
    memory = now.memory
    yield (
        f"memory: {memory.early:,.0f} MB after article {memory.early_article:,}, "
        f"{memory.last:,.0f} MB after article {memory.last_article:,} "
        f"({memory.last / memory.early - 1:+.1%}), {memory.highest:,.0f} MB at most"
        f"{_before(memory.highest, before.memory.highest if before else None)}"
    )


def _cpu_by_word(measured: Measurements) -> dict[str, float]:
    seconds = {name: cost.cpu for name, cost in measured.runs.items()} | measured.stages
    return {name: value / measured.words for name, value in seconds.items()}


def _before(now: float, before: float | None) -> str:
    return "" if before is None else f"; {now / before:.2f} times as before"


def _row(name: str, *numbers: str) -> str:
    return name.ljust(NAME) + "".join(number.rjust(NUMBER) for number in numbers)
