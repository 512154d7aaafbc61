"""The output folder: whether it can be written, what is not written over there, and that no article is there twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from mt import writers
from mt.batch import shards
from mt.batch.inputs import Article
from mt.batch.journal import Entry, Journal
from mt.config import Config
from mt.errors import ConfigError, OutputError


def check_output(folder: Path, *, make: bool = True) -> None:
    """See that the output folder can be written, and make it if need be, or (for a rehearsal) see that it could be.

    Raises:
        OutputError: if it cannot.
    """
    try:
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        there = next(path for path in (folder, *folder.parents) if path.exists())
        if not there.is_dir():
            raise NotADirectoryError(20, f"{there} is a file")
        if not os.access(there, os.W_OK | os.X_OK):
            raise PermissionError(13, "permission denied")
    except OSError as error:
        raise OutputError(f"cannot write to {folder} ({error.strerror}): choose another folder with -o") from error


def keep_inputs(articles: Sequence[Article], output: Path, config: Config) -> None:
    """See that nothing written takes the place of an article, of the glossary, the authority, or a review file.

    Raises:
        ConfigError: if one would.
    """
    shards.check(config.shards)
    endings = [] if config.shards else [*(f".{writers.suffix(form)}" for form in config.formats), ".names.tsv"]
    tables = [path for path in (config.glossary, config.authority) if path is not None]
    owners = {"index.html": "the list of all articles"} if len(articles) > 1 else {}
    given = [*(article.path for article in articles), *tables]
    if config.shards:
        writers.spare((output / path.name for path in given if shards.is_one(path.name)), given)
    for article in articles:
        own, outputs = str(article.path), [f"{article.name}{ending}" for ending in endings]
        if article.many:
            _keep_out(output / article.name, given, endings)
            continue
        for name in outputs:
            if (owner := owners.setdefault(name.casefold(), own)) != own:
                raise ConfigError(f"{owner} and {own} would both write {name}: rename the article")
        if (ending := article.path.suffix.casefold()) in endings:
            writers.spare([output / f"{article.name}{ending}"], [article.path])
        for table in tables:
            called = table.name.casefold()
            writers.spare([output / name for name in outputs if name.rpartition("/")[2].casefold() == called], [table])


def _keep_out(folder: Path, given: Iterable[Path], endings: Sequence[str]) -> None:
    """See that nothing that was given lies where the review files of a file of many articles will be.

    Raises:
        ConfigError: if something does.
    """
    if not endings or not folder.is_dir():
        return
    for path in given:
        if path.parent.exists() and path.parent.samefile(folder) and path.name.casefold().endswith(tuple(endings)):
            raise ConfigError(
                f"{path} may be written over by an article of {folder.name}: choose another folder with -o"
            )


def drop_older_records(output: Path, journal: Journal) -> None:
    """Take out of every shard the articles that another shard has a newer record of; one that is empty then goes.

    So it is when some articles of an earlier run are done again (`--since`), or come to lie in other blocks.

    Raises:
        OutputError: if a shard cannot be written; it is as it was.
    """
    with journal.turn():
        outdated = journal.outdated()
        standing = journal.standing(outdated)
        for name, rows in outdated.items():
            if shards.is_one(Path(name).name):
                _drop(rows, output / name, standing.get(name, []), journal)


def _drop(rows: Container[int], path: Path, standing: Iterable[Entry], journal: Journal) -> None:
    """Take these rows out of a shard, in which these articles stand; they are entered first as they will stand there.

    So a kill in between leaves a shard that somebody knows the rows of.
    """
    records = shards.read(path)
    kept = [row for row in range(len(records)) if row not in rows]
    if not kept:
        path.unlink(missing_ok=True)
        return
    rendered = shards.render([records[row] for row in kept], path.suffix.removeprefix("."))
    content = rendered if isinstance(rendered, bytes) else "".join(rendered).encode("utf-8", "backslashreplace")
    hashed = hashlib.sha256(content).hexdigest()
    places = {row: place for place, row in enumerate(kept)}
    for entry in standing:
        if entry.row in places:
            journal.add(replace(entry, outputs=dict.fromkeys(entry.outputs, hashed), row=places[entry.row]))
    writers.atomic(path, content)
