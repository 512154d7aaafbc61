"""The file of the translation memory: damaged, somebody else's, in the wrong place, shared by several processes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mt.errors import ConfigError, OutputError
from mt.memory import Machine, Memory, default_path
from mt.memory.dispensable import Dispensable
from mt.memory.remembering import packed

KEY = "abc|ct2|beam:1"


@pytest.fixture
def memory(tmp_path):
    with Memory(tmp_path / "memory.sqlite") as opened:
        yield opened


def entry(text):
    return Machine(text.upper(), -0.25, packed([]))


def approve(memory, source):
    memory.approve(source, "yes", "Anne", "2026-01-02T03:04:05+00:00", "a")


def test_a_damaged_file_is_set_aside_whole(tmp_path):
    path = tmp_path / "memory.sqlite"
    with Memory(path) as memory:
        approve(memory, "Oui.")
    damaged = b"not a database at all" + path.read_bytes()[21:]
    path.write_bytes(damaged)
    with Memory(path) as memory:
        assert memory.set_aside.read_bytes() == damaged
        assert memory.reviewed("Oui.") is None
        approve(memory, "Non.")
    with Memory(path) as memory:
        assert memory.set_aside is None
        assert memory.reviewed("Non.") is not None


def test_a_truncated_file_is_set_aside_too(tmp_path):
    path = tmp_path / "memory.sqlite"
    with Memory(path) as memory:
        memory.store(KEY, ((f"text {k}", entry(f"text {k}")) for k in range(500)))
    path.write_bytes(path.read_bytes()[:5000])
    with Memory(path) as memory:
        assert memory.set_aside is not None
        assert memory.machine(KEY, ["text 1"]) == {}


@pytest.mark.parametrize("replaced", [False, True], ids=["deleted", "replaced"])
def test_a_file_that_is_taken_away_is_said_and_a_new_one_used_at_once(tmp_path, replaced):
    path, warnings = tmp_path / "memory.sqlite", []
    with Memory(path) as memory:
        shared = Dispensable(memory, warnings.append)
        for text in ("a", "b"):
            shared.ask(lambda memory, text=text: memory.store(KEY, [(text, entry(text))]), None)
            assert set(shared.ask(lambda memory: memory.machine(KEY, ["a", "b"]), {})) == {text}
            if text == "a":
                path.unlink()  # its log stays, and must not be taken for the new one's
                if replaced:
                    for log in tmp_path.glob("memory.sqlite-*"):
                        log.unlink()
                    Memory(path).close()
    assert warnings == [f"the memory {path} has been taken away, and a new one was begun"]
    with Memory(path) as memory:
        assert set(memory.machine(KEY, ["a", "b"])) == {"b"}


@pytest.mark.parametrize("content", [b"Bonjour, ceci est un article.\n", b"%PDF-1.4"])
def test_a_file_of_somebody_else_is_refused_and_not_touched(tmp_path, content):
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="no translation memory"):
        Memory(path)
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_refused(tmp_path):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    with pytest.raises(ConfigError, match="no translation memory"):
        Memory(path)
    with pytest.raises(ConfigError, match="is a folder"):
        Memory(tmp_path)


def test_a_newer_memory_is_refused(memory):
    memory.close()
    with sqlite3.connect(memory.path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(ConfigError, match="newer version"):
        Memory(memory.path)


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="--no-memory"):
        Memory(tmp_path / "file" / "memory.sqlite")


def test_the_default_place(monkeypatch):
    monkeypatch.setenv("MT_MEMORY", "/somewhere/m.sqlite")
    assert default_path() == Path("/somewhere/m.sqlite")
    monkeypatch.delenv("MT_MEMORY")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert default_path() == Path("/data/mt/memory.sqlite")


def test_a_file_that_another_process_has_set_aside_is_not_set_aside_twice(tmp_path):
    path = tmp_path / "memory.sqlite"
    with Memory(path) as one, Memory(path) as two:
        assert "it is now" in str(one.damaged("torn"))
        one.store("k", [("t", Machine("said", 0.0, b""))])
        assert "another process has set it aside" in str(two.damaged("torn"))
        assert two.machine("k", ["t"])["t"].target == "said"
    assert len(list(tmp_path.glob("*.damaged-*Z"))) == 1


def test_processes_and_threads_share_one_file(tmp_path):
    path = tmp_path / "memory.sqlite"
    code = (
        "import sys; from pathlib import Path; from mt.memory import Machine, Memory\n"
        "with Memory(Path(sys.argv[1])) as memory:\n"
        "    for start in range(0, 400, 20):\n"
        "        memory.store('k', [(f't{n}', Machine(sys.argv[2], 0.0, b'')) for n in range(start, start + 20)])\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("one", "two")]
    assert [process.wait() for process in running] == [0, 0]
    with Memory(path) as memory:
        texts = [f"t{number}" for number in range(400)]
        assert len(memory.machine("k", texts)) == 400
        errors = []

        def work(name):
            try:
                for number in range(50):
                    memory.store("k", [(f"{name} {number}", entry("a"))])
                    memory.machine("k", texts[:50])
            except Exception as error:  # a thread's failure would pass unseen
                errors.append(error)

        threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert memory.stats().machine == {"k": 550}
