"""The hard property of review files: what was edited comes home exactly, and nothing else changes.

The promise is 500 random documents a format; that is what CI=true runs, and MT_EXAMPLES=500. It takes three minutes, so
that the default is less.
"""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from editors import EDITORS, page, parsed
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reviewed import SIGNATURE, reviewed

from mt import plugins, review, writers
from mt.document import Document, Flag, Paragraph, Segment, Span
from mt.errors import InputError
from mt.writers import _xml

EXAMPLES = int(os.environ.get("MT_EXAMPLES") or (500 if os.environ.get("CI") == "true" else 60))
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]  # to shrink a case takes minutes here; it is small as it is
WHEN = "2026-02-01T10:00:00+00:00"
NASTY = (
    *("\t", "\n", "\r\n", "\r", "\u2028", "\x85", "\x00", "\x07", "\x1f", "\x7f", "\ufeff", "\ufffe", "\ud800"),
    *('"', "'", "=1+1", "+33 1", "- Oui", "@x", "'=x", '""', "'", "\\", "_x0041_", "_x005F_", "⟦U+0041⟧", "⟦", "#N/A"),
    *("</seg>", "<x id='1'/>", "&amp;", "&", "]]>", "<!--", "%s", "{0}", "**b**", "001", "1e5", "2026-01-02", "TRUE"),
    *(
        "😀",
        "👩‍👩‍👧",
        "\u202eabc\u202c",
        "السلام",
        "e\u0301",
        "\u200b",
        "\u00a0",
        "\u202f",
        "«\u00a0a\u00a0»",
        "“”",
        " ",
    ),
)
texts = st.lists(st.one_of(st.text(max_size=6), st.sampled_from(NASTY)), max_size=5).map("".join)
segments = st.builds(
    Segment,
    id=texts,
    source=texts,
    target=texts,
    gap=texts,
    flags=st.lists(st.builds(Flag, texts, texts, st.just(Span(0, 1))), max_size=1).map(tuple),
    score=st.none() | st.floats(-9, 0),
    origin=st.sampled_from(["machine", "memory", "human"]),
    status=st.sampled_from(["draft", "approved"]),
    reviewer=texts,
    when=st.sampled_from(["", WHEN, "yesterday"]),
)


def _document(parts: list[list[Segment]], name: str) -> Document:
    """Ids are unique in an article, whatever else is in them; the number makes them so."""
    count = iter(range(1000))
    numbered = [[replace(part, id=f"{next(count)}{part.id}") for part in own] for own in parts]
    return Document(f"n{name}", tuple(Paragraph(tuple(own)) for own in numbered))


documents = st.builds(
    _document,
    st.lists(st.lists(segments, min_size=1, max_size=3), min_size=1, max_size=4),
    st.text("abc =<é", max_size=5),
)


@pytest.mark.parametrize("form", EDITORS)
@settings(
    max_examples=EXAMPLES,
    phases=PHASES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(document=documents, data=st.data())
def test_what_was_edited_comes_home_and_nothing_else(
    tmp_path: Path, form: str, document: Document, data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(document.segments) - 1)))
    edits = {number: data.draw(texts) for number in chosen}
    path = writers.write(document, tmp_path, [form], name="a", signature="how =\x01 it")[0]
    before = writers.read_edits(path)
    assert not review.touched(before)
    assert review.apply(document, before, reviewer="R", when=WHEN).document == document
    EDITORS[form](path, edits)
    returned = writers.read_edits(path)
    outcome = review.apply(document, returned, reviewer="R", when=WHEN)
    assert outcome.refusals == ()
    _see_exactly(document, outcome.document, {number: returned.holds(text) for number, text in edits.items()}, returned)
    again = review.apply(outcome.document, returned, reviewer="R", when="later")
    assert again.document == outcome.document and not again.changes and not again.refusals


