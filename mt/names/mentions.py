"""Mentions: where names stand in a French text, and what the words around them tell.

No model: capitals, titles and functions, particles, elisions, the authority and the user's glossary. `french.toml`
holds what is French about it. A capitalised word at the head of a sentence counts only with a witness. Left out: who is
meant and how the name is written in English (`entities`, `forms`).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from mt import verbatim
from mt.align import lexicon
from mt.document import Segment, Span
from mt.names import demonyms
from mt.names.authority import Authority, Entry
from mt.names.french import french
from mt.names.glossary import Glossary
from mt.names.romanisation import looks_foreign
from mt.names.spelling import fold, is_acronym, is_upper, words

_JOINED = re.compile(r"[ \u00a0\u202f]|[-‐‑]|['’]|[-‐‑]['’]")  # what may stand between two words of one name
_LOOSE = re.compile(r"(?:[ \u00a0\u202f\n]|[-‐‑'’.])*")  # the same for a spelling that is known
_SENTENCE_END = re.compile(r"[.!?…:«“\"—–•\n]")
_WORDY = ("organisation", "event")  # names made of common words, some of them in lower case
_POLITE = ("m", "mm", "mme", "mmes", "mlle")
_STRANGE = 4  # letters; shorter words may be anything
_REACH = 9  # how many words before a name may hold its title or function


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        segment: index of its segment in the document.
        span, text: where it stands in the segment's source, and what stands there.
        entries: what the glossary or the authority knows of this spelling; empty for an unknown name.
        rank: "glossary" or "authority" where `entries` come from, else "".
        kind: person | place | term | demonym, or "" where nothing tells.
        origin: the language of origin the words around it tell, or "".
        witnessed: False for a word that is a name only if another mention in the article says so.
    """

    segment: int
    span: Span
    text: str
    entries: tuple[Entry, ...] = ()
    rank: str = ""
    kind: str = ""
    origin: str = ""
    witnessed: bool = True


class _Sentence:
    """One segment's words with what the search asks of them, each computed once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = words(text)
        self.words = [text[span.start : span.end] for span in self.spans]
        self.folded = [fold(word) for word in self.words]
        self.capital = [word[0].isupper() for word in self.words]
        self.upper = is_upper(text)
        ends = [0, *(span.end for span in self.spans)]
        self.gaps = [text[end : span.start] for end, span in zip(ends, self.spans, strict=False)]
        verbs = [at for at, word in enumerate(self.words[1:]) if word in french().inverted and self.gaps[at + 1] == "-"]
        for at in filter(self.first, verbs):  # "Ai-je besoin ..."
            self.capital[at] = False

    def gap(self, at: int) -> str:
        """The text between word `at` - 1 and word `at`."""
        return self.gaps[at]

    def first(self, at: int) -> bool:
        """Whether a word begins a sentence or a quotation, where French writes a capital anyway."""
        return at == 0 or (bool(_SENTENCE_END.search(self.gaps[at])) and not self.initial(at - 1))

    def initial(self, at: int) -> bool:
        """Whether a word is an initial or an abbreviated title: "E." Philippe, "M." Macron."""
        return at >= 0 and self.capital[at] and (len(self.words[at]) == 1 or self.folded[at] in ("dr", "st"))

    def elided(self, at: int) -> bool:
        """Whether a word is an elided article or preposition before the next: the l of l'OTAN."""
        following = self.gaps[at + 1] if at + 1 < len(self.words) else ""
        if following not in ("'", "’") or self.folded[at] not in french().elisions:
            return False
        if not self.capital[at] or not self.capital[at + 1] or self.upper:
            return True
        return (at == 0 or bool(_SENTENCE_END.search(self.gaps[at]))) and self.folded[at] not in ("n", "m")

    def span(self, start: int, end: int) -> Span:
        """The span of the words start..end, the last one left out."""
        return Span(self.spans[start].start, self.spans[end - 1].end)


