"""Plain text: blank lines separate paragraphs, and lines in between are told apart by their look.

A line break within a block is either the wrapping of an editor or the end of a paragraph; see `blocks`. Wrapped
paragraphs keep their breaks inside the source, where they are white space. Left out: words hyphenated at the end of a
line stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mt.document import ENCODING, FORMAT, PATH, Document, Span
from mt.readers import Block, decode, document

SUFFIXES = (".txt", ".text")

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_WIDTHS = range(40, 101)  # columns an editor or an agency wraps at
_HEADING_LENGTH = 120
_CAPITALS_LENGTH = 200
_ITEM = re.compile(r"\s*(?:[-•●▪◦‣∙*]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_BYLINE = re.compile(
    r"\s*\(?(?:(?i:propos recueillis par|recueilli(?:e|s|es)? par|(?:entretien |interview )?réalisée? par|mise? à jour"
    r"|dernière mise à jour|traduite? de l['’]\w+ par|crédits? photos?|(?:article )?réservé aux abonnés$"
    r"|(?:texte|photo|vidéo|infographie)s?(?: et \w+)? ?(?:de|par|:)"
    r"|de (?:notre (?:correspondante?|envoyée?)|nos (?:correspondant|envoyé))|avec (?:afp|reuters|ap)\b)"
    r"|(?:Publi|Modifi|PUBLI|MODIFI)(?:ée?|ÉE?|EE?) (?i:le \d|hier\b(?!,? [a-z])|à \d)"
    r"|(?:Temps de lecture|Lecture) ?:? ?\d|Envoyée?s? spécia|La rédaction$|Le \d{1,2}(?:er)? \w+ \d{4}(?: à \d|$)"
    r"|Par (?:la rédaction$|l['’][A-Z]|[A-ZÀ-ÖØ-ÞŒ][\w’'.-]+(?: (?:et|de|du|avec|d’|d'|[A-ZÀ-ÖØ-ÞŒ])|, |$))"
    r"|PAR [A-ZÀ-ÖØ-ÞŒ])"
)
_FINAL = re.compile(r"[.!?…:;,][\s»”\"’')\]]*$")
_DIALOGUE = re.compile(r"\s*[–—]\s*[«“\"A-ZÀ-ÖØ-ÞŒ]")
_FIRST_WORD = re.compile(r"(?:[«–—] )?\S+")
_GOES_ON = re.compile(  # no paragraph ends like this
    r"[,(«“'’-]$|(?<!\w)(?:(?:M|MM|Mmes?|Mlles?|Dr|Pr|Mgr|Me|Ste?|art|av|cf|p|n°)\.?"
    r"|d[eu]s?|les?|la|une?|au?x?|à|en|et|ou|par|pour|avec|sur|dans|chez|sous|qu[ei]|ce|cette|son|sa|ses|dont)$"
)
_OPENS_SENTENCE = re.compile(r"(?:Les?|La|Une?|Des|Il|Elle|Ce|Cette|Dans|En|Selon|Après)\s|L['’]")


def read(path: Path) -> Iterator[Document]:
    """The one document of a text file."""
    text, encoding = decode(path)
    return iter((parse(text, path.stem, {PATH: str(path), ENCODING: encoding, FORMAT: "txt"}),))


def parse(text: str, name: str = "text", meta: dict[str, str] | None = None) -> Document:
    """The document of a text that is at hand."""
    return document(text, (_without_marker(text, block) for block in blocks(text)), name, meta)


def blocks(text: str) -> list[Block]:
    """The paragraphs of a text, markers of list items included, without the white space around them.

    Blank lines separate. Within a run of lines a break is taken for wrapping if this line ends as no paragraph does
    (with a comma, a title, an article), if the next goes on in small letters, or if its first word would not have
    fitted on this line and the run is 40 to 100 columns wide; otherwise each line is a paragraph. Headings in
    capitals, bylines, list items and lines of a dialogue stand alone.
    """
    found: list[Block] = []
    for lines in _runs(text):
        width = max(span.end - span.start for span in lines)
        paragraphs = [lines[0]]
        for number, (line, following) in enumerate(pairwise(lines)):
            if number == 0 and _is_headline(line.of(text), following.of(text), width if len(lines) == 2 else 0):
                paragraphs.append(following)
            elif _is_wrapped(line.of(text), following.of(text), width):
                paragraphs[-1] = Span(paragraphs[-1].start, following.end)
            else:
                paragraphs.append(following)
        found += [Block(span, kind(span.of(text))) for span in paragraphs]
    if len(found) > 1 and _is_asking_title(found[0].span.of(text)):
        found[0] = found[0]._replace(kind="heading")
    return found


def _runs(text: str) -> Iterator[list[Span]]:
    """Lines that no blank line separates, each without the white space around it."""
    run: list[Span] = []
    for match in _LINE.finditer(text):
        line = match[1]
        if stripped := line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            run.append(Span(start, start + len(stripped)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_headline(line: str, following: str, width: int) -> bool:
    """Whether the first line of a run is a headline over it, though it may be just as long as the lines are wide.

    `width` is that of a run of two lines, which says little: nobody wraps at fewer than 60 columns without need.
    """
    if _FINAL.search(line) or _GOES_ON.search(line) or not following[0].isupper():
        return False
    return _OPENS_SENTENCE.match(following) is not None or 0 < width < 60


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether `following` goes on with the paragraph of `line`, in a run whose longest line has `width` characters."""
    if _ITEM.match(following) or _DIALOGUE.match(following) or is_byline(line) or is_byline(following):
        return False
    if _is_capitals(line) != _is_capitals(following):
        return False
    if following[0].islower() or _GOES_ON.search(line):
        return True
    word = _FIRST_WORD.match(following)
    return width in _WIDTHS and word is not None and len(line) + 1 + len(word[0]) > width


def kind(text: str) -> str:
    """What a paragraph is by its look alone: item, byline, heading or text."""
    if _ITEM.match(text):
        return "item"
    if is_byline(text):
        return "byline"
    if _is_capitals(text) and len(text) <= _CAPITALS_LENGTH:
        return "heading"
    is_short = len(text) <= _HEADING_LENGTH and not re.search(r"[\r\n]", text)
    is_title = is_short and not _FINAL.search(text) and not _DIALOGUE.match(text)
    return "heading" if is_title and any(map(str.isalpha, text)) else "text"


def is_byline(text: str) -> bool:
    """Whether a short line says who wrote, took or gathered what the article shows."""
    return len(text) <= _HEADING_LENGTH and not text.endswith((".", ":")) and _BYLINE.match(text) is not None


def _is_capitals(text: str) -> bool:
    """Whether a line is set in capitals; a lone acronym at the end of a wrapped paragraph is not."""
    return text.isupper() and sum(map(str.isalpha, text)) >= 4 and not (text.endswith(".") and " " not in text)


def _is_asking_title(text: str) -> bool:
    return len(text) <= _HEADING_LENGTH and re.fullmatch(r"[^.!?…\r\n]+[!?]\s*»?", text) is not None


def _without_marker(text: str, block: Block) -> Block:
    """The block of a list item without its "- " or "1. ", which goes into the gap before it."""
    marker = _ITEM.match(block.span.of(text)) if block.kind == "item" else None
    return Block(Span(block.span.start + marker.end(), block.span.end), "item") if marker else block
