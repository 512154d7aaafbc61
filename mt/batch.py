"""Many files in, many review files out: which article goes where, and what is said of the run afterwards.

Everything a user can get wrong is found in `plan`, before a model is loaded. What fails later (a file that vanished, a
full disk) fails alone: the rest is done, and the run says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mt import __version__, pipeline, readers, writers
from mt.config import Config
from mt.document import Document
from mt.errors import ConfigError, InputError, MtError, OutputError
from mt.writers import Summary

MANIFEST = "manifest.json"
LIBRARIES = ("ctranslate2", "transformers", "torch", "sentencepiece", "sentencex")


@dataclass(frozen=True, slots=True)
class Article:
    """An input file and the name of its outputs, relative to the output folder, without suffix."""

    path: Path
    name: str


@dataclass(slots=True)
class Result:
    """What became of one article; `error` is empty if all went well."""

    article: Article
    summary: Summary | None = None
    files: list[Path] = field(default_factory=list)
    error: str = ""


def plan(paths: Sequence[Path]) -> list[Article]:
    """The articles that these files and folders hold, in order.

    Raises:
        InputError: if a path is missing, a file has no reader, or a folder holds no article.
        ConfigError: if two of them would write the same output.
    """
    articles = [article for path in paths for article in _articles(path)]
    taken: dict[str, Path] = {}
    for article in articles:
        other = taken.setdefault(article.name.casefold(), article.path)
        if other is not article.path:
            raise ConfigError(
                f"{other} and {article.path} would both write {article.name}.*: rename one, "
                "or translate them separately"
            )
    return articles


def _articles(path: Path) -> Iterator[Article]:
    if path.is_dir():
        known = readers.suffixes()
        hidden = (".", "~")
        inside = sorted(
            file
            for file in path.rglob("*")
            if file.suffix.lower() in known and file.is_file() and not file.name.startswith(hidden)
        )
        if not inside:
            raise InputError(f"{path} has no article: {', '.join(sorted(known))} files are read")
        yield from (Article(file, file.relative_to(path).with_suffix("").as_posix()) for file in inside)
    else:
        readers.check(path)
        yield Article(path, path.with_suffix("").name)


def check_output(folder: Path) -> None:
    """Make the output folder and see that it can be written.

    Raises:
        OutputError: if it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "permission denied")
    except OSError as error:
        raise OutputError(f"cannot write to {folder} ({error.strerror}): choose another folder with -o") from error


def run(articles: Sequence[Article], output: Path, config: Config, tell: Callable[[Result], None]) -> list[Result]:
    """Translate and write every article, then the index (if there are several) and the manifest.

    Args:
        articles: from `plan`.
        output: an existing folder.
        config: how.
        tell: called with each result as soon as it is known.

    Raises:
        ModelError: if the model cannot be loaded; nothing is written then.
    """
    begin = time.perf_counter()
    engine, signature = pipeline.engine_of(config)
    ready = time.perf_counter()
    results: dict[str, Result] = {article.name: Result(article) for article in articles}

    def failed(article: Article, error: str) -> None:
        results[article.name].error = error
        tell(results[article.name])

    for document in pipeline.run(_read(articles, failed), config, engine):
        result = results[document.id]
        try:
            result.files = writers.write(document, output, config.formats, name=document.id, signature=signature)
            result.summary = writers.summarise(document, name=document.id, formats=config.formats)
        except MtError as error:
            result.error = str(error)
        tell(result)
    done = list(results.values())
    timing = {"load_seconds": ready - begin, "translate_seconds": time.perf_counter() - ready}
    _finish(done, output, config, signature, timing)
    return done


def _read(articles: Iterable[Article], failed: Callable[[Article, str], None]) -> Iterator[Document]:
    for article in articles:
        try:
            yield from (replace(document, id=article.name) for document in readers.read(article.path))
        except MtError as error:
            failed(article, str(error))
        except OSError as error:
            failed(article, f"{article.path} cannot be read: {error.strerror}")


def _finish(results: Sequence[Result], output: Path, config: Config, signature: str, timing: dict[str, float]) -> None:
    summaries = [result.summary for result in results if result.summary is not None]
    if len(results) > 1 and summaries:
        writers.write_index(output, summaries, signature)
    text = json.dumps(manifest(results, output, config, signature, timing), ensure_ascii=False, indent=2)
    writers.atomic(output / MANIFEST, text + "\n")


def manifest(
    results: Sequence[Result], output: Path, config: Config, signature: str, timing: dict[str, float]
) -> dict[str, Any]:
    """What was done, with what, how fast: everything needed to do it again or to tell why it came out differently."""
    words = sum(result.summary.words for result in results if result.summary)
    seconds = timing["translate_seconds"]
    return {
        "signature": signature,
        "version": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "config": config.model_dump(mode="json"),
        "timing": {key: round(value, 3) for key, value in timing.items()}
        | {"words_per_second": round(words / seconds, 1) if seconds else None},
        "articles": [_entry(result, output) for result in results],
    }


def _entry(result: Result, output: Path) -> dict[str, Any]:
    path, summary = result.article.path, result.summary
    if summary is None:
        return {"input": path.as_posix(), "status": "failed", "error": result.error}
    return {
        "input": path.as_posix(),
        "status": "done",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None,
        "segments": summary.segments,
        "words": summary.words,
        "flags": summary.flags,
        "outputs": [file.relative_to(output).as_posix() for file in result.files],
    }
