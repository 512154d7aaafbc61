"""The authority: people, places, organisations and events with the English form each is to have.

Rows come from the TSV files in `authority/`; `load()` reads them once per process into an index over folded words.
Left out: spellings the files do not list (that is `clusters`) and who is meant where two people share a surname (that
is `forms`, which knows the article). Human decisions are laid over it by `decisions`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock

from mt.errors import ConfigError
from mt.names.spelling import fold, key, words

FOLDER = Path(__file__).with_name("authority")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "people": ("form", "short", "french", "variants", "origin", "role", "from", "until", "source"),
    "places": ("form", "french", "variants", "kind", "country", "source"),
    "unchanged": ("form", "variants", "kind", "country", "source"),
    "ambiguous": ("form", "french", "before", "kind", "country", "source"),
    "organisations": ("form", "french", "acronym", "french_acronym", "variants", "source"),
    "events": ("form", "french", "variants", "source"),
}
_KINDS = {
    "people": "person",
    "places": "place",
    "ambiguous": "place",
    "organisations": "organisation",
    "events": "event",
}
_ARTICLES = {"al": "el", "el": "al"}
_PARTICLES = frozenset(["al", "el", "ben", "bin", "ibn", "von", "van", "der", "den", "de", "ter"])  # may lead a surname


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One row: an entity, its English form and every spelling known. Years are strings, empty where not known.

    `decided` says who decided this row by hand and when; empty for a row as it was shipped. `before` are folded words
    of which one row must stand before a spelling: Virginie is Virginia after "en", and somebody's name else.
    """

    kind: str
    form: str
    spellings: tuple[str, ...]
    short: str = ""
    acronyms: tuple[str, ...] = ()
    acronym: str = ""
    origin: str = ""
    role: str = ""
    since: str = ""
    until: str = ""
    country: str = ""
    romanised: bool = False
    source: str = ""
    decided: str = ""
    before: tuple[tuple[str, ...], ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every English form that says this entity rightly, the full one first."""
        return tuple(dict.fromkeys(form for form in (self.form, self.acronym, self.short) if form))


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What one spelling means: a record, the English form for this very spelling, and how it may stand in a text.

    `bare` is a surname alone; `acronym` stands in capitals or, as the French press likes it, capitalised (Otan);
    `decided`: a person said that this spelling is this entity.
    """

    record: Record
    form: str
    bare: bool = False
    acronym: bool = False
    decided: bool = False


class Authority:
    """Records found by their folded words, longest spelling first.

    A spelling is indexed when its first word is first met: an article has few of the words that names begin with.

    Attributes:
        refused: by folded spelling and folded form, who decided that the one is not the other.
        left_open: by folded spelling, who looked at it and did not decide.
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.refused: dict[tuple[str, ...], dict[str, str]] = {}
        self.left_open: dict[tuple[str, ...], str] = {}
        self._entries: dict[tuple[str, ...], list[Entry]] = {}
        self._lengths: dict[str, list[int]] = {}
        self._waiting: defaultdict[str, list[Record]] = defaultdict(list)  # by the words their spellings may begin with
        self._lock = Lock()
        self.records: list[Record] = []
        self.forms: dict[str, list[Record]] = {}
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """Take in a record with all of its spellings."""
        self.records.append(record)
        for form in record.forms:
            self.forms.setdefault(fold(form), []).append(record)
        for word in {*key(" ".join((*record.spellings, *record.acronyms, record.short)))}:
            self._waiting[word].append(record)
            if word in _ARTICLES:
                self._waiting[_ARTICLES[word]].append(record)

    def begun(self, folded: Sequence[str]) -> list[int]:
        """The places of the words that spellings may begin with: few, so that none of the others is looked at."""
        waiting, known = self._waiting, self._lengths  # in this order: a word no longer waits when it is known
        return [at for at, word in enumerate(folded) if word in waiting or word in known]

    def __contains__(self, word: str) -> bool:
        """Whether a spelling begins with this folded word."""
        if word in self._waiting:
            self._meet(word)
        return word in self._lengths

    def _meet(self, word: str) -> None:
        """Index what begins with a folded word; the word no longer waits when all of it is there, for other threads."""
        with self._lock:
            for record in self._waiting.get(word, ()):
                for spelling, entry in _entries(record):
                    for folded in _with_article(key(spelling)):
                        if folded[:1] == (word,):
                            self._index(folded, entry)
            self._waiting.pop(word, None)

    def _index(self, folded: tuple[str, ...], entry: Entry) -> None:
        known = self._entries.setdefault(folded, [])
        if all(other.record is not entry.record for other in known):
            known.append(entry)
        lengths = self._lengths.setdefault(folded[0], [])
        if len(folded) not in lengths:
            lengths.append(len(folded))
            lengths.sort(reverse=True)

    def lookup(self, spelling: str) -> list[Entry]:
        """The entries a whole spelling has by itself, without a word around it."""
        return [entry for entry in self.of(key(spelling)) if not entry.record.before]

    def of(self, folded: tuple[str, ...]) -> Sequence[Entry]:
        """The entries of a spelling given as its folded words."""
        return self._entries.get(folded, ()) if folded and folded[0] in self else ()

    def claim(self, folded: tuple[str, ...], entries: Sequence[Entry]) -> None:
        """Let a spelling that is known mean these and nothing else."""
        if self.of(folded):
            self._entries[folded] = list(entries)

    def refusal(self, spelling: str, form: str) -> str:
        """Who decided that a spelling is not this form; "" if nobody did."""
        return self.refused.get(key(spelling), {}).get(fold(form), "") if self.refused else ""

    def is_country(self, form: str) -> bool:
        """Whether an English form is that of a country."""
        return any(record.country == form for record in self.forms.get(fold(form), ()))

    def longest(self, folded: list[str], start: int) -> Sequence[tuple[int, list[Entry]]]:
        """(length in words, entries) for the spellings that begin at word `start`, the longest first."""
        if folded[start] not in self:  # nearly every word
            return ()
        lengths = self._lengths[folded[start]]
        begun = ((length, self._entries.get(tuple(folded[start : start + length]))) for length in lengths)
        return [(length, found) for length, found in begun if found and start + length <= len(folded)]


def _entries(record: Record) -> Iterator[tuple[str, Entry]]:
    """Every spelling of a record with what it means; an own full spelling comes before a surname made from it."""
    bares: list[str] = [record.short] if record.short else []
    pairs: list[tuple[str, str]] = []
    for spelling in record.spellings:
        bare = _bare(spelling, record)
        if bare == spelling and record.short and record.short != record.form:
            bares.append(bare)
            continue
        yield spelling, Entry(record, record.form)
        if bare:
            bares.append(bare)
            pairs.append((spelling, bare))
    for bare in dict.fromkeys(bares):
        yield bare, Entry(record, record.short, bare=True)
    form = _led(record.form, record.short)
    for spelling, bare in pairs:
        led = _led(spelling, bare)
        if led and form:
            yield led, Entry(record, form, bare=True)
    for acronym in record.acronyms:
        yield acronym, Entry(record, record.acronym or record.form, acronym=True)


def _bare(spelling: str, record: Record) -> str:
    """The part of a spelling that corresponds to `record.short`: its last words, or its first where the form
    begins so.
    """
    short, form = key(record.short), key(record.form)
    spans = words(spelling)
    if not short or len(spans) < len(short):
        return spelling if len(spans) == 1 else ""
    first = form[: len(short)] == short and form[-len(short) :] != short
    chosen = spans[: len(short)] if first else spans[-len(short) :]
    return spelling[chosen[0].start : chosen[-1].end]


def _led(spelling: str, bare: str) -> str:
    """A surname with the particles before it, as it may stand alone: "al-Assad" of Bashar al-Assad; "" without any."""
    end = spelling.rfind(bare) if bare else -1
    start = end
    for span in reversed(words(spelling[: max(0, end)])):
        if fold(span.of(spelling)) not in _PARTICLES:
            break
        start = span.start
    return spelling[start:] if 0 < start < end else ""


def _with_article(folded: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words, and the same with the other Arabic article: "bachar el assad" and "bachar al assad"."""
    yield folded
    if any(word in _ARTICLES for word in folded):
        yield tuple(_ARTICLES.get(word, word) for word in folded)


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def record(kind: str, row: Mapping[str, str]) -> Record:
    """A record from one row of a file of this kind."""
    before = tuple(map(key, _cells(row.get("before", ""))))
    own = () if before else (*_cells(row["variants"]), row["form"])
    spellings = tuple(dict.fromkeys((*_cells(row.get("french", "")), *own)))
    acronym = row.get("acronym", "")
    acronyms = dict.fromkeys((*_cells(row.get("french_acronym", "")), *_cells(acronym)))
    return Record(
        kind=kind,
        form=row["form"],
        spellings=spellings,
        short=row.get("short", "") if kind == "person" else "",
        acronyms=tuple(acronyms),
        acronym=_cells(acronym)[0] if _cells(acronym) else "",
        origin=row.get("origin", ""),
        role=row.get("role", ""),
        since=row.get("from", ""),
        until=row.get("until", ""),
        country=row.get("country", ""),
        romanised=kind == "person" or row.get("kind", "") == "romanised",
        source=row.get("source", ""),
        before=before,
    )


def read(folder: Path) -> list[Record]:
    """Every record of the TSV files in a folder; a file that is missing counts as empty.

    Raises:
        ConfigError: if a file's header or a row cannot be understood; the message names file and line.
    """
    records: list[Record] = []
    for name in COLUMNS:
        path = folder / f"{name}.tsv"
        if path.is_file():
            records += _french_first([record(_KINDS.get(name) or row["kind"], row) for _, row in rows(path)])
    return records


def _french_first(records: list[Record]) -> list[Record]:
    """The rows, a form left out of its own spellings where it is French for another one: Mexico is Mexico City."""
    owners = {key(spelling): record for record in records for spelling in record.spellings if spelling != record.form}
    return [
        replace(record, spellings=tuple(said for said in record.spellings if said != record.form))
        if owners.get(key(record.form), record) is not record
        else record
        for record in records
    ]


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, row) for every row of one authority file; `#` begins a comment line.

    Raises:
        ConfigError: as `read`.
    """
    columns = COLUMNS[path.stem]
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = tuple(next(reader, ()))
        if header != columns:
            raise ConfigError(f"{path}: the first line must be {' TAB '.join(columns)}")
        for cells in reader:
            if not cells or cells[0].startswith("#"):
                continue
            if len(cells) > len(columns) or not cells[0].strip():
                raise ConfigError(f"{path}:{reader.line_num}: needs a form and {len(columns)} cells, has {len(cells)}")
            padded = [cell.strip() for cell in cells] + [""] * (len(columns) - len(cells))
            yield reader.line_num, dict(zip(columns, padded, strict=True))


@cache
def load() -> Authority:
    """The shipped authority, read once."""
    return Authority(read(FOLDER))
