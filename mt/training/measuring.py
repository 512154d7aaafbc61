"""How good the weights are on text they were not trained on: loss per piece, BLEU and chrF of greedy translation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mt import models
from mt.engines import Engine, Options, marian
from mt.errors import ConfigError
from mt.models.normalisation import normalised
from mt.training import arrays
from mt.training.arrays import Pairs
from mt.training.batches import epoch, tables
from mt.training.losses import Objective
from mt.training.recipe import Development
from mt.training.vocabulary import Vocabulary

_BATCH_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class Scores:
    """Of translations against references, 0 to 100."""

    bleu: float
    chrf: float


def lines(development: Development) -> list[tuple[str, str]]:
    """The first lines of the development set, as pairs; empty if the recipe names none.

    Raises:
        ConfigError: if its files cannot be read or do not match line by line.
    """
    if development.source is None or development.target is None:
        return []
    try:
        texts = [path.read_text(encoding="utf-8-sig").splitlines() for path in (development.source, development.target)]
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the development set cannot be read: {error}") from error
    if len(texts[0]) != len(texts[1]) or not texts[0]:
        raise ConfigError(
            f"{development.source} has {len(texts[0])} lines and {development.target} {len(texts[1])}: "
            "the development set must match line by line"
        )
    return list(zip(*texts, strict=True))[: development.lines]


def encoded(pairs: Sequence[tuple[str, str]], vocabulary: Vocabulary, scheme: str, longest: int) -> Pairs:
    """Pairs as the network sees them, sides longer than `longest` pieces cut."""
    plain = [tuple(normalised(text, scheme).after for text in pair) for pair in pairs]
    sides = [[ids[:longest] for ids in vocabulary.encode([pair[side] for pair in plain], side)] for side in (0, 1)]
    return arrays.of(list(zip(*sides, strict=True)), len(vocabulary))


def loss(model: Any, objective: Objective, pairs: Pairs, ends: tuple[int, int]) -> float:
    """Cross-entropy in nats per target piece, `</s>` counted, no smoothing, without dropout."""
    import torch

    total, pieces, training = 0.0, 0, model.training
    model.eval()
    with torch.inference_mode():
        for batch in epoch(pairs, _BATCH_TOKENS, 0, 0):
            source, target = (torch.from_numpy(table).to(model.device) for table in tables(pairs, batch, ends))
            count = int((target != ends[0]).sum())
            total += count * objective(source, target, plain=True).words.item()
            pieces += count
    model.train(training)
    return total / max(pieces, 1)


def translations(folder: Path, sources: Sequence[str], beam: int = 1) -> list[str]:
    """What a saved model makes of each source, by the reference engine."""
    engine = marian.load(models.find(str(folder)), Options(beam=beam))
    return [row.text for row in engine.translate([_cut(source, engine) for source in sources])]


def scores(texts: Sequence[str], references: Sequence[str]) -> Scores:
    """sacreBLEU's standard BLEU and chrF2."""
    import sacrebleu

    bleu = sacrebleu.corpus_bleu(list(texts), [list(references)]).score
    return Scores(round(bleu, 2), round(sacrebleu.corpus_chrf(list(texts), [list(references)]).score, 2))


def _cut(text: str, engine: Engine) -> str:
    """The text, or as much of it as the model takes."""
    spans = engine.pieces([text])[0]
    return text if len(spans) <= engine.longest else text[: spans[engine.longest - 1].end]
