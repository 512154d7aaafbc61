"""English articles: "a" or "an" before a word, none before a title with a name, and no French "de" left before a name.

An engine knows them by heart and not by rule: before words it met late it says "a about", "the Prince William", "the
Mali de Ibrahim". Left out: articles before names that are put in their right form (`mt.names.rewriting`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import data_of

INDEFINITE = re.compile(r"\b[Aa]n?(?= $)")  # at the end of what stands before a word
_AN = re.compile(r"[AaIiOo]|[Ee](?![uU])|[Uu](?![grsky]|[A-Z.]|ni)|[FHLMNRSX](?=[A-Z.])")  # an Ivorian; a Ugandan
_ALONE = r"[aA] (?:(?<![\w'’‘-]a )(?<=a )|(?<=^A )|(?<=^[“\"]A ))"  # the article; a letter first is quick to look for
_A = re.compile(rf"{_ALONE}(?=(?i:(?!one\b|once\b|u[grskyt]|ub|uni|eu)[aeiou])[a-z])")
_SPELT = re.compile(  # a MRI, a HLM; said as words: a NATO base, a SWAT team
    rf"{_ALONE}(?=(?:[AEIO][A-Z]|[FHLMNRS](?![CHKLMNPQTW][AEIOUY])[B-DF-HJ-NP-TV-Z]|SUV|MEP)[A-Z]{{0,3}}(?![\w.]))"
)
_AN_BEFORE = re.compile(r"[Aa]n (?<![\w'’‘-].n )(?=[bcdfgjkpqstvwyzBCDFGJKPQSTVWYZ][a-z])")
_LE = re.compile(  # Le M23, backed by…
    r"(?:(?<=^)|(?<=^[“\"])|(?<= [–—-] ))(?P<le>L(?:es?|a)) (?=(?P<name>[A-Z][A-Z\d]+)\b)"
)
_DE = re.compile(r"(?<=\w )de (?=(?P<name>[A-ZÀ-Þ][\w’'-]+))")


def indefinite(article: str, following: str) -> str:
    """ "a" or "an" as the word behind it asks for it, its capital kept."""
    return article[0] + "n" * bool(_AN.match(following))


def with_indefinite(before: str, following: str) -> str:
    """The text before a word with its "a" or "an", if it ends in one, as the word asks for it: "an " before Irish."""
    return INDEFINITE.sub(lambda found: indefinite(found[0], following), before)


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What to put right in an engine's English for `source`, each with the name of its rule."""
    for found in (*_A.finditer(raw), *(() if raw.isupper() else _SPELT.finditer(raw))):
        yield "an before a vowel", Replace(Span(found.end() - 2, found.end() - 1), found[0][-2] + "n")
    for found in _AN_BEFORE.finditer(raw):
        yield "a before a consonant", Replace(Span(found.start(), found.end() - 1), found[0][0])
    yield from _titled(raw, source)
    for found in () if raw.isupper() else _LE.finditer(raw):
        if f"{found['le']} {found['name']}" in source:
            yield "the for le", Replace(Span(*found.span("le")), "The")
    for found in _DE.finditer(raw) if " de " in raw else ():
        if re.search(rf"\b[Dd]['’]{re.escape(found['name'])}(?!\w)", source):
            yield "of for de", Replace(Span(found.start(), found.end() - 1), "of")


def _titled(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """No article before a title with a name: the King Charles, for le roi Charles."""
    titles, pattern = _titles()
    for found in pattern.finditer(raw) if "he " in raw else ():
        of = r"(?:[Dd]u|[Dd]e la|[Dd]e l['’])"
        before = of if found["of"] else r"(?:(?<!de )\b(?:[Ll][ea]|[Ll]['’])|\b[Aa]u)"
        french, name = titles[found["title"].lower()], re.escape(found["name"])
        if re.search(rf"{before}\s*(?i:{french})\s{name}(?!\w)", source):
            start, title = found.end("of") if found["of"] else found.start(), found.start("title")
            yield "no article before a title", Replace(Span(start, title + 1), raw[title].upper())


@cache
def _titles() -> tuple[dict[str, str], re.Pattern[str]]:
    """`articles.toml`: the French of each title, by its English in small letters, and where one is articled."""
    titles: dict[str, str] = data_of(__file__)["titles"]
    either = "|".join(titles)
    return titles, re.compile(rf"(?<![\w'’‘-])(?P<of>of )?[Tt]he (?P<title>(?i:{either})) (?P<name>[A-ZÀ-Þ][\w’'-]+)")
