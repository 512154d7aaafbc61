"""What stands beside a person's name: of, nouns turned round, articles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from newsroom import document

from mt import appositions, names
from mt.document import Link, Span


def right(source: str, target: str, *pairs: str) -> str:
    """The target put right; a pair "sœur=sister" is a link. Every name still stands where its place says."""
    found = names.find(document(source))
    links = []
    for pair in pairs:
        left, english = pair.split("=")
        start, there = source.index(left), target.index(english)
        links.append(Link(Span(start, start + len(left)), Span(there, there + len(english)), 0.9))
    segment = replace(found.segments[0], target=target, raw=target, links=tuple(links))
    after = appositions.right(names.enforce(found.with_segments([segment]))).segments[0]
    for name in after.names:
        assert name.target is None or name.target.of(after.target) == name.after
    return after.target


@pytest.mark.parametrize(
    ("source", "target", "after"),
    [
        (
            "Samir Geagea, des Forces libanaises, a parlé.",
            "Samir Geagea, Lebanese Forces, spoke.",
            "Samir Geagea, of the Lebanese Forces, spoke.",
        ),
        (
            "Marwane Barghouti, du Fatah, reste détenu.",
            "Marwan Barghouti, Fatah, remains detained.",
            "Marwan Barghouti, of Fatah, remains detained.",
        ),
        (
            "Jaroslaw Kaczynski, de Droit et Justice (PiS), se tait.",
            "Jaroslaw Kaczynski, Law and Justice (PiS), is silent.",
            "Jaroslaw Kaczynski, of Law and Justice (PiS), is silent.",
        ),
        (
            "Rafael Nadal, de Majorque, sourit.",
            "Rafael Nadal, Majorca, smiles.",
            "Rafael Nadal, of Majorca, smiles.",
        ),
    ],
)
def test_a_lost_of_stands_behind_a_person(source, target, after):
    assert right(source, target) == after


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Emmanuel Macron, Nikol Pachinian et Ilham Aliev.", "Emmanuel Macron, Nikol Pashinyan and Ilham Aliyev."),
        ("À Paris, du Parti socialiste, rien.", "In Paris, Socialist Party, nothing."),
        ("Rafael Nadal, de Majorque à Paris, voyage.", "Rafael Nadal, Majorca to Paris, travels."),
        ("Rafael Nadal, à Majorque, sourit.", "Rafael Nadal, Majorca, smiles."),
        (
            "Il a le soutien de Rafael Nadal, de l'OTAN, de la Chine et de l'Inde.",
            "He has the support of Rafael Nadal, NATO, China and India.",
        ),
    ],
)
def test_a_list_of_names_has_no_of(source, target):
    assert right(source, target) == target


def test_a_noun_stands_before_the_name_as_in_french():
    source, target = "Sa sœur Priyanka Gandhi a parlé.", "His Priyanka Gandhi sister spoke."
    assert right(source, target, "sœur=sister") == "His sister Priyanka Gandhi spoke."
    assert right(source, target) == target  # no link tells
    source, target = "La loi Simone Veil a été votée.", "The Simone Veil law was passed."
    assert right(source, target, "loi=law") == target


def test_a_person_has_no_article():
    assert right("La joueuse Iga Swiatek a gagné.", "The Iga Swiatek has won.") == "Iga Swiatek has won."
    assert right("Les films de Butch Cassidy and the Sundance Kid.", "The films of the Sundance Kid.").count("the") == 1
    assert right("La statue Iga Swiatek brille.", "The Iga Swiatek statue shines.") == "The Iga Swiatek statue shines."
    assert right("Le voilier Iga Swiatek a coulé.", "The Iga Swiatek has sunk.") == "The Iga Swiatek has sunk."


def test_a_family_has_one():
    source = "Bidzina Ivanichvili se tait, et les Ivanichvili règnent."
    after = right(source, "Bidzina Ivanishvili is silent, and Ivanishvilis reign.")
    assert after == "Bidzina Ivanishvili is silent, and the Ivanishvilis reign."
    assert right(source, after) == after
    source = "Bidzina Ivanichvili se tait. Les Ivanichvili règnent."
    assert right(source, "Bidzina Ivanishvili is silent. Ivanishvilis reign.").endswith(". The Ivanishvilis reign.")


@pytest.mark.parametrize(
    ("source", "target", "after"),
    [
        ("L'Indus et le Gange débordent.", "Indus and Ganges are flooding.", "The Indus and the Ganges are flooding."),
        ("Il vit dans la bande de Gaza.", "He lives in Gaza Strip.", "He lives in the Gaza Strip."),
        ("Le sud des Philippines souffre.", "The southern Philippines suffer.", "The southern Philippines suffer."),
        ("La crue du Danube menace.", "The Danube flood threatens.", "The Danube flood threatens."),
    ],
)
def test_rivers_and_regions_have_their_article(source, target, after):
    assert right(source, target) == after


def test_what_people_approved_stays():
    found = names.find(document("Rafael Nadal, de Majorque, sourit."))
    segment = replace(found.segments[0], target="Rafael Nadal, Majorca, smiles.", origin="human")
    approved = names.enforce(found.with_segments([segment]))
    assert appositions.right(approved) == approved
