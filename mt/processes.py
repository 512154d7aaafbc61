"""The same job in several processes of one machine, each with an engine, for Python works on one core at a time.

Blocks of articles go to workers that read, translate and write by themselves (`mt.batch.worker`). A worker that dies
(killed, or for want of memory) is replaced, and its block is done again, of which what is finished is recognised. A
block that workers die over again and again is given out an article at a time, so that only the one that is too much for
them fails. If this process dies, so do the workers.
"""

from __future__ import annotations

import os
import warnings
from collections import deque
from ctypes import c_bool
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple

from mt import pipeline, pools
from mt.batch import inputs
from mt.batch.inputs import Block
from mt.batch.results import Result
from mt.batch.worker import Done, Place, SharedRun, Worker, everywhere
from mt.config import Config
from mt.errors import Fallback, MtError, OutputError, described

_LIVES = 3  # workers that a block may cost
_FRUITLESS = 12  # workers that die one after the other while no block is done: it is not for the sake of one article
_POLL = 0.2  # seconds between two looks at whether to stop


@dataclass(eq=False, slots=True)
class _Task:
    """A block, how many workers have died over it, and what became of it when it is done."""

    block: Block
    deaths: int = 0
    done: Done | None = None


class ProcessRun(SharedRun):
    """A run in several processes.

    Raises:
        OutputError: if workers die whatever they are given; what is finished stays.
    """

    def translate(self) -> None:
        """Share the blocks out, and tell what comes back."""
        pipeline.lists(self.config)  # what is wrong is said here
        _, self.journal.signature = pipeline.engine_of(self.config)  # converted once
        halt = get_context("spawn").RawValue(c_bool, False)  # without a lock, which a killed worker might hold for ever
        cores = self.config.threads or os.cpu_count() or 1
        config = everywhere(self.config, max(1, cores // self.workers))
        self._line: deque[_Task] = deque()  # what has not been told of, in the order of the articles
        self._ready: deque[_Task] = deque()  # what nobody is at
        self._fruitless = 0
        with pools.Crew[_Task](self.workers, _serve, _Told(config, self.place, halt)) as crew:
            try:
                self._share(crew, halt)
            finally:
                halt.value = True  # for those who are at something, if this ends with an error

    def _share(self, crew: pools.Crew[_Task], halt: c_bool) -> None:
        """Hand blocks out until there are none, or the run is to stop, and tell of them in order."""
        rest = inputs.every_block(self.articles, self.selection)
        while True:
            if self.stop.is_set():
                halt.value = self.report.stopped = True
                self._ready.clear()
            while not self.report.stopped and len(self._ready) < self.workers and (block := next(rest, None)):
                self._ready.append(_Task(block))
                self._line.append(self._ready[-1])
            while self._ready and crew.has_room:
                self._handed(crew, self._ready.popleft())
            if not crew.is_busy:
                break
            for task, answer in crew.heard(_POLL):
                self._answered(task, answer)
            while self._line and (done := self._line[0].done):
                self._line.popleft()
                self.told(done)
        for done in (task.done for task in self._line if task.done):  # before them is what was left when it stopped
            self.told(done)

    def _handed(self, crew: pools.Crew[_Task], task: _Task) -> None:
        try:
            crew.give(task, task.block)
        except OSError as error:
            raise OutputError(f"no worker can be started ({error.strerror}): use --workers 1") from error

    def _answered(self, task: _Task, answer: Done | Exception | None) -> None:
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            self._died(task)
        else:
            task.done, self._fruitless = answer, 0

    def _died(self, task: _Task) -> None:
        """A worker has died over a block: it is given out again, at last in single articles; who fails then has failed.

        Raises:
            OutputError: if that is of no use.
        """
        task.deaths += 1
        self._fruitless += 1
        if self._fruitless == _FRUITLESS:
            raise OutputError(
                f"{_FRUITLESS} workers died one after the other, perhaps for want of memory: run it with --workers 1"
            )
        if task.deaths == _LIVES:
            task.done = Done([_given_up(found) for found in task.block.found], {}, [], False)
        elif task.deaths == _LIVES - 1 and len(task.block.found) > 1 and not self.config.shards:
            self._divide(task)
        else:
            self._ready.appendleft(task)

    def _divide(self, task: _Task) -> None:
        """Every article of a block by itself, in its place."""
        parts = [_Task(Block(task.block.name, [found]), _LIVES - 2) for found in task.block.found]
        at = self._line.index(task)
        del self._line[at]
        for part in reversed(parts):
            self._line.insert(at, part)
            self._ready.appendleft(part)


def _given_up(found: inputs.Found) -> Result:
    reason = f"{_LIVES} workers died over it, perhaps for want of memory; it was left out"
    return Result(found.article, error=found.error or f"{found.article.path}: {reason}")


# --- in the worker's process


class _Told(NamedTuple):
    """What a worker is told once."""

    config: Config
    place: Place
    halt: c_bool


def _serve(connection: Connection, told: _Told) -> None:
    """Do one block after the other. The worker is made with the first, so that its errors are told."""
    warnings.simplefilter("ignore", Fallback)  # the process that starts the workers has said it
    made: list[Worker] = []

    def done(block: Block) -> Done | Exception:
        try:
            if not made:
                made.append(Worker(told.config, told.place, lambda: bool(told.halt.value)))
            return made[0].block(block)
        except Exception as error:
            return error if isinstance(error, MtError) else RuntimeError(described(error))

    pools.answering(connection, done)
