"""Text into XML and back.

XML 1.0 cannot hold most control characters, and editors change others on the way (a carriage return, a line
separator, a byte order mark). Such a character is written as its number between white brackets, ⟦U+0007⟧: a reviewer
sees that something stands there, every editor keeps it, and `freed` makes it the character again. Text that looks like
such an escape has its own bracket escaped, and so has the _x0007_ by which spreadsheets mean a character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mt import packages

if TYPE_CHECKING:
    from lxml import etree

_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
    r"|⟦(?=U\+[0-9A-F]{4,6}⟧)|_(?=x[0-9A-Fa-f]{4}_)"
)
_HELD = re.compile(r"⟦U\+([0-9A-F]{4,6})⟧")
_LARGEST = 0x10FFFF


def held(text: str) -> str:
    """The text as XML and the editors of XML can hold it."""
    return _UNFIT.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)


def freed(text: str) -> str:
    """The text that `held` was given."""
    return _HELD.sub(lambda found: chr(int(found[1], 16)) if int(found[1], 16) <= _LARGEST else found[0], text)


def shown(source: str) -> str:
    """A source as `held` gives it, its line ends all alike: nobody edits it, and ⟦U+000D⟧ would be noise."""
    return held(source.replace("\r\n", "\n").replace("\r", "\n"))


def text(element: etree._Element | None, *, codes: frozenset[str] = frozenset()) -> str:
    """All text inside an element, escapes undone; what stands inside the elements named by `codes` is mark-up.

    XLIFF 2 has an element of its own for a character that XML cannot hold (<cp hex="001A"/>), and that is honoured.
    """
    return "" if element is None else freed("".join(_texts(element, codes)))


def _texts(element: etree._Element, codes: frozenset[str]) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if packages.name(child) == "cp":
            pieces.append(f"⟦U+{child.get('hex', '').upper()}⟧")
        elif packages.name(child) and packages.name(child) not in codes:
            pieces += _texts(child, codes)
        pieces.append(child.tail or "")
    return pieces
