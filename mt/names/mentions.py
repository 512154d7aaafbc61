"""Mentions: where names stand in a French text, and what the words around them tell.

No model: capitals, titles and functions, particles, elisions, the authority and the user's glossary; `french.toml`
holds what is French. A capitalised word at the head of a sentence counts only with a witness. Left out:
whether a listed spelling stands somewhere as that name (`listed`); who is meant and how that is said in English
(`entities`, `forms`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mt import verbatim
from mt.align import lexicon
from mt.document import Segment, Span
from mt.names import acronyms, binationals, demonyms, given_names, initials, streets, titles
from mt.names.authority import Authority, Entry
from mt.names.french import french
from mt.names.glossary import Glossary
from mt.names.listed import stands
from mt.names.romanisation import looks_foreign
from mt.names.runs import found_in, is_title
from mt.names.sentence import Sentence, context, is_placed
from mt.names.spelling import fold, in_one, is_acronym, is_upper, key
from mt.phrasing import french_acronyms, press

_ARTICLES = ("La ", "Le ", "Les ")
_PARTICLES = ("De ", "Des ", "Du ", "Di ", "Le ", "La ")  # of surnames, Bart De Wever's, where a sentence begins
_INITIALS = (".-", ".‑", ".‐")  # between those of a double given name: J.-L. Mélenchon
_MAY_BE = ("", "name", "person")  # kinds of mentions that may be a person's
_STRANGE = 4  # letters; shorter words may be anything


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        segment: index of its segment in the document.
        span, text: where it stands in the segment's source, and what stands there.
        entries: what the glossary or the authority knows of this spelling; empty for an unknown name.
        rank: "glossary" or "authority" where `entries` come from, else "".
        kind: person | place | organisation | name | term | demonym, or "" where nothing tells.
        origin: the language of origin the words around it tell, or "".
        witnessed: False for a word that is a name only if another mention in the article says so.
        kept: what it is that English keeps as the French has it, "title", "street" or "initials"; else "".
        given: whether it is a given name that stands alone.
        several: whether it has a plural article before it, as families have (`families`).
    """

    segment: int
    span: Span
    text: str
    entries: tuple[Entry, ...] = ()
    rank: str = ""
    kind: str = ""
    origin: str = ""
    witnessed: bool = True
    kept: str = ""
    given: bool = False
    several: bool = False


def collect(
    segments: Sequence[Segment], glossary: Glossary, authority: Authority, phrases: bool = True
) -> list[Mention]:
    """Every mention of a document, in reading order; none overlaps another, nor phrases of the press if so asked."""
    found: list[list[Mention]] = []
    spelled_out = acronyms.spelled_out(segment.source for segment in segments)
    for number, segment in enumerate(segments):
        sentence = Sentence(segment.source)
        taken = [False] * len(sentence.words)
        _take(sentence, taken, verbatim.kept(segment.source))
        here = list(_terms(sentence, number, glossary.terms, taken))
        _take(sentence, taken, [phrase.span for phrase in press.plainly(segment.source)] if phrases else [])
        _take(sentence, taken, french_acronyms.spans(segment.source))
        _take(sentence, taken, [pair.span for pair in binationals.plainly(segment.source)])
        runs = [] if sentence.upper else list(found_in(sentence, authority))
        within = {at: run for run in runs for at in range(*run)}
        here += _known(sentence, number, glossary.index, "glossary", taken, within)
        here += _kept(sentence, number, taken, authority)
        here += _demonyms(sentence, number, taken, _countries(sentence))
        here += _known(sentence, number, authority, "authority", taken, within)
        here += _demonyms(sentence, number, taken, demonyms.records().begun(sentence.folded))
        here += _unknown(sentence, number, runs, taken)
        found.append([_as_told(mention, spelled_out) for mention in here])
    articled = {one.text for here in found for one in here if one.text.startswith(_ARTICLES)}
    if articled:
        found = [[_articled(one, segments[one.segment].source, articled) for one in here] for here in found]
    surnames = {
        rest for here in found for one in here if one.kind in _MAY_BE and (rest := _particled(one.text)) is not None
    }
    if surnames:
        found = [[_led(one, segments[one.segment].source, surnames) for one in here] for here in found]
    full = {key(one.text): one for here in reversed(found) for one in here if one.witnessed and len(key(one.text)) > 1}
    lengths = sorted(set(map(len, full)), reverse=True)
    for number, segment in enumerate(segments):
        if full and is_upper(segment.source):
            found[number] = _with_shouted(segment.source, number, full, lengths, found[number])
    return [mention for here in found for mention in sorted(here, key=lambda mention: mention.span)]


