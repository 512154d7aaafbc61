"""The command line as its users meet it: every mistake once, and what is left on disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import ctranslate2
import pytest

ROOT = Path(__file__).parent.parent
os.environ["MT_MEMORY"] = str(Path(tempfile.mkdtemp(prefix="mt-tests-")) / "memory.sqlite")


def mt(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mt", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **options)


def refused(*arguments: object, says: str, status: int = 2, **options: object) -> None:
    done = mt(*arguments, **options)
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_translate_writes_every_review_file(article, tmp_path):
    output = tmp_path / "out"
    done = mt("translate", article, "-o", output)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "moscou" in done.stdout
    names = {path.name for path in output.iterdir()}
    formats = ("html", "tsv", "jsonl", "txt", "names.json", "names.tsv")
    assert names == {f"moscou.{suffix}" for suffix in formats} | {"manifest.json"}
    rows = [json.loads(line) for line in (output / "moscou.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"id", "paragraph", "kind", "source", "target", "raw", "gap", "score", "links", "names", "flags"} <= set(
        rows[0]
    )
    english = (output / "moscou.txt").read_text(encoding="utf-8")
    assert "Pachinian" not in english
    assert "Pashinaian" not in english
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["articles"][0]["status"] == "done"
    assert manifest["signature"].startswith("model:fr-en@")


def test_a_card_that_is_not_there_is_a_choice_to_change_or_a_line_to_read(article, tmp_path):
    out = tmp_path / "out"
    if not ctranslate2.get_cuda_device_count():
        refused("translate", article, "-o", out, "--device", "cuda", says="mt: the graphics card cannot be used (")
        assert list(out.iterdir()) == []
    refused("translate", article, "-o", out, "--device", "gpu", says="unknown device 'gpu': there is auto, cpu, cuda")
    seen = "from mt import cli; from mt.engines import _cards; _cards.count = lambda: 1; cli.main()"
    line = [sys.executable, "-c", seen, "translate", article, "-o", out, "--formats", "txt", "--workers", "2"]
    done = subprocess.run(line, capture_output=True, text=True)
    if not ctranslate2.get_cuda_device_count():
        assert done.returncode == 0
        assert done.stderr.startswith("mt: the graphics card cannot be used (")
        assert done.stderr.count("\n") == 1


def test_a_folder_gets_an_index_and_keeps_its_folders(tmp_path):
    articles = tmp_path / "in"
    (articles / "monde").mkdir(parents=True)
    for name in ("a.txt", "monde/b.md", "monde/.hidden.txt", "monde/picture.png"):
        (articles / name).write_text("Bonjour à tous.\n", encoding="utf-8")
    done = mt("translate", articles, "-o", tmp_path / "out", "--engine", "echo", "--formats", "txt,html")
    assert done.returncode == 0, done.stderr
    written = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.txt")}
    assert written == {"a.txt", "monde/b.txt"}
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "monde/b" in index


def test_some_inputs_fail_and_the_rest_is_done(article, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    done = mt("translate", tmp_path, "-o", tmp_path / "out", "--engine", "echo")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 2
    assert "Not done 2: " in done.stdout
    assert "empty.txt" in done.stderr
    assert "binary.txt" in done.stderr
    assert (tmp_path / "out" / "moscou.html").exists()
    statuses = json.loads((tmp_path / "out" / "manifest.json").read_text())["articles"]
    assert sorted(entry["status"] for entry in statuses) == ["done", "failed", "failed"]


def test_mistakes_are_named(article, tmp_path):
    refused("translate", tmp_path / "missing.txt", says="missing.txt")
    (tmp_path / "none").mkdir()
    refused("translate", tmp_path / "none", says="has no article")
    (tmp_path / "a.docx").write_bytes(b"PK")
    refused("translate", tmp_path / "a.docx", "-o", tmp_path / "out", says="damaged or no office file")
    (tmp_path / "a.odt").write_bytes(b"PK")
    refused("translate", tmp_path / "a.odt", says=".odt")
    refused("translate", article, "--engine", "ct3", says="did you mean 'ct2'")
    refused("translate", article, "--formats", "htm", says="did you mean 'html'")
    refused("translate", article, "--formats", "", says="no format")
    refused("translate", article, "--beam", "0", says="beam")
    refused("translate", article, "--quotes", "curled", says="curly")
    refused("translate", article, "--config", tmp_path / "no.toml", says="no.toml")
    refused("translate", article, "--glossary", tmp_path / "no.tsv", says="no.tsv")
    refused(
        "translate",
        article,
        "--model",
        "fr-enn",
        says="no model 'fr-enn'",
    )
    refused("translate", article, "--modle", "x", says="--modle")
    refused("translat", article, says="translat")


def test_settings_files_are_checked(article, tmp_path):
    settings = tmp_path / "s.toml"
    settings.write_text("baem = 4\n")
    refused("translate", article, "--config", settings, says="did you mean 'beam'")
    settings.write_text("beam = 'four'\n")
    refused("translate", article, "--config", settings, says="beam = 'four'")
    settings.write_text("beam = [\n")
    refused("translate", article, "--config", settings, says="cannot be read")


def test_two_inputs_that_would_write_one_output_are_refused_before_anything(article, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "moscou.md").write_text("Bonjour.\n")
    refused("translate", article, other / "moscou.md", "-o", tmp_path / "out", says="would both write moscou")
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_output_folder_is_refused(article, tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    refused("translate", article, "-o", tmp_path / "out", says="cannot write to")


def test_an_output_that_is_a_file_is_refused(article, tmp_path):
    (tmp_path / "out").write_text("")
    refused("translate", article, "-o", tmp_path / "out", says="cannot write to")


def test_a_dry_run_writes_nothing_and_loads_nothing(article, tmp_path):
    done = mt("translate", article, "-o", tmp_path / "out", "--dry-run", "--model", "Helsinki-NLP/opus-mt-fr-en")
    assert done.returncode == 0, done.stderr
    assert "moscou" in done.stdout
    assert not (tmp_path / "out").exists()


def test_names_show(article):
    done = mt("names", "show", article, env=os.environ | {"COLUMNS": "200"})
    assert done.returncode == 0, done.stderr
    assert "Pashinyan" in done.stdout
    assert "Pachinian" in done.stdout


def test_a_glossary_is_obeyed(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Le Conseil a écouté Jean Morel, de la société Kéroual.\n", encoding="utf-8")
    glossary = tmp_path / "terms.tsv"
    glossary.write_text("Kéroual\tKeroual\tcompany\n", encoding="utf-8")
    done = mt("translate", path, "-o", tmp_path / "out", "--engine", "echo", "--glossary", glossary, "--formats", "txt")
    assert done.returncode == 0, done.stderr
    assert "Keroual" in (tmp_path / "out" / "a.txt").read_text(encoding="utf-8")
    glossary.write_text("Kéroual\n", encoding="utf-8")
    refused("translate", path, "-o", tmp_path / "out", "--glossary", glossary, says="terms.tsv")


def test_text_that_is_not_french_is_translated_and_flagged(tmp_path):
    path = tmp_path / "english.txt"
    path.write_text("The minister said that he would not come to the meeting because of the weather.\n" * 3)
    done = mt("translate", path, "-o", tmp_path / "out", "--engine", "echo", "--formats", "jsonl")
    assert done.returncode == 0
    assert "not-french" in (tmp_path / "out" / "english.jsonl").read_text()


def test_hostile_text_is_kept(tmp_path):
    path = tmp_path / "odd.txt"
    text = "a" * 200_000 + "\n\nБонжур. 🙂🙂 \u200b\u202eabc\x07 <script>alert(1)</script> [bold]x[/bold]\n"
    path.write_text(text, encoding="utf-8", newline="")
    done = mt("translate", path, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out" / "odd.jsonl").read_text(encoding="utf-8").splitlines()]
    assert "".join(row["source"] + row["gap"] for row in rows) == text


def test_killed_mid_way_nothing_is_half_written(tmp_path):
    articles = tmp_path / "in"
    articles.mkdir()
    for number in range(30):
        text = f"Le ministre numéro {number} est arrivé à Erevan. Il a parlé de la paix.\n" * 40
        (articles / f"{number:02}.txt").write_text(text)
    settings = tmp_path / "s.toml"
    settings.write_text("window = 64\n")
    command = [
        sys.executable,
        "-m",
        "mt",
        "translate",
        str(articles),
        "-o",
        str(tmp_path / "out"),
        "--config",
        str(settings),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not list((tmp_path / "out").glob("0*.html")):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for path in (tmp_path / "out").glob("*.jsonl"):
        assert "".join(json.loads(line)["source"] for line in path.read_text(encoding="utf-8").splitlines())
    for path in (tmp_path / "out").glob("*.html"):
        assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_help_answers_at_once():
    mt("--help")
    fastest = min(_seconds("--help") for _ in range(3))
    bare = min(_seconds(None) for _ in range(3))
    assert fastest - bare < 0.5


def _seconds(argument: str | None) -> float:
    begin = time.perf_counter()
    command = [sys.executable, "-m", "mt", argument] if argument else [sys.executable, "-c", "pass"]
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - begin


def test_the_batch_script_is_the_same_job(article, tmp_path):
    script = ROOT / "scripts" / "translate_batch.py"
    settings = tmp_path / "s.toml"
    settings.write_text('engine = "echo"\n')
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Bonjour.\n")
    command = [sys.executable, str(script), str(folder), str(tmp_path / "out"), str(settings)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "a.html").exists()


def test_evaluate(tmp_path):
    (tmp_path / "fr").write_text("Bonjour à tous.\n\nOui.\n")
    (tmp_path / "en").write_text("Bonjour à tous.\n\nYes.\n")
    done = mt("evaluate", tmp_path / "fr", tmp_path / "en", "--engine", "echo", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert set(result) == {"BLEU", "chrF2", "TER"}
    assert 0 < result["BLEU"]["score"] < 100
    assert "version:" in result["BLEU"]["signature"]
    perfect = mt("evaluate", tmp_path / "fr", tmp_path / "en", "--hypothesis", tmp_path / "en", "--json")
    assert json.loads(perfect.stdout)["BLEU"]["score"] == pytest.approx(100)
    (tmp_path / "short").write_text("Yes.\n")
    refused("evaluate", tmp_path / "fr", tmp_path / "short", "--engine", "echo", says="match line by line")
    compared = mt(
        "evaluate", tmp_path / "fr", tmp_path / "en", "--engine", "echo", "--against", tmp_path / "en", "--json"
    )
    assert json.loads(compared.stdout)["BLEU"]["other"] == pytest.approx(100)


def test_a_model_is_evaluated_against_another_in_the_same_way(tmp_path):
    (tmp_path / "fr").write_text("Pachinian est à Erevan.\nL'OTAN est là.\n")
    (tmp_path / "en").write_text("Pashinyan is in Yerevan.\nNATO is there.\n")
    command = ("evaluate", tmp_path / "fr", tmp_path / "en", "--engine", "echo", "--against", "fr-en", "--json")
    for names in ((), ("--names",)):
        result = json.loads(mt(*command, *names).stdout)["chrF2"]
        assert result["other"] == pytest.approx(result["score"])


def test_standard_input_to_standard_output(tmp_path):
    text = "Bonjour à tous.\n\nL'OTAN est là.\n"
    done = mt("translate", "-", "--engine", "echo", input=text)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Bonjour à tous.\n\n")
    assert done.stdout.count("\n") == 3
    lines = mt("translate", "-", "--engine", "echo", "--formats", "jsonl", input=text).stdout.splitlines()
    assert "".join(row["source"] + row["gap"] for row in map(json.loads, lines)) == text
    refused("translate", "-", "--engine", "echo", says="is empty", input=" \n")
    refused("translate", "-", "--limit", "3", says="one article alone", input=text)
    refused("translate", "-", tmp_path, says="one article alone", input=text)
    assert "2 sentences, 6 words" in mt("translate", "-", "--engine", "echo", "--dry-run", input=text).stdout


def test_a_second_run_is_recognised_and_the_third_comes_from_the_memory(article, tmp_path):
    line = ("translate", article, "-o", tmp_path / "out", "--memory", tmp_path / "m.sqlite", "--formats", "txt")
    assert "translated 8" in mt(*line).stdout  # six sentences, and two quotations alone
    english = (tmp_path / "out" / "moscou.txt").read_bytes()
    assert "1 finished before" in mt(*line).stdout
    (tmp_path / "out" / "moscou.txt").unlink()
    assert "From memory 6, translated 0" in mt(*line).stdout
    assert (tmp_path / "out" / "moscou.txt").read_bytes() == english
    rehearsal = mt(*line, "--dry-run").stdout
    assert "1 article (1 finished before), 6 sentences" in rehearsal
    assert "Not finished: 0 tokens; 0 sentences from memory" in rehearsal
    assert "About 0 s for 0 new words" in rehearsal
    elsewhere = mt(*line, "-o", tmp_path / "other", "--dry-run").stdout
    assert "1 article, 6 sentences" in elsewhere and "6 sentences from memory" in elsewhere
    held = mt("memory", "stats", "--memory", tmp_path / "m.sqlite").stdout
    assert "machine" in held
    refused("memory", "forget", "moscow", "--memory", tmp_path / "m.sqlite", says="did you mean 'moscou'?")
    assert "8 entries forgotten" in mt("memory", "forget", "moscou", "--memory", tmp_path / "m.sqlite").stdout
    assert "It is empty" in mt("memory", "stats", "--memory", tmp_path / "m.sqlite").stdout
    refused("memory", "forget", "--memory", tmp_path / "m.sqlite", says="--all")
    refused("memory", "stats", "--memory", tmp_path / "none.sqlite", says="there is no memory")


def test_a_damaged_memory_is_set_aside_and_the_job_done(article, tmp_path):
    memory = tmp_path / "m.sqlite"
    memory.write_bytes(b"SQLite format 3\0" + b"nonsense" * 500)
    done = mt("translate", article, "-o", tmp_path / "out", "--engine", "echo", "--memory", memory)
    assert done.returncode == 0
    assert "the memory was damaged; it is now" in done.stderr
    assert list(tmp_path.glob("m.sqlite.damaged-*"))


def test_options_of_a_batch_are_checked(article, tmp_path):
    refused("translate", article, "--memory", article, says="no translation memory")
    refused("translate", article, "--memory", tmp_path / "m.sqlite", "--no-memory", says="choose one")
    refused("translate", article, "--since", "yesterday", says="2026-01-31")
    refused("translate", article, "--shard", "3/2", says="--shard 3/2")
    refused("translate", article, "--limit", "0", says="--limit")
    refused("translate", article, "--cluster", "dask", says="there is ray")
    refused("translate", article, "--shards", "csv", says="there is jsonl, parquet")
    refused("translate", f"@{tmp_path}/list", says="cannot be read")


def test_lines_of_json_say_everything(article, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    done = mt("translate", article, tmp_path / "empty.txt", "-o", tmp_path / "out", "--engine", "echo", "--log-json")
    assert (done.returncode, done.stdout) == (1, "")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert [event["event"] for event in events] == ["start", "failed", "done", "end"]
    assert events[-1]["segments"] == 6
    assert events[-1]["failed"] == 1


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
def test_ctrl_c_finishes_what_is_begun_and_the_same_command_goes_on(tmp_path):
    articles = tmp_path / "in"
    articles.mkdir()
    for number in range(200):
        text = "".join(f"Le ministre {number} a vu {k} personnes à Erevan. " for k in range(10))
        (articles / f"{number:03}.txt").write_text(text)
    settings = tmp_path / "s.toml"
    settings.write_text("window = 40\nbeam = 2\n")
    line = ("translate", articles, "-o", tmp_path / "out", "--config", settings, "--formats", "txt")
    command = [sys.executable, "-m", "mt", *map(str, line)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not list((tmp_path / "out").glob("0*.txt")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert "the same command goes on from here" in said
    assert "Traceback" not in said
    before = len(list((tmp_path / "out").glob("*.txt")))
    assert 0 < before < 200
    done = mt(*line)
    assert done.returncode == 0
    assert f"{before} finished before" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
def test_a_limit_on_file_sizes_is_reported_and_the_rest_is_done(tmp_path):
    import resource

    articles = tmp_path / "in"
    articles.mkdir()
    (articles / "a.txt").write_text("Bonjour.\n")
    (articles / "b.txt").write_text("Le ministre est arrivé hier à Erevan.\n" * 400)

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))

    line = ("translate", articles, "-o", tmp_path / "out", "--engine", "echo", "--formats", "txt", "--no-memory")
    done = mt(*line, preexec_fn=small_files)
    assert done.returncode == 1, done.stderr
    assert "b.txt" in done.stderr
    assert (tmp_path / "out" / "a.txt").read_text() == "Bonjour.\n"
    assert not list((tmp_path / "out").rglob("*.part"))
    done = mt(*line)
    assert done.returncode == 0
    assert "1 finished before" in done.stdout
