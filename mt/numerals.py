"""Roman numerals, as French counts centuries and kings with them."""

from __future__ import annotations

_VALUES = {"I": 1, "V": 5, "X": 10}


def arabic(roman: str) -> int:
    """The number that a Roman numeral of I, V and X is: 14 for XIV."""
    values = [_VALUES[letter] for letter in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
