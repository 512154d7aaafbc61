"""The corpus of French press that the embedded model is trained on: what can be told of it by rule."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from mt.checks import numbers
from mt.training import corpora, recipe

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
CORPORA = sorted((SCRIPTS / "press").glob("press-*.tsv"))


def pairs(path: Path) -> list[tuple[str, str]]:
    return [pair for pair in corpora.pairs(path, corpora.Languages("fr", "en")) if any(pair)]


def held_out() -> list[tuple[str, str]]:
    """The articles of France, and those of the world."""
    sides = {
        side: "".join(path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob(f"press_held_out*.{side}")))
        for side in ("fr", "en")
    }
    return list(zip(*(text.splitlines() for text in sides.values()), strict=True))


def key(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_every_line_is_a_pair_as_it_is_to_be_read(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        sides = line.split("\t") if line else ["x", "y"]
        assert len(sides) == 2 and all(side == side.strip() != "" for side in sides), line
        assert unicodedata.is_normalized("NFC", line), line


def test_no_sentence_stands_twice_and_none_is_held_out() -> None:
    assert len(CORPORA) >= 8
    known = Counter(key(source) for path in CORPORA for source, _ in pairs(path))
    assert [source for source, count in known.items() if count > 1] == []
    assert [source for source, _ in held_out() if key(source) in known] == []


def test_figures_are_the_same_on_both_sides_but_for_turns_of_phrase() -> None:
    every = [pair for path in CORPORA for pair in pairs(path)]
    other = [pair for pair in every if numbers.differences(*map(numbers.read, pair, ("french", "english")))]
    assert len(other) < 0.003 * len(every), other


def test_the_english_is_english_and_no_copy() -> None:
    every = [pair for path in CORPORA for pair in pairs(path)]
    same = [source for source, target in every if source == target and len(source.split()) > 6]
    assert same == []
    accused = [target for _, target in every if " était " in target or " été " in target]
    assert accused == []


def test_the_recipe_for_going_on_knows_these_corpora_and_leaves_out_what_it_does_not_name() -> None:
    going_on = recipe.load(SCRIPTS.parent / "configs/press-fr-en.toml")
    assert {going_on.weight(path.stem) for path in CORPORA} == {3.0}
    assert going_on.weight("canlaws") == 0 < going_on.weight("europarl-00")
