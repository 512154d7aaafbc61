"""Manners of processes and threads: none outlives the one that started it, and those with most to do give way."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread, get_native_id
from typing import TypeVar

_NICER = 5  # steps of niceness; each is worth a tenth of the time where a core is wanted twice
Made = TypeVar("Made")


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
