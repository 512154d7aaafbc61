"""Long articles in parts: whole again behind the stages, and windows that depend on the ordered input alone."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from mt.document import Document, Paragraph, Segment, each
from mt.windows import FINISHED, in_windows

PARAGRAPHS = st.lists(st.integers(1, 5), max_size=4)


def document(name: str, lengths: list[int]) -> Document:
    counted = iter(range(sum(lengths)))
    paragraphs = (
        Paragraph(tuple(Segment(f"{name}.{next(counted)}", "Oui.") for _ in range(length)), kind)
        for length, kind in zip(lengths, ("heading", "text", "code", "item"), strict=False)
    )
    return Document(name, tuple(paragraphs), lead="> ", meta={"title": name})


def finished(document: Document) -> Document:
    return Document(document.id, (), meta={FINISHED: str(len(document.segments))})


@given(st.lists(PARAGRAPHS, max_size=8), st.integers(1, 9), st.data())
def test_documents_come_out_whole_whatever_the_window(shapes, size, data):
    given = [document(str(number), shape) for number, shape in enumerate(shapes)]
    seen: list[Document] = []
    upper = each(lambda part: part.with_segments(Segment(one.id, one.source.upper()) for one in part.segments))
    watched = each(lambda part: seen.append(part) or part)
    assert list(in_windows([watched, upper], size)(iter(given))) == [
        one.with_segments(Segment(part.id, part.source.upper()) for part in one.segments) for one in given
    ]
    edges = set(accumulate(len(part.segments) for part in seen))
    assert set(range(size, sum(map(sum, shapes)) + 1, size)) <= edges  # a part ends wherever a window does
    done = [finished(one) if data.draw(st.booleans()) else one for one in given]
    again: list[Document] = []
    list(in_windows([each(lambda part: again.append(part) or part)], size)(iter(done)))
    assert [len(part.segments) or int(part.meta.get(FINISHED, 0)) for part in again] == [
        len(part.segments) for part in seen
    ]
