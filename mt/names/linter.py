"""The authority's linter: what is wrong with its rows, one sentence each, with file and line.

A row must be well-formed, say something (a spelling that differs, but for places that English keeps: `unchanged.tsv`)
and claim no full spelling another row of its file has; what is one row's French and another's English is the former's,
for the texts are French. A surname alone is nobody's own, and neither is a spelling that the words before it decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mt.names.authority import COLUMNS, rows
from mt.names.french import french as french_words
from mt.names.spelling import key

_ACRONYMS = frozenset({"acronym", "french_acronym"})
_YEAR = re.compile(r"-?\d{3,4}")
_MULTIPLE = frozenset({"variants", "french", "french_acronym", "acronym", "before"})
_KINDS = {
    "places": ("exonym", "romanised"),
    "ambiguous": ("exonym", "romanised"),
    "unchanged": ("organisation", "place"),
}


def lint(folder: Path) -> list[str]:
    """Everything wrong in the authority files of a folder; empty when all is well.

    Raises:
        ConfigError: if a file cannot be read as rows at all.
    """
    found: list[str] = []
    for name in COLUMNS:
        path = folder / f"{name}.tsv"
        if path.is_file():
            table = list(rows(path))
            for line, row in table:
                found += (f"{path.name}:{line}: {wrong}" for wrong in _row(name, row))
            found += (f"{path.name}:{wrong}" for wrong in _clashes(name, table))
    return found


def _row(name: str, row: dict[str, str]) -> Iterator[str]:
    """What is wrong with one row by itself."""
    form = row["form"]
    if not row["source"]:
        yield f"{form}: no source"
    for column, cell in row.items():
        if re.search(r"\s{2,}|[\u0000-\u001f]", cell) or (column not in _MULTIPLE and "|" in cell):
            yield f"{form}: {column} is not one clean text: {cell!r}"
        if column in _MULTIPLE and cell and any(part.strip() != part or not key(part) for part in cell.split("|")):
            yield f"{form}: an empty or spaced spelling in {column}"
    said = {part for column in (_MULTIPLE - {"before"}) | {"form"} for part in row.get(column, "").split("|") if part}
    if len(said) < 2 and name != "unchanged":
        yield f"{form}: one spelling in every column says nothing"
    if name == "people":
        yield from _person(row)
    if name == "ambiguous" and not row["before"]:
        yield f"{form}: nothing tells when it is meant"
    if name in _KINDS and row["kind"] not in _KINDS[name]:
        yield f"{form}: kind is {row['kind']!r}, not one of {', '.join(_KINDS[name])}"


def _person(row: dict[str, str]) -> Iterator[str]:
    short, form = key(row["short"]), key(row["form"])
    if short and short not in (form[: len(short)], form[-len(short) :]):
        yield f"{row['form']}: short {row['short']!r} is neither its beginning nor its end"
    for column in ("from", "until"):
        if row[column] and not _YEAR.fullmatch(row[column]):
            yield f"{row['form']}: {column} is {row[column]!r}, not a year"
    if (
        row["from"]
        and row["until"]
        and _YEAR.fullmatch(row["from"])
        and _YEAR.fullmatch(row["until"])
        and int(row["from"]) > int(row["until"])
    ):
        yield f"{row['form']}: from {row['from']} until {row['until']}"


def _clashes(name: str, table: list[tuple[int, dict[str, str]]]) -> Iterator[str]:
    """Spellings that two rows claim for two forms."""
    if name == "ambiguous":
        return
    told_only = french_words().told_only
    claimed: dict[tuple[str, ...], tuple[int, str]] = {}
    forms: dict[str, int] = {}
    french = {
        key(said): line for line, row in table for said in row.get("french", "").split("|") if said != row["form"]
    }
    for line, row in table:
        if name != "people" and forms.setdefault(row["form"], line) != line:
            yield f"{line}: {row['form']} stands in line {forms[row['form']]} already"
        for column in ("form", "french", "variants", "acronym", "french_acronym"):
            for spelling in row.get(column, "").split("|"):
                full = key(spelling)
                if not full or (name == "people" and len(full) == 1):
                    continue  # a surname alone is nobody's own: the article decides
                if column in _ACRONYMS and full[0] in told_only:
                    continue  # the article tells whose it is
                if column == "form" and french.get(full, line) != line:
                    continue  # another's French: the texts are French
                other, form = claimed.setdefault(full, (line, row["form"]))
                if other != line:
                    yield f"{line}: {spelling} is {row['form']} here and {form} in line {other}"
