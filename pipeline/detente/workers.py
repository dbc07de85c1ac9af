"""Processes that work for a run, and whose end takes no more with it than their task.

A worker is forked, so that it has what the run has loaded. It does one task at a time under a
limit of time and of memory, both kept by the kernel: code that hangs can't get round them.
"""

import fcntl
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, cast

from detente.errors import Code, DetenteError

SECONDS = 120.0
SLOWEST = 500  # characters a second; a slow machine annotates 4,000
MEMORY = 6 << 30  # bytes that a task may take; an article of the greatest length takes 3 GB
AHEAD = 8  # tasks a process that are taken before the first of them is done
_OUT_OF_MEMORY = 3  # exit status
_STATM = Path("/proc/self/statm")

Task = TypeVar("Task")
Result = TypeVar("Result")


class Failure(NamedTuple):
    """What a task came to that its worker couldn't do: a message's code and fields."""

    code: Code
    fields: dict[str, object]

    def error(self, where: str) -> DetenteError:
        """Give the message, for a task of this name."""
        return DetenteError(self.code, where, **self.fields)


class _End(NamedTuple):
    """A task has no more results."""


@dataclass(frozen=True, slots=True)
class Work(Generic[Task, Result]):
    """What workers do.

    Attributes
    ----------
    name
        For messages: "reading", "annotating".
    do
        Gives the results of a task, one at a time.
    seconds
        How long one result of a task may take.
    memory
        How many bytes a task may take.
    """

    name: str
    do: Callable[[Task], Iterator[Result]]
    seconds: Callable[[Task], float]
    memory: int


def seconds_for(characters: int, timeout: float | None) -> float:
    """Give the time that an article of so many characters may take, unless the user says it."""
    return SECONDS + characters / SLOWEST if timeout is None else timeout


class Worker(Generic[Task, Result]):
    """A process that does tasks one after the other; where it ends, the next task has a new one."""

    def __init__(self, work: Work[Task, Result]) -> None:
        self._work = work
        self._process: Any = None
        self.connection: Connection

    def give(self, task: Task) -> None:
        """Hand out a task; the results of the one before have been taken.

        Raises
        ------
        DetenteError
            D227 when no process can be started.
        """
        self._task = task
        if self._process is None:
            self._start()
        try:
            self.connection.send(task)
        except OSError:  # ended while it had nothing to do
            self.close()
            self._start()
            self.connection.send(task)

    def take(self) -> Result | Failure | _End:
        """Wait for the next result of the task; nothing comes after a failure or the end."""
        try:
            message: Result | Failure | _End = self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            message = self._failure(self._process.exitcode)
        if isinstance(message, Failure):
            self.close()
        return message

    def results(self, task: Task) -> Iterator[Result | Failure]:
        """Do a task, and give its results as they come; a failure is the last."""
        self.give(task)
        while not isinstance(message := self.take(), _End):
            yield message
            if isinstance(message, Failure):
                return

    def only(self) -> Result | Failure:
        """Wait for the result of a task that has but one."""
        message = self.take()
        assert not isinstance(message, _End)
        if not isinstance(message, Failure):
            self.take()
        return message

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None
            self.connection.close()
            self._lifeline.close()

    def _start(self) -> None:
        context = get_context("fork")
        self.connection, its_end = context.Pipe()
        tied, self._lifeline = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_serve,
            args=(self._work, its_end, tied, (self.connection, self._lifeline)),
            daemon=True,
        )
        try:
            self._process.start()
        except OSError as error:
            raise DetenteError(Code.D227, self._work.name, problem=error.strerror) from error
        its_end.close()
        tied.close()

    def _failure(self, status: int) -> Failure:
        if status == -signal.SIGALRM:
            seconds = self._work.seconds(self._task)
            return Failure(Code.D224, {"work": self._work.name, "seconds": seconds})
        if status == _OUT_OF_MEMORY:
            gigabytes = self._work.memory / (1 << 30)
            return Failure(Code.D225, {"work": self._work.name, "gigabytes": gigabytes})
        how = signal.Signals(-status).name if status < 0 else f"status {status}"
        return Failure(Code.D222, {"work": self._work.name, "how": how})


