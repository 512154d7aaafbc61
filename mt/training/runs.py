"""A training run and its folder: begun, cut into slices, resumed after a kill, exported.

RUN/recipe.json    what the run does; it cannot change on the way, or the slices would not make one schedule
RUN/filtered.tsv   how many pairs of each corpus were read, kept and left out, and why
RUN/tokeniser/     pieces and what describes the network
RUN/data/          the prepared pairs, and their word links
RUN/checkpoints/   the last two, every two minutes at most
RUN/log.jsonl      losses, rate, tokens a second, development scores; RUN/curve.svg draws them
RUN/model/         the averaged weights as a MarianMT folder, for `mt translate --model RUN/model`
"""

from __future__ import annotations

import json
import shutil
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mt import models
from mt.errors import ConfigError, OutputError
from mt.models import Checkpoint
from mt.training import (
    TrainingError,
    arrays,
    corpora,
    measuring,
    networks,
    preparation,
    shortlist,
    steps,
    vocabulary,
    word_links,
)
from mt.training.arrays import Pairs
from mt.training.batches import START, Ahead, Position
from mt.training.losses import Objective
from mt.training.preparation import Report, Tell
from mt.training.progress import Log
from mt.training.recipe import Recipe
from mt.training.schedule import Clock


@dataclass(frozen=True, slots=True)
class Result:
    """How a slice ended: `share` of the schedule is used up; the exported model; its last development scores."""

    steps: int
    share: float
    model: Path
    scores: dict[str, float]
    report: Report | None = None


@dataclass(frozen=True)
class Folder:
    """The places in a run's folder."""

    path: Path

    @property
    def recipe(self) -> Path:
        """The recipe as it was resolved."""
        return self.path / "recipe.json"

    @property
    def data(self) -> Path:
        """Prepared pairs; there only when complete."""
        return self.path / "data"

    @property
    def tokeniser(self) -> Path:
        """Pieces and the network's description."""
        return self.path / "tokeniser"

    @property
    def links(self) -> Path:
        """Word links of the prepared pairs."""
        return self.data / "links.npz"

    @property
    def checkpoints(self) -> Path:
        """Trainer's folder."""
        return self.path / "checkpoints"

    @property
    def model(self) -> Path:
        """The exported model."""
        return self.path / "model"

    def newest(self) -> Path | None:
        """The last whole checkpoint; those that a kill left unfinished are deleted."""
        whole: list[tuple[int, Path]] = []
        for folder in self.checkpoints.glob("checkpoint-*"):
            if (folder / steps.POSITION).is_file():
                whole.append((steps.reached(folder)[1], folder))
            else:
                shutil.rmtree(folder, ignore_errors=True)
        return max(whole)[1] if whole else None


def train(
    out: Path,
    recipe: Recipe | None = None,
    data: Sequence[Path] = (),
    *,
    start: str | None = None,
    links: Path | None = None,
    minutes: float | None = None,
    resume: bool = False,
    tell: Tell = lambda _: None,
) -> Result:
    """Train a model, or a slice of `minutes` of it, and export the averaged weights to `out`/model.

    A run that was stopped goes on with `resume`; recipe and data are then those it was begun with. SIGTERM and SIGINT
    end the slice after the step under way: saved and exported.

    Args:
        out: the run's folder.
        recipe: what to do; needed to begin.
        data: corpora or folders of them; needed to begin.
        start: a model whose weights, pieces and shape to begin with.
        links: word links made before for these very pairs.
        minutes: length of this slice; without it the run goes to the end of its schedule.
        resume: go on with the run in `out`, or begin it if there is none.
        tell: gets a line of progress now and then.

    Raises:
        MtError: whatever is wrong with the arguments, before anything slow begins.
    """
    steps.check_extra()
    folder = Folder(out)
    begun = folder.recipe.is_file() and folder.data.is_dir()
    if begun and not resume:
        raise ConfigError(f"{out} holds a run already: go on with --resume, or give another --out")
    report = None
    if begun:
        recipe = _same(folder, recipe)
    else:
        if recipe is None or not data:
            raise ConfigError(f"{out} holds no run to go on with: give --config and --data to begin one")
        report = _begin(folder, recipe, data, start, links, tell)
    return _slice(folder, recipe, minutes, tell, report)


