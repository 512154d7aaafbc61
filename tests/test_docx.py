"""Reading .docx: what a reader of the document would read, and the refusal of everything that is none."""

from __future__ import annotations

import struct
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from batches import names
from batches import run as batch_run
from documents import W, docx, paragraph, run, table
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewed import reviewed

from mt import readers, writers
from mt.errors import ConfigError, InputError
from mt.readers import docx as reader
from mt.writers import docx as writer


def read(path: Path) -> list[tuple[str, str]]:
    (found,) = readers.read(path)
    assert found.meta["mt:format"] == "docx"
    assert found.source_text() == "\n\n".join(segment.source for segment in found.segments)
    return [(one.kind, one.segments[0].source) for one in found.paragraphs]


def test_kinds_by_styles(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:numId w:val="{}"/></w:numPr>'
    path = docx(
        tmp_path / "a.docx",
        paragraph("Sommaire 1", style="TOC1"),
        paragraph("Le port rouvre", style="Heading1"),
        paragraph("Par Jeanne Martin"),
        paragraph(""),
        paragraph("Les bateaux sont rentrés mardi."),
        paragraph("Et demain", style="Mine"),
        paragraph("un quai", properties=numbered.format(3)),
        paragraph("un phare", style="ListBullet"),
        paragraph("Sans numéro.", properties=numbered.format(0)),
        paragraph("• une digue"),
        paragraph("« Nous attendions. »", style="Quote"),
        paragraph("En rond.", style="Round"),
        table(("Poste", "Montant"), ("Quais", "2")),
        paragraph("Fin."),
    )
    assert read(path) == [
        ("heading", "Le port rouvre"),
        ("byline", "Par Jeanne Martin"),
        ("text", "Les bateaux sont rentrés mardi."),
        ("heading", "Et demain"),
        ("item", "un quai"),
        ("item", "un phare"),
        ("text", "Sans numéro."),
        ("item", "une digue"),
        ("quote", "« Nous attendions. »"),
        ("text", "En rond."),
        *(("text", cell) for cell in ("Poste", "Montant", "Quais", "2")),
        ("text", "Fin."),
    ]


def test_kinds_by_look_where_no_style_tells_a_heading(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph("Le port rouvre"), paragraph("Il a rouvert."), table(("Quais", "2 M€")))
    assert read(path) == [("heading", "Le port rouvre"), ("text", "Il a rouvert."), ("text", "Quais"), ("text", "2 M€")]


def test_what_is_read_of_a_paragraph(tmp_path: Path) -> None:
    link = f'<w:hyperlink r:id="r9">{run("le site")}</w:hyperlink>'
    tracked = f"<w:del>{run('vieux')}</w:del><w:ins>{run('neuf')}</w:ins><w:moveFrom>{run('parti')}</w:moveFrom>"
    fields = '<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple w:instr="DATE"><w:r><w:t>12 mai</w:t></w:r>'
    hidden = run("caché", "<w:vanish/>") + run("secret", '<w:rStyle w:val="Secret"/>')
    form = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Cliquez ici')}</w:sdtContent></w:sdt>"
    path = docx(
        tmp_path / "a.docx",
        paragraph("Un mot", run("clé", "<w:b/>"), " et ", link, "."),
        paragraph("Le texte ", tracked, " reste."),
        paragraph("Le ", fields + "</w:fldSimple>", "."),
        paragraph("Vu", hidden, run("vu", '<w:vanish w:val="0"/>'), form),
        paragraph("Vers un", "<w:r><w:br/></w:r>", "vers\u00a0deux"),
        paragraph("Cette phrase", properties="<w:rPr><w:del/></w:rPr>"),
        paragraph(" continue."),
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('Rayé')}</w:tc></w:tr></w:tbl>",
    )
    assert [text for _, text in read(path)] == [
        "Un motclé et le site.",
        "Le texte neuf reste.",
        "Le 12 mai.",
        "Vuvu",
        "Vers un\nvers\u00a0deux",
        "Cette phrase continue.",
    ]