def _articled(mention: Mention, text: str, articled: Container[str]) -> Mention:
    """A mention with the article before it at the head of a sentence, if the article has it as part of the name."""
    for article in _ARTICLES:
        start = mention.span.start - len(article)
        if not mention.rank and start >= 0 and text.startswith(article, start) and article + mention.text in articled:
            return replace(mention, span=Span(start, mention.span.end), text=article + mention.text)
    return mention


def _particled(name: str) -> str | None:
    """The surname of a full name that begins with a particle in capitals: De Wever, of Bart De Wever."""
    given, _, rest = name.partition(" ")
    return rest if rest.startswith(_PARTICLES) and given not in map(str.rstrip, _PARTICLES) else None


def _led(mention: Mention, text: str, surnames: Container[str]) -> Mention:
    """A mention with the particle before it that a full name of the article has in its surname."""
    for particle in _PARTICLES:
        start = mention.span.start - len(particle)
        if start >= 0 and text.startswith(particle, start) and particle + mention.text in surnames:
            return replace(mention, span=Span(start, mention.span.end), text=particle + mention.text)
    return mention


def _with_shouted(
    text: str,
    number: int,
    full: Mapping[tuple[str, ...], Mention],
    lengths: Sequence[int],
    here: Sequence[Mention],
) -> list[Mention]:
    """The mentions of a heading in capitals, with the full names that the article has elsewhere in place of parts."""
    sentence, at = Sentence(text), 0
    settled = [one.span for one in here if one.rank == "glossary"]
    shouted: list[Mention] = []
    while at < len(sentence.words):
        rest = tuple(sentence.folded[at:])
        length = next((some for some in lengths if some <= len(rest) and rest[:some] in full), 1)
        span = sentence.span(at, at + length)
        if length > 1 and not any(map(span.overlaps, settled)):
            shouted.append(replace(full[rest[:length]], segment=number, span=span, text=span.of(text)))
        at += length
    return [*shouted, *(one for one in here if not any(one.span.overlaps(more.span) for more in shouted))]


def _as_told(mention: Mention, spelled_out: Mapping[str, Sequence[str]]) -> Mention:
    """A mention; of an acronym that the article spells out, only of those who are called so."""
    told = spelled_out.get(fold(mention.text), ()) if mention.rank == "authority" else ()
    if not all(entry.acronym for entry in mention.entries):
        return mention
    if not told and not (mention.rank == "authority" and fold(mention.text) in french().told_only):
        return mention
    own = tuple(entry for entry in mention.entries if any(acronyms.is_of(long, entry.record) for long in told))
    return replace(mention, entries=own) if own else replace(mention, entries=(), rank="", kind="organisation")


def _take(sentence: Sentence, taken: list[bool], kept: Sequence[Span]) -> None:
    """Leave the words that stand in these stretches to others."""
    for stretch in kept:
        taken[:] = [one or span.overlaps(stretch) for one, span in zip(taken, sentence.spans, strict=True)]


def _terms(sentence: Sentence, number: int, terms: Authority, taken: list[bool]) -> Iterator[Mention]:
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


def _known(
    sentence: Sentence,
    number: int,
    authority: Authority,
    rank: str,
    taken: list[bool],
    within: dict[int, tuple[int, int]],
) -> Iterator[Mention]:
    """Spellings the glossary or the authority lists, the longest first."""
    stop = 0
    for at in authority.begun(sentence.folded):
        for length, entries in authority.longest(sentence.folded, at) if at >= stop else ():
            if any(taken[at : at + length]):
                continue
            fitting = tuple(entry for entry in entries if stands(sentence, at, length, entry, within))
            if fitting:
                taken[at : at + length] = [True] * length
                span = sentence.span(at, at + length)
                origin = context(sentence, at, at + length).origin
                yield Mention(number, span, span.of(sentence.text), fitting, rank, fitting[0].record.kind, origin)
                stop = at + length
                break


