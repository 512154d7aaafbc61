"""French as people say it, put as they would write it: « Y'a plus de pain », « On peut plus vivre ici », « Faut voir ».

An engine reads "plus" without its "ne" as more and says the contrary, and takes "touche pas" for a statement. In what
it is asked, what was left out is put back (`spoken.toml`) where no other reading is possible; the reader's text stays
as it is. Left out: "c'est pas", which engines understand, and "plus" that may be more (on mange plus).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

_SUBJECT = (
    r"(?P<subject>[Jj]e|[Tt]u|[Ii]ls?|[Ee]lles?|[Oo]n|[ÇçC]a|[Qq]ui|[Nn]ous(?= \w+ons\b)|[Vv]ous(?= \w+ez\b)"
    r"|[JjTtCc](?=['’]))"
)
_PRONOUNS = rf"(?:(?:[mtsl]e|la|les|lui|leur|y|en|nous|vous){SPACE}|[mtsl]['’])*"
_NO_THAN = r"(?![^.;:!?»”\"]*\bqu(?:e\b|['’]))"  # ils ont plus le temps que nous
_FULL = {"j": "je", "t": "tu", "c": "ce"}
_BEGIN = r"(?:^|[«»“”\"(:;.!?…–—])\s*"  # of a sentence or a quotation
_BEGINS = re.compile(rf"{_BEGIN}$")
_JOINED = re.compile(r"(?:,|\b(?:mais|et|puis|alors|donc|car|parce qu['’]|parce que))\s*$")
_THERE = re.compile(  # y'a plus de pain; not more than twenty, nor more people than before
    rf"(?<![\w'’-])(?<!\b[iI]l{SPACE})(?P<there>[Yy]['’{SPACE[1:-1]}])(?=a(?:vait|ura)?{SPACE}plus{SPACE}"
    rf"(?:que\b|qu['’]|(?:personne|rien|aucune?|beaucoup|assez|moyen|besoin|d['’]|de{SPACE}|un\b|une\b|le\b|la\b|les\b)"
    r"(?!\d|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quinze|vingt|trente|quarante|cent|mille|monde|la\b)"
    r"(?![^.;:!?»”\"]*\bqu(?:[ei]\b|['’]))))"
)
_MUST = re.compile(
    rf"(?<![\w'’-])(?P<must>[Ff](?:aut|audrait|audra|allait))(?P<not>{SPACE}(?:pas|plus|jamais))?"
    rf"(?={SPACE}(?!il\b|on\b|de{SPACE}quoi)\w)"
)


def plainly(text: str) -> tuple[Replace, ...]:
    """What to put where `text` leaves out what is written, in order."""
    found = [*_must(text), *_told(text)] if "pas" in text or "au" in text or "rien" in text else []
    if "plus" in text:
        found += _no_more(text)
    return tuple(sorted(found))


def _no_more(text: str) -> Iterator[Replace]:
    for there in _THERE.finditer(text):
        yield Replace(Span(*there.span("there")), "Il n'y " if there["there"][0] == "Y" else "il n'y ")
    for match in _patterns()[0].finditer(text):
        subject = match["subject"]
        full = _FULL.get(subject.lower(), subject)
        after = text[match.start("rest")]
        put = full.capitalize() if subject[0].isupper() else full
        yield Replace(Span(*match.span("left")), f"{put} n'" if after in "aeiouyéêh" else f"{put} ne ")


def _must(text: str) -> Iterator[Replace]:
    for match in _MUST.finditer(text):
        before = text[: match.start()]
        if _BEGINS.search(before) or _JOINED.search(before):
            must = match["must"]
            put = f"{'Il' if must[0].isupper() else 'il'} {'ne ' if match['not'] else ''}{must.lower()}"
            yield Replace(Span(*match.span("must")), put)


def _told(text: str) -> Iterator[Replace]:
    for match in _patterns()[1].finditer(text):
        verb = match["verb"].lower()
        put = f"n'{verb}" if verb[0] in "aeo" else f"ne {verb}"
        yield Replace(Span(*match.span("verb")), put.capitalize() if match["verb"][0].isupper() else put)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Subjects and verbs that "plus" follows, which is no more; and what one is told not to do."""
    data = data_of(__file__)
    any_of = {
        name: rf"(?:{'|'.join(map(_spelled, rows.replace(chr(10), '').split('|')))})" for name, rows in data.items()
    }
    more = rf"{SPACE}plus{SPACE}"
    infinitive = rf"{_PRONOUNS}(?:rien{SPACE}|jamais{SPACE})?(?!{any_of['no_infinitives']}\b)\w+(?:er|ir|re)\b"
    ways = (
        rf"{any_of['modals']}{more}{infinitive}",
        rf"{any_of['know']}{more}{any_of['asked']}\b",
        rf"{any_of['have']}{more}{any_of['had']}\b{_NO_THAN}",
        rf"(?<!ui ){any_of['be']}{more}{any_of['gone']}\b{_NO_THAN}",
        rf"{any_of['go']}{more}{any_of['at_all']}\b",
        rf"(?<=a ){any_of['ends']}{SPACE}plus(?=[.,;!?»”\"])",
    )
    left = re.compile(
        rf"(?:(?<=[uU]['’])|(?<![\w'’-]))(?P<left>{_SUBJECT}(?:{SPACE}|['’]))(?=(?P<rest>{_PRONOUNS}(?:{'|'.join(ways)})))"
    )
    told = re.compile(rf"{_BEGIN}(?P<verb>(?i:{any_of['told']}))(?={SPACE}(?:pas|plus|jamais|rien)\b)")
    return left, told


def _spelled(text: str) -> str:
    return re.escape(text).replace("'", "['’]").replace(r"\ ", SPACE)