def _same(folder: Folder, given: Recipe | None) -> Recipe:
    """The recipe the run was begun with; another one is refused."""
    try:
        values = json.loads(folder.recipe.read_text(encoding="utf-8"))
        values.get("learning", {}).setdefault("optimiser", "adamw")  # runs begun when there was no other
        stored = Recipe.model_validate(values)
    except (OSError, ValueError, AttributeError) as error:
        raise TrainingError(f"{folder.recipe} cannot be read: {error}") from error
    if given is not None and given != stored:
        old, new = stored.model_dump(mode="json"), given.model_dump(mode="json")
        other = ", ".join(key for key in old if old[key] != new[key])
        raise ConfigError(f"{folder.path} was begun with another recipe ({other}): resume without --config")
    return stored


def _begin(
    folder: Folder, recipe: Recipe, data: Sequence[Path], start: str | None, links: Path | None, tell: Tell
) -> Report:
    """Prepare everything in a scratch folder; the run exists when it is moved to its place."""
    found = [corpus for corpus in corpora.find(data) if recipe.weight(corpus.name) > 0]
    if not found:
        raise ConfigError("the weights of the recipe leave no corpus to train on")
    if recipe.late.share and not any(recipe.late_weight(corpus.name) for corpus in found):
        raise ConfigError("late.weights of the recipe leave no corpus to train on at the end of the schedule")
    measuring.lines(recipe.development)
    base = models.find(start) if start else None
    scratch = folder.path / "data.new"
    try:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        folder.recipe.write_text(recipe.model_dump_json(indent=2), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{folder.path} cannot be written: {error.strerror}") from error
    scheme = base.normalisation if base else recipe.normalisation
    home = base.folder if base else None
    pairs, report = preparation.prepare(found, recipe, scratch, folder.tokeniser, home, scheme, tell)
    rows = ("\t".join(row) + "\n" for row in report.table())
    (folder.path / "filtered.tsv").write_text("".join(rows), encoding="utf-8")
    pieces = vocabulary.Vocabulary(folder.tokeniser)
    if base:
        networks.adopt(base, folder.tokeniser)
        (folder.tokeniser / "start").write_text(str(base.folder.resolve()), encoding="utf-8")
    else:
        networks.describe(recipe, pieces, folder.tokeniser)
    _link(pairs, pieces, recipe, scratch / folder.links.name, links, tell)
    linked = (scratch / folder.links.name).is_file()
    known = word_links.read(scratch / folder.links.name, pairs) if linked else None
    before = base.folder / models.SHORTLIST if base else None
    shortlist.make(pairs, known, pieces, folder.tokeniser / models.SHORTLIST, before)
    scratch.replace(folder.data)
    return report


def _link(
    pairs: Pairs, pieces: vocabulary.Vocabulary, recipe: Recipe, path: Path, given: Path | None, tell: Tell
) -> None:
    """Word links for the run: those given, else made by eflomal, else none."""
    if given is not None:
        word_links.read(given, pairs)
        shutil.copyfile(given, path)
    elif recipe.links.make and recipe.links.weight:
        made = word_links.make(pairs, pieces, recipe.links.pairs, recipe.learning.seed, path)
        tell("word links made" if made else f"no word links: {word_links.PROGRAM} is not installed")


def _slice(folder: Folder, recipe: Recipe, minutes: float | None, tell: Tell, report: Report | None) -> Result:
    checkpoint = folder.newest()
    used, count, position = steps.reached(checkpoint) if checkpoint else (0.0, 0, START)
    clock = Clock(recipe.schedule, minutes=used, steps=count, slice_minutes=minutes)
    model = networks.build(folder.tokeniser, recipe.learning, None if checkpoint else _start(folder))
    state = assemble(model, recipe, arrays.read(folder.data), folder, clock, position)
    log = Log(folder.path, count)
    state.log = lambda entry: _logged(log, entry, tell)
    if checkpoint:
        from safetensors.torch import load_file

        state.average.tensors = load_file(checkpoint / steps.AVERAGE, device=model.device.type)
    measurement = Measurement(folder, recipe, model, state, log, tell)
    if measurement.pairs:
        state.measure = measurement
    if clock.share < 1:
        with stopping(state):
            steps.run(state, model, folder.checkpoints, checkpoint)
    result = measurement.final()
    return Result(clock.steps, clock.share, folder.model, result, report)


def _logged(log: Log, entry: dict[str, Any], tell: Tell) -> None:
    log.add(entry)
    log.draw()
    tell("  ".join(f"{key} {value:,.4g}" for key, value in entry.items()))


def _start(folder: Folder) -> Checkpoint | None:
    """The model the run starts from, found again where it was when the run was begun."""
    note = folder.tokeniser / "start"
    return models.find(note.read_text(encoding="utf-8")) if note.is_file() else None


def assemble(
    model: Any, recipe: Recipe, pairs: Pairs, folder: Folder, clock: Clock, position: Position = START
) -> steps.State:
    """Everything the steps need."""
    config = json.loads((folder.tokeniser / "config.json").read_text(encoding="utf-8"))
    ends = (int(model.config.pad_token_id), int(model.config.eos_token_id))
    links = word_links.read(folder.links, pairs) if folder.links.is_file() else None
    device = model.device.type
    return steps.State(
        recipe=recipe,
        clock=clock,
        ahead=Ahead(
            pairs,
            steps.batch_tokens(recipe, device),
            recipe.learning.seed,
            ends,
            start=position,
            links=links,
            pinned=device == "cuda",
            late=lambda: recipe.late.share > 0 and clock.share >= 1 - recipe.late.share,
        ),
        objective=Objective(
            model,
            recipe.learning,
            head=int(config.get("text_alignment_head") or 0),
            links_weight=recipe.links.weight if links else 0.0,
        ),
        average=networks.Average(model, recipe.learning.average_every, recipe.learning.average_steps),
        log=lambda _: None,
    )


class Measurement:
    """Exports the averaged weights and measures them on the development set."""

    def __init__(self, folder: Folder, recipe: Recipe, model: Any, state: steps.State, log: Log, tell: Tell) -> None:
        self._folder, self._model, self._state, self._log, self._tell = folder, model, state, log, tell
        self.pairs = measuring.lines(recipe.development)
        config = json.loads((folder.tokeniser / "config.json").read_text(encoding="utf-8"))
        pieces = vocabulary.Vocabulary(folder.tokeniser)
        self._ends = (pieces.pad, pieces.end)
        self._encoded = measuring.encoded(
            self.pairs, pieces, str(config.get("text_normalisation", "light")), recipe.pieces.longest
        )

    def __call__(self) -> bool:
        """Measure and log; never ends the run."""
        self.final()
        return False

    def final(self) -> dict[str, float]:
        """Export, and the scores of what was exported; empty without a development set."""
        state = self._state
        networks.export(self._model, state.average, self._folder.tokeniser, self._folder.model)
        if not self.pairs:
            return {}
        state.average.exchange(self._model)
        loss = measuring.loss(self._model, state.objective, self._encoded, self._ends)
        state.average.exchange(self._model)
        sources, references = zip(*self.pairs, strict=True)
        scores = measuring.scores(measuring.translations(self._folder.model, sources), references)
        entry = {"dev_loss": round(loss, 4), "bleu": scores.bleu, "chrf": scores.chrf}
        _logged(self._log, {"step": state.clock.steps, "minutes": round(state.clock.minutes, 3), **entry}, self._tell)
        return entry


@contextmanager
def stopping(state: steps.State) -> Iterator[None]:
    """The first SIGTERM or SIGINT ends the run after the step under way; the second one has its usual effect."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in numbers}

    def stop(*_: Any) -> None:
        state.stopping = True
        for number in numbers:
            signal.signal(number, before[number])

    for number in numbers:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, before[number])