def _kept(sentence: Sentence, number: int, taken: list[bool], authority: Authority) -> Iterator[Mention]:
    """Titles between quotation marks, streets and initials, but those that the authority has an English form for."""
    some = (("title", "name", titles.found), ("street", "place", streets.found), ("initials", "person", initials.found))
    for what, kind, spans in some:
        for span in spans(sentence.text):
            inside = [at for at, own in enumerate(sentence.spans) if own.overlaps(span)]
            if any(taken[at] for at in inside) or authority.lookup(span.of(sentence.text)):
                continue
            for at in inside:
                taken[at] = True
            yield Mention(number, span, span.of(sentence.text), kind=kind, kept=what)


def _countries(sentence: Sentence) -> list[int]:
    """The places of words that are both a country and its people: le Suisse, une Argentine."""
    return [at for at, folded in enumerate(sentence.folded) if folded in demonyms.COUNTRIES]


def _demonyms(sentence: Sentence, number: int, taken: list[bool], places: Iterable[int]) -> Iterator[Mention]:
    """What is called after a people or country, in any case (malien, les Maliens), if it begins at one of the words."""
    for at in places:
        for length, (entry, *_) in demonyms.records().longest(sentence.folded, at):
            span = sentence.span(at, at + length)
            text = span.of(sentence.text)
            said = demonyms.english(text, sentence.folded[at - 1] if at else "", sentence.upper)
            if said and not any(taken[at : at + length]) and not _is_part(sentence, at):
                taken[at : at + length] = [True] * length
                yield Mention(number, span, text, (replace(entry, form=said),), "authority", demonyms.KIND)
                break


def _is_part(sentence: Sentence, at: int) -> bool:
    """Whether a demonym is part of a phrase, or names a street: montagnes russes, promenade des Anglais."""
    phrases = french().phrases
    if any(tuple(sentence.folded[max(0, at + 1 - size) : at + 1]) in phrases for size in (2, 3)):
        return True
    return sentence.capital[at] and not sentence.upper and is_placed(sentence, at)


def _untaken(runs: Sequence[tuple[int, int]], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """What is left of the runs beside known names: "l'ONU Antonio Guterres" leaves Antonio Guterres."""
    for start, end in runs:
        at = start
        for stop in [k for k in range(start, end) if taken[k]] + [end]:
            if at < stop:
                yield at, stop
            at = stop + 1


def _unknown(sentence: Sentence, number: int, runs: Sequence[tuple[int, int]], taken: list[bool]) -> Iterator[Mention]:
    """Names nothing is known of: persons by title, given name, sound or verb of saying; places by what is before."""
    for start, end in _untaken(runs, taken):
        span = sentence.span(start, end)
        folded = sentence.folded[start:end]
        told = context(sentence, start, end)
        called = folded[0] in french().given or folded[0] in french().given_common
        given = end - start > 1 and (called or sentence.gap(start + 1) in _INITIALS)
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
        elif (told.titled and not first) or given:
            chained = given and in_one(text) and french().given.issuperset(folded)  # Jean-Paul
            yield replace(mention, kind="person", given=chained)
        elif is_title(sentence, start):
            yield replace(mention, kind="name")
        elif end - start == 1 and given_names.stands_alone(sentence, start):
            witnessed = not given_names.may_be_word(sentence, start) or _is_subject(sentence, start)
            yield replace(mention, kind="person", given=True, witnessed=witnessed)
        elif foreign and (end - start > 1 or told.says):
            yield replace(mention, kind="person")
        elif told.placed:
            yield replace(mention, kind="place")
        elif told.says and not first:
            yield replace(mention, kind="person")
        else:
            inside = range(start + sentence.first(start), end)
            chained = in_one(text) and not all(sentence.capital[start:end])  # Meurthe-et-Moselle
            strange = any(_is_strange(sentence.words[k]) for k in inside)
            told_so = start > 0 and sentence.folded[start - 1] in french().firm_before
            yield replace(mention, witnessed=chained or strange or told_so or (first and _is_subject(sentence, start)))


def _is_subject(sentence: Sentence, at: int) -> bool:
    """Whether a word at a sentence's head has its verb right behind it, as only names have without an article."""
    behind = [word.lower() for word in sentence.words[at + 1 : at + 3]]  # not folded: "Allez à"
    if not behind or sentence.gap(at + 1) != " ":
        return False
    verb = behind[-1] if behind[0] == "n" else behind[0]
    return verb in french().has or (verb in french().being and _is_strange(sentence.words[at]))


def _is_strange(word: str) -> bool:
    """Whether the lexicon has never seen a word: a capital within a sentence then means a name."""
    return len(word) >= _STRANGE and not lexicon.is_known(word, 0)