def collect(segments: Sequence[Segment], glossary: Glossary, authority: Authority) -> list[Mention]:
    """Every mention of a document, in reading order; none overlaps another within its segment."""
    found: list[Mention] = []
    for number, segment in enumerate(segments):
        sentence = _Sentence(segment.source)
        taken = [False] * len(sentence.words)
        for kept in verbatim.kept(segment.source):
            taken = [one or span.overlaps(kept) for one, span in zip(taken, sentence.spans, strict=True)]
        here = list(_terms(sentence, number, glossary.terms, taken))
        runs = [] if sentence.upper else list(_runs(sentence))
        within = {at: run for run in runs for at in range(*run)}
        here += _known(sentence, number, glossary.index, "glossary", taken, within)
        here += _demonyms(sentence, number, taken, demonyms.COUNTRIES)
        here += _known(sentence, number, authority, "authority", taken, within)
        here += _demonyms(sentence, number, taken, demonyms.records().lengths)
        here += _unknown(sentence, number, runs, taken)
        found += sorted(here, key=lambda mention: mention.span)
    return found


def _terms(sentence: _Sentence, number: int, terms: Authority, taken: list[bool]) -> Iterator[Mention]:
    """Words of common language the glossary settles: whole words, the case of the first letter aside."""
    if not terms.records:
        return
    for at in range(len(sentence.words)):
        for length, entries in terms.longest(sentence.folded, at):
            span = sentence.span(at, at + length)
            text = span.of(sentence.text)
            exact = [entry for entry in entries if _but_first(text) in map(_but_first, entry.record.spellings)]
            if exact and not any(taken[at : at + length]):
                taken[at : at + length] = [True] * length
                yield Mention(number, span, text, tuple(exact), "glossary", "term")
                break