@dataclass(slots=True, eq=False)
class _Job(Generic[Task, Result]):
    task: Task
    result: Result | Failure | None = None


class _Crew(Generic[Task, Result]):
    """Workers that share tasks of one result each."""

    def __init__(self, work: Work[Task, Result], processes: int) -> None:
        self._idle = [Worker(work) for _ in range(processes)]
        self._busy: dict[Connection, tuple[Worker[Task, Result], _Job[Task, Result]]] = {}
        self._waiting: deque[_Job[Task, Result]] = deque()

    def add(self, task: Task) -> _Job[Task, Result]:
        """Take a task, to be handed out when a worker is free."""
        job = _Job[Task, Result](task)
        self._waiting.append(job)
        self._collect(0)
        return job

    def finish(self, job: _Job[Task, Result]) -> Result | Failure:
        """Wait for the result of a task."""
        while job.result is None:
            self._collect(None)
        return job.result

    def close(self) -> None:
        for worker, _ in self._busy.values():
            worker.close()
        for worker in self._idle:
            worker.close()

    def _collect(self, timeout: float | None) -> None:
        """Take the results that are there, and hand out tasks to those who are free."""
        for connection in wait(list(self._busy), timeout) if self._busy else ():
            worker, job = self._busy.pop(cast(Connection, connection))
            self._idle.append(worker)
            job.result = worker.only()
        while self._idle and self._waiting:
            worker, job = self._idle.pop(), self._waiting.popleft()
            worker.give(job.task)
            self._busy[worker.connection] = worker, job


def in_order(
    work: Work[Task, Result], tasks: Iterable[Task], processes: int
) -> Iterator[tuple[Task, Result | Failure]]:
    """Do tasks of one result each, and give them back in their order.

    Raises
    ------
    DetenteError
        D227: see `Worker.give`.
    """
    jobs: deque[_Job[Task, Result]] = deque()
    with closing(_Crew(work, processes)) as crew:
        for task in tasks:
            jobs.append(crew.add(task))
            while jobs and (len(jobs) > AHEAD * processes or jobs[0].result is not None):
                job = jobs.popleft()
                yield job.task, crew.finish(job)
        for job in jobs:
            yield job.task, crew.finish(job)


def _serve(
    work: Work[Task, Result],
    connection: Connection,
    tied: Connection,
    ends_of_the_run: Iterable[Connection],
) -> None:
    """Do tasks as they come, until the run closes its end."""
    for end in ends_of_the_run:
        end.close()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGIO):
        signal.signal(number, signal.SIG_DFL)
    _end_with_the_run(tied)
    _limit_memory(work.memory)
    with suppress(EOFError, OSError):
        while True:
            for message in _messages(work, connection.recv()):
                connection.send(message)


def _messages(work: Work[Task, Result], task: Task) -> Iterator[Result | Failure | _End]:
    results = work.do(task)
    message: Result | Failure | _End | None = None
    while not isinstance(message, Failure | _End):
        signal.setitimer(signal.ITIMER_REAL, work.seconds(task))
        try:
            message = next(results, _End())
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except BaseException as error:  # libraries in Rust panic with one that is no Exception
            problem = f"{type(error).__name__}: {error}"
            message = Failure(Code.D226, {"work": work.name, "problem": problem})
        signal.setitimer(signal.ITIMER_REAL, 0)
        yield message


def _end_with_the_run(tied: Connection) -> None:
    """Let the kernel end this process when the run, which has the other end, is no more."""
    fcntl.fcntl(tied, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(tied, fcntl.F_SETFL, fcntl.fcntl(tied, fcntl.F_GETFL) | os.O_ASYNC)
    if tied.poll():
        os._exit(0)


def _limit_memory(size: int) -> None:
    """Let this process take no more than this beside what it has; only Linux tells how much."""
    if _STATM.exists():
        limit = int(_STATM.read_text().split()[0]) * resource.getpagesize() + size
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