@settings(
    max_examples=EXAMPLES, phases=PHASES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(document=documents, data=st.data())
def test_what_the_page_takes_home_is_applied_and_nothing_else(
    tmp_path: Path, document: Document, data: st.DataObject
) -> None:
    edits = {at: data.draw(texts) for at in data.draw(st.sets(st.integers(0, len(document.segments) - 1)))}
    path = tmp_path / "a.edits.json"
    path.write_text(page(document, edits), encoding="utf-8")
    returned = writers.read_edits(path)
    outcome = review.apply(document, returned, reviewer="", when=WHEN)
    assert outcome.refusals == ()
    for number, (old, new) in enumerate(zip(document.segments, outcome.document.segments, strict=True)):
        if number in edits and (old.target != edits[number] or old.status != "approved"):
            assert (new.target, new.status, new.reviewer) == (edits[number], "approved", "A. Reader")
        else:
            assert new == old


def _see_exactly(before: Document, after: Document, edits: dict[int, str], returned: writers.Returned) -> None:
    assert after.source_text() == before.source_text()
    for number, (old, new) in enumerate(zip(before.segments, after.segments, strict=True)):
        if number in edits and edits[number] != returned.holds(old.target):
            assert new.target == edits[number]
            assert (new.origin, new.status, new.when) == ("human", "approved", WHEN)
            assert all(0 <= flag.span.start <= flag.span.end <= len(new.target) for flag in new.flags if flag.span)
        else:
            assert new == old


@given(st.text() | texts)
def test_every_text_can_be_held_and_freed(text: str) -> None:
    held = _xml.held(text)
    assert _xml.freed(held) == text
    assert not any(ord(character) < 32 and character not in "\t\n" for character in held)


@pytest.mark.parametrize("form", [*EDITORS, "md", "html"])
def test_writing_twice_gives_the_same_file(form: str) -> None:
    render = plugins.load("writers", form).render
    assert render(reviewed(), SIGNATURE) == render(reviewed(), SIGNATURE)


@pytest.mark.parametrize("form", EDITORS)
def test_a_file_of_something_else_is_refused_in_one_line(tmp_path: Path, form: str) -> None:
    for content in (b"", b"PK\x03\x04nothing", b"<html/>", b"\xff\xfe\x00", b"a\tb\n1\t2\n"):
        path = tmp_path / f"x.{writers.suffix(form)}"
        path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            writers.read_edits(path)
        assert "\n" not in str(caught.value) and "x." in str(caught.value)


PIECES = (
    b"<",
    b">",
    b'"',
    b"&",
    b"</t>",
    b"\x00",
    b"[",
    b"}",
    b"null",
    b"\xff",
    b"1",
    b' t="e"',
    b' r="ZZ9"',
    b"\t",
    b"\n",
)


def _damaged(data: bytes, chance: Random) -> bytes:
    """The bytes with a few of them changed, taken out or put in."""
    bytes_left = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(bytes_left))
        if chance.random() < 0.5:
            del bytes_left[at : at + chance.randint(1, 40)]
        bytes_left[at:at] = chance.choice(PIECES)
    return bytes(bytes_left)


@pytest.mark.parametrize("form", [*EDITORS, "page"])
def test_a_damaged_file_is_read_or_refused_in_one_line(tmp_path: Path, form: str) -> None:
    chance = Random(form)
    path = tmp_path / f"a.{'edits.json' if form == 'page' else writers.suffix(form)}"
    whole = (
        page(reviewed(), {3: "x", 4: "y"}) if form == "page" else plugins.load("writers", form).render(reviewed(), "")
    )
    whole = whole.encode() if isinstance(whole, str) else whole
    for turn in range(40):
        path.write_bytes(_damaged(whole, chance))
        if form in ("xlsx", "docx") and turn % 4:  # the damage lies inside, in one of the parts
            with zipfile.ZipFile(io.BytesIO(whole)) as package, zipfile.ZipFile(path, "w") as new:
                hit = chance.choice([name for name in package.namelist() if name.endswith(".xml")])
                for name in package.namelist():
                    part = package.read(name)
                    new.writestr(name, _damaged(part, chance) if name == hit else part)
        try:
            returned = writers.read_edits(path)
        except InputError as error:
            assert "\n" not in str(error) and path.name in str(error)
        else:
            assert review.apply(reviewed(), returned, reviewer="", when="").document.source_text()


