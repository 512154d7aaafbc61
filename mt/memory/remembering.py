"""An engine that asks the memory first, and tells it what is new.

It is an engine like any other, so no stage needs to know of the memory. One call of `translate` is one window: what
the memory lacks goes to the engine together, in the order given, and is committed in one transaction. That is why a
run that was killed and goes on makes the same batches, and so the same text, as one that was not.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from mt.document import Document, Link, Segment
from mt.engines import Engine, Translation
from mt.memory import Machine, Memory, Reviewed
from mt.memory.dispensable import Dispensable
from mt.soft_links import SoftLinks

_SHORT = b"\1"  # no deflated stream begins with it


class Remembering:
    """An engine with a memory in front of it.

    Attributes:
        recalled, translated: sentences answered from the memory, and by the engine.
        differing: sentences that another process had stored meanwhile, with other words (int8 depends on the batch).
    """

    def __init__(self, engine: Engine, memory: Dispensable, key: str) -> None:
        """Put `memory` in front of `engine`.

        Args:
            engine: translates what the memory lacks.
            memory: if it fails the run goes on without it.
            key: of the machine entries: model fingerprint and decoding.
        """
        self._engine, self._memory, self._key = engine, memory, key
        self.signature = engine.signature
        self.pieces, self.count = engine.pieces, engine.count
        self.recalled = self.translated = self.differing = 0

    @property
    def longest(self) -> int:
        """As the engine says."""
        return self._engine.longest

    @property
    def counts(self) -> dict[str, int]:
        """The three counts, under the names that manifest.json has for them."""
        return {"from_memory": self.recalled, "from_engine": self.translated, "differing": self.differing}

    @property
    def again(self) -> Remembering:
        """An engine like this one for what is asked a second time: what it is told is kept apart, and not counted here.

        So no sentence of an article depends on whether another was asked for again before it.
        """
        return Remembering(self._engine, self._memory, f"{self._key}|again")

    def links(self, sources: Sequence[str], targets: Sequence[str]) -> list[Sequence[Link]]:
        """As the engine says."""
        return self._engine.links(sources, targets)

    def approved(self, document: Document) -> Document:
        """The document with what reviewers approved before in place, as origin "memory"."""
        nothing: dict[str, Reviewed] = {}
        sources = [segment.source for segment in document.segments]
        found = self._memory.ask(lambda memory: memory.all_reviewed(sources), nothing)
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
        def known(memory: Memory) -> dict[str, Translation]:
            found = memory.machine(self._key, texts)
            try:
                return {
                    text: Translation(said.target, said.score, unpacked(said.links)) for text, said in found.items()
                }
            except ValueError as error:
                raise memory.damaged(str(error)) from error

        nothing: dict[str, Translation] = {}
        return self._memory.ask(known, nothing)

    def _store(self, new: Mapping[str, Translation], articles: Mapping[str, str] | None) -> None:
        entries = [(text, Machine(said.text, said.score, packed(said.links))) for text, said in new.items()]
        self.differing += self._memory.ask(lambda memory: memory.store(self._key, entries, articles), 0)


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
    """Links as bytes, little-endian: four offsets each, then the scores, as short as they may be without loss.

    The first byte says how: `_SHORT`, two bytes an offset and four a score; else all in full, deflated.
    """
    soft = SoftLinks.of(links)
    offsets, scores = np.hstack([soft.source, soft.target]), soft.scores
    short = scores.astype("<f4")
    if offsets.max(initial=0) < 1 << 16 and (short == scores).all():
        return _SHORT + offsets.astype("<u2").tobytes() + short.tobytes()
    return zlib.compress(offsets.astype("<u4").tobytes() + scores.astype("<f8").tobytes(), 1)


def unpacked(data: bytes) -> SoftLinks:
    """The links that `packed` was given.

    Raises:
        ValueError: if these are other bytes.
    """
    is_short = data[:1] == _SHORT
    sizes = ("<u2", "<f4") if is_short else ("<u4", "<f8")
    try:
        plain = data[1:] if is_short else zlib.decompress(data)
        count, rest = divmod(len(plain), 12 if is_short else 24)
        if rest:
            raise ValueError(f"{len(plain)} bytes are no links")
    except (zlib.error, ValueError) as error:
        raise ValueError(f"it holds word links that are none: {error}") from error
    offsets = np.frombuffer(plain, sizes[0], 4 * count).reshape(-1, 4).astype(np.int64)
    scores = np.frombuffer(plain, sizes[1], count, offsets.size * np.dtype(sizes[0]).itemsize).astype(np.float64)
    return SoftLinks(offsets[:, :2], offsets[:, 2:], scores)
