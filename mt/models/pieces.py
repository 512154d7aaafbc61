"""Text to SentencePiece ids and back, in bulk, with the place of every piece in the text.

Does what `MarianTokenizer` does, and is tested against it, but on whole lists at once and with offsets.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sentencepiece import SentencePieceProcessor

from mt.document import Span
from mt.errors import ModelError
from mt.models import Checkpoint
from mt.models.normalisation import normalised
from mt.soft_links import Offsets, carried, offsets, split

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

    def _encoded(self, texts: Sequence[str], processor: SentencePieceProcessor) -> list[Encoded]:
        plain = [normalised(text, self.scheme) for text in texts]
        rows = processor.encode([chain.after for chain in plain], return_type="offset_mapping")
        sizes = [len(row["pieces"]) for row in rows]
        places = split(offsets([place for row in rows for place in row["offsets"]]), sizes)
        for step in (1, 0):
            places = carried(places, [chain.steps[step] for chain in plain], back=True)
        known = self.vocabulary
        return [
            Encoded([piece if piece in known else "<unk>" for piece in row["pieces"]], own)
            for row, own in zip(rows, places, strict=True)
        ]

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
        target = self._target
        ids = [list(map(target.piece_to_id, tokens)) for tokens in sentences]
        unknown = target.unk_id()
        rows = target.decode(ids, return_type="offset_mapping") if ids else []
        places = split(offsets([place for row in rows for place in row["offsets"]]), list(map(len, ids)))
        return [
            _marked(row["text"], own, [number == unknown for number in numbers])
            if unknown in numbers
            else (row["text"], own)
            for row, own, numbers in zip(rows, places, ids, strict=True)
        ]


def _marked(text: str, spans: Offsets, unknown: list[bool]) -> tuple[str, Offsets]:
    """What SentencePiece writes for `<unk>` (" ⁇ ") as one U+FFFD."""
    parts, moved, at = [], [], 0
    for (start, end), lost in zip(spans.tolist(), unknown, strict=True):
        word = "\ufffd" if lost else text[start:end]
        parts.append(word)
        moved.append((at, at + len(word)))
        at += len(word)
    return "".join(parts), offsets(moved)
