"""Little words beside names made right: of, from, in, the; a storm's title, a winner's prize.

An engine that does not know a name reads "la Banque du Japon de Kazuo Ueda" as if he were a place ("in Kazuo Ueda"),
keeps the "de" of "Nvidia de Jensen Huang", says "since Beijing" for "depuis Pékin" and gives clubs the article that
they have in French. Each rule looks at what stands right before a name in both languages. Data: `beside.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from mt.document import Entity, Name, Segment, Span
from mt.edits import Replace
from mt.names import demonyms, takes_article
from mt.names.french import french as french_words
from mt.names.spelling import fold, is_acronym, words
from mt.names.wording import english_words
from mt.phrasing.common import data_of

OF, OWN = "of before whom a thing is of", "a body of a person"
TO = "to whom, and not in"
FROM, IN, AT = "from where something is said", "in where something is done", "at a palace"
THE, NO_ARTICLE = "the article of a body or event", "no article before a club or state"
PEOPLE = "a person's people, and not their country"
STORM, WINNER, TURNED = "a storm's title", "who has won a prize", "a people before a title"
_NEAR = 40  # characters before a name that are looked at
_DE = re.compile(r"[\w»”)]\)?[ \u00a0](?:de[ \u00a0]|d['’])$")
_NOTHING = re.compile(
    r"(?<![\w’'-])(?!(?:dans|chez|avec|pour|sans|sous|vers|comme|entre|contre|selon|après|avant)[ \u00a0])"
    r"[a-zà-öø-ÿœ]{4,}[ \u00a0]$"
)
_WRONG_OF = re.compile(r"(?<![\w’'-])(?P<of>in|at|de|from|by) $")
_SUCCEEDS_IN = re.compile(r"(?<![\w’'-])succeed(?:s|ed|ing)? (?P<in>in )$")
_TO_PERSON = re.compile(r"(?<![\w’'-])[àÀ][ \u00a0]$")
_SINCE = re.compile(r"(?<![\w’'-])(?P<since>[Ss]ince) (?:the )?$")
_DEPUIS = re.compile(r"(?<![\w’'-])[Dd]epuis[ \u00a0](?:l[ae][ \u00a0]|l['’])?$")
_DONE_AT = re.compile(r"(?<![\w’'-])(?P<verb>\w+é(?:e|s)?|entretenue?s?)[ \u00a0](?:à|au|aux|en)[ \u00a0]$")
_TO = re.compile(r"(?P<verb>\w+) (?P<to>to) $")
_IN_PLACE = re.compile(r"(?<![\w’'-])in (?:the )?$")
_A = re.compile(r"(?<![\w’'-])(?:à|À|A)[ \u00a0]l['’]$")
_THE = re.compile(r"(?<![\w’'-])(?P<the>[Tt]he) $")
_LAST = re.compile(r"(?:^|(?<=[ “\"(]))(?P<word>[a-z]+) $")
_HEAD = re.compile(r"(?:^|[.!?…:]) ?[“\"]?$")
_NEXT = re.compile(r" (?P<word>[a-z]+|[A-ZÀ-Þ0-9])|[-’']")
_ARTICLED = re.compile(r"(?<![\w-])(?:(?:[Ll][ea]s?|[Dd]u|[Dd]es|[Aa]ux?)[ \u00a0]|[Ll]['’])$")
_STORM_WORDS = ("empête", "uragan", "yclone", "yphon")
_STORM = re.compile(r"(?<![\w-])(?P<storm>[Tt]empête|[Oo]uragan|[Cc]yclone|[Tt]yphon)[ \u00a0](?P<name>[A-ZÀ-Þ][\w-]+)")
_STORM_SAID = re.compile(
    r"(?:(?<![\w’'-])[Tt]he )?(?<![\w’'-])(?:[Ss]torm|[Cc]yclone|[Hh]urricane|[Tt]yphoon) (?=([A-ZÀ-Þ][\w-]+))"
)
_TITLE = re.compile(
    r"(?<![\w’'-])(?P<title>(?:(?:Crown|Prime|Foreign|Defence|Former|Vice) )?"
    r"(?:Prince|President|Minister|King|Chancellor)) $"
)
_SPOKEN = re.compile("(?:[^AEIOU]?[AEIOU])+[^AEIOU]?")  # an acronym said as a word
_WON = re.compile(r"(?:^|[ \u00a0])(?:le|la|du|au|l['’])[ \u00a0]?$")


_VOWELS = frozenset("AEIOU")
_LINKS = ("of", "for", "on")  # what goes on behind the noun that has the article


class Placed(NamedTuple):
    """A name of a segment whose place in the translation is known."""

    name: Name
    span: Span
    entity: Entity


class Listed(NamedTuple):
    """`beside.toml`."""

    articled: frozenset[str]
    prepositions: frozenset[str]
    before: frozenset[str]
    clubs: frozenset[str]
    whole_clubs: frozenset[str]
    does: frozenset[str]
    bare: frozenset[str]
    always: frozenset[str]
    plural: frozenset[str]
    at: frozenset[str]
    events: frozenset[str]
    storms: Mapping[str, str]
    done_at: Mapping[str, Sequence[str]]


@cache
def listed() -> Listed:
    """`beside.toml`, read once."""
    data = data_of(__file__)
    prepositions = data["prepositions"].split()
    return Listed(
        frozenset(data["articled"].split()),
        frozenset(prepositions),
        frozenset([*prepositions, *data["verbs"].split()]),
        frozenset(data["clubs"].split()),
        frozenset(data["whole_clubs"]),
        frozenset(data["does"].split()),
        frozenset(data["bare"].split()),
        frozenset(data["always"]),
        frozenset(data["plural"]),
        frozenset(data["at"]),
        frozenset(data["events"].split()),
        data["storms"],
        {verb: said.split() for verb, said in data["done_at"].items()},
    )


def _citizens(
    segment: Segment, placed: Sequence[Placed], entities: Mapping[str, Entity]
) -> Iterator[tuple[str, Replace]]:
    """A person's people for the country that an engine has in its place: the Swiss Yann Sommer."""
    for name in segment.names:
        entity = entities.get(name.entity)
        if name.target is not None or entity is None or entity.kind != demonyms.KIND:
            continue
        behind = [one for one in placed if one.entity.kind == "person" and one.name.source.start == name.source.end + 1]
        for country in demonyms.places_of(entity.form) if behind else ():
            start = behind[0].span.start - len(country) - 1
            if start >= 0 and segment.target.startswith(f"{country} ", start):
                yield PEOPLE, Replace(Span(start, start + len(country)), name.after)
                break


