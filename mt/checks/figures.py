"""What a number of a text is to the checks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mt.document import Span

Value = Decimal | str  # a number, or a time of day such as "20:30"
Weight = Literal["digits", "word", "spare"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text.

    Attributes:
        span: where it stands.
        values: every reading of it.
        parts: what it falls into where the whole is not found: "20 h 30" is also 20 and 30.
        weight: "digits" needs a counterpart; "word" counts only against another number that has none, since "deux" may
            well become "both of them"; "spare" answers others and needs none itself.
        scale: what its readings were multiplied by ("million").
    """

    span: Span
    values: frozenset[Value]
    parts: frozenset[Value] = frozenset()
    weight: Weight = "digits"
    scale: Decimal = Decimal(1)
