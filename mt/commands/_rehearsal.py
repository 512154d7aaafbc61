"""`mt translate --dry-run`: what a run would do, and how long it would take.

Reads and segments every article that is not finished and looks into the memory; what is finished is known by its hash,
and its figures by the manifest. No weights are loaded and nothing is written. Tokens are counted with the model's own
tokeniser where the model is on this machine; else its words are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mt import batch, models, pipeline, requests, segment
from mt.batch import Selection, inputs, manifest
from mt.batch.journal import MANIFEST, Journal
from mt.batch.results import status
from mt.commands._watching import SHOWN, console, counted, duration, plain
from mt.config import Config
from mt.document import Document, Span
from mt.engines import Translation, echo
from mt.errors import MtError
from mt.memory import Memory
from mt.phrasing.press import ForEngine

if TYPE_CHECKING:
    from mt.batch import Article

WORDS_PER_SECOND = 1000  # of the embedded model, greedy, on one core of 2024; used until a run here says better
BEAM_COST = 0.55  # what each further hypothesis costs, of the first


class Counting(echo.Echo):
    """An engine that only counts, as the model would."""

    def __init__(self, checkpoint: models.Checkpoint) -> None:
        from mt.models.pieces import Pieces

        self._pieces = Pieces(checkpoint)
        self.longest = checkpoint.longest

    def pieces(self, texts: Sequence[str]) -> list[list[Span]]:
        """For every text the spans of its pieces."""
        return [encoded.spans for encoded in self._pieces.encode(texts)]

    def count(self, texts: Sequence[str]) -> list[int]:
        """For every text the number of its pieces."""
        return self._pieces.count(texts)

    def translate(self, texts: Sequence[str]) -> list[Translation]:
        """Nothing is translated in a rehearsal."""
        raise NotImplementedError


@dataclass(slots=True)
class Counts:
    """Of one article, or of all."""

    segments: int = 0
    words: int = 0
    tokens: int = 0
    recalled: int = 0
    approved: int = 0
    overlong: int = 0
    left: int = 0  # words of the sentences that neither memory nor reviewers have

    def add(self, other: Counts) -> None:
        """Sum up."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def rehearse(
    articles: Sequence[Article], selection: Selection, output: Path | None, config: Config, memory: Memory | None
) -> None:
    """Print the table and the sums; ends with status 1 or 2 if articles cannot be read. No folder: standard output."""
    from rich.table import Table

    engine, fingerprint, note = _engine(config)
    key = batch.memory_key(config, fingerprint)
    run_key = manifest.run_key(config, fingerprint, memory.state() if memory else "")
    done = Journal(output, run_key) if output is not None else None
    find = pipeline.finder(config)
    for_engine = pipeline.for_engine(config)
    table = Table("article", "segments", "words", "tokens", "from memory", "over-long")
    total, count, finished = Counts(), 0, 0
    errors: list[str] = []
    for found in inputs.every(articles, selection):
        entry = done.finished(found.article.name, found.sha256) if done is not None else None
        try:
            if entry is not None:
                counts = Counts(entry.summary.segments, entry.summary.words)
            else:
                document = segment.split(found.read())
                counts = _counted(find(document) if config.names else document, engine, for_engine, key, memory)
        except MtError as error:
            errors.append(str(error))
            continue
        count += 1
        finished += entry is not None
        total.add(counts)
        if count <= SHOWN:
            new = (counts.tokens, counts.recalled + counts.approved, counts.overlong)
            figures = (counts.segments, counts.words, *(new if entry is None else ("finished before", "", "")))
            table.add_row(plain(found.article.name), *map(str, figures))
    out = console()
    if count <= SHOWN:
        out.print(table)
    for line in filter(None, (*_told(count, finished, total, output, config), note)):
        out.print(plain(line), soft_wrap=True, highlight=False)
    for message in errors:
        typer.echo(f"mt: {message}", err=True)
    if errors:
        raise typer.Exit(status(len(errors), count))


def _engine(config: Config) -> tuple[echo.Echo, str, str]:
    """What counts the tokens, the fingerprint of the model, and a note if it is not the model itself."""
    checkpoint = None if config.engine == "echo" else models.here(config.model)
    if checkpoint is None:
        return echo.Echo(), "-", "Tokens are counted as words: the model is not loaded."
    return Counting(checkpoint), checkpoint.fingerprint, ""


def _counted(document: Document, engine: echo.Echo, for_engine: ForEngine, key: str, memory: Memory | None) -> Counts:
    approved = memory.all_reviewed(part.source for part in document.segments) if memory else {}
    made = requests.requests(document, engine, for_engine)
    wanted = [
        (len(part.source.split()), request)
        for part, request in zip(document.segments, made, strict=True)
        if request is not None and part.source not in approved
    ]
    texts = [text for _, request in wanted for text in request.texts]
    known = memory.machine(key, texts) if memory else {}
    new = [words for words, request in wanted if any(text not in known for text in request.texts)]
    return Counts(
        segments=len(document.segments),
        words=sum(len(part.source.split()) for part in document.segments),
        tokens=sum(engine.count(texts)),
        recalled=len(wanted) - len(new),
        approved=sum(part.source in approved for part in document.segments),
        overlong=sum(request.cuts > 0 for _, request in wanted),
        left=sum(new),
    )


def _told(articles: int, finished: int, total: Counts, output: Path | None, config: Config) -> list[str]:
    seconds = total.left / _rate(output, config)
    before = f" ({finished} finished before)" if finished else ""
    what = f"{config.shards} shards" if config.shards else ",".join(config.formats)
    sentences, words = counted(total.segments, "sentence"), counted(total.words, "word")
    return [
        f"{counted(articles, 'article')}{before}, {sentences}, {words}",
        f"Not finished: {total.tokens} tokens; {counted(total.recalled, 'sentence')} from memory, "
        f"{total.approved} approved, {total.overlong} over-long",
        f"About {duration(seconds)} for {counted(total.left, 'new word')}, with beam {config.beam}",
        f"Would write {what} to {'standard output' if output is None else output}",
    ]


def _rate(output: Path | None, config: Config) -> float:
    """Words a second: of the last run here with these settings, or a guess."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(((output or Path()) / MANIFEST).read_text(encoding="utf-8"))
        same = all(told["config"][name] == getattr(config, name) for name in ("model", "engine", "beam"))
        run = told["run"]
        if same and run["words_per_second"] and run.get("from_memory", 0) < run.get("from_engine", 1):
            return float(run["words_per_second"])
    cores = config.threads or os.cpu_count() or 1
    return WORDS_PER_SECOND * cores / (1 + BEAM_COST * (config.beam - 1))
