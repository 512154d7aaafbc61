"""The English form of one name, with the evidence for it.

In this order: the authority (a glossary is an authority that is asked first), romanisation by rules where the origin is
known or told by the spelling, else the name as it stands. Left out: what the article tells of the name (`entities`).
"""

from __future__ import annotations

from dataclasses import dataclass

from mt.names.authority import Authority, Entry, Record
from mt.names.romanisation import Rewriting, romanise
from mt.names.spelling import is_upper

_ENGLISH = ("sh", "zh", "yan", "yev", "ya", "yu", "sky", "oo")  # letters French does not write for these sounds
BY_AUTHORITY, BY_RULE, BY_GUESSED_ORIGIN, UNCHANGED = 0.97, 0.75, 0.6, 0.4  # measured: scripts/measure_names.py


@dataclass(frozen=True, slots=True)
class Form:
    """An English form.

    Attributes:
        text: the form.
        evidence: why, one sentence.
        confidence: in [0, 1].
        steps: the way from the spelling to the form ("ch→sh"), empty if none was needed.
    """

    text: str
    evidence: str
    confidence: float
    steps: tuple[str, ...] = ()


def decide(name: str, origin: str, authority: Authority) -> Form:
    """The form of a name nothing else is known of; see `mt.names.english`."""
    entries = fitting(authority.lookup(name), origin)
    forms = {entry.form for entry in entries}
    if len(forms) == 1:
        return Form(forms.pop(), known(entries[0].record), confidence(entries[0].record))
    if forms:
        asked = " or ".join(sorted(entry.record.form for entry in entries))
        return Form(name, f"unsure: {asked}?", UNCHANGED)
    return unless_refused(by_rule(romanise(name, origin), name), [name], authority)


def by_rule(rewriting: Rewriting, name: str) -> Form:
    """What the rules made of a name, as a form."""
    if rewriting.text == name:
        return Form(name, "unchanged: nothing known asks for another spelling", UNCHANGED)
    told = f"{rewriting.origin}, guessed from the spelling" if rewriting.inferred else rewriting.origin
    confidence = BY_GUESSED_ORIGIN if rewriting.inferred else BY_RULE
    return Form(rewriting.text, f"rule: romanisation ({told})", confidence, rewriting.steps)


def unless_refused(form: Form, spellings: list[str], authority: Authority) -> Form:
    """The form, or the first spelling as it stands where a person decided that this is not its form."""
    for spelling in spellings:
        refusal = authority.refusal(spelling, form.text)
        if refusal and form.text != spelling:
            return Form(spelling, f"unchanged: not {form.text}, {refusal}", UNCHANGED)
    return form


def confidence(record: Record) -> float:
    """How sure a row's form is: what the user said is certain."""
    return 1.0 if record.decided or record.source == "glossary" else BY_AUTHORITY


def known(record: Record) -> str:
    """Evidence: the row of an authority, and who decided it where a person did."""
    role = f", {record.role}" if record.role else ""
    if record.decided:
        return f"{record.decided}: {record.form}{role}"
    rank = "glossary" if record.source == "glossary" else "authority"
    source = f" ({record.source})" if record.source not in ("", "glossary") else ""
    return f"{rank}: {record.form}{role}{source}"


def fitting(entries: list[Entry], origin: str) -> list[Entry]:
    """The entries whose origin is the one the text tells, if any are; else all."""
    told = [entry for entry in entries if origin and entry.record.origin == origin]
    return told or entries


def looks_english(name: str) -> bool:
    """Whether a spelling has letters that French does not write for their sounds."""
    return any(sign in name.lower() for sign in _ENGLISH)


def plain_case(form: str, text: str) -> str:
    """A term keeps the case of its first letter in the text; a name keeps its own."""
    return form if is_upper(text) or text[:1].islower() or form[:1].isupper() else form[:1].upper() + form[1:]
