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
from mt.names.french import french
from mt.names.spelling import fold

KIND = "demonym"
TABLE = Path(__file__).with_name("demonyms.tsv")
COUNTRIES = {  # with a capital, unless one of these words is before: le Suisse, une Argentine
    "argentine": "une cette",
    "corse": "un une ce cette",
    "philippines": "",
    "suisse": "le du au un une ce cette",
}
_WELL_KNOWN = ("italien", "russe", "chinois", "allemand", "belge", "japonais")
_HYPHENS = str.maketrans("‐‑", "--")


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
        """The English for its people and for one of them: "Spaniards", "Spaniard"; "Frenchmen", "Frenchwoman"."""
        return tuple(form for people in self.people for form in (people, *_women(people), *_one_of(people)))

    @property
    def words(self) -> tuple[str, ...]:
        """The English for it: "Malian", "Malians"; "Spanish", "Spaniards", "Spaniard"."""
        return tuple(dict.fromkeys((*self.adjectives, *self.persons)))

    def person(self, many: bool, woman: bool = False) -> str:
        """The English for its people, or for one of them: "Spaniards", "Spaniard", "Frenchwoman"; "Chinese" is both."""
        if many:
            return self.people[0]
        one = next((forms for people in self.people if (forms := _one_of(people))), self.adjectives[:1])
        return one[-1] if woman else one[0]

    def form(self, text: str) -> int:
        """Which of its French forms a text is; where two are alike, the first.

        Raises:
            ValueError: if it is none.
        """
        return [fold(form) for form in self.french].index(_plain(text))

    def inflected(self, text: str, like: Demonym) -> str:
        """This demonym in the gender, number and capitals that `text`, a form of `like`, has."""
        form = self.french[like.form(text)]
        return form.title() if text[:1].isupper() else form

    @property
    def ending(self) -> tuple[bool, bool]:
        """What tells its forms apart: whether the genders differ, and the masculine from its plural."""
        return self.french[0] != self.french[1], self.french[0] != self.french[2]


def find(text: str) -> Demonym | None:
    """The demonym that a text is a form of, accents right or left out: "kenyane" is one, "corsé" is none."""
    for row in _by_form().get(_plain(text), ()):
        letters = zip(text.lower().translate(_HYPHENS), row.french[row.form(text)], strict=False)
        if all(letter in (right, fold(right)) for letter, right in letters):
            return row
    return None


def english(text: str, before: str, shouted: bool) -> str | None:
    """The English for a French form where it stands; None where it is none, but a surname or a verb.

    Args:
        text: as it stands.
        before: the word before it, folded; "" where there is none.
        shouted: whether all around it is in capitals.
    """
    row, words = find(text), french()
    if row is None or (before in words.reflexive and fold(text).startswith("cors")):
        return None
    if text[:1].islower():
        return row.adjectives[0]
    if fold(text) in COUNTRIES and before not in COUNTRIES[fold(text)].split():
        return None
    form = row.form(text)
    several = form > 1 or before in words.several or before.isdigit()
    if before not in words.one_or_several and not several:
        alike = row.french[form] == row.french[2] and before in words.between
        return row.adjectives[0] if shouted else row.people[0] if alike else None
    if shouted and not before:
        return row.adjectives[0]
    return row.person(several, woman=form == 1 and row.ending[0])


def stand_ins(text: str) -> Iterator[tuple[str, str]]:
    """What every model knows and may stand for a French form in the same gender and number: (French, English)."""
    row = find(text)
    for one in map(find, _WELL_KNOWN):
        if row is not None and one is not None and one.ending == row.ending and one is not row:
            said = one.inflected(text, row)
            yield said, one.person(row.form(text) > 1) if said[0].isupper() else one.adjectives[0]


def _plain(text: str) -> str:
    return fold(text).translate(_HYPHENS)


def _one_of(people: str) -> tuple[str, ...]:
    """One of a people: ("Spaniard",), ("Frenchman", "Frenchwoman"); () where English has none, as for "Chinese"."""
    if people.endswith("men"):
        return f"{people[:-3]}man", f"{people[:-3]}woman"
    return (people[:-1],) if people.endswith("s") and not people.endswith(("ss", "ois")) else ()


def _women(people: str) -> tuple[str, ...]:
    return (f"{people[:-3]}women",) if people.endswith("men") else ()


@cache
def rows() -> tuple[Demonym, ...]:
    """The table, read once."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(map(_row, csv.DictReader(file, delimiter="\t")))


def _row(cells: dict[str, str]) -> Demonym:
    one, two = cells["masculine"], cells["feminine"]
    adjectives, people, places = (tuple(cells[name].split("|")) for name in ("adjectives", "people", "places"))
    return Demonym((one, two, _plural(one), _plural(two)), adjectives, people, places)


def _plural(form: str) -> str:
    return form if form.endswith("s") else f"{form}s"


@cache
def _by_form() -> dict[str, list[Demonym]]:
    found: dict[str, list[Demonym]] = {}
    for row in rows():
        for form in dict.fromkeys(map(fold, row.french)):
            found.setdefault(form, []).append(row)
    return found


@cache
def records() -> Authority:
    """The French forms as an authority has its spellings; a record's form is the usual English adjective."""
    spelled: dict[str, list[str]] = {}
    for row in rows():
        spelled.setdefault(row.adjectives[0], []).extend(row.french)
    return Authority(Record(KIND, form, tuple(dict.fromkeys(words)), source=KIND) for form, words in spelled.items())


@cache
def words_of(form: str) -> tuple[str, ...]:
    """The English adjectives and nouns for what has this usual adjective."""
    return tuple(dict.fromkeys(said for row in rows() if row.adjectives[0] == form for said in row.words))


@cache
def people_of(form: str) -> frozenset[str]:
    """The English plurals for its people: "Azerbaijanis"."""
    return frozenset(people for row in rows() if row.adjectives[0] == form for people in row.people)


@cache
def places_of(form: str, text: str = "") -> tuple[str, ...]:
    """The English names of its places; none if `text`, as it stands in French, is of one person: L'Italien."""
    if text.istitle() and not text.endswith(("s", "x")):
        return ()
    return tuple(dict.fromkeys(place for row in rows() if row.adjectives[0] == form for place in row.places))
