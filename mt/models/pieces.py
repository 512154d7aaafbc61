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


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text as the model sees it: `tokens` without `</s>`, and for each its span in the text given."""

    tokens: list[str]
    spans: list[Span]


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

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Normalise and cut into pieces; a piece the model does not know becomes `<unk>`."""
        return self._encoded(texts, self._source)

    def encode_target(self, texts: Sequence[str]) -> list[Encoded]:
        """The same for texts of the target language, which a model may cut by pieces of its own."""
        return self._encoded(texts, self._target)

    def _encoded(self, texts: Sequence[str], processor: SentencePieceProcessor) -> list[Encoded]:
        plain = [normalised(text, self.scheme) for text in texts]
        coded = processor.encode([chain.after for chain in plain], return_type="offset_mapping")
        known = self.vocabulary
        result = []
        for chain, row in zip(plain, coded, strict=True):
            tokens = [piece if piece in known else "<unk>" for piece in row["pieces"]]
            result.append(Encoded(tokens, [chain.back(Span(*offset)) for offset in row["offsets"]]))
        return result

    def count(self, texts: Sequence[str]) -> list[int]:
        """The number of pieces of each text, `</s>` not counted."""
        plain = [normalised(text, self.scheme).after for text in texts]
        return [len(ids) for ids in self._source.encode(plain, return_type=int)]

    def decode(self, sentences: Sequence[Sequence[str]]) -> list[tuple[str, list[Span]]]:
        """Tokens to text, and the span of every token in that text; `<unk>` becomes U+FFFD, to be seen and flagged."""
        target = self._target
        ids = [[target.piece_to_id(token) for token in tokens] for tokens in sentences]
        unknown = target.unk_id()
        result = []
        for row, numbers in zip(target.decode(ids, return_type="offset_mapping") if ids else [], ids, strict=True):
            text, spans = row["text"], [Span(*offset) for offset in row["offsets"]]
            if unknown in numbers:
                text, spans = _marked(text, spans, [number == unknown for number in numbers])
            result.append((text, spans))
        return result


def _marked(text: str, spans: list[Span], unknown: list[bool]) -> tuple[str, list[Span]]:
    """What SentencePiece writes for `<unk>` (" ⁇ ") as one U+FFFD."""
    parts, moved, at = [], [], 0
    for span, lost in zip(spans, unknown, strict=True):
        word = "\ufffd" if lost else span.of(text)
        parts.append(word)
        moved.append(Span(at, at + len(word)))
        at += len(word)
    return "".join(parts), moved
