"""Text into XML and back, and XML read without trusting it.

XML 1.0 cannot hold most control characters, and editors change others on the way (a carriage return, a line
separator, a byte order mark). Such a character is written as its number between white brackets, ⟦U+0007⟧: a reviewer
sees that something stands there, every editor keeps it, and `freed` makes it the character again. Text that looks like
such an escape has its own bracket escaped, and so has the _x0007_ by which spreadsheets mean a character.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mt.errors import InputError

if TYPE_CHECKING:
    from lxml import etree

_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
    r"|⟦(?=U\+[0-9A-F]{4,6}⟧)|_(?=x[0-9A-Fa-f]{4}_)"
)
_HELD = re.compile(r"⟦U\+([0-9A-F]{4,6})⟧")
_LARGEST = 0x10FFFF
LIMIT = 100 * 1024 * 1024  # bytes of one part; a review file of a long article has less than one hundredth


def held(text: str) -> str:
    """The text as XML and the editors of XML can hold it."""
    return _UNFIT.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)


def freed(text: str) -> str:
    """The text that `held` was given."""
    return _HELD.sub(lambda found: chr(int(found[1], 16)) if int(found[1], 16) <= _LARGEST else found[0], text)


def shown(source: str) -> str:
    """A source as `held` gives it, its line ends all alike: nobody edits it, and ⟦U+000D⟧ would be noise."""
    return held(source.replace("\r\n", "\n").replace("\r", "\n"))


def parse(path: Path, data: bytes | None = None) -> etree._Element:
    """The root of an XML file, or of the part of one that is at hand.

    Nothing is fetched and no entity is expanded; a file that defines any is refused.

    Raises:
        InputError: if it cannot be read or is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        content = path.read_bytes() if data is None else data
        if len(content) > LIMIT:
            raise InputError(f"{path} is larger than any review file: {len(content):,} bytes")
        root = etree.fromstring(content, parser)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{path} is not well-formed: {one_line(error)}") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise InputError(f"{path} defines entities of its own, which no review file does: it is not read")
    return root


def one_line(error: Exception) -> str:
    """What a library says is wrong, on one line."""
    return " ".join(str(error).split())


def name(element: etree._Element) -> str:
    """The element's name without its namespace; empty for a processing instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text(element: etree._Element | None, *, codes: frozenset[str] = frozenset()) -> str:
    """All text inside an element, escapes undone; what stands inside the elements named by `codes` is mark-up.

    XLIFF 2 has an element of its own for a character that XML cannot hold (<cp hex="001A"/>), and that is honoured.
    """
    return "" if element is None else freed("".join(_texts(element, codes)))


def _texts(element: etree._Element, codes: frozenset[str]) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if name(child) == "cp":
            pieces.append(f"⟦U+{child.get('hex', '').upper()}⟧")
        elif name(child) and name(child) not in codes:
            pieces += _texts(child, codes)
        pieces.append(child.tail or "")
    return pieces
