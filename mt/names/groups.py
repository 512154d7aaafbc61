"""One entity in the making: the mentions gathered so far, what names it, and the way to its form."""

from __future__ import annotations

from dataclasses import dataclass, field

from mt.align import lexicon
from mt.names import clusters
from mt.names.authority import Record
from mt.names.mentions import Mention
from mt.names.romanisation import romanise
from mt.names.spelling import fold, key, words


@dataclass(slots=True, eq=False)
class Group:
    """One entity in the making: what it is, and its mentions by number."""

    kind: str
    record: Record | None = None
    mentions: list[int] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    full: bool = False
    origin: str = ""
    unsure: str = ""
    bare: bool = False
    kept: str = ""

    def take(self, number: int, mention: Mention) -> None:
        """Add a mention."""
        self.mentions.append(number)
        if mention.text not in self.spellings:
            self.spellings.append(mention.text)
        self.origin = self.origin or mention.origin


def is_named(group: Group, name: str) -> bool:
    """Whether a capitalised word names a group: a person by sound, anything else letter by letter."""
    if group.kind == "person":
        return any(clusters.same(name, said) for said in group.spellings)
    if group.record is not None and group.record.before:
        return False  # only the words before it tell
    return any(fold(name) == fold(said) for said in group.spellings)


def has_word(group: Group, word: str) -> bool:
    """Whether one of the spellings of a group has a word, letter by letter."""
    listed = group.record.spellings if group.record else ()
    return any(fold(word) in key(said) for said in (*group.spellings, *listed))


def is_word(text: str) -> bool:
    """Whether French has a word that English says quite otherwise: terre, which is earth, but not eltsine."""
    english = lexicon.usual(text)
    return english != "" and not clusters.words_alike(fold(text), fold(english), True).score


def near_by(one: str, two: str) -> bool:
    """Whether two folded surnames begin alike and are about as long."""
    return one[:3] == two[:3] and abs(len(one) - len(two)) <= 2


def path(group: Group, form: str) -> str:
    """The way from a spelling to a listed form: the rules' steps where they lead there, else word by word."""
    said, full = group.spellings[0], form
    if group.record is not None and group.record.short and len(words(said)) < len(words(form)):
        full = group.record.short
    if group.record is not None and said in group.record.acronyms:
        full = group.record.acronym or form
    if fold(said) == fold(full):
        return ""
    rewriting = romanise(said, group.origin)
    if fold(rewriting.text) == fold(full):
        return ", ".join(rewriting.steps)
    old, new = said.split(), full.split()
    if len(old) != len(new) or group.kind != "person":
        return f"{said}→{full}"
    return ", ".join(f"{one}→{two}" for one, two in zip(old, new, strict=True) if one != two)
