"""Adapts a model to a user's corrections, and refuses to save one that they made worse.

Some pairs are held out. Before anything is learned the model is asked whether the pairs are translations at all: it
must find the target of most sources likelier than the target of another, or the corpus is misaligned and would only
teach the model to look away from its source (on held-out pairs of the same kind even the loss would fall). Afterwards
the loss on the held-out pairs must have fallen, and their chrF must not have; if it has, less of the way from the old
weights to the new ones is tried before the model is given up.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil
from pathlib import Path
from typing import Any

from mt import models
from mt.errors import OutputError
from mt.models import Checkpoint
from mt.training import Refused, TrainingError, corpora, measuring, networks, preparation, runs, steps, vocabulary
from mt.training.batches import epoch, tables
from mt.training.measuring import Scores
from mt.training.preparation import Pair, Report, Tell
from mt.training.progress import Log
from mt.training.recipe import Recipe
from mt.training.runs import Folder
from mt.training.schedule import Clock

FEWEST = 20  # pairs; with fewer, what is held out says nothing
_HELD_SHARE, _HELD_MOST = 0.1, 500
_HELD_LEAST = 8
_PASSES = 8
_MEASUREMENTS = 16  # over the whole schedule
_PATIENCE = 4  # measurements without a gain
_LIKELIER = 0.75  # share of pairs whose own target must be the likelier one; translations have over 0.9, chance is 0.5
_ASKED = 200  # pairs
_BEAM = 4  # as models are used
_WAYS = (1.0, 0.5, 0.25)  # weights in between forget less (Wortsman et al. 2022, https://arxiv.org/abs/2109.01903)


@dataclass(frozen=True, slots=True)
class Adapted:
    """What adapting did: losses and scores on the held-out pairs before and after.

    `way` is how far the saved weights lie from the old ones (0) to those that were learned (1).
    """

    model: Path
    pairs: int
    held_out: int
    loss: tuple[float, float]
    before: Scores
    after: Scores
    way: float
    report: Report


def adapt(
    model: str,
    corpus: Sequence[Path],
    out: Path,
    recipe: Recipe,
    tell: Tell = lambda _: None,
    minutes: float | None = None,
) -> Adapted:
    """Fine-tune `model` on corrections and write it to `out`/model.

    Args:
        model: embedded, a MarianMT folder, or a Hub id; it is not changed.
        corpus: TMX, TSV or JSONL files, or folders of them.
        out: where log and model go.
        recipe: see adaptation.toml.
        tell: gets a line of progress now and then.
        minutes: the most this may take.

    Raises:
        TrainingError: if there are too few pairs.
        Refused: if they are no translations, or the model got worse; nothing is saved.
    """
    steps.check_extra()
    checkpoint = models.find(model)
    folder = Folder(out)
    if folder.model.exists() or folder.recipe.exists():
        raise OutputError(f"{out} holds a run or a model already: give another --out")
    report = Report()
    pairs = [pair for _, pair in preparation.judged(corpora.find(corpus), recipe, checkpoint.normalisation, report)]
    if len(pairs) < FEWEST:
        left = preparation.why_nothing(report)
        raise TrainingError(f"{len(pairs)} pairs are too few to adapt to, {FEWEST} are needed (left out: {left})")
    held, kept = divide(pairs)
    with tempfile.TemporaryDirectory(prefix="mt-adapt-") as scratch:
        work = Folder(Path(scratch))
        attempt = _Attempt(checkpoint, held, kept, recipe, work, tell)
        attempt.check_plausible()
        attempt.run(minutes)
        adapted = attempt.judge(folder.model, report)
        _move(work, folder)
    return adapted


def divide(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Held-out pairs and the others, by a hash of the source: the same source is never on both sides."""
    places: dict[str, list[Pair]] = {}
    for pair in pairs:
        places.setdefault(blake2b(pair[0].casefold().encode(), digest_size=8).hexdigest(), []).append(pair)
    wanted = min(max(ceil(len(pairs) * _HELD_SHARE), _HELD_LEAST), _HELD_MOST)
    held: list[Pair] = []
    kept: list[Pair] = []
    for place in sorted(places):
        (held if len(held) < wanted else kept).extend(places[place])
    return held, kept


def _move(work: Folder, folder: Folder) -> None:
    """Bring log, curve and model from the scratch folder to their place, the model last."""
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        for name in ("log.jsonl", "curve.svg"):
            if (work.path / name).is_file():
                shutil.copyfile(work.path / name, folder.path / name)
        new = folder.path / "model.new"
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(work.model, new)
        new.replace(folder.model)
    except OSError as error:
        raise OutputError(f"the adapted model cannot be written to {folder.path}: {error}") from error


