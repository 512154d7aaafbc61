"""What a training run does: one frozen `Recipe`, from its defaults and a TOML file.

Every key stands with a comment in `configs/train-fr-en.toml`. `adaptation.toml`, beside this module, holds what differs
when a model is adapted to corrections. Paths in a file are relative to it.
"""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mt.errors import ConfigError, one_of

ADAPTATION = Path(__file__).with_name("adaptation.toml")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Filters(_Part):
    """Which pairs are left out; `filters` says why."""

    words: int = Field(default=90, ge=1)
    ratio: float = Field(default=2.5, gt=1)
    letters: float = Field(default=0.4, ge=0, le=1)
    identical: int = Field(default=6, ge=0)
    language: bool = True
    duplicates: bool = True


class Selection(_Part):
    """Which corpora are the domain, by the patterns of their names, and how much pairs like it are favoured."""

    like: tuple[str, ...] = ()
    sharpness: float = Field(default=2.0, ge=0, le=8)


class Late(_Part):
    """Another mix for the last `share` of the schedule: `weights` as the recipe's, `sharpness` as the selection's."""

    share: float = Field(default=0.0, ge=0, lt=1)
    weights: dict[str, float] = Field(default_factory=dict)
    sharpness: float = Field(default=2.0, ge=0, le=8)


class Pieces(_Part):
    """The joint SentencePiece model: trained to `size`, or read from `path`."""

    size: int = Field(default=16_000, ge=300, le=60_000)
    path: Path | None = None
    sentences: int = Field(default=500_000, ge=1)
    longest: int = Field(default=120, ge=8, le=510)


class Variations(_Part):
    """The share of pairs that is varied, by kind. A file that is None is the list of the package."""

    upper: float = Field(default=0.02, ge=0, le=1)
    title: float = Field(default=0.01, ge=0, le=1)
    no_stop: float = Field(default=0.04, ge=0, le=1)
    names: float = Field(default=0.35, ge=0, le=1)
    names_file: Path | None = None
    demonyms: float = Field(default=0.1, ge=0, le=1)
    quotations: float = Field(default=0.05, ge=0, le=1)
    words: float = Field(default=0.4, ge=0, le=1)
    words_file: Path | None = None
    segmentations: float = Field(default=0.4, ge=0, le=1)

    @model_validator(mode="after")
    def _at_most_all(self) -> Variations:
        if self.upper + self.title + self.no_stop + self.names + self.demonyms + self.quotations > 1:
            raise ValueError("the shares of the variations add up to more than 1")
        return self


class Shape(_Part):
    """The size of the network; not asked where the run starts from a model."""

    width: int = Field(default=512, ge=8)
    feed_forward: int = Field(default=2048, ge=8)
    encoder: int = Field(default=6, ge=1)
    decoder: int = Field(default=2, ge=1)
    heads: int = Field(default=8, ge=1)

    @model_validator(mode="after")
    def _heads_divide(self) -> Shape:
        if self.width % self.heads:
            raise ValueError(f"width {self.width} cannot be divided among {self.heads} heads")
        return self


class Schedule(_Part):
    """How long, how fast. Just one of `minutes` and `steps` is the length of the whole schedule."""

    minutes: float | None = Field(default=None, gt=0)
    steps: int | None = Field(default=None, ge=1)
    rate: float = Field(default=1e-3, gt=0)
    warm_up: int = Field(default=2000, ge=1)
    hold: float = Field(default=0.1, ge=0, lt=1)
    floor: float = Field(default=0.02, ge=0, le=1)


class Learning(_Part):
    """One step. None means: by the hardware (see `steps.settings`)."""

    batch_tokens: int | None = Field(default=None, ge=16)
    dropout: float | None = Field(default=None, ge=0, lt=1)
    smoothing: float = Field(default=0.1, ge=0, lt=1)
    optimiser: str = "muon"
    weight_decay: float = Field(default=0.01, ge=0)
    clip: float = Field(default=1.0, gt=0)
    precision: str = "auto"
    average_every: int = Field(default=10, ge=1)
    average_steps: int = Field(default=500, ge=1)
    seed: int = 1


