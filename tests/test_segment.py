"""Sentences: the golden text, nothing lost on any text, and paragraphs sentencex fails on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sentencex
from hypothesis import given, settings
from hypothesis import strategies as st

from mt import segment
from mt.document import Document, Paragraph, Segment
from mt.readers import document
from mt.readers.txt import blocks

GOLDEN = [
    line
    for line in (Path(__file__).parent / "golden" / "segmentation.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def case(line: str) -> tuple[str, list[str]]:
    text = line.replace(" ¦ ", " ").replace("¦", "").replace("⏎", "\n").replace("¶", "\n\n")
    expected = [part for part in re.split(r" ?¦ ?|¶|⏎(?=[-•]|\d\.)", line) if part]
    return text, [part.replace("⏎", " ") for part in expected]


def as_typeset(text: str) -> str:
    """With no-break spaces and curly apostrophes, as a composing room sets it."""
    text = re.sub(r"(?<=«) | (?=»)", "\u00a0", text)
    text = re.sub(r" (?=[!?;:%])", "\u202f", text)
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


@pytest.mark.parametrize("line", GOLDEN)
def test_golden(line: str) -> None:
    text, expected = case(line)
    assert segment.sentences(text) == expected


@pytest.mark.parametrize("line", [line for line in GOLDEN if as_typeset(line) != line])
def test_golden_as_typeset(line: str) -> None:
    text, expected = case(as_typeset(line))
    assert segment.sentences(text) == expected


TEXT = st.text() | st.text(alphabet=" .!?…»«“”\"'()[]–-;:,\u00a0\u202f\u2028\n\r\t\u200b1aéBÀM。؟", max_size=80)


def whole(text: str) -> Document:
    """A document of one paragraph, as a reader that finds no structure would give."""
    return Document("d", (Paragraph((Segment("p1", text, gap="\n"),)),))


@settings(max_examples=300)
@given(TEXT)
def test_nothing_is_lost(text: str) -> None:
    for unsplit in (whole(text), document(text, blocks(text))):
        divided = segment.split(unsplit)
        assert divided.source_text() == unsplit.source_text()
        identifiers = [one.id for one in divided.segments]
        assert len(set(identifiers)) == len(identifiers)
        if text.strip():
            assert all(one.source.strip() for one in divided.segments)
        assert segment.split(divided) == divided


@settings(max_examples=300)
@given(TEXT)
def test_sentences_take_anything_and_keep_every_visible_character(text: str) -> None:
    found = segment.sentences(text)
    assert all(one == one.strip() and "\n" not in one and "\r" not in one for one in found)
    visible = re.sub(r"\s|>", "", text)  # a ">" after a line break is mark-up
    assert re.sub(r"\s|>", "", "".join(found)) == visible


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from([*' .!?…»«“”"()–\u00a0\n', "a", "Mot", "M.", "etc.", "3", "É"]), max_size=40).map("".join)
)
def test_sentencex_follows_the_shadow(text: str) -> None:
    shadow = segment.shadow(text)
    assert len(shadow) == len(text)
    marked = {position + 1 for position, character in enumerate(shadow.rstrip()[:-1]) if character == "?"}
    assert {len(shadow[:end].rstrip()) for end in segment.boundaries(text)} == marked


def test_gaps_and_numbers() -> None:
    text = "Le titre\n\nUn jour.  Deux\njours.\u00a0 Fin.\n"
    divided = segment.split(document(text, blocks(text)))
    assert [(one.id, one.source, one.gap) for one in divided.segments] == [
        ("1.1", "Le titre", "\n\n"),
        ("2.1", "Un jour.", "  "),
        ("2.2", "Deux\njours.", "\u00a0 "),
        ("2.3", "Fin.", "\n"),
    ]


def test_code_is_left_whole() -> None:
    code = Document("d", (Paragraph((Segment("p1", "Un. Deux."),), "code"),))
    assert [(one.id, one.source) for one in segment.split(code).segments] == [("1.1", "Un. Deux.")]


@pytest.mark.parametrize("text", ["B\u00a0.", "B\u202f.", "B\u2028.", "Il est là. B\u00a0. Il part."])
def test_what_makes_sentencex_panic_is_hidden_from_it(text: str) -> None:
    assert not any(one.flags for one in segment.split(whole(text)).segments)
    assert "".join(segment.sentences(text)).replace(" ", "") == re.sub(" ", "", text)


def test_a_panic_leaves_the_paragraph_whole_and_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BaseException) as panic:
        sentencex.get_sentence_boundaries("fr", "B\u00a0.")
    assert not isinstance(panic.value, Exception)
    monkeypatch.setattr(segment, "shadow", lambda text: "B\u00a0.")
    (only,) = segment.split(whole("Un jour. Deux jours.")).segments
    assert (only.id, only.source, [flag.code for flag in only.flags]) == (
        "1.1",
        "Un jour. Deux jours.",
        ["not-segmented"],
    )
    assert segment.sentences("Un jour. Deux jours.") == ["Un jour. Deux jours."]


def test_an_interruption_is_not_taken_for_a_panic(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(text: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(segment, "shadow", interrupted)
    with pytest.raises(KeyboardInterrupt):
        segment.split(whole("Un jour."))