class _Attempt:
    """One adaptation under way, in a scratch folder."""

    def __init__(
        self, checkpoint: Checkpoint, held: list[Pair], kept: list[Pair], recipe: Recipe, work: Folder, tell: Tell
    ) -> None:
        self._checkpoint, self._held, self._kept, self._work, self._tell = checkpoint, held, kept, work, tell
        pieces = vocabulary.copy(checkpoint.folder, work.tokeniser)
        networks.adopt(checkpoint, work.tokeniser)
        longest = min(recipe.pieces.longest, checkpoint.longest)
        scheme = checkpoint.normalisation
        self._pairs = measuring.encoded(kept, pieces, scheme, longest)
        self._unseen = measuring.encoded(held, pieces, scheme, longest)
        self._ends = (pieces.pad, pieces.end)
        each = sum(1 for _ in epoch(self._pairs, recipe.learning.batch_tokens or 1000, 0, 0))
        count = _PASSES * each
        schedule = recipe.schedule.model_copy(update={"steps": count, "minutes": None})
        development = recipe.development.model_copy(update={"steps": max(2, count // _MEASUREMENTS)})
        self._recipe = recipe.model_copy(update={"schedule": schedule, "development": development})
        self._model = networks.build(work.tokeniser, recipe.learning, checkpoint)
        self._log = Log(work.path)
        self._best = self._first = 0.0
        self._waited = 0

    def check_plausible(self) -> None:
        """Refuse pairs that the model finds no likelier than pairs put together at random.

        Raises:
            Refused: if they are not translations of each other.
        """
        share = likelier(self._model, self._pairs, self._recipe, self._ends)
        if share < _LIKELIER:
            raise Refused(
                f"the model finds only {share:.0%} of the targets likelier for their own source than for another: "
                "the corpus seems misaligned or is no French with its English; nothing was learned or saved"
            )

    def run(self, minutes: float | None) -> None:
        """Learn, measuring on the way; the weights end as the best that were measured, in `self._kept_weights`."""
        clock = Clock(self._recipe.schedule, slice_minutes=minutes)
        state = self._state = runs.assemble(self._model, self._recipe, self._pairs, self._work, clock)
        state.saving, state.measure, state.log = False, self._measure, self._write
        self._first = self._best = measuring.loss(self._model, state.objective, self._unseen, self._ends)
        self._write({"step": 0, "dev_loss": round(self._first, 4)})
        self._old_weights = {name: part.clone() for name, part in state.average.tensors.items()}
        self._kept_weights: dict[str, Any] = {}
        with runs.stopping(state):
            steps.run(state, self._model, self._work.checkpoints)
        if clock.steps % (self._recipe.development.steps or 1):
            self._measure()

    def _write(self, entry: dict[str, Any]) -> None:
        self._log.add(entry)
        self._log.draw()
        self._tell("  ".join(f"{key} {value:,.4g}" for key, value in entry.items()))

    def _measure(self) -> bool:
        """Note the averaged weights if they are the best so far; True after too long without a gain."""
        state = self._state
        state.average.exchange(self._model)
        loss = measuring.loss(self._model, state.objective, self._unseen, self._ends)
        state.average.exchange(self._model)
        self._write({"step": state.clock.steps, "dev_loss": round(loss, 4)})
        self._waited += 1
        if loss < self._best:
            self._best, self._waited = loss, 0
            self._kept_weights = {name: part.clone() for name, part in state.average.tensors.items()}
        return self._waited >= _PATIENCE

    def judge(self, model: Path, report: Report) -> Adapted:
        """Export the best weights, or refuse.

        Raises:
            Refused: if they are worse on the held-out pairs than the model was.
        """
        if not self._kept_weights:
            raise Refused(
                f"the model did not get better on the {len(self._held)} held-out pairs "
                f"(loss {self._first:.3f} at the start, never below); it is not saved"
            )
        sources, references = zip(*self._held, strict=True)
        before = measuring.scores(measuring.translations(self._checkpoint.folder, sources, _BEAM), references)
        tried = []
        for way in _WAYS:
            loss = self._go(way)
            after = measuring.scores(measuring.translations(self._work.model, sources, _BEAM), references)
            if loss < self._first and after.chrf >= before.chrf:
                losses = (self._first, loss)
                return Adapted(model, len(self._kept), len(self._held), losses, before, after, way, report)
            tried.append(after.chrf)
        raise Refused(
            f"the model got worse on the {len(self._held)} held-out pairs: chrF {before.chrf} before, {max(tried)} at "
            f"best after (loss {self._first:.3f} and {self._best:.3f}); it is not saved"
        )

    def _go(self, way: float) -> float:
        """Export weights that lie this share of the way from the old to the best ones, and give their loss."""
        average = self._state.average
        average.tensors = {name: old.lerp(self._kept_weights[name], way) for name, old in self._old_weights.items()}
        networks.export(self._model, average, self._work.tokeniser, self._work.model)
        average.exchange(self._model)
        loss = measuring.loss(self._model, self._state.objective, self._unseen, self._ends)
        average.exchange(self._model)
        return loss


def likelier(model: Any, pairs: Any, recipe: Recipe, ends: tuple[int, int]) -> float:
    """The share of (at most 200) pairs whose target is likelier after its own source than after another's.

    The other source is that of the pair nearest in length, so that length gives nothing away.
    """
    import torch

    some = sorted(range(len(pairs)), key=lambda k: int(pairs.longest[k]))
    some = some[:: max(1, len(some) // _ASKED)]
    right = 0
    model.eval()
    with torch.inference_mode():
        for start in range(0, len(some), 16):
            batch = some[start : start + 16]
            own, target = (torch.from_numpy(table).to(model.device) for table in tables(pairs, batch, ends))
            other = own.roll(1, 0)
            right += int((_likelihood(model, own, target, ends) > _likelihood(model, other, target, ends)).sum())
    return right / len(some)


def _likelihood(model: Any, source: Any, target: Any, ends: tuple[int, int]) -> Any:
    """Log-probability of each target after its source."""
    import torch

    shifted = torch.cat([torch.full_like(target[:, :1], ends[0]), target[:, :-1]], 1)
    mask = (source != ends[0]).long()
    logits = model(input_ids=source, attention_mask=mask, decoder_input_ids=shifted, use_cache=False).logits.float()
    chosen = logits.log_softmax(-1).gather(-1, target[..., None])[..., 0]
    return chosen.masked_fill(target == ends[0], 0.0).sum(1)
