"""Text to SentencePiece ids and back, in bulk, with the place of every piece in the text.

Does what `MarianTokenizer` does, and is tested against it, but on whole lists at once and with offsets.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from sentencepiece import SentencePieceProcessor

from mt.document import Span
from mt.errors import ModelError
from mt.models import Checkpoint
from mt.models.normalisation import normalised
from mt.soft_links import Offsets, carried, offsets, split

BLANK = "\u2581"  # SentencePiece's mark for the space before a word
REMEMBERED = 8192  # texts whose pieces are kept from counting to translating


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text as the model sees it.

    Attributes:
        tokens: without `</s>`.
        offsets: tokens x 2, start and end of each in the text given.
    """

    tokens: list[str]
    offsets: Offsets

    @property
    def spans(self) -> list[Span]:
        """The same as spans."""
        return list(map(Span._make, self.offsets.tolist()))


class Pieces:
    """The tokeniser of one checkpoint."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        """Load vocabulary and both SentencePiece models.

        Raises:
            ModelError: if one of them is damaged.
        """
        self.scheme = checkpoint.normalisation
        try:
            self.vocabulary: dict[str, int] = json.loads((checkpoint.folder / "vocab.json").read_text(encoding="utf-8"))
            self._source = SentencePieceProcessor(model_file=str(checkpoint.folder / "source.spm"))
            self._target = SentencePieceProcessor(model_file=str(checkpoint.folder / "target.spm"))
        except (OSError, RuntimeError, ValueError) as error:
            raise ModelError(
                f"model {checkpoint.name!r} is damaged: its tokeniser cannot be loaded ({error})"
            ) from error
        self.tokens = {number: token for token, number in self.vocabulary.items()}
        kinds = (self._target.is_byte, self._target.is_control, self._target.is_unknown, self._target.is_unused)
        numbered = {self._target.id_to_piece(k): k for k in range(self._target.get_piece_size())}
        plain = {piece for piece, k in numbered.items() if not any(is_one(k) for is_one in kinds)}
        self._special = (numbered.keys() | self.vocabulary.keys()) - plain  # do not stand for what they spell
        self._counted: dict[str, Encoded] = {}

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Normalise and cut into pieces; a piece the model does not know becomes `<unk>`."""
        coded = {text: self._counted.pop(text, None) for text in texts}
        missing = [text for text, one in coded.items() if one is None]
        coded |= zip(missing, self._encoded(missing, self._source), strict=True)
        return [coded[text] for text in texts]  # type: ignore[misc]

    def encode_target(self, texts: Sequence[str]) -> list[Encoded]:
        """The same for texts of the target language, which a model may cut by pieces of its own."""
        return self._encoded(texts, self._target)

    def _encoded(self, texts: Sequence[str], processor: Any) -> list[Encoded]:
        plain = [normalised(text, self.scheme) for text in texts]
        tokens, places = _cut([edited.after for edited in plain], processor)
        for step in (1, 0):
            places = carried(places, [edited.steps[step] for edited in plain], back=True)
        if not self.vocabulary.keys() >= set(chain.from_iterable(tokens)):
            tokens = [[piece if piece in self.vocabulary else "<unk>" for piece in own] for own in tokens]
        return list(map(Encoded, tokens, places))

    def count(self, texts: Sequence[str]) -> list[int]:
        """The number of pieces of each text, `</s>` not counted; they are kept for `encode`, which often follows."""
        distinct = list(dict.fromkeys(texts))
        coded = dict(zip(distinct, self._encoded(distinct, self._source), strict=True))
        if len(self._counted) > REMEMBERED:
            self._counted.clear()
        self._counted |= coded
        return [len(coded[text].tokens) for text in texts]

    def decode(self, sentences: Sequence[Sequence[str]]) -> list[tuple[str, Offsets]]:
        """Tokens to text, and the span of every token in that text; `<unk>` becomes U+FFFD, to be seen and flagged."""
        spelled = ["".join(tokens).replace(BLANK, " ") for tokens in sentences]
        texts = [text.lstrip(" ") for text in spelled]
        places = _side_by_side(sentences, [len(text) - len(whole) for text, whole in zip(texts, spelled, strict=True)])
        found = list(zip(texts, places, strict=True))
        for k, tokens in enumerate(sentences):
            if not self._special.isdisjoint(tokens):
                found[k] = self._decoded(tokens)
        return found

    def _decoded(self, tokens: Sequence[str]) -> tuple[str, Offsets]:
        """`decode` for one sentence with pieces that do not stand for what they spell: bytes, `<unk>`."""
        ids = list(map(self._target.piece_to_id, tokens))
        row = self._target.decode(ids, return_type="offset_mapping")
        unknown = [number == self._target.unk_id() for number in ids]
        own = offsets(row["offsets"])
        return _marked(row["text"], own, unknown) if any(unknown) else (row["text"], own)


def _cut(texts: Sequence[str], processor: Any) -> tuple[list[list[str]], list[Offsets]]:
    """The pieces of each text and their spans, the space before a word being of its first piece.

    SentencePiece is asked for spans, which takes it three times as long, only where pieces are not the text itself:
    where its own normalisation changed the text, or pieces are bytes.
    """
    tokens = processor.encode(list(texts), out_type=str, num_threads=1)
    places = _side_by_side(tokens, [-1] * len(tokens))
    for k, (text, own) in enumerate(zip(texts, tokens, strict=True)):
        if own and "".join(own) != BLANK + text.replace(" ", BLANK):
            row = processor.encode(text, return_type="offset_mapping")
            tokens[k], places[k] = row["pieces"], offsets(row["offsets"])
    return tokens, places


def _side_by_side(sentences: Sequence[Sequence[str]], begin: Sequence[int]) -> list[Offsets]:
    """Spans of pieces that stand one after the other, from `begin` of each sentence on; nothing is before 0."""
    sizes = [len(tokens) for tokens in sentences]
    lengths = np.fromiter(map(len, chain.from_iterable(sentences)), np.int64, sum(sizes))
    edges = np.concatenate([[0], np.cumsum(lengths)])
    first = edges[np.cumsum([0, *sizes])[:-1]]
    spans = np.stack([edges[:-1], edges[1:]], 1) - np.repeat(first - np.array(begin, np.int64), sizes)[:, None]
    return split(np.maximum(spans, 0), sizes)


def _marked(text: str, spans: Offsets, unknown: list[bool]) -> tuple[str, Offsets]:
    """What SentencePiece writes for `<unk>` (" ⁇ ") as one U+FFFD."""
    parts, moved, at = [], [], 0
    for (start, end), lost in zip(spans.tolist(), unknown, strict=True):
        word = "\ufffd" if lost else text[start:end]
        parts.append(word)
        moved.append((at, at + len(word)))
        at += len(word)
    return "".join(parts), offsets(moved)
