"""Which pieces of a news page are the article: headline, standfirst, byline, body; not its menus, its adverts or links.

What the body is, trafilatura says, the library that does best in the comparisons of such programs; its text is only
looked up here, for it loses no-break spaces and some headings. A fragment without a page around it is taken whole.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mt.readers._pieces import Piece, called, key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FURNITURE = "//nav | //aside | //footer | //header | //form | //iframe | //*[@role='navigation' or @role='banner']"
_MACHINERY = "//script | //style | //link[@rel='stylesheet']"
_OUTSIDE = frozenset(("nav", "aside", "footer"))
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|pub|publicit\w*|promo\w*|sponsor\w*|newsletter|related|share|sharing|partage\w*"
    r"|social|cookies?|consent\w*|comment(?:s|aires?)?|breadcrumbs?|menu|tags?|abonne\w*|subscri\w*|paywall|read-?more"
    r"|lire-?aussi|recommend\w*|outbrain|taboola|popular|trending)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_STANDFIRST = re.compile(r"chap[oô]|standfirst|(?:^|[\s_-])(?:lead|intro|sub-?title|excerpt|summary)", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\W*(?:(?:à|a) (?:lire|voir|écouter)\b|(?:re)?(?:lire|voir|écouter|lisez|voyez) (?:aussi|également|notre|nos)\b"
    r"|sur le même (?:sujet|thème)|pour aller plus loin|(?:plus|en savoir plus) sur\b)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][»”\"’)\s]*(?:\s|$)")
_SHORTEST_PROSE = 40  # characters
_SALES = re.compile(
    r"\W*(?:(?:cet article|la suite|ce contenu) est réservée? (?:aux|à nos) abonné|il vous reste .{1,40} à lire"
    r"|(?:déjà abonnée?|pas encore abonné)|abonnez-vous|inscrivez-vous à notre (?:newsletter|lettre))",
    re.IGNORECASE,
)
_LONGEST_SALE = 250  # characters
_LABELS = frozenset(("publicité", "annonce", "advertisement", "contenusponsorisé", "lasuiteaprèscettepublicité"))
_SHORT_KEY = 25  # letters: a shorter piece has to be a whole element of what the library found
_LARGE = 1_000_000  # characters of visible text: a book, which the library would sit over for hours
_HEAD = 30  # pieces between headline and body that may hold a standfirst
_MOST_LINKS = 0.5


class Facts(NamedTuple):
    """What a page says of its article; empty where it does not."""

    title: str = ""
    author: str = ""
    date: str = ""
    description: str = ""
    url: str = ""


def is_fragment(tree: HtmlElement, all_pieces: Sequence[Piece], *, strictly: bool = True) -> bool:
    """Whether there is an article and no page around it, as content systems and word processors export it.

    Args:
        tree: the page.
        all_pieces: its text.
        strictly: whether a script or a style sheet already makes it a page.
    """
    links = sum(piece.link_share >= _MOST_LINKS for piece in all_pieces)
    if links > max(1, 0.2 * len(all_pieces)) or tree.xpath(f"boolean({_FURNITURE})"):
        return False
    return not (strictly and tree.xpath(f"boolean({_MACHINERY})"))


def facts(tree: HtmlElement) -> Facts:
    """What the page says in its head, in embedded data and by its mark-up; no address is looked up."""
    from trafilatura.metadata import extract_metadata

    try:
        with _Quiet():
            found = extract_metadata(tree, date_config={"original_date": True, "extensive_search": False})
    except Exception:  # a fact less is no reason to read nothing
        return Facts()
    return Facts(*(" ".join(str(getattr(found, name) or "").split()) for name in Facts._fields))


def article(all_pieces: Sequence[Piece], tree: HtmlElement, said: Facts) -> list[Piece]:
    """The pieces of the article in order; none if the page has none."""
    inside = [piece for piece in all_pieces if not _is_outside(piece)]
    title = _headline(inside, said)
    body = _body(inside, tree)
    if not any(_is_prose(inside[place]) for place in body):
        return []
    if title is not None:
        before = [place for place in body if place < title]
        if _size(inside, before) < 0.2 * _size(inside, body):
            body -= set(before)
    body |= _missed(inside, body, min(body) if title is None else title + 1)
    body = {place for place in body if not _is_the_pages(inside[place])}
    while body and inside[max(body)].kind == "heading":
        body.discard(max(body))
    head = set() if title is None or not body else _head(inside, title, body, said)
    return [inside[place] for place in sorted(body | head)]


def _size(pieces: Sequence[Piece], places: Iterable[int]) -> int:
    return sum(len(pieces[place].text) for place in places)


def _is_outside(piece: Piece) -> bool:
    """Whether a piece stands in a part of the page that holds no article; a form may be around all of it."""
    return any(one.tag in _OUTSIDE for one in (piece.element, *piece.element.iterancestors()))


def _is_prose(piece: Piece) -> bool:
    return (
        piece.link_share < _MOST_LINKS
        and len(piece.text) >= _SHORTEST_PROSE
        and _SENTENCE_END.search(piece.text) is not None
    )


def _headline(pieces: Sequence[Piece], said: Facts) -> int | None:
    """Where the headline is: the <h1> that the page's title repeats, else the first."""
    first = [place for place, piece in enumerate(pieces) if piece.kind == "heading" and piece.element.tag == "h1"]
    title = key(said.title)
    same = [place for place in first if title and (pieces[place].key in title or title in pieces[place].key)]
    return next(iter(same or first), None)


