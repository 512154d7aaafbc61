"""The main job on real input with the real embedded model, from Python."""

from __future__ import annotations

import pytest
from conftest import ARTICLE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mt
from mt import names, pipeline, plugins, readers
from mt.config import load
from mt.document import Document
from mt.engines import Options, echo
from mt.readers import txt


@pytest.fixture(scope="module")
def document() -> Document:
    return mt.translate(ARTICLE, beam=4, threads=1)


def spans(segment):
    yield from ((link.source, segment.source) for link in segment.links)
    yield from ((link.target, segment.target) for link in segment.links)
    yield from ((name.source, segment.source) for name in segment.names)
    yield from ((name.target, segment.target) for name in segment.names if name.target)
    yield from ((flag.span, segment.target) for flag in segment.flags if flag.span)
    yield from ((edit.span, segment.target) for edit in segment.edits)


TABLES = """| Ville | Volume |
|---|---:|
| Bakou | 21,3 |

```
Bakou = f(1,5)
```

<div title="Bakou">1,5</div>
"""


def test_names_and_figures_of_a_table_are_english_and_code_stays_what_it_is(tmp_path):
    (tmp_path / "a.md").write_text(TABLES, encoding="utf-8")
    settled = load(engine="echo")
    (document,) = pipeline.run(readers.read(tmp_path / "a.md"), settled, pipeline.engine_of(settled)[0])
    english = TABLES.replace("| Bakou | 21,3 |", "| Baku | 21.3 |")
    for form in ("md", "txt"):
        assert plugins.load("writers", form).render(document, "") == english


def test_the_source_is_there_to_the_letter(document):
    assert document.source_text() == ARTICLE


def test_every_sentence_is_translated_and_scored(document):
    assert len(document.segments) == 6
    assert all(segment.target and segment.raw and segment.score < 0 for segment in document.segments)
    assert all(segment.links for segment in document.segments)


def test_one_man_has_one_name(document):
    english = " ".join(segment.target for segment in document.segments)
    assert "Pachinian" not in english
    assert "Pashinaian" not in english
    (man,) = [entity for entity in document.entities if "Pashinyan" in entity.form]
    assert {"Nikol Pachinian", "Pashinaian"} <= set(man.variants) | {"Nikol Pachinian"}
    for segment in document.segments:
        for name in segment.names:
            if name.target is not None:
                assert name.target.of(segment.target).casefold() == name.after.casefold()


def test_every_span_lies_inside_its_text(document):
    for segment in document.segments:
        for span, text in spans(segment):
            assert 0 <= span.start <= span.end <= len(text)


def test_names_undo(document):
    for segment in document.segments:
        undone = names.undo(segment)
        assert names.undo(undone) == undone
        assert all(name.target is None for name in undone.names)


def test_a_second_run_changes_nothing(document):
    assert mt.translate(ARTICLE, beam=4, threads=1) == document


LINES = st.lists(
    st.text(alphabet="abcéÉ «»\"'’.!?…-–—1, \u00a0\u202f🙂Ա\u200b\x07\t<&", min_size=0, max_size=60)
    | st.sampled_from(["M. Pachinian a dit « oui ».", "L’OTAN à Erevan", "RÉUNION À BAKOU", "- 3,5 %", "d'Erevan"]),
    max_size=6,
)


@given(LINES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_is_lost_whatever_the_text(lines):
    text = "\n".join(lines)
    config = load(engine="echo")
    (document,) = pipeline.run([txt.parse(text, "any")], config, echo.load(None, Options()))
    assert document.source_text() == text
    for segment in document.segments:
        assert segment.target
        for span, of in spans(segment):
            assert 0 <= span.start <= span.end <= len(of)


def test_settings_that_cannot_be_are_refused():
    with pytest.raises(mt.errors.ConfigError, match="did you mean 'beam'"):
        mt.translate("Bonjour.", baem=1)
    with pytest.raises(mt.errors.ConfigError, match=r"engine 'ct3'.*did you mean 'ct2'"):
        mt.translate("Bonjour.", engine="ct3")
