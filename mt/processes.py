"""The same job in several processes of one machine, each with an engine, for Python works on one core at a time.

Blocks of articles go to workers that read, translate and write by themselves (`mt.batch.worker`). A worker that dies
(killed, or for want of memory) takes the others along; they are started again, and blocks that were not told of are
done again, of which what is finished is recognised. If this process dies, so do the workers.
"""

from __future__ import annotations

import os
import pickle
import signal
import warnings
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from ctypes import c_bool
from multiprocessing import get_context

from mt import pipeline, pools
from mt.batch import inputs
from mt.batch.worker import Done, Place, SharedRun, Worker, everywhere
from mt.config import Config
from mt.errors import Fallback, OutputError

_AHEAD = 2  # blocks for each worker that are handed out
_LIVES = 3  # times the workers are started while nothing comes of it
_POLL = 0.2  # seconds between two looks at whether to stop


class ProcessRun(SharedRun):
    """A run in several processes.

    Raises:
        OutputError: if workers die again and again; what is finished stays.
    """

    def translate(self) -> None:
        """Share the blocks out, and tell what comes back."""
        _, self.journal.signature = pipeline.engine_of(self.config)  # converted once, and what is wrong is said here
        context = get_context("spawn")
        halt = context.RawValue(c_bool, False)  # without a lock, which a killed worker might hold for ever
        rest = self._blocks()
        held: deque[bytes] = deque()
        cores = self.config.threads or os.cpu_count() or 1
        config = everywhere(self.config, max(1, cores // self.workers))
        deaths = told = 0
        while deaths < _LIVES:
            try:
                with ProcessPoolExecutor(
                    self.workers, context, initializer=_begin, initargs=(config, self.place, halt)
                ) as pool:
                    self._share(pool, rest, held, halt)
                break
            except BrokenProcessPool:
                deaths = deaths + 1 if len(self.report) == told else 1
                told = len(self.report)
        else:
            raise OutputError(
                f"the workers died {_LIVES} times over one block, perhaps for want of memory: run it with --workers 1"
            )

    def _blocks(self) -> Iterator[bytes]:
        for number, task in enumerate(inputs.tasks(self.articles, self.selection), 1):
            for block in inputs.blocks(number, task, self.selection):
                yield pickle.dumps(block)

    def _share(self, pool: ProcessPoolExecutor, rest: Iterator[bytes], held: deque[bytes], halt: c_bool) -> None:
        """Hand blocks out in order until there are none; `held` are those handed out and not told of yet."""
        running = deque(_handed(pool, block) for block in held)
        while True:
            while len(running) < _AHEAD * self.workers and not self.stop.is_set():
                if (block := next(rest, None)) is None:
                    break
                held.append(block)
                running.append(_handed(pool, block))
            if not running:
                return
            if (done := self._awaited(running, halt)) is not None:
                self.told(done)
            running.popleft()
            held.popleft()

    def _awaited(self, running: deque[Future[Done]], halt: c_bool) -> Done | None:
        """The result of the first; when the run is to stop, those not begun are taken back, and None stands for one."""
        while True:
            if self.stop.is_set():
                halt.value = True
                self.report.stopped = True
                for future in running:
                    future.cancel()
                if running[0].cancelled():
                    return None
            if wait([running[0]], _POLL).done:
                return running[0].result()


def _handed(pool: ProcessPoolExecutor, block: bytes) -> Future[Done]:
    """Submit a block. A worker that this starts never hears Ctrl-C, which is this process's business."""
    if not hasattr(signal, "pthread_sigmask"):
        return pool.submit(_do, block)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_do, block)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- in the worker's process

_worker: list[Worker] = []
_told: list[tuple[Config, Place, c_bool]] = []


def _begin(config: Config, place: Place, halt: c_bool) -> None:
    """Remember what the worker is to be; it is made with the first block, so that its errors are told."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore", Fallback)  # the process that starts the workers has said it
    pools.follow_parent()
    _told.append((config, place, halt))


def _do(block: bytes) -> Done:
    if not _worker:
        config, place, halt = _told[0]
        _worker.append(Worker(config, place, lambda: bool(halt.value)))
    return _worker[0].block(pickle.loads(block))