@pytest.mark.parametrize("form", ["tmx", "xliff", "xliff2"])
def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path, form: str) -> None:
    path = writers.write(reviewed(), tmp_path, [form], name="a", signature=SIGNATURE)[0]
    (tmp_path / "secret").write_text("SECRET")
    text = path.read_text(encoding="utf-8").split("?>", 1)[1]
    bomb = f"<!DOCTYPE x [<!ENTITY a SYSTEM '{(tmp_path / 'secret').as_uri()}'><!ENTITY b '&#65;&#65;'>]>"
    path.write_text(bomb + text.replace("Armenia", "&a;&b;", 1), encoding="utf-8")
    with pytest.raises(InputError, match="entities"):
        writers.read_edits(path)


def test_a_workbook_holds_no_formula_and_offers_its_states(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    risky = Document(
        "=1", (Paragraph((Segment("=2", '=HYPERLINK("http://x")', "@SUM(A1)"), Segment("2", "+1", "-1"))),)
    )
    book = load_workbook(writers.write(risky, tmp_path, ["xlsx"], name="a", signature="=3")[0])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.number_format == "@" for cell in cells if cell.data_type == "s" and cell.row > 1)
    sheet = book["Translation"]
    assert sheet.column_dimensions["H"].hidden and sheet.column_dimensions["I"].hidden
    assert [area.formula1 for area in sheet.data_validations.dataValidation] == ['"draft,approved"']


def test_a_text_too_long_for_a_cell_is_cut_and_can_not_come_home(tmp_path: Path) -> None:
    document = Document("long", (Paragraph((Segment("1", "Un.", "x" * 40_000), Segment("2", "Deux.", "Two."))),))
    path = writers.write(document, tmp_path, ["xlsx"], name="a", signature="")[0]
    EDITORS["xlsx"](path, {0: "short", 1: "Two!"})
    outcome = review.apply(document, writers.read_edits(path), reviewer="R", when=WHEN)
    assert [segment.target for segment in outcome.document.segments] == ["x" * 40_000, "Two!"]
    assert "too long for a cell" in outcome.refusals[0].why


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    path = writers.write(reviewed(), tmp_path, ["docx"], name="a", signature=SIGNATURE)[0]
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    old = '<w:r><w:t xml:space="preserve">“A treaty is no prison.”</w:t></w:r>'
    run = '<w:r><w:{0} xml:space="preserve">{1}</w:{0}></w:r>'
    new = (
        run.format("t", "“A treaty is ")
        + '<w:del w:id="1" w:author="R">'
        + run.format("delText", "no prison")
        + "</w:del>"
        + '<w:ins w:id="2" w:author="R">'
        + run.format("t", "not a prison")
        + "</w:ins>"
        + run.format("t", ".”")
    )
    body = parts["word/document.xml"].decode()
    assert old in body
    parts["word/document.xml"] = body.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    outcome = review.apply(reviewed(), writers.read_edits(path), reviewer="R", when=WHEN)
    assert [change.after.target for change in outcome.changes] == ["“A treaty is not a prison.”"]


def test_tmx_is_made_as_the_specification_says(tmp_path: Path) -> None:
    root = parsed(writers.write(reviewed(), tmp_path, ["tmx"], name="a", signature=SIGNATURE)[0])
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    header = root[0]
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert required <= set(header.attrib) and header.get("segtype") == "sentence"
    units = root[1].findall("tu")
    assert len(units) == 13 and len({unit.get("tuid") for unit in units}) == 13
    for unit in units:
        kinds = [child.tag for child in unit]
        assert kinds == sorted(kinds, key=["note", "prop", "tuv"].index) and kinds.count("tuv") == 2
        languages = [side.get("{http://www.w3.org/XML/1998/namespace}lang") for side in unit.findall("tuv")]
        assert languages == ["fr", "en"] and all(len(side.findall("seg")) == 1 for side in unit.findall("tuv"))
    assert SIGNATURE in [prop.text for prop in header.findall("prop")]
    assert "x-name" in {prop.get("type") for prop in root.iter("prop")}


