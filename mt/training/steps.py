"""The steps of a run, in transformers' Trainer, and what happens between them.

Trainer does the stepping, the devices and the checkpoints. Ours are the loss, the batches (token-bucketed, prepared
ahead), the rate (by the share of the schedule used) and what a callback does after each step: average, watch the
clock, save, measure. Measured on a network of 7 M parameters in seconds of one core, twice: a bare loop with the same
batches and loss 3,195 and 3,148 target tokens/s, this 3,060 and 3,142, so a loop of our own would not pay. The batches
and the loss do: Trainer with those of its own was at 1,343 where this was at 3,303 (one run each, on a busy machine).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mt.errors import MtError
from mt.training import TrainingError, networks
from mt.training.batches import Ahead, Position
from mt.training.losses import Objective
from mt.training.networks import Average, silence_padding
from mt.training.recipe import Recipe
from mt.training.schedule import Clock

POSITION = "position.json"  # written last: a checkpoint that has it is whole
AVERAGE = "average.safetensors"
_LOG_STEPS, _LOG_SECONDS = 100, 20.0
_MOST_SKIPPED = 50  # steps in a row without a finite gradient


def batch_tokens(recipe: Recipe, device: str) -> int:
    """Padded tokens in a batch: what keeps the hardware busy, unless the recipe says."""
    return recipe.learning.batch_tokens or (64_000 if device == "cuda" else 2_000)


@dataclass
class State:
    """What a run knows between two steps.

    Attributes:
        measure: called when a measurement is due; True ends the run.
        saving: whether checkpoints are kept.
        stopping: set from outside to end the run after the step under way.
    """

    recipe: Recipe
    clock: Clock
    ahead: Ahead
    objective: Objective
    average: Average
    log: Callable[[dict[str, Any]], None]
    measure: Callable[[], bool] | None = None
    saving: bool = True
    stopping: bool = False
    skipped: int = 0
    words: list[Any] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)
    tokens: int = 0
    logged: float = field(default_factory=time.monotonic)
    saved: float = field(default_factory=time.monotonic)
    measured: float = field(default_factory=time.monotonic)


class _Steps:
    """What is ours in Trainer: batches, loss, optimiser and rate."""

    run: State
    model: Any
    optimizer: Any
    lr_scheduler: Any
    args: Any

    def get_train_dataloader(self) -> Ahead:
        """The batches, from the position the run has reached."""
        return self.run.ahead

    def _prepare_inputs(self, inputs: dict[str, Any]) -> dict[str, Any]:
        """Batches to the device without waiting for it, which Trainer's own would do."""
        return {name: tensor.to(self.args.device, non_blocking=True) for name, tensor in inputs.items()}

    def compute_loss(self, model: Any, inputs: dict[str, Any], *_: Any, **__: Any) -> Any:
        """The objective of one batch, its parts noted for the log."""
        losses = self.run.objective(inputs["input_ids"], inputs["target"], inputs.get("links"), inputs.get("shares"))
        self.run.words.append(losses.words)
        if losses.links is not None:
            self.run.links.append(losses.links)
        return losses.total

    def create_optimizer(self, *_: Any) -> Any:
        """The optimiser of the recipe."""
        from mt.training import optimisers

        recipe = self.run.recipe
        self.optimizer = optimisers.of(self.model, recipe.learning, recipe.schedule.rate)
        return self.optimizer

    def create_scheduler(self, *_: Any, **__: Any) -> Any:
        """The rate by the clock; the scheduler's own count of steps is not used."""
        from torch.optim.lr_scheduler import LambdaLR

        optimizer = getattr(self.optimizer, "optimizer", self.optimizer)  # accelerate wraps it
        self.lr_scheduler = LambdaLR(optimizer, lambda _: self.run.clock.factor)
        self._created_lr_scheduler = True
        return self.lr_scheduler


