"""manifest.json: what was done, with what, how fast; and the key that tells whether it would come out the same."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mt import __version__
from mt.batch.journal import ARTICLES
from mt.config import Config
from mt.writers import Summary

LIBRARIES = (
    *("ctranslate2", "transformers", "torch", "sentencepiece", "sentencex"),
    *("markdown-it-py", "rapidfuzz", "pyspellchecker"),
)
_LARGE = 5_000_000  # bytes; only weights are larger
_WITHOUT_EFFECT = {"threads"}  # settings that change the speed and not one character
_OF_FILES = {"formats", "shards"}  # settings that say what is written of an article, not what becomes of it


def run_key(config: Config, fingerprint: str, approved: str) -> str:
    """A hash of all that decides what is written for an article: settings, files they name, model, code and memory.

    Args:
        config: the settings.
        fingerprint: of the model.
        approved: the state of the reviewed segments, "" without a memory.
    """
    return _key(config, fingerprint, approved, _WITHOUT_EFFECT)


def article_key(config: Config, fingerprint: str) -> str:
    """A hash of all that decides what becomes of an article, whatever is then written of it, approvals apart."""
    return _key(config, fingerprint, "", _WITHOUT_EFFECT | _OF_FILES)


def _key(config: Config, fingerprint: str, approved: str, without: set[str]) -> str:
    files = (value for value in config.model_dump().values() if isinstance(value, Path) and value.is_file())
    given = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    settings = config.model_dump(mode="json", exclude=without)
    parts = (settings, fingerprint, approved, given, _code())
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def _code() -> str:
    """A hash of the installed package, rules and lists included, and of the versions of `LIBRARIES`.

    So a new rule, or a library that divides sentences otherwise, makes articles anew.

    Of the weights only the size is looked at: they have their own fingerprint.
    """
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(repr([(name, version(name)) for name in LIBRARIES]).encode())
    for folder, inner, files in os.walk(root):
        inner[:] = sorted(name for name in inner if name != "__pycache__")
        for path in (Path(folder, name) for name in sorted(files)):
            size = path.stat().st_size
            digest.update(f"{path.relative_to(root).as_posix()} {size}\n".encode())
            if size < _LARGE:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def totals(summaries: Iterable[Summary]) -> dict[str, Any]:
    """The figures of a whole run."""
    summaries = list(summaries)
    flags: Counter[str] = Counter()
    for summary in summaries:
        flags.update(summary.flags)
    return {
        "articles": len(summaries),
        "segments": sum(summary.segments for summary in summaries),
        "words": sum(summary.words for summary in summaries),
        "approved": sum(summary.approved for summary in summaries),
        "names": sum(summary.names for summary in summaries),
        "reconciled": sum(summary.changed for summary in summaries),
        "unsure": sum(summary.unsure for summary in summaries),
        "flags": dict(flags.most_common()),
    }


def render(
    articles: Iterable[Mapping[str, Any]], config: Config, *, signature: str, key: str, run: Mapping[str, Any]
) -> Iterator[str]:
    """The manifest as JSON, one line an article, in parts.

    Args:
        articles: a record each.
        config: the settings.
        signature: how it was made.
        key: from `run_key`.
        run: what is true of this run alone: times, and what came from where. All the rest is the same for the same
            articles, however often the work was interrupted.
    """
    head = {
        "signature": signature,
        "key": key,
        "version": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "config": config.model_dump(mode="json"),
        "run": run,
    }
    yield json.dumps(head, ensure_ascii=False, indent=2)[:-2] + f",\n{ARTICLES}"
    before = ""
    for article in articles:
        yield f"{before}  {json.dumps(article, ensure_ascii=False)}"
        before = ",\n"
    yield "\n  ]\n}\n"
