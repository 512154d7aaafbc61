"""`mt align`: two texts, one sentence a line, lines of words; and everything that may be wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mt.align import forced, scores
from mt.commands.align import align as command
from mt.errors import ConfigError, InputError

FRENCH = """Le port d'Ouzel rouvre après la tempête

OUZEL (AFP) – Le port d'Ouzel a rouvert mardi, trois jours après la tempête qui a détruit 40 % de ses quais. \
« Nous avons travaillé jour et nuit. Personne n'a dormi », a dit M. Anton Kovalenko, qui dirige l'administration \\
portuaire.

Selon lui, 12 500 tonnes de blé attendent encore d'être chargées. Les premiers navires doivent partir vers l'Égypte \
dès mercredi.

Le maire, Mme Tarkowska, a promis une aide de 3,5 millions d'euros aux pêcheurs. Elle n'a pas précisé quand cette aide \
serait versée.
"""
ENGLISH = """Port of Ouzel reopens after storm

OUZEL (AFP) – The port of Ouzel reopened on Tuesday. Three days earlier, a storm had destroyed 40% of its quays. \
“We worked day and night and nobody slept,” said Mr. Anton Kovalenko, who heads the port authority.

The storm was the worst in twenty years.

According to him, 12,500 tonnes of wheat are still waiting to be loaded, and the first ships
should leave for Egypt on Wednesday.

