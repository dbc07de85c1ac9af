"""Workers: what ends one takes its own task with it, and no other."""

import ctypes
import faulthandler
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import active_children

import pytest

from detente.errors import Code
from detente.workers import AHEAD, Failure, Work, Worker, in_order

MEMORY = 1 << 28
FATAL = {
    "hang": Code.D224,
    "hang in C": Code.D224,
    "eat memory": Code.D225,
    "raise": Code.D226,
    "panic": Code.D226,
    "exit": Code.D222,
    "crash": Code.D222,
    "be killed": Code.D222,
}


def act(task: str) -> None:
    match task:
        case "hang":
            time.sleep(60)
        case "hang in C":  # holds Python's lock: no handler and no thread gets a turn
            re.match(r"(a|a)*b", "a" * 64)
        case "eat memory":
            b"a" * (2 * MEMORY)
        case "raise":
            raise LookupError("no\nsuch word")
        case "panic":
            raise BaseException("panicked")
        case "exit":
            os._exit(0)
        case "crash":
            faulthandler.disable()  # pytest has it on
            ctypes.string_at(0)
        case "be killed":
            os.kill(os.getpid(), signal.SIGKILL)


def answer(task: str) -> Iterator[str]:
    act(task)
    yield task.upper()


def letters(task: str) -> Iterator[str]:
    for letter in task:
        if letter == "!":
            os._exit(9)
        yield letter


def work(seconds: float = 1.0) -> Work[str, str]:
    return Work("testing", answer, lambda _: seconds, MEMORY)


@pytest.mark.parametrize("processes", [1, 3])
def test_a_task_that_ends_its_worker_takes_no_other_with_it(processes: int) -> None:
    tasks = [word for fatal in FATAL for word in (fatal, "well", "done")]
    results = dict(enumerate(in_order(work(), tasks, processes)))
    assert [task for task, _ in results.values()] == tasks
    for task, result in results.values():
        if task in FATAL:
            assert isinstance(result, Failure)
            assert result.code is FATAL[task]
            assert "\n" not in str(result.error("a.txt"))
        else:
            assert result == task.upper()
    assert active_children() == []


def test_messages_say_what_to_do() -> None:
    found = [str(result.error("a.txt")) for _, result in in_order(work(), FATAL, 1)]
    assert found[0] == (
        "a.txt: testing it took more than 1 s: split it, or allow more with --timeout [D224]"
    )
    assert found[2] == "a.txt: testing it took more than 0.25 GB of memory: split it [D225]"
    assert "LookupError: no such word" in found[3]
    assert "(SIGKILL)" in found[-1]


def test_time_for_those_who_take_results_is_not_the_worker_s() -> None:
    with closing(Worker(Work("testing", letters, lambda _: 0.5, MEMORY))) as worker:
        found = []
        for letter in worker.results("ab"):
            time.sleep(0.6)
            found.append(letter)
    assert found == ["a", "b"]


def test_results_before_the_end_of_a_worker_are_kept() -> None:
    with closing(Worker(Work("testing", letters, lambda _: 9, MEMORY))) as worker:
        *before, last = worker.results("ab!c")
        assert before == ["a", "b"]
        assert last == Failure(Code.D222, {"work": "testing", "how": "status 9"})
        assert list(worker.results("de")) == ["d", "e"]


def test_a_worker_that_ended_between_tasks_is_replaced() -> None:
    with closing(Worker(work())) as worker:
        assert list(worker.results("a")) == ["A"]
        (process,) = active_children()
        process.kill()
        process.join()
        assert list(worker.results("b")) == ["B"]


def test_large_tasks_and_results_pass() -> None:
    task = "a" * 3_000_000
    assert [result for _, result in in_order(work(20), [task] * 4, 2)] == [task.upper()] * 4


@pytest.mark.parametrize("processes", [1, 2])
def test_few_tasks_are_taken_ahead(processes: int) -> None:
    taken = []

    def tasks() -> Iterator[str]:
        for number in range(100):
            taken.append(number)
            yield str(number)

    results = in_order(work(), tasks(), processes)
    for number in range(3):
        assert next(results) == (str(number), str(number))
        assert len(taken) <= AHEAD * processes + number + 2
    results.close()
    assert active_children() == []
