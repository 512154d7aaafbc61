"""A memory that a run can do without: when it fails that is said once, and nobody in the run asks it again.

All who read or write the memory in a run ask through one `Dispensable`, so that what one of them finds out (a full
disk, a file that stays locked or has been taken away) holds for the others, who would wait for it as long.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mt.memory import Damaged, Memory, Unreadable

Answer = TypeVar("Answer")


class Dispensable:
    """A memory as long as it works; safe to use from several threads."""

    def __init__(self, memory: Memory | None, warn: Callable[[str], None]) -> None:
        """Take it as it is.

        Args:
            memory: stays open; closing it is the caller's business. Without one nothing is remembered.
            warn: told when it fails.
        """
        self._memory, self._warn = memory, warn

    @property
    def works(self) -> bool:
        """Whether there is one, and it has not failed."""
        return self._memory is not None

    @property
    def path(self) -> Path | None:
        """Where it is, if it works."""
        memory = self._memory
        return memory.path if memory else None

    def ask(self, question: Callable[[Memory], Answer], otherwise: Answer) -> Answer:
        """What the memory answers, or `otherwise` if it cannot.

        Args:
            question: may raise `Unreadable`. If the memory is damaged, the new one that takes its place is asked.
            otherwise: the answer without a memory.
        """
        for _ in range(2):
            memory = self._memory  # which another thread may give up
            if memory is None:
                break
            try:
                return question(memory)
            except Damaged as error:
                self._warn(str(error))
            except Unreadable as error:
                self._give_up(error)
        return otherwise

    def _give_up(self, error: Unreadable) -> None:
        given_up, self._memory = self._memory, None
        if given_up is not None:
            self._warn(f"{error}; going on without it")