def test_boxes_once_and_notes_last_headers_never(tmp_path: Path) -> None:
    def box(text: str) -> str:
        return f"<w:pict><v:textbox><w:txbxContent>{paragraph(text)}</w:txbxContent></v:textbox></w:pict>"

    twice = f"<mc:AlternateContent><mc:Choice>{box('Encadré.')}</mc:Choice><mc:Fallback>{box('Encadré.')}</mc:Fallback>"
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = '<w:footnote w:id="0" w:type="separator"/>' + "".join(
        f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>' for number, text in ((1, "Une."), (2, "Deux."))
    )
    path = docx(
        tmp_path / "a.docx",
        paragraph("Avant", call.format(2), ", après.", f"<w:r>{twice}</mc:AlternateContent></w:r>"),
        paragraph("Suite", call.format(1), "."),
        footnotes=notes,
        header1=paragraph("En-tête"),
        comments=paragraph("Remarque"),
    )
    assert [text for _, text in read(path)] == ["Avant, après.", "Encadré.", "Suite.", "Deux.", "Une."]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1), min_size=1, max_size=8))
def test_no_paragraph_is_lost(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = docx(Path(folder, "a.docx"), *(paragraph(run(escape(text))) for text in ["Titre", *texts]))
        wanted = [text.strip() for text in texts if text.strip()]
        assert [text for _, text in read(path)[1:]] == [
            reader._BULLET.sub("", text, count=1) if reader._BULLET.match(text) else text for text in wanted
        ]


def test_a_review_file_of_ours_is_no_article(tmp_path: Path) -> None:
    assert reader.REVIEWED == writer.COLUMNS
    path = writers.write(reviewed(), tmp_path, ["docx"], name="a", signature="s")[0]
    with pytest.raises(InputError, match=r"a\.docx is a review file of mt.*mt review apply"):
        readers.read(path)


def _damaged(path: Path, kind: str) -> None:
    whole = docx(path, paragraph("Bonjour.")).read_bytes()
    contents = {
        "empty": b"",
        "text": "Bonjour à tous".encode(),
        "cut": whole[: len(whole) // 2],
        "old": b"\xd0\xcf\x11\xe0" + bytes(600),
        "password": b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    }
    if kind in contents:
        path.write_bytes(contents[kind])
        return
    main = {
        "other": None,
        "xml": b"<w:document",
        "nothing": f'<w:document xmlns:w="{W}"><w:body/></w:document>'.encode(),
        "dtd": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "deep": b"<a>" * 10_000 + b"</a>" * 10_000,
        "bomb": b"<a>" + b" " * (101 << 20) + b"</a>",
    }[kind]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml" if main is None else "word/document.xml", main or b"<a/>")


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("empty", "is empty"),
        ("text", "damaged or no office file"),
        ("cut", "damaged or no office file"),
        ("old", "an old office document"),
        ("password", "protected by a password"),
        ("other", "has no text document in it"),
        ("xml", "not well-formed"),
        ("nothing", "holds no text"),
        ("dtd", "document type definition"),
        ("deep", "not well-formed"),
        ("bomb", "unpacks to 105,"),
    ],
)
def test_refused_by_name(tmp_path: Path, kind: str, says: str) -> None:
    path = tmp_path / "a.docx"
    _damaged(path, kind)
    with pytest.raises(InputError) as refusal:
        readers.read(path)
    assert says in str(refusal.value) and "a.docx" in str(refusal.value) and "\n" not in str(refusal.value)


def test_a_bomb_that_lies_about_its_size_fills_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    _damaged(path, "bomb")
    data = path.read_bytes()
    size = struct.pack("<I", (101 << 20) + 7)
    assert data.count(size) == 2  # before the part and in the directory
    path.write_bytes(data.replace(size, struct.pack("<I", 1000)))
    with pytest.raises(InputError, match="damaged"):
        readers.read(path)


def test_a_run_takes_it_up_and_never_writes_over_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = docx(tmp_path / "in" / "lettre.docx", paragraph("Un."))
    before = path.read_bytes()
    with pytest.raises(ConfigError, match="would be written over"):
        batch_run(path, tmp_path / "in", formats=("txt", "docx"))
    assert not batch_run(path, tmp_path / "out", formats=("txt", "docx"))[0].error
    assert names(tmp_path / "in") == ["lettre"]
    assert batch_run(path, tmp_path / "out", formats=("txt", "docx"))[0].unchanged
    assert path.read_bytes() == before
    docx(tmp_path / "out" / "autre.docx", paragraph("Deux."))
    assert names(tmp_path / "out") == ["autre"]
