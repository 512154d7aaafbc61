"""The user's glossary: names and terms that outrank everything the package knows.

One row a line: source TAB target TAB note. `#` begins a comment. The same form on both sides means: do not translate.
A row with a capital on both sides is a name; any other is a term of common language.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from mt.errors import ConfigError, InputError
from mt.names.authority import Authority, Record
from mt.names.spelling import fold, key

KINDS = ("person", "place", "organisation", "event", "term")
_ALIKE = 0.5  # names less alike than this are two words for one thing (Londres, London), not two spellings


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """Rows of a glossary as an index over folded words; empty by default."""

    index: Authority
    terms: Authority
    path: str = ""

    def __bool__(self) -> bool:
        return bool(self.index.records or self.terms.records)


EMPTY = Glossary(Authority(), Authority())


def load_glossary(path: Path | None) -> Glossary:
    """Read a glossary; without a path the empty one.

    A note that begins with one of person, place, organisation, event, term says what the row is.

    Raises:
        InputError: if the file cannot be read.
        ConfigError: if a row has no target, or a source stands twice with two targets; the message has the line number.
    """
    if path is None:
        return EMPTY
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the glossary cannot be read as UTF-8 text ({error})") from error
    glossary = Glossary(Authority(), Authority(), str(path))
    seen: dict[tuple[str, ...], str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) not in (2, 3) or not key(cells[0]) or not key(cells[1]):
            raise ConfigError(f"{path}:{number}: needs source TAB target TAB note, has {line.strip()!r}")
        if seen.setdefault(key(cells[0]), cells[1]) != cells[1]:
            raise ConfigError(f"{path}:{number}: {cells[0]!r} already has the target {seen[key(cells[0])]!r}")
        _add(glossary, cells[0], cells[1], cells[2] if len(cells) == 3 else "")
    return glossary


def _add(glossary: Glossary, source: str, target: str, note: str) -> None:
    said = note.split(maxsplit=1)[0].rstrip(":,;").lower() if note else ""
    capital = any(word[:1].isupper() for word in source.split()) and any(word[:1].isupper() for word in target.split())
    kind = said if said in KINDS else ("" if capital else "term")
    alike = Levenshtein.normalized_similarity(fold(source), fold(target)) >= _ALIKE
    acronym = source.isupper() and len(source) > 1
    record = Record(
        kind=kind or ("organisation" if acronym else "person" if alike and len(key(source)) > 1 else "place"),
        form=target,
        spellings=(source,),
        short=_short(source, target) if kind in ("", "person") and alike and not acronym else "",
        romanised=alike and not acronym and kind in ("", "person", "place"),
        source="glossary",
    )
    (glossary.terms if record.kind == "term" else glossary.index).add(record)


def _short(source: str, target: str) -> str:
    """The surname of a person's row: the last word, where both sides have as many words."""
    parts = target.split()
    return parts[-1] if len(parts) == len(source.split()) > 1 else ""