def _but_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _runs(sentence: _Sentence) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words that may be one name, particles within, titles and sentence heads cut off."""
    at = 0
    while at < len(sentence.words):
        capital = sentence.capital[at]
        if (not capital and not _leads(sentence, at)) or sentence.elided(at):
            at += 1
            continue
        end = at + 1
        while end < len(sentence.words) and (step := _joins(sentence, at, end)):
            end += step
        start = _trimmed(sentence, at, end)
        if start < end and any(sentence.capital[start:end]):
            yield start, end
        at = end


def _leads(sentence: _Sentence, at: int) -> bool:
    """Whether a small word begins a surname: al-Assad, ben Salmane, von der Leyen."""
    if sentence.folded[at] not in french().particles or at + 1 == len(sentence.words):
        return False
    if sentence.gap(at + 1) == "-":
        return sentence.capital[at + 1]
    spaced = sentence.folded[at] in french().leading and sentence.gap(at + 1).isspace()
    return spaced and (sentence.capital[at + 1] or _leads(sentence, at + 1))


def _joins(sentence: _Sentence, start: int, at: int) -> int:
    """How many of the words from `at` on belong to the name that began at `start`: 0 if it ended."""
    gap = sentence.gap(at)
    abbreviated = sentence.initial(at - 1) and gap.strip() in (".", ".-")
    if not (_JOINED.fullmatch(gap) or abbreviated) or sentence.elided(at):
        return 0
    if sentence.capital[at]:
        return 1
    following = at + 1 < len(sentence.words) and _JOINED.fullmatch(sentence.gap(at + 1))
    if not following:
        return 0
    last = at
    while last + 1 < len(sentence.words) and sentence.folded[last] in french().particles:
        last += 1
        if not _JOINED.fullmatch(sentence.gap(last)):
            break
        if sentence.capital[last]:
            return last + 1 - at
    named = sentence.folded[at - 1] in french().given
    if sentence.folded[at] in french().noble and named and sentence.capital[at + 1]:
        return 2
    return 0


def _trimmed(sentence: _Sentence, start: int, end: int) -> int:
    """Where the name begins after sentence heads ("Selon Moscou") and titles in capitals ("Premier ministre")."""
    while start < end:
        folded = sentence.folded[start]
        head = folded in french().common and (sentence.first(start) or folded in _POLITE)
        title = folded in french().functions and start + 1 < end and folded not in french().given
        if not (head or title):
            break
        start += 1
    return start


def _known(
    sentence: _Sentence,
    number: int,
    authority: Authority,
    rank: str,
    taken: list[bool],
    within: dict[int, tuple[int, int]],
) -> Iterator[Mention]:
    """Spellings the glossary or the authority lists, the longest first."""
    at = 0 if authority.records else len(sentence.words)
    while at < len(sentence.words):
        step = 1
        for length, entries in authority.longest(sentence.folded, at):
            if any(taken[at : at + length]):
                continue
            fitting = tuple(entry for entry in entries if _stands(sentence, at, length, entry, within))
            if fitting:
                taken[at : at + length] = [True] * length
                span = sentence.span(at, at + length)
                origin = _context(sentence, at, at + length).origin
                yield Mention(number, span, span.of(sentence.text), fitting, rank, fitting[0].record.kind, origin)
                step = length
                break
        at += step


def _demonyms(sentence: _Sentence, number: int, taken: list[bool], first: Container[str]) -> Iterator[Mention]:
    """What is called after a people or country, in any case (malien, les Maliens), if it begins with such a word."""
    for at in [at for at, folded in enumerate(sentence.folded) if folded in first]:
        for length, (entry, *_) in demonyms.records().longest(sentence.folded, at):
            span = sentence.span(at, at + length)
            text = span.of(sentence.text)
            said = demonyms.english(text, sentence.folded[at - 1] if at else "", sentence.upper)
            if said and not any(taken[at : at + length]) and not _is_part(sentence, at):
                taken[at : at + length] = [True] * length
                yield Mention(number, span, text, (replace(entry, form=said),), "authority", demonyms.KIND)
                break


def _is_part(sentence: _Sentence, at: int) -> bool:
    """Whether a demonym is part of a phrase, or names a street: montagnes russes, promenade des Anglais."""
    phrases = french().phrases
    if any(tuple(sentence.folded[max(0, at + 1 - size) : at + 1]) in phrases for size in (2, 3)):
        return True
    return sentence.capital[at] and not sentence.upper and _placed(sentence, at)


def _stands(sentence: _Sentence, at: int, length: int, entry: Entry, within: dict[int, tuple[int, int]]) -> bool:
    """Whether a listed spelling stands here as a name and not as part of another word or name."""
    end = at + length
    if not all(_LOOSE.fullmatch(sentence.gap(k)) for k in range(at + 1, end)):
        return False
    if any(sentence.words[k] == "est" and sentence.gap(k) == " " for k in range(at + 1, end)):
        return False  # "Jérusalem est divisée" is not of Jérusalem-Est
    if entry.acronym and length == 1:
        shouted = is_upper(sentence.words[at]) and not (sentence.upper and sentence.folded[at] in french().common)
        return shouted or (sentence.capital[at] and len(sentence.words[at]) > 3 and not sentence.first(at))
    if entry.record.before and (sentence.upper or not _follows(sentence, at, entry.record.before)):
        return False
    small = entry.record.kind in _WORDY or (length > 1 and _may_begin_small(sentence, at, end, entry))
    if not sentence.capital[at] and not (small and any(sentence.capital[at:end])):
        return False
    if length == 1 and sentence.folded[at] in french().common and (sentence.first(at) or sentence.upper):
        return False
    run = within.get(at)
    if run is None:
        return sentence.upper or entry.record.kind in _WORDY or length > 1
    if end >= run[1] and at <= run[0]:
        return True
    rest = [k for k in range(*run) if not at <= k < end]
    if entry.bare and rest and rest[0] < at:
        return False  # the surname of a longer name, which may be somebody else's
    if length > 1 or entry.record.kind in _WORDY:
        return True
    if entry.record.kind == "place":
        return all(sentence.folded[k] in french().institutions for k in rest) and rest[-1] < at
    return False


def _may_begin_small(sentence: _Sentence, at: int, end: int, entry: Entry) -> bool:
    """Whether a spelling may begin in lower case: al-Assad, mer Noire, pape François; not "le Cap" of "le Cap Horn"."""
    if entry.bare or sentence.folded[at] in french().particles:
        return sentence.folded[at] in french().particles
    return end == len(sentence.words) or not (sentence.capital[end] and _JOINED.fullmatch(sentence.gap(end)))


def _follows(sentence: _Sentence, at: int, cues: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words before a spelling are among those that tell what it is."""
    return any(tuple(sentence.folded[max(0, at - len(cue)) : at]) == cue for cue in cues)


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands around a name: whether a title or function, a verb of saying, a word for a place, which origin."""

    titled: bool = False
    says: bool = False
    placed: bool = False
    origin: str = ""


def _context(sentence: _Sentence, start: int, end: int) -> _Told:
    """What the words before and after tell of the name start..end."""
    before = _before(sentence, start)
    titled = any(sentence.folded[k] in french().functions for k in before)
    titled = titled and sentence.folded[start - 1] not in french().prepositions
    origin = next((told for k in before if (told := french().origin(sentence.folded[k])) is not None), "") or ""
    placed = _placed(sentence, start)
    after = sentence.folded[end : end + 4]
    says = any(word in french().saying for word in after[:3] if after[0] in ("a", "ont", "avait")) or (
        bool(after) and after[0] in french().saying and sentence.gap(end).isspace()
    )
    says = says or (start > 0 and sentence.folded[start - 1] in french().saying and sentence.gap(start).isspace())
    if not titled and end < len(sentence.words) and sentence.gap(end).strip() == ",":
        following = sentence.folded[end : end + 5]
        near = 1 if placed and end - start == 1 else 3  # "À Minsk, le président" is of no person called Minsk
        if any(word in french().functions for word in following[:near]):
            told = next((told for word in following if (told := french().origin(word)) is not None), "")
            return _Told(True, says, placed, told or origin)
    return _Told(titled, says, placed, origin if titled or before else "")


def _placed(sentence: _Sentence, start: int) -> bool:
    """Whether "à" or a word for a place stands before the name start..., with or without "de"."""
    at = start - 1
    if at < 0 or sentence.gap(start).strip(" \u00a0\u202f'’"):
        return False
    if sentence.words[at] in ("à", "À"):
        return at == 0 or sentence.folded[at - 1] not in french().before_anyone
    if at and sentence.folded[at] in french().noble and not sentence.gap(at).strip():
        at -= 1
    return sentence.folded[at] in french().place_before


def _before(sentence: _Sentence, start: int) -> list[int]:
    """The words that may title a name, nearest first: back to a stop, a verb or another name's end."""
    found: list[int] = []
    for at in range(start - 1, max(-1, start - 1 - _REACH), -1):
        gap = sentence.gap(at + 1).strip()
        if gap and gap not in ("'", "’", "-", ".") and not (gap == "," and at == start - 1):
            break
        if gap == "." and not sentence.initial(at):
            break
        if sentence.folded[at] in french().interrupting and sentence.words[at] != "M":
            break
        found.append(at)
    return found


