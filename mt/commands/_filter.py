"""`mt translate -`: one article from standard input, its translation on standard output."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from mt import batch, models, pipeline, plugins, readers
from mt.config import Config
from mt.errors import InputError
from mt.memory import Memory
from mt.memory.dispensable import Dispensable
from mt.memory.remembering import Remembering


@contextmanager
def received() -> Iterator[Path]:
    """What stands on standard input, as a file.

    Raises:
        InputError: if that is nothing.
    """
    data = sys.stdin.buffer.read()
    if not data.strip():
        raise InputError("standard input is empty: there is nothing to translate")
    with tempfile.TemporaryDirectory(prefix="mt-") as folder:
        path = Path(folder) / "standard-input.txt"
        path.write_bytes(data)
        yield path


def single(config: Config) -> Config:
    """The settings with one format alone: the one asked for, or plain text."""
    return config if len(config.formats) == 1 else config.model_copy(update={"formats": ("txt",)})


def translate(config: Config, memory: Memory | None) -> None:
    """Write it in the first format asked for, or as plain English text."""
    with received() as path:
        documents = list(readers.read(path))
    read = pipeline.lists(config)
    engine, signature = pipeline.engine_of(config)
    if memory:
        fingerprint = "-" if config.engine == "echo" else models.find(config.model).fingerprint
        key = batch.memory_key(config, fingerprint)
        dispensable = Dispensable(memory, lambda warning: typer.echo(f"mt: {warning}", err=True))
        engine = Remembering(engine, dispensable, key)
    (form,) = single(config).formats
    for document in pipeline.run(documents, config, engine, read=read):
        content = plugins.load("writers", form).render(document, signature)
        sys.stdout.buffer.write(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
