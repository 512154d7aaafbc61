from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt.document import Span
from mt.edits import Chain, Edited, Replace


@st.composite
def edited(draw, text=None):
    before = draw(st.text(max_size=30)) if text is None else text
    cuts = sorted(draw(st.lists(st.integers(0, len(before)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return Edited(before, [Replace(Span(a, b), draw(st.text(max_size=4))) for a, b in pairs])


def spans(text):
    return st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: Span(*sorted(pair)))


def test_a_span_beside_a_replacement_is_not_touched_and_one_inside_grows():
    edit = Edited("chez Pachinian hier", [Replace(Span(5, 14), "Pashinyan")])
    assert edit.after == "chez Pashinyan hier"
    assert edit.forward(Span(0, 4)).of(edit.after) == "chez"
    assert edit.forward(Span(15, 19)).of(edit.after) == "hier"
    assert edit.forward(Span(5, 8)).of(edit.after) == "Pashinyan"
    assert edit.back(Span(8, 10)).of(edit.before) == "Pachinian"


def test_overlapping_replacements_are_refused():
    with pytest.raises(ValueError, match="overlaps"):
        Edited("abc", [Replace(Span(0, 2), "x"), Replace(Span(1, 3), "y")])
    with pytest.raises(ValueError, match="outside"):
        Edited("abc", [Replace(Span(2, 4), "x")])


@given(st.data())
def test_spans_stay_inside_their_text_both_ways(data):
    edit = data.draw(edited())
    here = edit.forward(data.draw(spans(edit.before)))
    there = edit.back(data.draw(spans(edit.after)))
    assert 0 <= here.start <= here.end <= len(edit.after)
    assert 0 <= there.start <= there.end <= len(edit.before)


@given(st.data())
def test_going_forward_and_back_covers_at_least_what_one_started_with(data):
    edit = data.draw(edited())
    span = data.draw(spans(edit.before))
    if span.start < span.end:
        back = edit.back(edit.forward(span))
        kept = [i for i in range(*span) if not any(old.start <= i < old.end for old, _ in edit.replaced)]
        assert all(back.start <= i < back.end for i in kept)


@given(st.data())
def test_an_untouched_stretch_keeps_its_letters(data):
    edit = data.draw(edited())
    span = data.draw(spans(edit.before))
    if span.start < span.end and not any(old.start < span.end and span.start < old.end for old, _ in edit.replaced):
        inserted = [old for old, _ in edit.replaced if span.start <= old.start == old.end < span.end]
        if not inserted:
            assert edit.forward(span).of(edit.after) == span.of(edit.before)


@given(st.data())
def test_edits_undo(data):
    edit = data.draw(edited())
    undone = Edited(edit.after, [Replace(new, old.of(edit.before)) for old, new in edit.replaced])
    assert undone.after == edit.before


@given(st.data())
def test_a_chain_is_its_steps_in_a_row(data):
    first = data.draw(edited())
    second = data.draw(edited(text=first.after))
    chain = Chain((first, second))
    span = data.draw(spans(first.before))
    assert chain.after == second.after
    assert chain.forward(span) == second.forward(first.forward(span))
