"""Words that the model does not know: given to it in English, found again in what it says."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mt
from mt import models, pipeline
from mt.config import Config
from mt.document import Segment
from mt.errors import ModelError
from mt.phrasing import words
from mt.training import lexicon

KNOWN = words.Words(
    {
        "soupape": ("valve", "la"),
        "abribus": ("shelter bus", "le"),
        "soupapes": ("valves", ""),
        "ordures": ("rubbish", ""),
        "maison de retraite": ("nursing home", "la"),
        "maison": ("house", "la"),
        "cagoulés": ("hooded", ""),
        "boucle d'oreille": ("earring", "la"),
    }
)
EMBEDDED = models.find("fr-en").folder / models.WORDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Une soupape a lâché.", "Une valve a lâché."),
        ("Les soupapes, usées", "Les valves, usées"),
        ("L’abribus et l'abribus", "Le shelter bus et le shelter bus"),
        ("Un toit d'abribus", "Un toit de shelter bus"),
        ("Qu'abribus", "Qu'abribus"),  # no elision that can be made whole
        ("Les tas d'ordures", "Les tas de rubbish"),
        ("M. Soupape, SOUPAPE et Soupape", "M. Soupape, SOUPAPE et Soupape"),  # may be names
        ("Cagoulés, ils ont fui. L'abribus vu", "hooded, ils ont fui. Le shelter bus vu"),
        ("Soupapes : le rappel", "Soupapes : le rappel"),  # like Vannes
        ("Cagoulés Martin a réagi.", "Cagoulés Martin a réagi."),
        ("La maison de retraite, la maison", "La nursing home, la house"),
        ("Une boucle d’oreille", "Une earring"),
        ("la porte-soupape et la soupape-pilote", "la porte-soupape et la soupape-pilote"),
    ],
)
def test_put_in_english(text: str, expected: str) -> None:
    assert words.put(text, KNOWN) == expected


@given(st.text(alphabet="abruspoel'’- LdD.", max_size=40))
def test_what_is_put_can_be_taken_back(text: str) -> None:
    changes = words.changes(text, KNOWN)
    said = [change.span.of(text).replace("’", "'").lower() for change in changes]
    assert all(one.span.end <= other.span.start for one, other in pairwise(changes))
    assert all(any(form in one for form in KNOWN) for one in said)


def test_the_list_of_the_embedded_model_is_of_tried_candidates() -> None:
    candidates = {form for form, *_ in lexicon.listed(lexicon.WORDS)}
    known = words.load(EMBEDDED)
    assert len(known) > 1000
    assert known.keys() <= candidates
    assert list(known) == sorted(known)
    assert not [form for form in known if words.put(form, known) != known[form][0]]


def test_a_damaged_list_is_said(tmp_path: Path) -> None:
    (tmp_path / "words.tsv").write_text("soupape\tvalve\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"words\.tsv, line 1: want form, English and article"):
        words.load(tmp_path / "words.tsv")
    assert words.load(tmp_path / "none.tsv") == {}


def test_the_setting_decides() -> None:
    segment = Segment("1", "La soupape fuit.")
    assert [change.text for change in pipeline.for_engine(Config())(segment, {})] == ["valve"]
    assert pipeline.for_engine(Config(words=False))(segment, {}) == []
    assert pipeline.for_engine(Config(engine="echo"))(segment, {}) == []


def test_the_embedded_model_says_them() -> None:
    text = "La soupape a été remplacée, et les éboueurs ont ramassé les citrouilles."
    (segment,) = mt.translate(text).segments
    assert segment.source == text
    assert "valve" in segment.target
    assert "pumpkins" in segment.target
    linked = {link.source.of(text) for link in segment.links if link.target.of(segment.target) == "pumpkins"}
    assert "citrouilles" in linked
    assert "valve" not in mt.translate(text, words=False).segments[0].target
