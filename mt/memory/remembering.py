"""An engine that asks the memory first, and tells it what is new.

It is an engine like any other, so no stage needs to know of the memory. One call of `translate` is one window: what
the memory lacks goes to the engine together, in the order given, and is committed in one transaction. That is why a
run that was killed and goes on makes the same batches, and so the same text, as one that was not.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from mt.document import Document, Link, Segment, Span
from mt.engines import Engine, Translation
from mt.memory import Machine, Memory, Reviewed, Unreadable

# what _make does, without a Python call for each of many thousands
_new_span, _new_link = partial(tuple.__new__, Span), partial(tuple.__new__, Link)


class Remembering:
    """An engine with a memory in front of it.

    Attributes:
        recalled, translated: sentences answered from the memory, and by the engine.
        differing: sentences that another process had stored meanwhile, with other words (int8 depends on the batch).
    """

    def __init__(self, engine: Engine, memory: Memory, key: str, warn: Callable[[str], None]) -> None:
        """Put `memory` in front of `engine`.

        Args:
            engine: translates what the memory lacks.
            memory: stays open; closing it is the caller's business.
            key: of the machine entries: model fingerprint and decoding.
            warn: called once if the memory fails; the run goes on without it.
        """
        self._engine, self._memory, self._key, self._warn = engine, memory, key, warn
        self._works = True
        self.signature = engine.signature
        self.pieces, self.count = engine.pieces, engine.count
        self.recalled = self.translated = self.differing = 0

    @property
    def longest(self) -> int:
        """As the engine says."""
        return self._engine.longest

    def links(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """As the engine says."""
        return self._engine.links(sources, targets)

    def approved(self, document: Document) -> Document:
        """The document with what reviewers approved before in place, as origin "memory"."""
        found: dict[str, Reviewed] = {}
        if self._works:
            try:
                found = self._memory.all_reviewed(segment.source for segment in document.segments)
            except Unreadable as error:
                self._give_up(error)
        if not found:
            return document
        return document.with_segments(_approved(segment, found.get(segment.source)) for segment in document.segments)

    def translate(self, texts: Sequence[str], articles: Mapping[str, str] | None = None) -> list[Translation]:
        """Translate sentences; same order, same number.

        Args:
            texts: sentences; one that stands twice is translated once.
            articles: for a text the article it comes from.
        """
        known = self._recall(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        new = dict(zip(missing, self._engine.translate(missing), strict=True)) if missing else {}
        if new:
            self._store(new, articles)
        self.recalled += len(texts) - len(missing)
        self.translated += len(missing)
        return [known[text] if text in known else new[text] for text in texts]

    def _recall(self, texts: Sequence[str]) -> dict[str, Translation]:
        if not self._works:
            return {}
        try:
            found = self._memory.machine(self._key, texts)
            return {text: Translation(said.target, said.score, unpacked(said.links)) for text, said in found.items()}
        except Unreadable as error:
            self._give_up(error)
        return {}

    def _store(self, new: Mapping[str, Translation], articles: Mapping[str, str] | None) -> None:
        if not self._works:
            return
        entries = ((text, Machine(said.text, said.score, packed(said.links))) for text, said in new.items())
        try:
            self.differing += self._memory.store(self._key, entries, articles)
        except Unreadable as error:
            self._give_up(error)

    def _give_up(self, error: Unreadable) -> None:
        self._works = False
        self._warn(f"{error}; going on without it")


def _approved(segment: Segment, found: Reviewed | None) -> Segment:
    if found is None or segment.status == "approved":
        return segment
    return replace(
        segment,
        target=found.target,
        raw=found.target,
        origin="memory",
        status="approved",
        reviewer=found.reviewer,
        when=found.when,
    )


def packed(links: Sequence[Link]) -> bytes:
    """Links as bytes: four offsets each, then the scores; little-endian, deflated."""
    sources, targets, scores = zip(*links, strict=True) if links else ((), (), ())
    offsets = np.hstack([np.array(sources, "<u4").reshape(-1, 2), np.array(targets, "<u4").reshape(-1, 2)])
    return zlib.compress(offsets.tobytes() + np.array(scores, "<f8").tobytes(), 1)


def unpacked(data: bytes) -> tuple[Link, ...]:
    """The links that `packed` was given.

    Raises:
        Unreadable: if these are other bytes.
    """
    try:
        plain = zlib.decompress(data)
        count, rest = divmod(len(plain), 24)
        if rest:
            raise ValueError(f"{len(plain)} bytes are no links")
    except (zlib.error, ValueError) as error:
        raise Unreadable(f"the memory holds damaged word links ({error})") from error
    offsets = np.frombuffer(plain, "<u4", 4 * count).tolist()
    scores = np.frombuffer(plain, "<f8", count, 16 * count).tolist()
    pair = iter(offsets)
    spans = map(_new_span, zip(pair, pair, strict=True))
    return tuple(map(_new_link, zip(spans, spans, scores, strict=False)))