def _body(pieces: Sequence[Piece], tree: HtmlElement) -> set[int]:
    if _size(pieces, range(len(pieces))) > _LARGE:
        return {
            place
            for place, piece in enumerate(pieces)
            if piece.link_share < _MOST_LINKS and not _NOISE.search(called(piece.element))
        }
    found = [key(text) for text in _library(tree)]
    whole, single = "".join(found), set(found)
    keys = [piece.key for piece in pieces]
    return {
        place for place, own in enumerate(keys) if own and (own in single or (len(own) > _SHORT_KEY and own in whole))
    }


def _library(tree: HtmlElement) -> list[str]:
    """The text of every element that trafilatura takes for the article's; none if it fails."""
    from trafilatura import bare_extraction

    try:
        with _Quiet():
            found = bare_extraction(tree, include_comments=False)
    except Exception:  # it is not made for trees of thousands of levels, and much else can be on a page
        return []
    body = getattr(found, "body", None)
    return [] if body is None else ["".join(one.itertext()) for one in body.iter() if isinstance(one.tag, str)][1:]


def _missed(pieces: Sequence[Piece], body: set[int], first: int) -> set[int]:
    """Headings, captions and paragraphs that stand among those of the body, from `first` on, and were not taken."""
    parents = {pieces[place].element.getparent() for place in body}
    figures = {parent for parent in parents if parent is not None}
    found = set()
    for place in range(first, max(body)):
        piece = pieces[place]
        parent = piece.element.getparent()
        if piece.element.tag == "figcaption" and parent is not None:
            parent = parent.getparent()
        is_among = parent in figures and not _NOISE.search(called(piece.element))
        if place not in body and is_among and piece.link_share < _MOST_LINKS:
            found.add(place)
    return found


def _is_the_pages(piece: Piece) -> bool:
    """Whether a paragraph in the middle of the article is a link to another (“Lire aussi : …”), or sells something."""
    if piece.key in _LABELS or (len(piece.text) <= _LONGEST_SALE and _SALES.match(piece.text)):
        return True
    return piece.link_share >= _MOST_LINKS and _ELSEWHERE.match(piece.text) is not None


def _head(pieces: Sequence[Piece], title: int, body: set[int], said: Facts) -> set[int]:
    """The headline, and what of a standfirst and a byline stands between it and the body's first paragraph."""
    found = {title}
    about, author = key(said.description), key(said.author)
    for place, piece in enumerate(pieces[title + 1 : title + 1 + _HEAD], title + 1):
        names = called(piece.element)
        is_standfirst = piece.key == about or bool(_STANDFIRST.search(names) and len(piece.text) > 30)
        is_author = piece.kind == "byline" or bool(author and piece.key.removeprefix("par") == author)
        if place in body and _is_prose(piece) and not is_standfirst:
            break
        if is_author and piece.kind == "text":
            piece.kind = "byline"
        if is_standfirst or is_author or (place < min(body) and _is_prose(piece) and not _NOISE.search(names)):
            found.add(place)
    return found


class _Quiet:
    """The library's log says nothing a user of this program could act on."""

    def __enter__(self) -> None:
        self._before = logging.root.manager.disable
        logging.disable(logging.CRITICAL)

    def __exit__(self, *_: object) -> None:
        logging.disable(self._before)
