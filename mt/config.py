"""One frozen `Config`, from defaults, a TOML file and the command line, with the signature review files bear."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mt import __version__, plugins, typography
from mt.errors import ConfigError, one_of

DEVICES = ("auto", "cpu", "cuda")
PRECISIONS = ("float32", "int8")
SMALLEST_BATCH = 64  # padded source pieces
SHARDS = ("jsonl", "parquet")


class Config(BaseModel):
    """How articles are translated. Every key of `configs/news.toml`, with the same names and defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = "fr-en"
    engine: str = "ct2"
    beam: int = Field(default=4, ge=1, le=16)
    precision: str = "int8"
    device: str = "auto"
    threads: int = Field(default=0, ge=0, le=1024)
    batch_tokens: int = Field(default=0, ge=0)
    window: int = Field(default=512, ge=1)
    names: bool = True
    press: bool = True
    words: bool = True
    pronouns: bool = True
    glossary: Path | None = None
    authority: Path | None = None
    quotes: str = "curly"
    formats: tuple[str, ...] = ("html", "tsv", "jsonl", "txt")
    shards: str = ""

    def model_post_init(self, _: Any) -> None:
        """Check what pydantic cannot: that every named thing exists."""
        one_of("engine", self.engine, plugins.names("engines"))
        one_of("quotes", self.quotes, typography.QUOTES)
        one_of("device", self.device, DEVICES)
        one_of("precision", self.precision, PRECISIONS)
        if 0 < self.batch_tokens < SMALLEST_BATCH:
            raise ConfigError(
                f"batch_tokens = {self.batch_tokens}: at least {SMALLEST_BATCH}, or 0 for what is fastest"
            )
        if self.shards:
            one_of("kind of shards", self.shards, SHARDS)
        for form in self.formats:
            one_of("format", form, plugins.names("writers"))
        if not self.formats:
            raise ConfigError(f"no format to write: there is {', '.join(plugins.names('writers'))}")
        if self.glossary is not None and not self.glossary.is_file():
            raise ConfigError(f"glossary {self.glossary} is not there: give a file of lines source TAB target TAB note")
        if self.authority is not None and not self.authority.is_file():
            raise ConfigError(f"authority {self.authority} is not there: mt names decide writes one")


def load(path: Path | None = None, **options: Any) -> Config:
    """The configuration of a file, with `options` that are not None in place of its own.

    Raises:
        ConfigError: if the file cannot be read, or a key or value is wrong; the message names it and the nearest guess.
    """
    values = _read(path) if path else {}
    for key in ("glossary", "authority"):
        if path and key in values:
            values[key] = path.parent / str(values[key])
    values |= {key: value for key, value in options.items() if value is not None}
    where = f"{path}: " if path else ""
    for key in values:
        one_of(f"{where}setting", key, Config.model_fields)
    try:
        return Config(**values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise ConfigError(f"{where}{key} = {first['input']!r}: {first['msg'].lower()}") from error


def formats(listed: str | None) -> tuple[str, ...] | None:
    """The formats of a list with commas, as the command line gives it; None for None."""
    return None if listed is None else tuple(part.strip() for part in listed.split(",") if part.strip())


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"configuration {path} is not there; configs/news.toml is one to copy") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"configuration {path} cannot be read: {error}") from error


def signature(config: Config, engine: str, fingerprint: str) -> str:
    """How a review file was made, in sacreBLEU's manner: `model:fr-en@1a2b3c4d|engine:ct2|type:int8|...`."""
    parts = [
        f"model:{config.model}@{fingerprint[:8]}",
        f"engine:{engine}",
        f"names:{'yes' if config.names else 'no'}",
        f"glossary:{config.glossary.name if config.glossary else 'none'}",
        f"authority:{config.authority.name if config.authority else 'shipped'}",
        f"quotes:{config.quotes}",
        *(f"{name}:no" for name in ("press", "words", "pronouns") if not getattr(config, name)),
        f"version:{__version__}",
    ]
    return "|".join(parts)
