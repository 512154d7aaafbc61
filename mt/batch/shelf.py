"""Finished articles in the memory: what comes again, with nothing changed, is only written.

An article is known by its name and text, and by a key of all that decides what becomes of it. The memory's sentences
stay what they are; this spares what is done around them, which is most of the work once the engine has nothing to do.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from dataclasses import replace

from mt.batch.inputs import Found
from mt.document import PATH, Document, Segment
from mt.errors import InputError
from mt.memory import Memory
from mt.memory.dispensable import Dispensable
from mt.writers import jsonl

_BETWEEN = "\0"  # stands in no JSON


class Shelf:
    """The finished articles of a memory.

    Attributes:
        recalled: sentences of articles that were taken from it.
    """

    def __init__(self, memory: Dispensable, key: str) -> None:
        """Open it.

        Args:
            memory: without one nothing is kept or found.
            key: of settings, model and program (`manifest.article_key`).
        """
        self._memory, self._key = memory, key
        self.recalled = 0
        self._state = memory.ask(Memory.state, "")

    def take(self, found: Found) -> Document | None:
        """The article as it was finished before, or None."""
        body = self._memory.ask(lambda memory: memory.finished(found.article.name, _content(found), self._key), None)
        try:
            document = _unpacked(body) if body is not None else None
        except InputError:
            return None  # it is made again, and kept in place of this
        if document is None:
            return None
        self.recalled += sum(_is_engines(segment) for segment in document.segments)
        here = {PATH: str(found.article.path)} if PATH in document.meta else {}
        return replace(document, meta=document.meta | here)

    def keep(self, found: Found, document: Document) -> None:
        """Keep an article that all stages have seen.

        Not if other segments are approved now than when the run began, which is so, too, where a damaged memory has
        been replaced; one that has failed keeps nothing.
        """
        if not self._memory.works or not found.sha256:
            return
        name, content = found.article.name, _content(found)
        with suppress(UnicodeEncodeError):  # lone surrogates; it is made each time
            body = _packed(document)
            self._memory.ask(lambda memory: memory.finish(name, content, self._key, body, self._state), None)


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