def changes(
    segment: Segment, placed: Sequence[Placed], entities: Mapping[str, Entity]
) -> Iterator[tuple[str, Replace]]:
    """What to put right beside the names of a segment, each with the name of its rule."""
    yield from _storms(segment)
    yield from _citizens(segment, placed, entities)
    for at, one in enumerate(placed):
        before = placed[at - 1] if at else None
        french = segment.source[max(0, one.name.source.start - _NEAR) : one.name.source.start]
        english = segment.target[max(0, one.span.start - _NEAR) : one.span.start]
        copied = one.entity.kind == "name" and english.endswith(" de ")
        if (one.entity.kind == "person" or copied) and len(words(one.entity.form)) > 1:
            yield from _of(segment, one, before, french, english)
        elif one.entity.kind == "place":
            yield from _place(one, french, english)
            yield from _seat(segment, before, one) if before is not None else ()
        elif one.entity.kind in ("organisation", "event"):
            yield from _article(segment, one, french, english)
        if one.entity.kind in ("organisation", "place", "name"):
            yield from _no_article(segment, one, french, english)
        if before is not None:
            yield from _turned(segment, before, one)
            yield from _winner(segment, before, one)


def _of(
    segment: Segment, one: Placed, before: Placed | None, french: str, english: str
) -> Iterator[tuple[str, Replace]]:
    """ "of" for what an engine has before a person that it takes for a place, or takes over from the French."""
    wrong = None if segment.target[one.span.end :].startswith(("’", "'")) else _WRONG_OF.search(english)
    thing = before if before is not None and _DE.fullmatch(_between(segment, before, one)) else None
    if wrong is not None:
        place = Span(one.span.start - len(english) + wrong.start(), one.span.start - 1)
        succeeds = _SUCCEEDS_IN.search(english)
        if _DE.search(french) and (wrong["of"] not in ("from", "by") or thing is not None):
            yield OF, Replace(place, "of")
        elif succeeds is not None and _TO_PERSON.search(french):
            yield TO, Replace(Span(place.start, one.span.start), "")
        elif wrong["of"] == "in" and _TO_PERSON.search(french):
            yield TO, Replace(place, "to")
        elif wrong["of"] == "in" and _NOTHING.search(french):
            yield OF, Replace(Span(place.start, one.span.start), "")
    elif thing is not None and thing.entity.kind in ("organisation", "place", "name"):
        gap = segment.target[thing.span.end : max(thing.span.end, one.span.start)]
        if gap in (" ", ") "):
            yield OF, Replace(Span(one.span.start - 1, one.span.start - 1), " of")
        between = segment.target[one.span.end : max(one.span.end, thing.span.start)]
        the = _THE.search(english)
        if between == " ":
            if the is not None:
                start = one.span.start - len("the ")
                yield OWN, Replace(Span(start, one.span.start), "")
            yield OWN, Replace(Span(one.span.end, one.span.end), "’s")


