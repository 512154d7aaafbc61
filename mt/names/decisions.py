"""Human decisions: who is meant by a spelling and how the name is written, said once and obeyed by every later run.

A file of decisions is a table that a person can read and a spreadsheet can open: `yes`, these spellings are this name;
`no`, they are not; `unsure`, somebody looked and left it open. `over` lays them over the shipped authority. Left out:
asking the questions (`scanning`) and everything a glossary already says.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mt.errors import ConfigError, InputError, one_of
from mt.names.authority import Authority, Entry, Record
from mt.names.spelling import fold, key, words

ANSWERS = ("yes", "no", "unsure")
KINDS = ("person", "place", "organisation", "event", "name")
COLUMNS = ("decision", "kind", "form", "spellings", "who", "when", "note")
_NEEDED = ("decision", "kind", "form", "spellings")


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer: whether `spellings` are the name whose English form is `form`. `when` is a day, 2026-01-31."""

    answer: str
    kind: str
    form: str
    spellings: tuple[str, ...]
    who: str = ""
    when: str = ""
    note: str = ""

    def said(self, verb: str = "decided") -> str:
        """Who and when, as evidence: "decided by Anna on 2026-01-31"."""
        return " ".join(filter(None, (verb, self.who and f"by {self.who}", self.when and f"on {self.when}")))


def read(path: Path) -> list[Decision]:
    """The answered rows of a file, in order; a row whose `decision` is empty is still a question and says nothing.

    Raises:
        InputError: if the file cannot be read as text.
        ConfigError: if a column is missing or a row makes no sense; the message has the row's number.
    """
    return [
        decision for number, row in cells_of(path, _NEEDED) if (decision := _decision(path, number, row)) is not None
    ]


def cells_of(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, cells by column) of a table that has these columns, also as a spreadsheet has saved it.

    Raises:
        InputError: if the file cannot be read as text.
        ConfigError: if it is no such table.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), dialect="excel-tab")
    try:
        heading = [column.strip() for column in next(reader, [])]
        missing = [column for column in needed if column not in heading]
        if missing:
            raise ConfigError(f"{path}: no column {', '.join(missing)}; there must be {', '.join(needed)}")
        for cells in reader:
            if any(map(str.strip, cells)) and not cells[0].startswith("#"):
                padded = [one_line(cell) for cell in cells] + [""] * (len(heading) - len(cells))
                yield reader.line_num, dict(zip(heading, padded, strict=False))
    except csv.Error as error:
        raise ConfigError(f"{path}:{reader.line_num}: no table separated by tabs ({error})") from error


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return data.decode("utf-16" if wide else "utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8 text: {error}") from error


def one_line(text: str) -> str:
    """A text as a cell can hold it."""
    return " ".join(text.split())


def _decision(path: Path, number: int, row: dict[str, str]) -> Decision | None:
    answer = row["decision"].lower()
    if not answer:
        return None
    one_of(f"decision in {path}:{number}:", answer, ANSWERS)
    one_of(f"kind in {path}:{number}:", row["kind"], KINDS)
    spellings = tuple(part.strip() for part in row["spellings"].split("|") if key(part))
    if not key(row["form"]) or not spellings:
        raise ConfigError(f"{path}:{number}: a decision needs a form and spellings")
    return Decision(
        answer,
        row["kind"],
        row["form"],
        spellings,
        *(row.get(column, "") for column in ("who", "when", "note")),
    )


def _cells(decision: Decision) -> tuple[str, ...]:
    """The row of a decision, as `COLUMNS` names its cells."""
    spellings = "|".join(one_line(spelling.replace("|", " ")) for spelling in decision.spellings)
    rest = (decision.who, decision.when, decision.note)
    return (decision.answer, decision.kind, one_line(decision.form), spellings, *map(one_line, rest))


def appended(path: Path, decisions: Iterable[Decision]) -> tuple[str, int]:
    """What a file of decisions is to hold with new ones at its end, and how many of them are new to it.

    Raises:
        ConfigError: if there is such a file and its columns are others.
    """
    known = read(path) if path.exists() else []
    standing = _standing(known)
    new = [decision for decision in dict.fromkeys(decisions) if not _stands(decision, standing)]
    text = _text(path) if path.exists() else "\t".join(COLUMNS) + "\n"
    if tuple(text.split("\n", 1)[0].strip().split("\t")[: len(COLUMNS)]) != COLUMNS:
        raise ConfigError(f"{path}: cannot add to it, for its columns are not {', '.join(COLUMNS)}")
    added = io.StringIO(newline="")
    csv.writer(added, dialect="excel-tab", lineterminator="\n").writerows(map(_cells, new))
    return text + ("" if text.endswith("\n") else "\n") + added.getvalue(), len(new)


def over(shipped: Authority, decisions: Iterable[Decision]) -> Authority:
    """The authority with decisions laid over it; of two about one spelling the later one counts.

    A `yes` about somebody the authority knows, by the form or by a spelling, changes that row: its other spellings and
    its role stay. `no` takes the form from the spelling, whoever proposes it.
    """
    standing, refused, left_open = _standing(decisions)
    changed: dict[int, Record] = {}
    added: list[Record] = []
    for said in _by_form(standing.values()):
        base = _base(shipped, said[-1])
        if base is None:
            added.append(_record(said))
        else:
            changed[id(base.record)] = _changed(changed.get(id(base.record), base.record), base, said)
    result = Authority([*added, *(changed.get(id(record), record) for record in shipped.records)])
    decided = {id(record) for record in (*added, *changed.values())}
    for folded, decision in standing.items():
        _claim(result, folded, decision, decided)
    for folded, forms in refused.items():
        _refuse(result, folded, forms)
    result.left_open = {folded: decision.said("left open") for folded, decision in left_open.items()}
    return result


