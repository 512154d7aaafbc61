"""The memory's approved translations as TMX: out, through translate-toolkit, and in again."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from translate.storage.tmx import tmxfile
from typer.testing import CliRunner

from mt.commands import _exchange
from mt.errors import InputError
from mt.memory import Memory, Reviewed
from mt.review.exchange import Brought, bring, export

WHEN = "2026-02-01T10:00:00+00:00"
ENTRIES = [
    Reviewed("Bonjour &amp; <b>adieu</b>.", "Hello & goodbye.", "Ana Ruiz", WHEN, "sport/final"),
    Reviewed("« Oui »\x07\tdit-il.", "“Yes,” he\x07\tsaid.", "", "", ""),
    Reviewed("=1+1 😀 \u202eabc", "=1+1 😀 \u202eabc", "B\u2028n", "yesterday", "a ⟦U+0041⟧"),
]
FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="FR-FR" datatype="xml"/><body>
<tu changeid="CAT" changedate="20260301T120000Z"><tuv xml:lang="FR-FR"><seg>Le <bpt i="1">&lt;b></bpt>gel<ept
 i="1">&lt;/b></ept> dure.</seg></tuv><tuv xml:lang="en-GB"><seg>The <hi>freeze</hi> lasts.</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Sans anglais.</seg></tuv></tu>
<tu><prop type="x-status">draft</prop><tuv xml:lang="fr"><seg>Brouillon.</seg></tuv><tuv xml:lang="en"><seg>Draft.</seg>
</tuv></tu></body></tmx>"""


def test_what_is_exported_comes_back_as_it_was(tmp_path: Path) -> None:
    with Memory(tmp_path / "a.sqlite") as memory, Memory(tmp_path / "b.sqlite") as other:
        memory.approve_all(ENTRIES)
        assert export(memory, tmp_path / "m.tmx") == 3
        assert bring(other, tmp_path / "m.tmx") == Brought(3, 0, 0)
        kept = [entry if entry.when == WHEN else Reviewed(*(*_front(entry), "", entry.article)) for entry in ENTRIES]
        assert list(other.every_reviewed()) == kept
        assert bring(other, tmp_path / "m.tmx") == Brought(0, 0, 3)


def _front(entry: Reviewed) -> tuple[str, str, str]:
    return entry.source, entry.target, entry.reviewer


def test_the_later_translation_counts(tmp_path: Path) -> None:
    with Memory(tmp_path / "a.sqlite") as memory:
        memory.approve("Le gel dure.", "The frost lasts.", "Ana", "2026-02-01T10:00:00+00:00", "")
        (tmp_path / "m.tmx").write_text(FOREIGN, encoding="utf-8")
        assert bring(memory, tmp_path / "m.tmx") == Brought(0, 1, 0)
        found = memory.reviewed("Le gel dure.")
        assert found is not None and (found.target, found.reviewer) == ("The freeze lasts.", "CAT")
        memory.approve("Le gel dure.", "The frost still lasts.", "Ana", "2027-01-01T00:00:00+00:00", "")
        assert bring(memory, tmp_path / "m.tmx") == Brought(0, 0, 1)


def test_a_date_without_its_z_is_a_date(tmp_path: Path) -> None:
    with Memory(tmp_path / "a.sqlite") as memory:
        memory.approve("Le gel dure.", "The frost lasts.", "Ana", "2026-05-01T10:00:00+00:00", "")
        (tmp_path / "m.tmx").write_text(FOREIGN.replace("20260301T120000Z", "20260301T120000"), encoding="utf-8")
        assert bring(memory, tmp_path / "m.tmx") == Brought(0, 0, 1)  # older, though "20260301" sorts behind "2026-05"


def test_another_program_reads_and_changes_it(tmp_path: Path) -> None:
    with Memory(tmp_path / "a.sqlite") as memory:
        memory.approve("Un.", "One.", "Ana", "", "")
        export(memory, tmp_path / "m.tmx")
    store = tmxfile.parsefile(str(tmp_path / "m.tmx"))
    assert [(unit.source, unit.target) for unit in store.units] == [("Un.", "One.")]
    store.units[0].target = "Exactly one."
    store.savefile(str(tmp_path / "m.tmx"))
    with Memory(tmp_path / "b.sqlite") as other:
        bring(other, tmp_path / "m.tmx")
        assert [entry.target for entry in other.every_reviewed()] == ["Exactly one."]


def test_the_commands_say_what_they_did_and_what_they_could_not(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command(name="import")(_exchange.bring)
    app.command(name="export")(_exchange.export)
    (tmp_path / "m.tmx").write_text(FOREIGN, encoding="utf-8")
    (tmp_path / "bad.tmx").write_text("<html/>", encoding="utf-8")
    memory = ["--memory", str(tmp_path / "a.sqlite")]
    result = CliRunner().invoke(app, ["export", str(tmp_path / "x.tmx"), *memory])
    assert isinstance(result.exception, InputError) and "there is no memory" in str(result.exception)
    result = CliRunner().invoke(app, ["import", str(tmp_path / "m.tmx"), str(tmp_path / "bad.tmx"), *memory])
    assert result.exit_code == 1 and "1 added, 0 replaced, 0 there already" in result.stdout
    assert "bad.tmx is no TMX file" in result.stderr
    result = CliRunner().invoke(app, ["export", str(tmp_path / "x.tmx"), *memory])
    assert result.exit_code == 0 and "x.tmx: 1 units" in result.stdout


@pytest.mark.parametrize("text", ["", "<tmx>", "<tmx/>" + "x", "\x00"])
def test_a_damaged_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.tmx").write_text(text, encoding="utf-8")
    with Memory(tmp_path / "a.sqlite") as memory, pytest.raises(InputError):
        bring(memory, tmp_path / "m.tmx")
