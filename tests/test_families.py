"""Families: several of one surname, and kin who are spelled alike."""

from __future__ import annotations

import pytest
from newsroom import document

from mt import names
from mt.document import Document
from mt.names import families


def forms(*sentences: str) -> dict[str, str]:
    """Every spelling of an article with the form it is to have."""
    found: Document = names.find(document(*sentences))
    return {name.source.of(one.source): name.after for one in found.segments for name in one.names}


@pytest.mark.parametrize(
    ("surname", "several"),
    [("Kirchner", "Kirchners"), ("De Wever", "De Wevers"), ("Bush", "Bushes"), ("Dumas", "Dumas"), ("Diaz", "Diaz")],
)
def test_a_surname_in_the_plural(surname, several):
    assert families.plural(surname) == several


def test_a_family_is_in_the_plural():
    said = forms("Cristina Kirchner est partie.", "Les Kirchner ont perdu.")
    assert said["Kirchner"] == "Kirchners"
    assert forms("Bart De Wever part.", "Les De Wever restent.")["De Wever"] == "De Wevers"
    found = names.find(document("Les Assad sont partis."))
    assert [(one.form, one.unsure) for one in found.entities] == [("Assad", "")]


def test_what_is_no_family_stays():
    said = forms("Bidzina Ivanichvili est parti.", "Ivanichvili a perdu.", "Le clan Ivanichvili aussi.")
    assert said["Ivanichvili"] == "Ivanishvili"
    assert forms("Les fans des Jean Martin et des Ben Tassara sont là.")["Jean Martin"] == "Jean Martin"
    assert forms("Emmanuel Macron et les Macron-compatibles votent.").get("Macron", "Macron") == "Macron"


def test_kin_are_spelled_alike():
    said = forms("Yahya Sinouar et son frère Zakaria Sinouar ont fui.", "Ioulia Semionova et Anatoli Semionov.")
    assert said["Zakaria Sinouar"] == "Zakaria Sinwar"
    assert said["Anatoli Semionov"] == "Anatoli Semyonov"


def test_nobody_elses_surname_is_respelled():
    said = forms("Serge Sarkissian et Armen Sarkissian sont là.", "Davit Sarkissian aussi.")
    assert said["Serge Sarkissian"] == "Serzh Sargsyan"
    assert said["Davit Sarkissian"] == "Davit Sarkisian"


def test_a_form_is_not_in_capitals_where_the_article_has_it_otherwise():
    found = names.find(document("MARCEL TREMBLAY S'EN VA", "Marcel Tremblay a démissionné."))
    assert "Marcel Tremblay" in {one.form for one in found.entities}


def test_names_that_only_sound_alike_are_not_reported_as_kept_apart():
    found = names.find(document("Ashraf Ghani, Imran Khan et Aleema Khan ont parlé à Wang Yi et Kim Keon-hee."))
    apart = {one.form: one.apart for one in found.entities}
    assert apart["Ashraf Ghani"] == () and len(apart["Imran Khan"]) == 1 and apart["Wang Yi"] == ()
