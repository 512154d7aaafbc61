"""Names that lost their accents in the English: Sète is no Sete, the Finistère no Finistere.

`mt.names` sees to the names it has found; this is for words with a capital that it takes for none, and for the places
that an adjective has become (une entreprise sétoise: of Sète). A word whose bare spelling is English (Montreal,
General) or an English form that the authority has (Elysee) stays as the engine wrote it. `accents.toml` has places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mt.document import Span
from mt.edits import Replace
from mt.phrasing import towns
from mt.phrasing.common import bare, data_of

RULE = "a name's accents"
_WORD = re.compile(r"(?<![\w’'-])[A-ZÀ-ÖØ-Þ][^\W\d_]{3,}|(?<=\b[dDlL]['’])[A-ZÀ-ÖØ-Þ][^\W\d_]{3,}")
_ANY = re.compile(r"[A-ZÀ-ÖØ-Þ](?<!\w.)(?:(?<=[À-ÖØ-Þ])|[^\W\d_]*?[À-ÿœ])")
_BEGIN = '.!?…:«“"—–•'  # behind these a sentence begins


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Where a name of `source` stands in its English without its accents, each with the name of the rule."""
    put = " ".join(change.text for change in towns.placed(source))
    for name, pattern in _places().items() if put else ():
        if pattern.search(put) and name not in raw:
            yield from ((RULE, Replace(Span(*found.span()), name)) for found in pattern.finditer(raw))
    for word in dict.fromkeys(_names(f"{source} – {put}")):
        plain = bare(word.replace("œ", "oe"))
        if word in raw or not plain.isascii() or _is_english(plain):
            continue
        for found in re.finditer(rf"(?<!\w){plain}(?!\w)", raw):
            yield RULE, Replace(Span(*found.span()), word)


def _names(text: str) -> Iterator[str]:
    """The words with accents that have a capital, and not because a sentence begins with them."""
    for match in _WORD.finditer(text) if _ANY.search(text) else ():
        if not match[0].isascii() and not match[0].isupper():
            head = text[: match.start()].rstrip()
            if head and head[-1] not in _BEGIN:
                yield match[0]


def _is_english(word: str) -> bool:
    from mt.align import lexicon  # a run in which all is finished sets no English

    return word in _forms() or lexicon.is_known(word, 1)


@cache
def _places() -> dict[str, re.Pattern[str]]:
    data = data_of(__file__)
    return {name: re.compile(rf"(?<!\w){pattern}(?!\w)") for name, pattern in data["places"].items()}


@cache
def _forms() -> frozenset[str]:
    """The words of English names that have none of the accents they have in French."""
    from mt.names import authority

    words = (
        word
        for record in authority.load().records
        if not all(map(str.isascii, record.spellings))
        for word in re.findall(r"\w+", record.form)
    )
    return frozenset(word for word in words if word.isascii() and word[0].isupper())
