from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt.document import Span
from mt.errors import ModelError
from mt.models.normalisation import INVISIBLE, normalised

CASES = [
    ("« L’été »", '"L\'été"'),
    ("«\u00a0Non\u202f!\u00a0», dit-il", '"Non !", dit-il'),
    ("20 %  de\u00a0100\u202f000 €", "20 % de 100 000 €"),
    ("“Oui” — peut‑être…", '"Oui" – peut-être...'),
    (" \t deux\nlignes \u200b", "deux lignes"),
    ("Ele\u0301onore", "Eléonore"),
    ("\u0000a\u0007b", "ab"),
]
PIECES = st.sampled_from(
    ["«", "»", " ", "\u00a0", "\u200b", "’", "“", "—", "…", "e\u0301", "É", "a", "1", "\n", "🙂", "Ա"]
)


@pytest.mark.parametrize(("text", "plain"), CASES)
def test_news(text, plain):
    assert normalised(text, "news-v1").after == plain


def test_light_leaves_dashes():
    assert normalised("« Oui » — non", "light").after == '"Oui" — non'


def test_an_unknown_scheme_is_named():
    with pytest.raises(ModelError, match="news-v2"):
        normalised("a", "news-v2")


def written_plainly(text: str) -> str:
    """The scheme's definition, without a map: what the training text went through."""
    text = re.sub(f"[{INVISIBLE}]", "", unicodedata.normalize("NFC", text))
    table = str.maketrans("“”„‟‘’‚‛`´–—‑−", "\"\"\"\"''''''––--")
    text = re.sub(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+", " ", text.translate(table).replace("…", "...")).strip()
    return re.sub(r"\s?»", '"', re.sub(r"«\s?", '"', text))


@given(st.lists(PIECES).map("".join))
def test_equals_its_definition(text):
    assert normalised(text, "news-v1").after == written_plainly(text)


@given(st.text() | st.lists(PIECES).map("".join))
def test_the_map_leads_back_into_the_text(text):
    chain = normalised(text, "news-v1")
    for start in range(len(chain.after)):
        span = chain.back(Span(start, start + 1))
        assert 0 <= span.start <= span.end <= len(text)
        character = chain.after[start]
        if character.isalnum() and character.isascii() and unicodedata.is_normalized("NFC", text):
            assert character in span.of(text)


@given(st.text())
def test_twice_is_once(text):
    once = normalised(text, "news-v1").after
    assert normalised(once, "news-v1").after == once