The mayor, Mrs. Tarkowska, promised fishermen 3.5 million euros in aid.
"""
PAIRED = [
    ((0,), (0,)),
    ((1,), (1, 2)),
    ((2, 3), (3,)),
    ((), (4,)),
    ((4, 5), (5,)),
    ((6,), (6,)),
    ((7,), ()),
]
app = typer.Typer()
app.command()(command)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    files = tmp_path / "ouzel.txt", tmp_path / "ouzel.en.txt"
    for file, text in zip(files, (FRENCH, ENGLISH), strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_no_text_is_written_over(pair, tmp_path):
    result = run(*pair, "-o", tmp_path, "--formats", "txt", "--no-model")
    assert isinstance(result.exception, ConfigError)
    assert "ouzel.txt would be written over" in str(result.exception)
    assert pair[0].read_text(encoding="utf-8") == FRENCH


def test_two_texts_become_review_files(pair, tmp_path):
    out = tmp_path / "out"
    result = run(*pair, "-o", out, "--formats", "html,tsv,jsonl,txt")
    assert result.exit_code == 0, result.output
    found = scores.read_beads((out / "ouzel.beads").read_text().splitlines())
    assert [bead[:2] for bead in found] == PAIRED
    assert {file.name for file in out.iterdir()} >= {
        "ouzel.html",
        "ouzel.tsv",
        "ouzel.jsonl",
        "ouzel.txt",
        "ouzel.beads",
    }
    tsv = (out / "ouzel.tsv").read_text(encoding="utf-8")
    assert tsv.count("unpaired") == 2 and "leave for Egypt on Wednesday." in tsv
    assert "Nothing in the other text" in (out / "ouzel.html").read_text(encoding="utf-8")


def test_presplit_lines_are_never_split(tmp_path):
    files = tmp_path / "a.fr", tmp_path / "a.en"
    files[0].write_bytes(b"Il pleut. Il part.\r\n\r\nLe chien dort.\r\n")
    files[1].write_bytes(b"It is raining. He leaves.\r\n\r\nThe dog is asleep.\r\n")
    assert run("--presplit", *files, "-o", tmp_path, "--formats", "tsv").exit_code == 0
    found = scores.read_beads((tmp_path / "a.beads").read_text().splitlines())
    assert [bead[:2] for bead in found] == [((k,), (k,)) for k in range(3)]


def test_marks_of_structure_are_no_english(tmp_path):
    files = tmp_path / "a.fr.md", tmp_path / "a.en.md"
    files[0].write_text(
        "# Le titre\n\n*Par Jean*\n\n> Il pleut\n> ici.\n\n- Le chien dort.\n- Il part.\n", encoding="utf-8"
    )
    files[1].write_text(
        "# The title\n\n*By Jean*\n\n> It rains\n> here.\n\n- The dog sleeps.\n- He leaves.\n", encoding="utf-8"
    )
    assert run(*files, "-o", tmp_path / "out", "--formats", "md").exit_code == 0
    english = "# The title\n\n*By Jean*\n\n> It rains here.\n\n- The dog sleeps.\n- He leaves.\n"
    assert (tmp_path / "out" / "a.fr.md").read_text(encoding="utf-8") == english


def test_mistakes_are_named(pair, tmp_path):
    def error(*arguments: object) -> str:
        result = run(*arguments, "-o", tmp_path / "none")
        assert isinstance(result.exception, (ConfigError, InputError)), result.output
        assert not (tmp_path / "none").exists()
        return str(result.exception)

    (tmp_path / "empty.txt").write_text("")
    assert "put the French first" in error(*reversed(pair))
    assert "the same text" in error(pair[0], pair[0])
    assert "empty" in error(pair[0], tmp_path / "empty.txt")
    assert "empty" in error("--presplit", pair[0], tmp_path / "empty.txt")
    assert "does not exist" in error(pair[0], tmp_path / "missing.txt")
    assert "needs two texts" in error(pair[0])
    assert "leave out SOURCE" in error(*pair, "--words", pair[0])
    assert "without --translate" in error(*pair, "--no-model", "--translate")
    (tmp_path / "blank.txt").write_bytes(b"\xef\xbb\xbf\r\n \r\n\t\r\n")
    (tmp_path / "bytes.txt").write_bytes(bytes(range(256)))
    for more in ((), ("--presplit",)):
        assert "empty" in error(*more, tmp_path / "blank.txt", pair[1])
        assert "binary" in error(*more, pair[0], tmp_path / "bytes.txt")
        assert "tmp" in error(*more, tmp_path, pair[1])


def test_another_language_is_said_and_done_all_the_same(pair, tmp_path):
    german = tmp_path / "de.txt"
    german.write_text(
        "Der Hafen ist wieder offen. Das war nicht leicht. Die Schiffe sind mit dem Korn auf dem Meer.\n" * 2
    )
    result = run(pair[0], german, "-o", tmp_path / "out")
    assert result.exit_code == 0 and "does not look English but German" in result.stderr
    assert (tmp_path / "out" / "ouzel.beads").exists()


def test_links_of_lines(tmp_path):
    file = tmp_path / "pairs.any"
    file.write_text("le chat dort . ||| the cat sleeps .\nno pair\n ||| \n")
    result = run("--words", file)
    assert result.stdout == "0-0 1-1 2-2 3-3\n\n\n"
    assert result.exit_code == 1 and "line 2" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_windows_texts_are_read_like_others(encoding, pair, tmp_path):
    for file, text in zip(pair, (FRENCH, ENGLISH), strict=True):
        file.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert run(*pair, "-o", tmp_path / "out", "--formats", "tsv").exit_code == 0
    found = scores.read_beads((tmp_path / "out/ouzel.beads").read_text().splitlines())
    assert [bead[:2] for bead in found] == PAIRED
    assert run("--presplit", *pair, "-o", tmp_path / "lines", "--formats", "tsv").exit_code == 0
    found = scores.read_beads((tmp_path / "lines/ouzel.beads").read_text().splitlines())
    assert [i for bead in found for i in bead.source] == list(range(8))
    assert [j for bead in found for j in bead.target] == list(range(10))
    assert {((0,), (0,)), ((1,), (1,)), ((2,), (2,))} <= {bead[:2] for bead in found}


def test_a_side_ten_times_longer_is_said_and_nothing_is_lost(pair, tmp_path):
    pair[1].write_text(ENGLISH * 10)
    result = run(*pair, "-o", tmp_path / "out", "--formats", "tsv,jsonl")
    assert result.exit_code == 0 and "much will be unpaired" in result.stderr
    found = scores.read_beads((tmp_path / "out/ouzel.beads").read_text().splitlines())
    assert [j for bead in found for j in bead.target] == list(range(70))
    assert (tmp_path / "out/ouzel.jsonl").read_text().count('"unpaired"') >= 60


def test_a_sentence_of_fifty_thousand_words(tmp_path):
    files = tmp_path / "a.fr", tmp_path / "a.en"
    files[0].write_text("Le chien noir mange du pain dans la grande maison " * 5000 + ".\nIl dort.\n")
    files[1].write_text("The black dog eats bread in the big house " * 5000 + ".\nHe sleeps.\n")
    assert run("--presplit", *files, "-o", tmp_path, "--formats", "tsv").exit_code == 0
    found = scores.read_beads((tmp_path / "a.beads").read_text().splitlines())
    assert [bead[:2] for bead in found] == [((0,), (0,)), ((1,), (1,))]


def test_every_line_of_words_has_its_line_of_links(tmp_path):
    file = tmp_path / "pairs"
    file.write_bytes("\ufeffle chat ||| the cat\r\n\r\n ||| the cat\r\nle chat|||the cat".encode())
    result = run("--words", file)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "0-0 1-1\n\n\n0-0 1-1\n", "")
    file.write_text("le chat ||| the cat ||| \nle chat\n||| a\nun ||| a\n")
    result = run("--words", file)
    assert result.stdout == "\n\n\n0-0\n"
    assert result.exit_code == 1 and "lines 1, 2" in result.stderr
    file.write_text("le chat\n")
    assert "holds no pair" in str(run("--words", file).exception)


def test_no_model_loads_none(pair, tmp_path, monkeypatch):
    monkeypatch.setattr(forced, "engine_of", lambda *_: pytest.fail("a model was asked for"))
    assert run(*pair, "-o", tmp_path / "out", "--no-model").exit_code == 0
    assert "|model:none|" in (tmp_path / "out/ouzel.html").read_text(encoding="utf-8")
    (tmp_path / "pairs").write_text("le chat ||| the cat\n")
    assert run("--words", tmp_path / "pairs", "--no-model").stdout == "0-0 1-1\n"


def test_a_model_may_translate_the_source_too(pair, tmp_path):
    assert run(*pair, "-o", tmp_path / "out", "--translate").exit_code == 0
    assert "|translations:yes|" in (tmp_path / "out/ouzel.html").read_text(encoding="utf-8")
    found = scores.read_beads((tmp_path / "out/ouzel.beads").read_text().splitlines())
    assert [bead[:2] for bead in found] == PAIRED
