"""Words exchanged on both sides of a training pair for words that corpora lack."""

from __future__ import annotations

import random

import pytest

from mt.errors import ConfigError
from mt.training import lexicon

WORDS = [
    ["banque", "fs", "bank", "lender"],
    ["soupape", "fs", "valve"],
    ["abeille", "fs", "bee"],
    ["écluse", "fs", "lock"],
    ["hernie", "fs", "hernia"],
    ["rapides", "ap", "fast"],
    ["verts", "amp", "green"],
    ["vendue", "pfs", "sold"],
    ["volée", "pfs", "stolen"],
    ["bâclée", "pfs", "botched"],
    ["cassée", "pfs", "cracked"],
    ["haut la main", "adv", "easily"],
]


@pytest.mark.parametrize(
    ("source", "target", "becomes"),
    [
        ("La banque attend.", "The bank waits.", {("La soupape attend.", "The valve waits.")}),
        ("Une banque attend.", "A bank waits.", {  # before "une" any sound may stand, and "a" becomes "an" if need be
            ("Une soupape attend.", "A valve waits."), ("Une abeille attend.", "A bee waits."),
            ("Une écluse attend.", "A lock waits."), ("Une hernie attend.", "A hernia waits."),
        }),
        ("L'abeille attend.", "The bee waits.", {("L'écluse attend.", "The lock waits.")}),
        ("La banque attend.", "The lender waits.", {
            ("La soupape attend.", "The valve waits."), ("La banque attend.", "The bank waits."),
        }),
        ("Ils sont verts.", "They are green.", {("Ils sont rapides.", "They are fast.")}),
        ("Elle est vendue.", "It is sold.", {("Elle est volée.", "It is stolen.")}),
        ("Elle est bâclée.", "It is botched.", {("Elle est cassée.", "It is cracked.")}),  # -ed may be the past, too
    ],
)  # fmt: skip
def test_words_are_exchanged_for_others_of_their_kind(source, target, becomes):
    known = lexicon.of(WORDS)
    assert "haut la main" not in known.entries
    made = {known.exchanged(source, target, random.Random(seed)) for seed in range(200)}
    assert made - {(source, target)} == becomes


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("La banque attend.", "The firm waits."),  # said otherwise
        ("La banque attend la banque.", "The bank waits for the lender."),  # twice in French
        ("La banque attend.", "The bank waits for a bank."),  # twice in English
        ("La Banque attend.", "The bank waits."),  # a name
        ("La banque-relais attend.", "The bank waits."),
        ("Ils sont rapides.", "They are fast."),  # the list has no other that fits both genders
        ("L'hernie attend.", "The hernia waits."),  # usage of h wavers
    ],
)
def test_words_that_do_not_pair_off_stay(source, target):
    for seed in range(30):
        assert lexicon.of(WORDS).exchanged(source, target, random.Random(seed)) == (source, target)


def test_the_words_of_the_package_are_a_lexicon_and_a_bad_row_is_told(tmp_path):
    assert len(lexicon.read(None).entries) > 19_000
    (tmp_path / "words.tsv").write_text("soupape\tfs\tvalve\nbanque\tfs\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="line 2"):
        lexicon.read(tmp_path / "words.tsv")
    with pytest.raises(ConfigError, match="cannot be read"):
        lexicon.read(tmp_path / "none.tsv")
