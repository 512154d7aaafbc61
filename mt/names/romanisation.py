"""Romanisation: a name as French writes it, as English writes it, by rules of its language of origin.

The rules are `rules/*.toml`, one file per group of languages, each with its own cases. At each place of a word the
first rule that fits is applied and what it has rewritten is not touched again. Without a known origin a name is left
alone unless its spelling tells one. Names English has conventions for (Tchaikovsky) belong in the authority.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mt.names.french import french
from mt.names.spelling import fold, words

FOLDER = Path(__file__).with_name("rules")
_FAMILY = re.compile(
    r".{2}(?:ov|ev|ova|eva|enko|ski|sky|skaya|skaïa|ian|yan|ïan|dzé|dze|chvili|shvili|vitch|vich|ïev|yev|tchouk|chuk)$"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One step: a pattern over a lower-case word, what to put there, how the report shows it, and where not to.

    `french`: only in a name that shows a French spelling somewhere, for English has the same letters for other sounds.
    """

    find: str
    put: str
    show: str
    unless: re.Pattern[str] | None
    french: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """One file of rules."""

    name: str
    origins: tuple[str, ...]
    signs: tuple[re.Pattern[str], ...]
    rules: tuple[Rule, ...]
    scan: re.Pattern[str]
    evidence: re.Pattern[str]
    given: dict[str, str]
    cases: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A name rewritten: the text, the steps taken ("ch→sh"), and the origin assumed ("" if none)."""

    text: str
    steps: tuple[str, ...] = ()
    origin: str = ""
    inferred: bool = False


def _rule(data: dict[str, Any]) -> Rule:
    show = data.get("show", f"{re.sub(r'[(][?].*?[)]|[$^]', '', data['find'])}→{data['put']}")
    unless = _any_of(data["unless"]) if "unless" in data else None
    return Rule(data["find"], data["put"], show, unless, bool(data.get("french", False)))


def _any_of(patterns: str | list[str]) -> re.Pattern[str]:
    """One pattern, or a list of them of which any may match."""
    return re.compile(patterns if isinstance(patterns, str) else "|".join(f"(?:{one})" for one in patterns))


def _read(path: Path) -> Rules:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = tuple(_rule(rule) for rule in data["rule"])
    scan = re.compile("|".join(f"(?P<r{at}>{rule.find})" for at, rule in enumerate(rules)))
    evidence = _any_of(data.get("evidence", ""))
    signs = tuple(re.compile(sign) for sign in data["signs"])
    return Rules(path.stem, tuple(data["origins"]), signs, rules, scan, evidence, data["given"], tuple(data["case"]))


@cache
def files() -> tuple[Rules, ...]:
    """Every file of rules, by name."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


@cache
def _by_origin() -> dict[str, Rules]:
    return {origin: rules for rules in files() for origin in rules.origins}


@lru_cache(maxsize=1 << 14)
def looks_foreign(word: str) -> bool:
    """Whether a word's spelling tells a language of origin that has rules."""
    lower = word.lower()
    return bool(_FAMILY.search(lower)) or any(sign.search(lower) for rules in files() for sign in rules.signs)


@lru_cache(maxsize=1 << 14)
def infer(name: str) -> str:
    """The origin a name's spelling tells, "" if none: one word with a sign is enough, the surname first."""
    for word in (span.of(name).lower() for span in reversed(words(name))):
        for rules in files():
            if any(sign.search(word) for sign in rules.signs):
                return rules.origins[0]
    return ""


def romanise(name: str, origin: str = "") -> Rewriting:
    """Rewrite a name by the rules of its origin; unchanged where no origin is known or told by the spelling."""
    inferred = "" if origin else infer(name)
    if inferred and fold(words(name)[0].of(name)) in french().only_french:
        return Rewriting(name)  # Ariane Mnouchkine is French, whatever her surname was
    rules = _by_origin().get(origin or inferred)
    if rules is None:
        return Rewriting(name)
    pieces: list[str] = []
    steps: list[str] = []
    is_french = any(rules.evidence.search(span.of(name).lower()) for span in words(name))
    at = 0
    for number, span in enumerate(words(name)):
        word = span.of(name)
        pieces.append(name[at : span.start])
        first = number == 0 or name[span.start - 1] == "-"  # given names stand first, or are double
        given = rules.given.get(word.lower()) if first else None
        if given is not None:
            steps += [f"{word}→{given}"] if given != word else []
            pieces.append(_cased(given, word))
        else:
            pieces.append(_cased(_rewrite(word.lower(), rules, is_french, steps), word))
        at = span.end
    text = "".join((*pieces, name[at:]))
    return Rewriting(text, tuple(dict.fromkeys(steps)), origin or inferred, bool(inferred))


def _rewrite(word: str, rules: Rules, french: bool, steps: list[str]) -> str:
    def put(match: re.Match[str]) -> str:
        rule = rules.rules[int((match.lastgroup or "r0")[1:])]
        if (rule.french and not french) or (rule.unless is not None and rule.unless.search(word)):
            return match.group()
        if rule.show and rule.put != match.group():
            steps.append(rule.show)
        return rule.put

    return rules.scan.sub(put, word)


def _cased(text: str, like: str) -> str:
    """`text` with the capitals of `like`: none, the first, or all."""
    if like.isupper() and len(like) > 1:
        return text.upper()
    return text[:1].upper() + text[1:] if like[:1].isupper() else text


def failures(rules: Iterable[Rules]) -> list[str]:
    """The cases in rule files that do not come out as they say; empty when all is well."""
    wrong: list[str] = []
    for file in rules:
        for case in file.cases:
            french = case.get("french", case.get("untouched", ""))
            expected = case.get("english", case.get("untouched", ""))
            got = romanise(french, file.origins[0]).text
            if got != expected:
                wrong.append(f"{file.name}: {french} gives {got}, not {expected}")
    return wrong