def test_xliff_one_is_made_as_the_specification_says(tmp_path: Path) -> None:
    root = parsed(writers.write(reviewed(), tmp_path, ["xliff"], name="a", signature=SIGNATURE)[0])
    name = "{urn:oasis:names:tc:xliff:document:1.2}"
    file = root.find(f"{name}file")
    assert root.tag == f"{name}xliff" and root.get("version") == "1.2"
    assert {"original", "source-language", "datatype"} <= set(file.attrib)
    units = list(root.iter(f"{name}trans-unit"))
    assert len({unit.get("id") for unit in units}) == len(units) == 13
    order = [f"{name}{kind}" for kind in ("source", "target", "context-group", "note")]
    for unit in units:
        kinds = [child.tag for child in unit]
        assert kinds == sorted(kinds, key=order.index) and kinds[:2] == order[:2]
        assert unit.get("approved") in ("yes", "no") and unit.find(f"{name}target").get("state") in (
            *("new", "translated", "final"),
        )
    assert SIGNATURE in root.find(f".//{name}header/{name}note").text


def test_xliff_two_is_made_as_the_specification_says(tmp_path: Path) -> None:
    root = parsed(writers.write(reviewed(), tmp_path, ["xliff2"], name="a", signature=SIGNATURE)[0])
    name = "{urn:oasis:names:tc:xliff:document:2.0}"
    assert root.tag == f"{name}xliff" and root.get("version") == "2.1" and root.get("srcLang") == "fr"
    units = list(root.iter(f"{name}unit"))
    assert len({unit.get("id") for unit in units}) == len(units) == 13
    for unit in units:
        assert [child.tag for child in unit] == [f"{name}notes", f"{name}segment"]
        assert all(note.text for note in unit[0]) and unit[1].get("state") in ("initial", "translated", "final")
        assert [child.tag for child in unit[1]] == [f"{name}source", f"{name}target"]
    empty = parsed(writers.write(Document("leer", ()), tmp_path, ["xliff2"], name="b", signature="")[0])
    assert empty[0].tag == f"{name}file" and len(empty[0]) == 1


def test_markdown_keeps_the_structure_of_the_original() -> None:
    from mt import readers, segment

    text = "---\nt: x\n---\n# Le titre\n\nUne phrase. Une *autre* phrase.\n\n- un\n- deux\n\n> cité\n\n```\nx\n```\n"
    document = segment.split(
        readers.document(text, plugins.load("readers", "md").blocks(text), meta={"mt:format": "md"})
    )
    english = document.with_segments(
        part if part.source.startswith("```") else replace(part, target=part.source.upper())
        for part in document.segments
    )
    result = plugins.load("writers", "md").render(english, SIGNATURE)
    assert result == text.replace("Le titre", "LE TITRE").replace(
        "Une phrase. Une *autre* phrase.", "UNE PHRASE. UNE *AUTRE* PHRASE."
    ).replace("- un\n- deux", "- UN\n- DEUX").replace("cité", "CITÉ")


def test_markdown_of_a_plain_article_is_escaped_and_marked() -> None:
    kinds = [("heading", "A *title*"), ("text", "# no heading"), ("item", "one"), ("item", "1. two"), ("quote", "<b>")]
    parts = tuple(Paragraph((Segment(text, "x", text),), kind) for kind, text in kinds)
    result = plugins.load("writers", "md").render(Document("d", parts), SIGNATURE)
    assert result == "# A \\*title\\*\n\n\\# no heading\n\n- one\n- 1\\. two\n\n> \\<b\\>\n"


@pytest.mark.parametrize("form", [*EDITORS, "html", "jsonl"])
def test_names_flags_scores_and_signature_are_in_every_format_with_room_for_them(tmp_path: Path, form: str) -> None:
    for path in writers.write(reviewed(), tmp_path, [form], name="a", signature=SIGNATURE):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                path.write_bytes(b"".join(package.read(name) for name in package.namelist()))
    held = "".join(path.read_text(encoding="utf-8", errors="replace") for path in tmp_path.iterdir())
    for told in ("numbers-differ", "the English has 1,520", "Petrossian", "Petrosyan", "-0.77", SIGNATURE):
        assert told in held, told
