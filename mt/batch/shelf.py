"""Finished articles in the memory: what comes again, with nothing changed, is only written.

An article is known by its name and text, and by a key of all that decides what becomes of it. The memory's sentences
stay what they are; this spares what is done around them, which is most of the work once the engine has nothing to do.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace

from mt.batch.inputs import Found
from mt.document import PATH, Document, Segment
from mt.errors import InputError
from mt.memory import Damaged, Memory, Unreadable
from mt.writers import jsonl

_BETWEEN = "\0"  # stands in no JSON


class Shelf:
    """The finished articles of a memory.

    Attributes:
        recalled: sentences of articles that were taken from it.
    """

    def __init__(self, memory: Memory | None, key: str, warn: Callable[[str], None]) -> None:
        """Open it.

        Args:
            memory: without one nothing is kept or found.
            key: of settings, model and program (`manifest.article_key`).
            warn: told if the memory fails; the run goes on without it.
        """
        self._memory, self._key, self._warn = memory, key, warn
        self.recalled = 0
        self._said: set[str] = set()
        self._state = ""
        try:
            self._state = memory.state() if memory else ""
        except Unreadable as error:
            self.failed(error)

    def close(self, message: str) -> None:
        """Told why the memory has failed somebody: what is made without it is not kept. The message goes on, once."""
        self._memory = None
        if message not in self._said:
            self._said.add(message)
            self._warn(message)

    def take(self, found: Found) -> Document | None:
        """The article as it was finished before, or None."""
        memory = self._memory  # which another thread may close
        try:
            body = memory.finished(found.article.name, _content(found), self._key) if memory else None
            document = _unpacked(body) if body is not None else None
        except Unreadable as error:
            self.failed(error)
            return None
        except InputError:
            return None  # it is made again, and kept in place of this
        if document is None:
            return None
        self.recalled += sum(_is_engines(segment) for segment in document.segments)
        here = {PATH: str(found.article.path)} if PATH in document.meta else {}
        return replace(document, meta=document.meta | here)

    def keep(self, found: Found, document: Document) -> None:
        """Keep an article that all stages have seen."""
        memory = self._memory
        if memory is None or not found.sha256:
            return
        try:
            memory.finish(found.article.name, _content(found), self._key, _packed(document), self._state)
        except UnicodeEncodeError:
            return  # lone surrogates; it is made each time
        except Unreadable as error:
            self.failed(error)

    def failed(self, error: Unreadable) -> None:
        """Told that somebody could not read or write the memory; says so, and closes."""
        self.close(str(error) if isinstance(error, Damaged) else f"{error}; going on without it")


def _is_engines(segment: Segment) -> bool:
    """Whether an engine has said it, as far as can be told afterwards."""
    return segment.origin == "machine" and any(map(str.isalpha, segment.source))


def _content(found: Found) -> str:
    """The text, and the form it is read in."""
    return found.sha256 + found.article.path.suffix.lower()


def _packed(document: Document) -> bytes:
    return zlib.compress(_BETWEEN.join(jsonl.dumps(document)).encode(), 1)


def _unpacked(body: bytes) -> Document:
    """The document that was packed.

    Raises:
        InputError: if these bytes are none.
    """
    try:
        lines, _, names = zlib.decompress(body).decode().partition(_BETWEEN)
    except (zlib.error, UnicodeDecodeError) as error:
        raise InputError(f"no article: {error}") from error
    return jsonl.loads(lines, names)
