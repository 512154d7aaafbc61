"""Demonyms: what French calls people and things of a country or region (malien, Maliennes), and what English says.

`demonyms.tsv` has a row for each: the French masculine and feminine, and the English adjectives, names of the people
and of the place, the usual one first and parted by "|". Left out: where they stand in a text (`mentions`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mt.names.authority import Authority, Record
from mt.names.spelling import fold

KIND = "demonym"
_WELL_KNOWN = ("italien", "russe", "chinois", "allemand", "belge", "japonais")
TABLE = Path(__file__).with_name("demonyms.tsv")


class Demonym(NamedTuple):
    """A row of the table.

    Attributes:
        french: its four forms: masculine, feminine, masculine plural, feminine plural.
        adjectives, people, places: the English for it, the usual one first; `people` are plurals.
    """

    french: tuple[str, str, str, str]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def persons(self) -> tuple[str, ...]:
        """The English for its people and for one of them: "Spaniards", "Spaniard"."""
        return (*self.people, *(one for many in self.people if (one := _single(many))))

    @property
    def words(self) -> tuple[str, ...]:
        """The English for it: "Malian", "Malians"; "Spanish", "Spaniards", "Spaniard"."""
        return tuple(dict.fromkeys((*self.adjectives, *self.persons)))

    def said(self, french: str) -> str:
        """The English for one French form: a capital means people, "Maliens" and "une Espagnole"."""
        return self.adjectives[0] if french[:1].islower() else self.person(many=_form(self, french) > 1)

    def person(self, many: bool) -> str:
        """The English for its people, or for one of them: "Spaniards", "Spaniard"; "Chinese" is both."""
        return self.people[0] if many else _single(self.people[0]) or self.adjectives[0]

    def inflected(self, french: str, like: Demonym) -> str:
        """This demonym in the gender, number and capitals that `french`, a form of `like`, has."""
        form = self.french[_form(like, french)]
        return form.title() if french[:1].isupper() else form

    @property
    def ending(self) -> tuple[bool, bool]:
        """What tells its forms apart: whether the genders differ, and the masculine from its plural."""
        return self.french[0] != self.french[1], self.french[0] != self.french[2]


def stand_ins(french: str) -> Iterator[tuple[str, str]]:
    """What every model knows and may stand for a French form in the same gender and number: (French, English)."""
    row = demonyms()[fold(french)]
    for one in map(demonyms().__getitem__, _WELL_KNOWN):
        if one.ending == row.ending and one is not row:
            said = one.inflected(french, row)
            yield said, one.said(said)


def _form(demonym: Demonym, french: str) -> int:
    return next(at for at, other in enumerate(demonym.french) if fold(other) == fold(french))


def _single(people: str) -> str:
    """One of a people: "Spaniard", "Frenchman"; "" where English has none, as for "Chinese"."""
    if people.endswith("men"):
        return people[:-2] + "an"
    return people[:-1] if people.endswith("s") else ""


@cache
def rows() -> tuple[Demonym, ...]:
    """The table, read once."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(map(_row, csv.DictReader(file, delimiter="\t")))


def _row(cells: dict[str, str]) -> Demonym:
    one, two = cells["masculine"], cells["feminine"]
    adjectives, people, places = (cells[name].split("|") for name in ("adjectives", "people", "places"))
    return Demonym((one, two, _plural(one), _plural(two)), *map(tuple, (adjectives, people, places)))


def _plural(french: str) -> str:
    return french if french.endswith("s") else f"{french}s"


@cache
def demonyms() -> dict[str, Demonym]:
    """The rows by each of their French forms, folded."""
    found: dict[str, Demonym] = {}
    for row in rows():
        for form in row.french:
            found.setdefault(fold(form), row)
    return found


@cache
def records() -> Authority:
    """The French forms as an authority has its spellings; a record's form is the usual English adjective."""
    spelled: dict[str, list[str]] = {}
    for row in rows():
        spelled.setdefault(row.adjectives[0], []).extend(row.french)
    return Authority(Record(KIND, form, tuple(dict.fromkeys(french)), source=KIND) for form, french in spelled.items())


@cache
def words_of(form: str) -> tuple[str, ...]:
    """The English adjectives and nouns for what has this usual adjective."""
    return tuple(dict.fromkeys(said for row in rows() if row.adjectives[0] == form for said in row.words))


@cache
def places_of(form: str) -> tuple[str, ...]:
    """The English names of its places."""
    return tuple(dict.fromkeys(place for row in rows() if row.adjectives[0] == form for place in row.places))


def is_form(text: str) -> bool:
    """Whether a text is a French form, all of its accents right or left out: "kenyane" is one, "corsé" is none."""
    row = demonyms().get(fold(text))
    known = row is not None and next(form for form in row.french if fold(form) == fold(text))
    pairs = zip(text.lower(), known or "", strict=False)
    return bool(known) and all(letter.isascii() or letter == right for letter, right in pairs)