class _Between:
    """What happens between steps, as a callback of Trainer."""

    run: State

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Time counts from here."""
        self.run.clock.start()

    def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, *, model: Any, **_: Any) -> None:
        """Clip the gradient; one that is not finite is thrown away, and the step changes nothing."""
        import torch

        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), self.run.recipe.learning.clip)
        if torch.isfinite(norm):
            self.run.skipped = 0
            return
        model.zero_grad(set_to_none=True)
        self.run.skipped += 1
        if self.run.skipped > _MOST_SKIPPED:
            raise TrainingError("the loss is not finite any more: lower schedule.rate and go on with --resume")

    def on_optimizer_step(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Count the step before Trainer asks for the next rate."""
        self.run.clock.steps = state.global_step + 1

    def on_step_end(self, args: Any, state: Any, control: Any, *, model: Any, **_: Any) -> None:
        """Average, log, measure, and save or stop if it is time to."""
        run = self.run
        silence_padding(model)
        run.average.update(model, run.clock.steps)
        now = time.monotonic()
        ending = run.stopping or run.clock.over
        if ending or run.clock.steps % _LOG_STEPS == 0 or now - run.logged > _LOG_SECONDS:
            self._log(now)
        if not ending and run.measure is not None and self._due(now):
            ending = run.measure()
            run.measured = time.monotonic()
        if ending or (run.saving and now - run.saved > 60 * run.recipe.save_minutes):
            control.should_save = run.saving
            run.saved = time.monotonic()
        control.should_training_stop = ending

    def _due(self, now: float) -> bool:
        development = self.run.recipe.development
        if development.steps is not None:
            return self.run.clock.steps % development.steps == 0
        return now - self.run.measured > 60 * development.minutes

    def _log(self, now: float) -> None:
        """One line of the log: means since the last one."""
        import torch

        run = self.run
        entry = {"step": run.clock.steps, "minutes": round(run.clock.minutes, 3), "share": round(run.clock.share, 5)}
        for name, losses in (("loss", run.words), ("links", run.links)):
            if losses:
                entry[name] = round(torch.stack(losses).mean().item(), 4)
                losses.clear()
        tokens = run.ahead.tokens - run.tokens
        rates = {
            "rate": run.recipe.schedule.rate * run.clock.factor,
            "tokens_per_second": round(tokens / (now - run.logged)),
        }
        run.log(entry | rates)
        run.tokens, run.logged = run.ahead.tokens, now

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Add to Trainer's checkpoint what is ours, the position last."""
        from safetensors.torch import save_file

        run = self.run
        folder = Path(args.output_dir) / f"checkpoint-{state.global_step}"
        save_file(run.average.tensors, folder / AVERAGE)
        reached = {"minutes": run.clock.minutes, "steps": run.clock.steps, "position": run.ahead.position}
        new = folder / f"{POSITION}.new"
        new.write_text(json.dumps(reached), encoding="utf-8")
        new.replace(folder / POSITION)


def reached(folder: Path) -> tuple[float, int, Position]:
    """Minutes, steps and the next batch of a whole checkpoint."""
    values = json.loads((folder / POSITION).read_text(encoding="utf-8"))
    return float(values["minutes"]), int(values["steps"]), Position(*values["position"])


def check_extra() -> None:
    """Refuse early where Trainer could not run.

    Raises:
        TrainingError: if accelerate is not installed.
    """
    from importlib.util import find_spec

    if find_spec("accelerate") is None:
        raise TrainingError("training needs accelerate: pip install 'mt[train]'")


def run(state: State, model: Any, folder: Path, checkpoint: Path | None = None) -> None:
    """Step until the clock says stop; checkpoints go to `folder`, and the run goes on from `checkpoint`.

    Raises:
        TrainingError: if the loss is lost, or the checkpoint cannot be read.
    """
    from transformers import PrinterCallback, ProgressCallback, Trainer, TrainerCallback, TrainingArguments

    networks.quiet()
    settings = TrainingArguments(
        output_dir=str(folder),
        max_steps=2**31,  # the clock decides
        use_cpu=model.device.type == "cpu",
        save_strategy="no",  # the callback decides
        save_total_limit=2,  # a run killed while it saves goes on from the one before
        logging_strategy="no",
        logging_nan_inf_filter=False,  # would wait for the device at every step
        max_grad_norm=0.0,  # clipped in the callback, which looks at the norm as well
        ignore_data_skip=True,  # the batches begin where they should
        report_to=[],
        disable_tqdm=True,
        remove_unused_columns=False,
        seed=state.recipe.learning.seed,
    )
    between = type("Between", (_Between, TrainerCallback), {"run": state})()
    kind = type("GuidedTrainer", (_Steps, Trainer), {"run": state})
    # a data set is asked for at the start though the batches are ours
    trainer = kind(model=model, args=settings, train_dataset=[{}], callbacks=[between])
    trainer.remove_callback(PrinterCallback)
    trainer.remove_callback(ProgressCallback)
    try:
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    except MtError:
        raise
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        if checkpoint is None or state.clock.steps:
            raise
        raise TrainingError(f"the checkpoint {checkpoint} cannot be read: {error}") from error
    finally:
        state.ahead.close()
        state.objective.close()
