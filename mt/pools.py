"""Manners of processes and threads: none outlives the one that started it, and those with most to do give way.

`Crew` is a pool of processes that outlives any of them. Each has a pipe of its own, and nothing is shared by two: a
queue between many (as in `concurrent.futures`) has locks, and a worker that is killed while it holds one leaves all
others waiting for ever.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread, get_native_id
from typing import Any, Generic, TypeVar

_NICER = 5  # steps of niceness; each is worth a tenth of the time where a core is wanted twice
_PATIENCE = 20  # seconds a crew that is not needed any more has to go by itself
_OURS = ("SIGINT", "SIGTERM", "SIGHUP")  # signals that are the first process's business, though a terminal tells all
Made = TypeVar("Made")
Task = TypeVar("Task")


def follow_parent() -> None:
    """From now on end when the process that started this one has ended, however it did."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_wait_and_end, args=(parent.sentinel,), daemon=True).start()


def _wait_and_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def giving_way(make: Callable[[], Made]) -> Made:
    """What `make` gives; threads that it starts are a little less urgent than all others of this process.

    For an engine: where cores are few and its threads busy, the one thread that prepares and finishes what it works on
    would have to wait its turn, and the engine then for it. Linux alone knows niceness of threads; a thread has it
    from the one that starts it.
    """
    if sys.platform != "linux":
        return make()

    def nicely() -> Made:
        with suppress(OSError):
            thread = get_native_id()
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + _NICER)
        return make()

    with ThreadPoolExecutor(1, "nicely") as once:
        return once.submit(nicely).result()


class Crew(Generic[Task]):
    """Processes that are given tasks, one each at a time; one that dies is replaced when there is a task for it."""

    def __init__(self, size: int, work: Callable[..., None], *told: object) -> None:
        """Nothing is started before there is a task.

        Args:
            size: how many processes.
            work: what each does: `work(connection, *told)`, as `answering` helps to; a function of a module.
            told: can be sent to a process that is started.
        """
        self._size, self._work, self._told = size, work, told
        self._context = get_context("spawn")
        self._hands: list[_Hand[Task]] = []

    def __enter__(self) -> Crew[Task]:
        return self

    def __exit__(self, *_: object) -> None:
        """Let them go; one that does not in good time is ended."""
        for hand in self._hands:
            hand.connection.close()  # which tells it so
        end = time.monotonic() + _PATIENCE
        for hand in self._hands:
            hand.process.join(max(0, end - time.monotonic()))
            hand.process.kill()
            hand.process.join()

    @property
    def has_room(self) -> bool:
        """Whether one of them has nothing to do."""
        return sum(hand.task is not None for hand in self._hands) < self._size

    @property
    def is_busy(self) -> bool:
        """Whether anybody is at something."""
        return any(hand.task is not None for hand in self._hands)

    def give(self, task: Task, content: object) -> None:
        """Send somebody to work.

        Args:
            task: comes back with the answer.
            content: what is sent.

        Raises:
            OSError: if no process can be started.
        """
        data = pickle.dumps(content)
        for hand in [hand for hand in self._hands if hand.task is None]:
            if hand.takes(task, data):
                return
            self._dismiss(hand)  # it has died while it had nothing to do
        hand = _Hand(self._context, self._work, self._told)
        self._hands.append(hand)
        hand.takes(task, data)  # if it has died at once, `heard` will say so

    def heard(self, seconds: float) -> list[tuple[Task, Any]]:
        """The tasks that have been done within so many seconds, with what was answered; None: somebody died over it."""
        found: list[tuple[Task, Any]] = []
        busy = {hand.connection: hand for hand in self._hands if hand.task is not None}
        for connection in wait(list(busy), seconds) if busy else ():
            hand = busy[connection]
            task, hand.task = hand.task, None
            assert task is not None
            try:
                found.append((task, pickle.loads(hand.connection.recv_bytes())))
            except (EOFError, OSError):  # also where it was killed half-way through what it said
                self._dismiss(hand)
                found.append((task, None))
        return found

    def _dismiss(self, hand: _Hand[Task]) -> None:
        self._hands.remove(hand)
        hand.connection.close()
        hand.process.kill()
        hand.process.join()


class _Hand(Generic[Task]):
    """A process of a crew, the pipe to it, and the task it is at."""

    def __init__(self, context: Any, work: Callable[..., None], told: tuple[object, ...]) -> None:
        self.connection, theirs = context.Pipe()
        self.task: Task | None = None
        self.process = context.Process(target=work, args=(theirs, *told), daemon=True)
        try:
            with _kept_to_ourselves():
                self.process.start()
        finally:
            theirs.close()  # so that the pipe ends when the process does

    def takes(self, task: Task, data: bytes) -> bool:
        """Send it a task; whether it is there to take it."""
        self.task = task
        try:
            self.connection.send_bytes(data)
        except OSError:
            return False
        return True


@contextmanager
def _kept_to_ourselves() -> Iterator[None]:
    """A process that is started meanwhile never hears what is sent to all of a terminal or a service."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # else it is started meanwhile, and lets signals through again
    named = {getattr(signal, name) for name in _OURS if hasattr(signal, name)}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, named)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def answering(connection: Connection, answer: Callable[[Any], object]) -> None:
    """In a process of a crew: give an answer to everything that comes, until the crew is not needed any more.

    Args:
        connection: to the process that has started this one.
        answer: raises nothing.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    follow_parent()
    with suppress(EOFError, OSError):
        while True:
            connection.send_bytes(pickle.dumps(answer(pickle.loads(connection.recv_bytes()))))