def _between(segment: Segment, one: Placed, other: Placed) -> str:
    """What is between two names in the source, with the sign before it."""
    return segment.source[one.name.source.end - 1 : max(one.name.source.end, other.name.source.start)]


def _place(one: Placed, french: str, english: str) -> Iterator[tuple[str, Replace]]:
    """ "from Beijing" for "depuis Pékin", "sentenced in Tizi Ouzou" for "condamné à Tizi Ouzou"."""
    start = one.span.start - len(english)
    since = _SINCE.search(english)
    if since is not None and _DEPUIS.search(french) and not listed().events.intersection(one.name.after.split()):
        word = "From" if since["since"][0].isupper() else "from"
        yield FROM, Replace(Span(start + since.start("since"), start + since.end("since")), word)
    inside = _IN_PLACE.search(english)
    if inside is not None and one.name.after in listed().at and _A.search(french):
        yield AT, Replace(Span(start + inside.start(), start + inside.start() + len("in")), "at")
    to, done = _TO.search(english), _DONE_AT.search(french)
    if to is not None and done is not None and to["verb"] in listed().done_at.get(done["verb"], ()):
        yield IN, Replace(Span(start + to.start("to"), start + to.end("to")), "in")


def _seat(segment: Segment, one: Placed, place: Placed) -> Iterator[tuple[str, Replace]]:
    """ "the Patriarch Kirill of Moscow", whom an engine has "in Moscow"."""
    titled = words(segment.source[: one.name.source.start])[-1:]
    gap = Span(one.span.end, max(one.span.end, place.span.start))
    if (
        titled
        and fold(titled[0].of(segment.source)) in french_words().seated
        and _DE.fullmatch(_between(segment, one, place))
        and gap.of(segment.target) in (" in ", " from ")
    ):
        yield OF, Replace(Span(gap.start + 1, gap.end - 1), "of")


def _article(segment: Segment, one: Placed, french: str, english: str) -> Iterator[tuple[str, Replace]]:
    """The article of a body or event, where French has its own and English has none."""
    always = one.entity.form in listed().always
    articled = always or _ARTICLED.search(french) is not None
    articled = articled or (french.endswith(("en ", "En ")) and one.name.after.endswith(("League", "Cup")))
    if not articled or not _has_article(one) or (not always and _goes_on(segment.target, one.span.end)):
        return
    last, head = _LAST.search(english), _HEAD.search(segment.target[: one.span.start])
    if head is not None or (last is not None and last["word"] in listed().before):
        yield THE, Replace(Span(one.span.start, one.span.start), "The " if head is not None else "the ")


