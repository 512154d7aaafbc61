"""English pronouns: "We" for the "One" that an engine makes of "on" where a quotation begins: « On a gagné ».

Who says "on" in French means "we", or "they" where it is done to him (« On m'a menti »). Where it is done to others
(« On lui a menti ») nothing tells, and "One" stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE

_ON = re.compile(
    rf"(?:^|[«“\"]{SPACE}?|(?<=[.!?…]){SPACE})On{SPACE}(?:ne{SPACE}|n['’])?"
    rf"(?P<to>m['’]|me{SPACE}|t['’]|te{SPACE}|nous{SPACE}|vous{SPACE})?"
    rf"(?P<others>lui{SPACE}|leur{SPACE}|les{SPACE}|l['’])?"
)
_ONE = re.compile(
    r"(?:^|[“\"]|(?<=[.!?…]) )(?P<one>One) (?:(?:never|always|also|just|really|still|often|only|already|now) )*"
    r"(?P<verb>(?!of\b|in\b|by\b|or\b|day\b|thing\b|man\b)[a-z]+(?:[’']t)?)\b"
)
_VERBS = {"has": "have", "is": "are", "was": "were", "does": "do", "goes": "go", "hasn": "haven", "isn": "aren"}
_VERBS |= {"wasn": "weren", "doesn": "don", "dies": "die", "lies": "lie"}
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ss", "ss"), ("us", "us"))


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What to put right in an engine's English for `source`, each with the name of its rule."""
    said = [*_ONE.finditer(raw)] if "One" in raw else []
    meant = [*_ON.finditer(source)] if said else []
    if len(said) != len(meant):
        return  # it is not told which is which
    for one, on in zip(said, meant, strict=True):
        if on["others"]:
            continue
        yield "we or they for one", Replace(Span(*one.span("one")), "They" if on["to"] else "We")
        verb = re.split("['’]", one["verb"])[0]
        if (plural := _plural(verb)) != verb:
            start = one.start("verb")
            yield "the verb of we or they", Replace(Span(start, start + len(verb)), plural)


def _plural(verb: str) -> str:
    """The form of a verb that goes with "we": have, go, cry."""
    if verb in _VERBS:
        return _VERBS[verb]
    for ending, instead in _ENDINGS:
        if verb.endswith(ending):
            return verb[: -len(ending)] + instead
    return verb[:-1] if verb.endswith("s") and len(verb) > 3 else verb