_Spelling = tuple[str, ...]
_Standing = tuple[dict[_Spelling, Decision], dict[_Spelling, dict[str, Decision]], dict[_Spelling, Decision]]


def _standing(decisions: Iterable[Decision]) -> _Standing:
    """What counts of a list in which later rows overrule earlier ones: the yes, the no by form, and the unsure."""
    yes: dict[_Spelling, Decision] = {}
    no: dict[_Spelling, dict[str, Decision]] = {}
    unsure: dict[_Spelling, Decision] = {}
    for decision in decisions:
        for folded in map(key, decision.spellings):
            form = fold(decision.form)
            no.setdefault(folded, {}).pop(form, None)
            unsure.pop(folded, None)
            if decision.answer == "no":
                no[folded][form] = decision
                if folded in yes and fold(yes[folded].form) == form:
                    del yes[folded]
            else:
                yes.pop(folded, None)
                (yes if decision.answer == "yes" else unsure)[folded] = decision
    return yes, no, unsure


def _stands(decision: Decision, standing: _Standing) -> bool:
    """Whether nothing would change if this were said again."""
    yes, no, unsure = standing
    form = fold(decision.form)
    if decision.answer == "no":
        return all(form in no.get(key(spelling), ()) for spelling in decision.spellings)
    held = [(yes if decision.answer == "yes" else unsure).get(key(spelling)) for spelling in decision.spellings]
    return all(one is not None and (one.form, one.kind) == (decision.form, decision.kind) for one in held)


def _by_form(decisions: Iterable[Decision]) -> Iterator[list[Decision]]:
    """The decisions about one name together, each once."""
    groups: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        group = groups.setdefault((decision.kind, fold(decision.form)), [])
        if decision not in group:
            group.append(decision)
    yield from groups.values()


def _base(shipped: Authority, decision: Decision) -> Entry | None:
    """The row a decision is about: the one that has its form, else the one that has one of its spellings."""
    for record in shipped.forms.get(fold(decision.form), ()):
        if record.kind == decision.kind:
            return Entry(record, record.form)
    bare: Entry | None = None
    for spelling in decision.spellings:
        found = [entry for entry in shipped.lookup(spelling) if entry.record.kind == decision.kind]
        if len(found) == 1 and not found[0].bare:
            return found[0]
        bare = bare or (found[0] if len(found) == 1 else None)
    return bare


def _record(said: Sequence[Decision]) -> Record:
    """A new row."""
    last = said[-1]
    parts = words(last.form)
    return Record(
        kind=last.kind,
        form=last.form,
        spellings=tuple(dict.fromkeys((*(spelling for one in said for spelling in one.spellings), last.form))),
        short=last.form[parts[-1].start :] if last.kind == "person" else "",
        romanised=last.kind == "person",
        source="decision",
        decided=last.said(),
    )


def _changed(record: Record, base: Entry, said: Sequence[Decision]) -> Record:
    """A shipped row with the spellings decided, and with the form decided where that is another."""
    form = said[-1].form
    spellings = tuple(dict.fromkeys((*record.spellings, *(spelling for one in said for spelling in one.spellings))))
    record = replace(record, spellings=spellings, decided=said[-1].said())
    if any(fold(form) == fold(known) for known in record.forms):
        return record
    if base.acronym:
        return replace(record, acronym=form)
    if base.bare and len(words(form)) < len(words(record.form)):
        return replace(record, short=form, form=record.form.replace(record.short, form))
    parts = words(form)
    first = bool(record.short) and record.form.startswith(record.short)
    short = form[: parts[0].end] if first else form[parts[-1].start :]
    return replace(record, form=form, short=short if record.short else "")


def _claim(authority: Authority, folded: _Spelling, decision: Decision, decided: set[int]) -> None:
    """Give a spelling to the row a decision names, and to no other."""
    for entry in authority.of(folded):
        forms = {fold(form) for form in entry.record.forms}
        if id(entry.record) in decided and entry.record.kind == decision.kind and fold(decision.form) in forms:
            other = not (entry.bare or entry.acronym) and fold(entry.form) != fold(decision.form)
            alone = decision.kind == "person" and len(folded) == 1
            form = decision.form if other else entry.form
            claimed = replace(entry, form=form, bare=entry.bare or alone, decided=True)
            authority.claim(folded, [claimed])
            return


def _refuse(authority: Authority, folded: _Spelling, forms: dict[str, Decision]) -> None:
    """Take a spelling from the rows a decision says it does not belong to."""
    for form, decision in forms.items():
        authority.refused.setdefault(folded, {})[form] = decision.said()
    kept = [
        entry
        for entry in authority.of(folded)
        if entry.decided or not any(fold(form) in forms for form in entry.record.forms)
    ]
    authority.claim(folded, kept)