def _has_article(one: Placed) -> bool:
    """Whether a body or event has "the" in English: the Bank of Japan, the IPCC; no club, nothing said as a word."""
    said, form = one.name.after, one.entity.form
    if said in english_words().without_article or said.startswith("The ") or _is_club(said) or _is_club(form):
        return False
    if said in listed().plural:
        return True
    if is_acronym(said):
        if len(said) < 3 or _SPOKEN.fullmatch(said) or (len(said) > 4 and not _VOWELS.isdisjoint(said)):
            return False
    elif said.replace("’", "'") != form:
        return False
    if form in listed().always:
        return True
    parts = form.split()
    built = any(word in listed().articled and after in _LINKS for word, after in pairwise(parts))
    return len(parts) > 1 and (built or parts[-1] in listed().articled)


def _is_club(form: str) -> bool:
    return form in listed().whole_clubs or not listed().clubs.isdisjoint(form.split()[:1])


def _goes_on(target: str, end: int) -> bool:
    """Whether a noun may follow that an article before the name would belong to."""
    following = _NEXT.match(target, end)
    if following is None:
        return False
    word = following["word"]
    return word is None or not (word in english_words().follows or word in listed().does or word.endswith("ed"))


def _no_article(segment: Segment, one: Placed, french: str, english: str) -> Iterator[tuple[str, Replace]]:
    """Nothing for "the" before a club, an American state or a volcano."""
    the = _THE.search(english)
    if the is None or not _ARTICLED.search(french) or takes_article(one.name.after):
        return
    bare = _is_club(one.name.after) and one.entity.kind == "organisation"
    if (bare or one.name.after in listed().bare) and not _goes_on(segment.target, one.span.end):
        yield NO_ARTICLE, Replace(Span(one.span.start - len("the "), one.span.start), "")


def _storms(segment: Segment) -> Iterator[tuple[str, Replace]]:
    """ "Storm Boris" for "the storm Boris"."""
    if not any(word in segment.source for word in _STORM_WORDS):
        return
    french = {storm["name"]: storm["storm"].lower() for storm in _STORM.finditer(segment.source)}
    for said in _STORM_SAID.finditer(segment.target):
        title = f"{listed().storms[french[said[1]]]} " if said[1] in french else said[0]
        if said[0] != title:
            yield STORM, Replace(Span(*said.span()), title)


def _turned(segment: Segment, people: Placed, one: Placed) -> Iterator[tuple[str, Replace]]:
    """ "Saudi Crown Prince Mohammed" for "Crown Prince Saudi Mohammed"."""
    if people.entity.kind != demonyms.KIND or one.entity.kind != "person":
        return
    both = segment.target[people.span.end : max(people.span.end, one.span.start)]
    if both != " " or segment.source[people.name.source.end : one.name.source.start] not in (" ", "\u00a0"):
        return
    title = _TITLE.search(segment.target[: people.span.start])
    if title is not None:
        yield TURNED, Replace(Span(title.start(), people.span.start), "")
        yield TURNED, Replace(Span(people.span.end, people.span.end), f" {title['title']}")


def _winner(segment: Segment, one: Placed, other: Placed) -> Iterator[tuple[str, Replace]]:
    """ "Nobel Peace Prize winner" for whom French calls by the prize: X, prix Nobel de la paix,; le prix Nobel X."""
    prize = other if other.entity.kind == "event" else one
    person = one if prize is other else other
    if prize.entity.kind != "event" or person.entity.kind != "person" or " Prize" not in prize.name.after:
        return
    between = segment.source[one.name.source.end : other.name.source.start]
    target, end = segment.target, prize.span.end
    if re.match(r" (?:winner|laureate)|,? \w+ (?:winner|laureate)|-", target[end:]):
        return
    behind = prize is other and between in (", ", ",\u00a0") and segment.source[other.name.source.end :][:1] == ","
    before = prize is one and between in (" ", "\u00a0") and _WON.search(segment.source[: one.name.source.start])
    gap = target[person.span.end : prize.span.start] if behind else target[end : max(end, person.span.start)]
    if (behind and gap in (", ", ", the ") and target[end : end + 1] == ",") or (before and gap == " "):
        if prize.name.after.endswith(" Prize"):
            yield WINNER, Replace(Span(end, end), " winner")
        else:
            the = _THE.search(target[: prize.span.start])
            start = the.start("the") if the is not None else prize.span.start
            yield (
                WINNER,
                Replace(Span(start - 1, prize.span.start - 1), " the winner of the" if before else " winner of the"),
            )
