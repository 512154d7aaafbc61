"""Words quoted within a clause of somebody else's: il dit avoir « tout essayé »; elle veut « sortir de la crise ».

What stands between marks an engine takes for words by themselves, and no verb by itself says what it is ("all tried",
"sort from the crisis"). So it is asked for the sentence without these marks, too, and they stand in its answer around
the counterpart that the links tell; where they tell of none, the answer to the sentence with its marks stays.

Other words between marks (des « cibles militaires ») an engine says well as a rule, and now and then makes something up
("military cible"). There it is asked both ways, too, and what it is clearly surer of counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mt.document import Span
from mt.edits import Edited, Replace
from mt.engines import Translation
from mt.phrasing.common import SPACE
from mt.soft_links import SoftLinks, carried

_LONGEST = 12  # words
_FEW = 7  # words of what is asked for both ways
_SURER = 0.05  # by so much of a word's mean log probability; of 0 to 0.2 best on 517 lines, BLEU 38.2 -> 38.5
_MOST = 0.5  # of what a word was made of, for it to be within the marks
_HAVE = "avoir|ayant|ai|as|a|avons|avez|ont|avais|avait|avaient|aurai|aura|aurons|auront|aurais|aurait|auraient"
_BE = (
    "être|étant|suis|est|sommes|êtes|sont|étais|était|étions|étaient|été|sera|serons|seront|serait|seraient|fut|furent"
    "|soit|soient|se dit|se disent|s['’]est dite?|se sont dite?s|se dire"
)
_BEFORE_INFINITIVE = (
    "de|d['’]|à|pour|sans|veux|veut|voulons|veulent|voulait|voulaient|voudrait|voudraient|voulu|vouloir|dois|doit|devons"
    "|doivent|devait|devaient|devrait|devraient|devra|devront|dû|devoir|peux|peut|pouvons|peuvent|pouvait|pouvaient"
    "|pourrait|pourraient|pourra|pu|pouvoir|vais|va|allons|vont|allait|allaient|aller|souhaite|souhaitent|souhaitait"
    "|souhaiter|faut|fallait|faudrait|faudra|compte|comptent|comptait|compter|espère|espèrent|espérer|entend|entendent"
    "|entendait|préfère|préfèrent|dit|disent|fait|font|laisser|laisse"
)
_ADVERB = rf"(?:{SPACE}(?:pas|plus|jamais|déjà|toujours|bien|aussi|encore|même|donc|simplement|seulement))?"
_PARTICIPLE = r"\w*(?:[éiu]|is|it|ert|eint|aint|ort)e?s?\b"
_NOUN = r"(?:une?|l[ea]s?|des?|du|cet?|cette|ces|mon|ma|mes|son|sa|ses|l['’]|au|aux|en|pour|par|dans|sur|que|qu['’])\b"
_PRONOUNS = rf"(?:(?:ne|n['’]|se|s['’]|y|en|l['’]|l[ea]s?|lui|tout|mieux|bien|pas|plus|jamais)(?:{SPACE}|(?<=['’])))*"
_INSIDE = r"[^«»“”\".;:!?…]*(?<!\s)"
_OPENS = rf"{SPACE}[«“\"]{SPACE}?"
_PART = re.compile(  # before it a form of avoir, of être, or what an infinitive stands behind
    rf"(?<![\w-])(?:(?:{_HAVE}){_ADVERB}(?={_OPENS}(?!{_NOUN})(?:\w+{SPACE}){{0,2}}{_PARTICIPLE})"
    rf"|(?:{_BE}){_ADVERB}(?={_OPENS}(?!{_NOUN})[a-zà-ÿ])"
    rf"|(?:{_BEFORE_INFINITIVE}){_ADVERB}(?=(?:{_OPENS}|(?<=['’])[«“\"]{SPACE}?){_PRONOUNS}\w+(?:er|ir|re)\b))"
    rf"{SPACE}?(?P<open>[«“\"]{SPACE}?)(?P<said>{_INSIDE})(?P<close>{SPACE}?[»”\"])"
)
_LOWER = re.compile(  # words that go on with the sentence: des « cibles militaires », a « fait ses preuves »
    rf"(?<=[\w,]{SPACE})(?P<open>[«“\"]{SPACE}?)(?P<said>[a-zà-ÿ][\w'’-]*(?:{SPACE}[\w'’-]+){{0,{_FEW - 1}}})"
    rf"(?P<close>{SPACE}?[»”\"])"
)
_MARK = re.compile('[«“"]')
_CLAUSE = re.compile(r"\b(?:je|tu|ils?|elles?|on|nous|vous|c['’]est|j['’]\w+)\b")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_LEADING = re.compile(  # what goes before what is quoted, whatever it was made of: to “get out of the crisis”
    r"(?:to|that|he|she|it|they|we|of|by|ha[sd]|have|having|been|be|is|are|was|were|being|who)\b", re.IGNORECASE
)


def unmarked(text: str) -> Edited | None:
    """A sentence without the marks around what is quoted within its clauses; None if nothing is."""
    return _without(text, _parts(text))


def doubtful(text: str) -> Edited | None:
    """A sentence without the marks around words it goes on with, which the engine may be surer of; None if none."""
    lower = _LOWER.finditer(text) if _MARK.search(text) else ()
    return _without(text, (found for found in lower if _paired(text, found)))


def surer(whole: Translation, plain: Translation) -> bool:
    """Whether the engine is clearly surer of a sentence without its marks."""
    return None not in (whole.score, plain.score) and (plain.score or 0.0) > (whole.score or 0.0) + _SURER


def _without(text: str, parts: Iterable[re.Match[str]]) -> Edited | None:
    removed = [Replace(Span(*found.span(mark)), "") for found in parts for mark in ("open", "close")]
    return Edited(text, removed) if removed else None


def put(whole: Translation, plain: Translation, without: Edited) -> Translation:
    """What the engine said to the sentence without its marks, with them; else what it said to the one that has them.

    Args:
        whole: what the engine said to the sentence.
        plain: what it said to `without.after`.
        without: the sentence, its marks taken out.
    """
    links = SoftLinks.of(plain.links)
    old = [own for own, _ in without.replaced]
    parts = [Span(one.end, other.start) for one, other in zip(old[::2], old[1::2], strict=True)]
    places = [_counterpart(plain.text, links, without.forward(part)) for part in parts]
    if None in places or any(one.overlaps(other) for one, other in combinations(filter(None, places), 2)):
        return whole
    marks = [Replace(Span(place.start, place.start), "“") for place in places if place]
    marks += [Replace(Span(end, end), "”") for end in (_closed(plain.text, place.end) for place in places if place)]
    marked = Edited(plain.text, marks)
    source, target = carried([links.source], [without], back=True), carried([links.target], [marked])
    return Translation(marked.after, plain.score, SoftLinks(source[0], target[0], links.scores))


def _parts(text: str) -> Iterator[re.Match[str]]:
    for found in _PART.finditer(text) if _MARK.search(text) else ():
        said = found["said"]
        if len(said.split()) <= _LONGEST and not _CLAUSE.search(said) and _paired(text, found):
            yield found


def _paired(text: str, found: re.Match[str]) -> bool:
    """Whether a straight mark opens: an even number of them stands before."""
    return found["close"].strip() != '"' or text[: found.end("close") - 1].count('"') % 2 == 1


def _counterpart(text: str, links: SoftLinks, part: Span) -> Span | None:
    """Where in a translation stands what a part of its source says; None if not in one place."""
    inside = (links.source[:, 0] < part.end) & (links.source[:, 1] > part.start)
    words = [Span(*word.span()) for word in _WORD.finditer(text)]
    of = [_share(word, links, inside) for word in words]
    own = [k for k, share in enumerate(of) if share >= _MOST]
    while own and _LEADING.match(words[own[0]].of(text)):
        del own[0]
    if not own or len(own) != own[-1] - own[0] + 1:
        return None
    return Span(words[own[0]].start, words[own[-1]].end)


def _share(word: Span, links: SoftLinks, inside: NDArray[np.bool_]) -> float:
    """How much of what a word was made of is in a part."""
    of = (links.target[:, 0] < word.end) & (links.target[:, 1] > word.start)
    total = float(links.scores[of].sum())
    return float(links.scores[of & inside].sum()) / total if total else 0.0


def _closed(text: str, end: int) -> int:
    """Where a mark closes: behind a full stop or comma, as in American."""
    return end + (text[end : end + 1] in (".", ",") and (text[end] == "," or end + 1 == len(text)))
