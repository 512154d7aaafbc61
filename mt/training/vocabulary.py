"""The pieces of both sides: a joint SentencePiece model that is trained, or the models of a checkpoint.

Ids are those of the network's vocabulary, which need not be SentencePiece's own. Text is normalised by `preparation`
before it comes here, so SentencePiece's own normalisation is the identity.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from mt.training import TrainingError

TOKENISER_FILES = ("source.spm", "target.spm", "vocab.json")
PAD, END, UNKNOWN = "<pad>", "</s>", "<unk>"
POSITIONS = 512  # of the network, `</s>` included
_START = "▁"  # begins a piece that begins a word
_CUT = 0.15  # share of a sentence's words that are cut anew,
_WAYS = 5  # each into one of so many best ways


class Vocabulary:
    """The tokeniser of a folder that holds `TOKENISER_FILES`."""

    def __init__(self, folder: Path) -> None:
        """Load it.

        Raises:
            TrainingError: if a file is missing or damaged.
        """
        from sentencepiece import SentencePieceProcessor

        try:
            self.ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
            self._sides = [
                SentencePieceProcessor(model_file=str(folder / f"{side}.spm")) for side in ("source", "target")
            ]
            self.pad, self.end, self.unknown = self.ids[PAD], self.ids[END], self.ids[UNKNOWN]
        except (OSError, RuntimeError, ValueError, KeyError) as error:
            raise TrainingError(f"the pieces in {folder} cannot be used: {error}") from error
        self.folder = folder
        self.tokens = {number: token for token, number in self.ids.items()}
        self._tables = [
            [self.ids.get(side.id_to_piece(k), self.unknown) for k in range(side.get_piece_size())]
            for side in self._sides
        ]

    def __len__(self) -> int:
        return max(self.ids.values()) + 1

    def encode(self, texts: Sequence[str], side: int) -> list[list[int]]:
        """Ids of each text without `</s>`; side 0 is the source, 1 the target."""
        table = self._tables[side]
        return [[table[k] for k in row] for row in self._sides[side].encode(list(texts), return_type=int)]

    def recut(self, row: Sequence[int], side: int, dice: random.Random) -> list[int]:
        """The ids of the same text with some of its words in other pieces (subword regularisation, Kudo 2018).

        Drawn word by word from the best ways to cut it, https://aclanthology.org/P18-1007; no piece spans two words.
        """
        words: list[list[int]] = []
        for number in row:
            if not words or self.tokens[number].startswith(_START):
                words.append([])
            words[-1].append(number)
        drawn = ((word, dice.choice(self._ways(tuple(word), side)) if dice.random() < _CUT else ()) for word in words)
        return [number for word, other in drawn for number in other or word]

    @lru_cache(maxsize=200_000)  # noqa: B019 - lives as long as the process that encodes
    def _ways(self, word: tuple[int, ...], side: int) -> list[tuple[int, ...]]:
        """The best ways to cut a word, itself alone if it is not one of pieces that make up its text."""
        text = "".join(self.tokens[number] for number in word)
        if not text.startswith(_START) or self.unknown in word or "<0x" in text:
            return [word]
        table = self._tables[side]
        found = self._sides[side].nbest_encode(text.removeprefix(_START), nbest_size=_WAYS, out_type=int)
        return [tuple(table[k] for k in way) for way in found] or [word]


def create(sentences: Iterator[str], size: int, folder: Path, threads: int) -> Vocabulary:
    """Train one unigram model for both sides and write the tokeniser's files.

    Digits are single pieces, and what no piece covers is spelled in bytes, so that no name is unknown.

    Raises:
        TrainingError: if there is too little text for so many pieces.
    """
    import sentencepiece

    folder.mkdir(parents=True, exist_ok=True)
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=sentences,
            model_prefix=str(folder / "source"),
            vocab_size=size,
            model_type="unigram",
            character_coverage=0.9998,
            byte_fallback=True,
            split_digits=True,
            normalization_rule_name="identity",
            eos_id=0,
            unk_id=1,
            bos_id=-1,
            pad_id=-1,
            num_threads=threads,
            minloglevel=2,
        )
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        raise TrainingError(f"no {size} pieces can be made of this text ({reason}): lower pieces.size") from error
    (folder / "source.vocab").unlink(missing_ok=True)
    (folder / "source.model").replace(folder / "source.spm")
    return _complete(folder)


def take(pieces: Path, folder: Path) -> Vocabulary:
    """Take over a SentencePiece model of both sides."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(pieces, folder / "source.spm")
    return _complete(folder)


def copy(checkpoint: Path, folder: Path) -> Vocabulary:
    """Take over the tokeniser of a model."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TOKENISER_FILES:
        shutil.copyfile(checkpoint / name, folder / name)
    return Vocabulary(folder)


def _complete(folder: Path) -> Vocabulary:
    """Write what a joint model implies: the other side, and the network's ids with `<pad>` after the last piece."""
    from sentencepiece import SentencePieceProcessor

    shutil.copyfile(folder / "source.spm", folder / "target.spm")
    try:
        pieces: Any = SentencePieceProcessor(model_file=str(folder / "source.spm"))
    except (OSError, RuntimeError) as error:
        raise TrainingError(f"these are no SentencePiece pieces: {error}") from error
    ids = {pieces.id_to_piece(k): k for k in range(pieces.get_piece_size())}
    ids.setdefault(PAD, len(ids))
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
    return Vocabulary(folder)
