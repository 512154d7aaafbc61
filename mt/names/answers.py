"""What an editor has changed in NAME.names.tsv, as decisions.

The table is held against NAME.names.json beside it, which says what the run had written. Left out: the tables of
`mt names scan`, whose answers stand in a column of their own (`decisions.read`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from mt.errors import InputError
from mt.names.decisions import ANSWERS, KINDS, Decision, cells_of, one_line
from mt.names.spelling import key

_ENDING = ".names.tsv"
_COLUMNS = ("entity", "kind", "form", "variants", "unsure")
_COUNT = re.compile(r"\s*\(\d+\)$")


class _Written(NamedTuple):
    """One entity as the run had written it."""

    kind: str
    form: str
    spellings: tuple[str, ...]
    question: str


def is_report(path: Path) -> bool:
    """Whether a file is the table of names that goes with an article's review files."""
    return path.name.endswith(_ENDING)


def read(path: Path, who: str = "", when: str = "") -> list[Decision]:
    """The decisions in an edited NAME.names.tsv.

    Another form or kind is a yes to it; a spelling moved to another row, a yes there; a spelling taken out, a no; a
    question taken out, a yes to the form as it stands. `yes`, `no` or `unsure` written in place of the question is
    said of the whole row. A row left as it was, or taken out, says nothing.

    Raises:
        InputError: if it, or NAME.names.json beside it, cannot be read.
        ConfigError: if a column is missing.
    """
    before = _written(path.with_name(path.name.removesuffix(_ENDING) + ".names.json"))
    rows = [row for _, row in cells_of(path, _COLUMNS) if row["entity"] in before]
    moved = {
        spelling for row in rows for spelling in _spellings(row) if spelling not in before[row["entity"]].spellings
    }
    said: list[Decision] = []
    for row in rows:
        for answer, form, spellings in _changes(row, before[row["entity"]], moved):
            if row["kind"] in KINDS and spellings:
                said.append(Decision(answer, row["kind"], form, spellings, who, when))
    return said


def _changes(row: Mapping[str, str], before: _Written, moved: set[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(answer, form, spellings) for what one row says now and did not say before."""
    spellings, form, asked = _spellings(row), row["form"], row["unsure"].lower()
    gone = tuple(said for said in before.spellings if said not in spellings and said not in moved)
    if gone:
        yield "no", before.form, gone
    if not key(form):
        return
    settled = bool(before.question) and not asked
    if asked in ANSWERS:
        yield asked, form, spellings
    elif settled or (form, row["kind"]) != (before.form, before.kind):
        yield "yes", form, spellings
    else:
        yield "yes", form, tuple(said for said in spellings if said not in before.spellings)


def _spellings(row: Mapping[str, str]) -> tuple[str, ...]:
    texts = (_COUNT.sub("", part.strip()) for part in row["variants"].split("|"))
    return tuple(text for text in texts if key(text))


def _written(path: Path) -> dict[str, _Written]:
    """The entities of NAME.names.json by id."""
    try:
        entities = json.loads(path.read_text(encoding="utf-8"))["entities"]
        return {
            entity["id"]: _Written(
                entity["kind"],
                one_line(entity["form"]),
                tuple(one_line(variant["text"]) for variant in entity["variants"]),
                entity["unsure"],
            )
            for entity in entities
        }
    except OSError as error:
        raise InputError(
            f"{path}, which says what was changed in the table, cannot be read: {error.strerror}"
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f"{path} was not written by mt or is damaged: {error!r}") from error
