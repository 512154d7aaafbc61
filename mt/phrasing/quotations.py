"""Quotations that begin or end a sentence, or are one: the engine is asked for them alone, too.

Between quotation marks an engine says a sentence worse than by itself ("Now is not decided" for « Rien n'est décidé »,
a dit le maire), while the words beside it need the whole. So it is asked for both, and what it says to the quotation
alone stands in its place.
"""

from __future__ import annotations

import re

import numpy as np

from mt.document import Span
from mt.engines import Translation
from mt.phrasing.common import SPACE
from mt.soft_links import SoftLinks

_FEW = 3  # words of what may be a title
_IN, _OPEN, _CLOSE = '[^«»“”"]', rf"[«“\"]{SPACE}?", rf"{SPACE}?[»”\"]"
_FIRST = re.compile(  # « … », dit-il; « … ? » demande-t-il; the end of a longer one: … », dit-il
    rf"(?:{_OPEN})?(?P<said>{_IN}*{_IN}(?<![\s,])){_CLOSE}"
    rf"(?:{SPACE}?,{SPACE}|(?<=[!?…][»”\"]){SPACE}|(?<=[!?…]{SPACE}[»”\"]){SPACE})(?=[a-zà-ÿ])"
)
_LAST = re.compile(  # Il a dit : « … »; « … »; « … that goes on in the next sentence
    rf"(?:{_IN}*:{SPACE}?)?{_OPEN}(?P<said>{_IN}*{_IN}(?<!\s))(?:{_CLOSE}\.?)?$"
)
_ENGLISH_FIRST = re.compile(rf"(?P<open>{_OPEN})?(?P<said>{_IN}*{_IN}(?<![\s,]))(?P<comma>,?){_CLOSE}(?=.)")
_ENGLISH_LAST = re.compile(rf"{_IN}*(?P<open>{_OPEN})(?P<said>{_IN}*{_IN}(?<!\s))(?P<comma>)(?:{_CLOSE}\.?)?$")
_ENDS = (".", "!", "?", "…")


def quotation(text: str) -> Span | None:
    """Where the quotation that a sentence begins or ends with stands, without its marks; None if there is none."""
    found = _FIRST.match(text) or _LAST.match(text)
    return Span(*found.span("said")) if found and len(found["said"].split()) >= _FEW else None


def alone(said: str) -> str:
    """A quotation as the engine is asked for it: a whole sentence."""
    return said if said.endswith(_ENDS) else f"{said}."


def put(whole: Translation, said: Translation, place: Span, text: str) -> Translation:
    """The translation of a sentence with that of its quotation, asked for alone, in its place.

    Args:
        whole: what the engine said to the sentence.
        said: what it said to `alone` of its quotation.
        place: of the quotation in the sentence.
        text: the sentence.
    """
    first = _FIRST.match(text)
    found = (_ENGLISH_FIRST if first else _ENGLISH_LAST).match(whole.text)
    if found is None or (found["open"] is None) != (place.start == 0) or not said.text.strip():
        return whole
    new = said.text
    if not place.of(text).endswith(_ENDS):
        new = new.rstrip().removesuffix(".") + "." * found["said"].endswith(".")
    if (mark := place.of(text)[-1]) in "!?" and new.endswith("."):
        new = new[:-1] + mark
    old = Span(found.start("said"), found.end("comma") if new.endswith(("!", "?")) else found.end("said"))
    links = _links(SoftLinks.of(whole.links), SoftLinks.of(said.links), place, old, len(new))
    score = None if whole.score is None or said.score is None else (whole.score + said.score) / 2
    return Translation(whole.text[: old.start] + new + whole.text[old.end :], score, links)


def _links(whole: SoftLinks, said: SoftLinks, place: Span, old: Span, length: int) -> SoftLinks:
    """The links of the sentence outside its quotation, and those of the quotation, in the sentence's offsets."""
    outside = (whole.target[:, 1] <= old.start) | (whole.target[:, 0] >= old.end)
    outside &= (whole.source[:, 1] <= place.start) | (whole.source[:, 0] >= place.end)
    target = whole.target[outside]
    target = target + np.where(target >= old.end, length - (old.end - old.start), 0)
    inside = (said.source[:, 1] <= place.end - place.start) & (said.target[:, 1] <= length)
    return SoftLinks(
        np.concatenate([whole.source[outside], said.source[inside] + place.start]),
        np.concatenate([target, said.target[inside] + old.start]),
        np.concatenate([whole.scores[outside], said.scores[inside]]),
    )
