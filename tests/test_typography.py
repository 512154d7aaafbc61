from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt import typography

CURLY = [
    ('"Yes", he said.', "“Yes”, he said."),
    ('He said: "We are leaving.', "He said: “We are leaving."),
    ('We will come back." He left.', "We will come back.” He left."),
    ("Pashinyan's men don't", "Pashinyan’s men don’t"),
    ("the '90s", "the ’90s"),
    ("'Yes'", "‘Yes’"),
    ('("Yes")', "(“Yes”)"),
    ("«Oui»", "“Oui”"),
    ("Why ? 3.5 % !", "Why? 3.5%!"),
    ("a ;)", "a ;)"),
    ("Ends : here", "Ends: here"),
    ("'no' .", "‘no’."),
    ("a ... b", "a ... b"),
    ("100 000 people, 1 250 000 of 2020 100", "100,000 people, 1,250,000 of 2020 100"),
    ("in 12 345,5", "in 12 345,5"),
    ("at 7 902.15 points, 1 250 000.5", "at 7,902.15 points, 1,250,000.5"),
    ("\"'Yes'\"", "“‘Yes’”"),
    ("He left -- and -- came -- back--up", "He left — and — came — back--up"),
    ("EUR 12 000, USD 30 to 100, GBP 5; the EUR, XEUR 3", "€12,000, $30 to 100, £5; the EUR, XEUR 3"),
]


@pytest.mark.parametrize(("raw", "target"), CURLY)
def test_curly(raw, target):
    assert typography.set_english(raw, "curly")[0] == target


@pytest.mark.parametrize(
    ("source", "raw", "target"),
    [
        ("prêt au « dialogue »", "ready for 'dialogue'", "ready for “dialogue”"),
        ("« oui » et « non »", '‘yes’ and "no"', "“yes” and “no”"),
        ('« C\'est la "fin" »', "“It’s the ‘end’”", "“It’s the ‘end’”"),
        ("« la fin »", "“It’s the ‘end’”", "“It’s the ‘end’”"),
        ("le « syndicat » des joueurs", "the players' 'union'", "the players’ ‘union’"),
        ("l'an", "the 'year'", "the ‘year’"),
        ("« l'an »", "the '90s", "the ’90s"),
    ],
)
def test_quotes_are_of_one_kind_where_the_source_s_are(source, raw, target):
    assert typography.set_english(raw, "curly", source)[0] == target


@pytest.mark.parametrize(
    ("source", "raw", "target"),
    [
        ("Les loyers montent.", "rents rise.", "Rents rise."),
        ("« Les loyers montent. »", '"rents rise."', "“Rents rise.”"),
        ("les loyers montent", "rents rise", "rents rise"),
        ("IPhone ou rien.", "iPhone or nothing.", "iPhone or nothing."),
        ("3 loyers.", "3 rents.", "3 rents."),
        ("Sahel - Un car brûle", "Sahel - a coach burns", "Sahel - A coach burns"),
        ("Sahel - un car brûle", "Sahel - a coach burns", "Sahel - a coach burns"),
        (
            "Il part - Dieu sait où - seul",
            "He goes - heaven knows where - alone",
            "He goes - heaven knows where - alone",
        ),
    ],
)
def test_a_capital_at_the_head(source, raw, target):
    assert typography.set_english(raw, "curly", source)[0] == target


def test_what_the_source_has_stays():
    assert typography.set_english("Cost: EUR 12 -- USD 3.", "curly", "Coût : EUR 12 -- 3 dollars.")[0] == (
        "Cost: EUR 12 -- $3."
    )


def test_straight():
    assert typography.set_english("“Pashinyan’s” ‘men’", "straight")[0] == "\"Pashinyan's\" 'men'"


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("100 000", "100,000"),
        ("3,5 %", "3.5%"),
        ("1\u202f250,75", "1,250.75"),
        ("2024", "2024"),
        ("10:30", "10:30"),
        ("1,2,3", "1,2,3"),
    ],
)
def test_figures(french, english):
    assert typography.english_numbers(french) == english


@given(
    st.text(alphabet="ab \"'’“”«»?!:%\u00a0.", max_size=40),
    st.sampled_from(typography.QUOTES),
    st.sampled_from(["", "« a »"]),
)
def test_edits_undo_and_a_second_time_changes_nothing(raw, quotes, source):
    target, edits, _ = typography.set_english(raw, quotes, source)
    assert typography.undo(target, edits) == raw
    assert typography.set_english(target, quotes, source)[0] == target