class Links(_Part):
    """The guided attention head. `make` calls eflomal, if it is installed, on a sample of the pairs."""

    make: bool = True
    pairs: int = Field(default=160_000, ge=1)
    weight: float = Field(default=0.1, ge=0)


class Development(_Part):
    """The text that progress is measured on; pairs that hold a line of it are left out of training."""

    source: Path | None = None
    target: Path | None = None
    lines: int = Field(default=500, ge=1)
    minutes: float = Field(default=10, gt=0)
    steps: int | None = Field(default=None, ge=1)


class Recipe(_Part):
    """Everything a run does."""

    source_language: str = "fr"
    target_language: str = "en"
    normalisation: str = "news-v1"
    weights: dict[str, float] = Field(default_factory=dict)
    filters: Filters = Filters()
    selection: Selection = Selection()
    late: Late = Late()
    pieces: Pieces = Pieces()
    variations: Variations = Variations()
    shape: Shape = Shape()
    schedule: Schedule = Schedule()
    learning: Learning = Learning()
    links: Links = Links()
    development: Development = Development()
    save_minutes: float = Field(default=2.0, gt=0, le=2)
    workers: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _one_length(self) -> Recipe:
        if (self.schedule.minutes is None) == (self.schedule.steps is None):
            raise ValueError("schedule needs just one of minutes and steps")
        if (self.development.source is None) != (self.development.target is None):
            raise ValueError("development needs both source and target, or neither")
        one_of("learning.precision", self.learning.precision, ("auto", "bf16", "float32"))
        one_of("learning.optimiser", self.learning.optimiser, ("adamw", "muon"))
        return self

    def weight(self, name: str) -> float:
        """How often, on average, a pair of this corpus file is seen in one pass."""
        return _weight(self.weights, name)

    def late_weight(self, name: str) -> float:
        """The same for the last part of the schedule."""
        return _weight(self.late.weights, name)


def _weight(weights: dict[str, float], name: str) -> float:
    """The first pattern that fits says; 1 if none does."""
    return next((share for pattern, share in weights.items() if fnmatchcase(name, pattern)), 1.0)


_PATHS = (
    ("pieces", "path"),
    ("variations", "names_file"),
    ("variations", "words_file"),
    ("development", "source"),
    ("development", "target"),
)


def load(path: Path, changes: dict[str, dict[str, Any]] | None = None) -> Recipe:
    """The recipe of a file; `changes` (table -> key -> value) win over it, values that are None do not.

    Raises:
        ConfigError: if the file cannot be read, or a key or value is wrong; the message names it and the nearest guess.
    """
    values = _read(path)
    _known(str(path), values, Recipe)
    for table, key in _PATHS:
        if isinstance(values.get(table), dict) and key in values[table]:
            values[table][key] = path.parent / str(values[table][key])
    for table, keys in (changes or {}).items():
        given = {key: value for key, value in keys.items() if value is not None}
        if table == "schedule" and given.keys() & {"minutes", "steps"}:
            values[table] = {k: v for k, v in values.get(table, {}).items() if k not in ("minutes", "steps")}
        values[table] = values.get(table, {}) | given
    try:
        recipe = Recipe(**values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        what = f"{key} = {first['input']!r}: " if key and not isinstance(first["input"], dict) else ""
        raise ConfigError(f"{path}: {what}{first['msg'].removeprefix('Value error, ')}") from error
    for table, key in _PATHS:
        file = getattr(getattr(recipe, table), key)
        if file is not None and not file.is_file():
            raise ConfigError(f"{table}.{key}: {file} is not there")
    return recipe


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"recipe {path} is not there; configs/train-fr-en.toml is one to copy") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"recipe {path} cannot be read: {error}") from error


def _known(where: str, values: dict[str, Any], part: type[BaseModel]) -> None:
    """Refuse a key that does not exist, naming the nearest one that does."""
    for key, value in values.items():
        one_of(f"{where}: setting", key, part.model_fields)
        inner = part.model_fields[key].annotation
        if isinstance(value, dict) and isinstance(inner, type) and issubclass(inner, BaseModel):
            _known(f"{where}: {key}", value, inner)