def _untaken(runs: Sequence[tuple[int, int]], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """What is left of the runs beside known names: "l'ONU Antonio Guterres" leaves Antonio Guterres."""
    for start, end in runs:
        at = start
        for stop in [k for k in range(start, end) if taken[k]] + [end]:
            if at < stop:
                yield at, stop
            at = stop + 1


def _unknown(sentence: _Sentence, number: int, runs: Sequence[tuple[int, int]], taken: list[bool]) -> Iterator[Mention]:
    """Names nothing is known of: persons by title, given name, sound or verb of saying; places by what is before."""
    for start, end in _untaken(runs, taken):
        span = sentence.span(start, end)
        folded = sentence.folded[start:end]
        told = _context(sentence, start, end)
        given = end - start > 1 and folded[0] in french().given
        if (any(word in french().institutions for word in folded) and not given) or max(map(len, folded)) == 1:
            continue
        if end - start == 1 and folded[0] in french().common:
            continue
        if start and sentence.folded[start - 1] in french().articles and not given:
            told = replace(told, titled=False, says=False)  # persons take no article
        text = span.of(sentence.text)
        if end - start == 1 and is_upper(text):
            if is_acronym(text) and lexicon.stays(text):
                yield Mention(number, span, text)
            continue
        if all(french().origin(word) is not None for word in folded):
            continue
        foreign = any(looks_foreign(sentence.words[k]) for k in range(start, end))
        first = sentence.first(start) and end - start == 1
        mention = Mention(number, span, text, origin=told.origin)
        of_club = folded[0] in french().clubs and is_upper(sentence.words[start])
        if end - start > 1 and of_club and folded[1] not in french().given:
            yield replace(mention, kind="organisation")
        elif (told.titled and not first) or given or (foreign and (end - start > 1 or told.says)):
            yield replace(mention, kind="person")
        elif told.placed:
            yield replace(mention, kind="place")
        elif told.says and not first:
            yield replace(mention, kind="person")
        else:
            inside = range(start + sentence.first(start), end)
            yield replace(mention, witnessed=any(_is_strange(sentence.words[k]) for k in inside))


def _is_strange(word: str) -> bool:
    """Whether the lexicon has never seen a word: a capital within a sentence then means a name."""
    return len(word) >= _STRANGE and not lexicon.is_known(word, 0)
