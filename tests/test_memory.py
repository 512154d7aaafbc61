"""The translation memory: what it gives back, what outranks what, and what happens to a damaged file."""

from __future__ import annotations

import sqlite3
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt import translation
from mt.document import Document, Link, Paragraph, Segment, Span
from mt.engines.echo import Echo
from mt.memory import Machine, Memory, Reviewed, Unreadable
from mt.memory.dispensable import Dispensable
from mt.memory.remembering import Remembering, packed, unpacked

KEY = "abc|ct2|beam:1"
WHEN = "2026-01-02T03:04:05+00:00"


@pytest.fixture
def memory(tmp_path):
    with Memory(tmp_path / "memory.sqlite") as opened:
        yield opened


def entry(text):
    return Machine(text.upper(), -0.25, packed([Link(Span(0, 1), Span(0, 1), 0.5)]))


def approve(memory, source, target="yes", article="a", when=WHEN):
    memory.approve(source, target, "Anne", when, article)


class Counted(Echo):
    """An echo in capitals that remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def translate(self, texts):
        self.asked.append(list(texts))
        return [said.__class__(said.text.upper(), said.score, said.links) for said in super().translate(texts)]


def remembering(memory, engine=None, key=KEY):
    warnings = []
    return Remembering(engine or Counted(), Dispensable(memory, warnings.append), key), warnings


# --- machine entries


def test_machine_entries_come_back_to_the_bit(memory):
    said = Machine("Oui \u2028\0🙂", -0.1234567890123456789, packed([Link(Span(0, 70000), Span(1, 2), 0.1)]))
    memory.store(KEY, [("Ja", said), ("x", Machine("", None, packed([])))])
    assert memory.machine(KEY, ["Ja", "other", "x"]) == {
        "Ja": said,
        "x": Machine("", None, packed([])),
    }


def test_text_that_is_no_unicode_is_not_kept_and_harms_nothing(memory):
    memory.store(KEY, [("a \ud800", entry("a")), ("b", Machine("\udfff", None, b"")), ("c", entry("c"))])
    approve(memory, "Oui \ud800 oui")
    assert set(memory.machine(KEY, ["a \ud800", "b", "c"])) == {"c"}
    assert memory.reviewed("Oui \ud800 oui") is None
    assert memory.near("Oui \ud800 oui") == []
    assert memory.stats().reviewed == {}


def test_entries_of_another_model_or_decoding_are_not_found(memory):
    memory.store(KEY, [("a", entry("a"))])
    assert memory.machine("abc|ct2|beam:4", ["a"]) == {}


def test_the_first_entry_stays_and_differences_are_counted(memory):
    memory.store(KEY, [("a", entry("a"))])
    assert memory.store(KEY, [("a", Machine("other", None, b"")), ("b", entry("b"))]) == 1
    assert memory.store(KEY, [("b", entry("b"))]) == 0
    assert memory.machine(KEY, ["a"])["a"] == entry("a")


def test_thousands_in_one_call(memory):
    texts = [f"phrase {number}" for number in range(2500)]
    memory.store(KEY, ((text, entry(text)) for text in texts))
    assert memory.machine(KEY, texts) == {text: entry(text) for text in texts}
    assert memory.stats().machine == {KEY: 2500}


@given(st.lists(st.tuples(*[st.integers(0, 2**32 - 1)] * 4, st.floats(0, 1))))
def test_links_are_packed_without_loss(rows):
    links = tuple(Link(Span(a, b), Span(c, d), score) for a, b, c, d, score in rows)
    assert unpacked(packed(links)) == links


def test_damaged_links_are_said():
    with pytest.raises(ValueError, match="word links"):
        unpacked(b"nonsense")


def test_damage_found_on_the_way_sets_the_file_aside_and_a_new_one_is_used_at_once(tmp_path):
    texts = [f"phrase {number}" for number in range(4000)]
    with Memory(tmp_path / "m.sqlite") as memory:
        memory.store(KEY, ((text, entry(text)) for text in texts))
    data = bytearray((tmp_path / "m.sqlite").read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 5 * 4096] = bytes(5 * 4096)
    (tmp_path / "m.sqlite").write_bytes(data)
    with Memory(tmp_path / "m.sqlite") as memory:
        assert memory.set_aside is None  # neither header nor last row shows it
        engine, warnings = remembering(memory)
        assert [said.text for said in engine.translate(texts)] == [text.upper() for text in texts]
        assert len(warnings) == 1
        assert "is damaged" in warnings[0]
        assert memory.set_aside.read_bytes()[:16] == b"SQLite format 3\0"
        assert engine.translate(texts)[0].text == "PHRASE 0"
        assert engine.recalled == 4000


def test_links_that_are_none_set_the_file_aside(memory):
    memory.store(KEY, [("a", Machine("A", None, b"nonsense"))])
    engine, warnings = remembering(memory)
    assert engine.translate(["a"])[0].text == "A"
    assert "word links that are none" in warnings[0]
    assert memory.set_aside.exists()
    assert memory.machine(KEY, ["a"])


# --- reviewed entries


def test_reviewed_segments_are_found_by_the_readers_source(memory):
    approve(memory, "Le Premier\nministre  parle.")
    found = memory.reviewed("Le Premier ministre parle.")
    assert (found.target, found.reviewer, found.article) == ("yes", "Anne", "a")
    assert memory.reviewed("le premier ministre parle.") is None


def test_a_later_approval_takes_the_place_of_an_earlier_one(memory):
    approve(memory, "Oui.", "Yes.")
    before = memory.state()
    approve(memory, "Oui.", "Yeah.")
    assert memory.reviewed("Oui.").target == "Yeah."
    assert memory.state() != before
    assert [found.target for found in memory.every_reviewed()] == ["Yeah."]
    assert memory.stats().reviewed == {"fr-en": 1}


def test_pairs_are_kept_apart(memory, tmp_path):
    approve(memory, "Oui.")
    with Memory(memory.path, pair="fr-de") as other:
        assert other.reviewed("Oui.") is None
        assert other.near("Oui alors.") == []


def test_every_reviewed_gives_all_of_them(memory):
    memory.approve_all(Reviewed(f"s {number}", "t", "", "", "") for number in range(1203))
    assert [found.source for found in memory.every_reviewed()] == [f"s {number}" for number in range(1203)]


def test_near_finds_what_is_alike_and_ranks_it(memory):
    near = "Le ministre des Affaires étrangères est arrivé mardi à Erevan."
    nearer = "Le ministre des Affaires étrangères est arrivé lundi à Bakou."
    for source in (near, nearer, "Le prix du blé recule.", "Mardi, la Bourse de Paris a ouvert en baisse."):
        approve(memory, source)
    found = memory.near("Le ministre des Affaires étrangères est arrivé jeudi à Bakou.")
    assert [match.reviewed.source for match in found] == [nearer, near]
    assert 0.8 < found[1].likeness < found[0].likeness < 1
    assert memory.near(nearer)[0].reviewed.source == near
    assert memory.near("") == memory.near("12 %") == []
    assert len(memory.near(near, limit=1)) == 1


def test_near_stays_fast_with_many_segments(memory):
    words = ["".join("aeioutnr"[int(digit)] for digit in f"{number:06o}") for number in range(8000)]
    sources = [f"Le {words[n % 4999]} du {words[n % 997]} parle de {words[n]}." for n in range(8000)]
    memory.approve_all(Reviewed(source, "t", "", "", "") for source in sources)
    times = []
    for number in range(0, 8000, 160):
        begin = time.process_time()
        found = memory.near(sources[number].replace("parle", "parle encore"))
        times.append(time.process_time() - begin)
        assert found[0].reviewed.source == sources[number]
    assert sorted(times)[len(times) // 2] < 0.02


# --- forgetting


def test_forgetting_an_article_leaves_the_others_and_no_trace_in_the_file(memory):
    memory.store(KEY, [("secret un", entry("secret un")), ("deux", entry("deux"))], {"secret un": "a", "deux": "b"})
    approve(memory, "Une phrase secrète.", article="a")
    approve(memory, "Une autre phrase.", article="b")
    assert memory.forget("a") == 2
    assert memory.reviewed("Une phrase secrète.") is None
    assert memory.near("Une autre phrase ici.")[0].reviewed.source == "Une autre phrase."
    assert set(memory.machine(KEY, ["secret un", "deux"])) == {"deux"}
    held = b"".join(path.read_bytes() for path in memory.path.parent.iterdir())
    assert b"SECRET UN" not in held
    assert "secrète".encode() not in held
    assert memory.forget(None) == 2
    assert memory.stats().machine == {}


def test_what_is_withdrawn_is_found_no_more(memory):
    approve(memory, "Une phrase retirée.", "One.")
    approve(memory, "Une phrase gardée.", "Two.")
    before = memory.state()
    assert (
        memory.withdraw([("Une  phrase retirée.", "One."), ("Une phrase gardée.", "Another."), ("x\ud800", "y")]) == 1
    )
    assert memory.reviewed("Une phrase retirée.") is None
    assert [match.reviewed.target for match in memory.near("Une phrase gardée ici.")] == ["Two."]
    assert memory.state() != before


def test_no_byte_of_an_article_is_left_in_any_file_of_the_memory(memory):
    secrets = [f"L’embargo{number} zyxw{number} frappe {'très ' * number}loin." for number in range(60)]
    memory.store(KEY, [(text, entry(text)) for text in secrets], dict.fromkeys(secrets, "a"))
    memory.approve_all(Reviewed(text, f"Qvut {text}", "Zora Hidden", WHEN, "a") for text in secrets)
    approve(memory, "Tout autre chose.", article="b")
    assert memory.articles() == ["a", "b"]
    assert memory.forget("a") == 120
    memory.close()
    held = b"".join(path.read_bytes() for path in memory.path.parent.iterdir()).lower()
    for trace in (b"embargo", b"zyxw", b"qvut", b"zora hidden", "très".encode()):
        assert trace not in held
    assert b"tout autre chose" in held


def test_what_another_process_keeps_from_disappearing_is_said(memory, monkeypatch):
    monkeypatch.setattr("mt.memory.file.PATIENCE", 0.1)
    approve(memory, "Une phrase secrète.", article="a")
    with Memory(memory.path) as other:
        reader = sqlite3.connect(memory.path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM reviewed").fetchone()
        with pytest.raises(Unreadable, match="another process uses the memory"):
            other.forget("a")
        reader.close()
        assert other.forget("a") == 0
        assert "secrète".encode() not in b"".join(path.read_bytes() for path in memory.path.parent.iterdir())


# --- an engine that remembers


def test_an_engine_is_asked_only_for_what_is_new_and_in_order(memory):
    engine = Counted()
    front, _ = remembering(memory, engine)
    first = front.translate(["c", "a", "b"])
    again = front.translate(["d", "a", "e", "c", "d"])
    assert engine.asked == [["c", "a", "b"], ["d", "e"]]
    assert [said.text for said in again] == ["D", "A", "E", "C", "D"]
    assert again[1] == first[1]
    assert (front.recalled, front.translated) == (3, 5)


def test_a_memory_that_fails_is_said_once_and_done_without(memory):
    front, warnings = remembering(memory)
    memory._file._connection.close()
    assert [said.text for said in front.translate(["a"])] == ["A"]
    assert [said.text for said in front.translate(["a", "b"])] == ["A", "B"]
    assert len(warnings) == 1
    assert "going on without it" in warnings[0]


def test_what_one_finds_out_of_a_memory_holds_for_all_who_share_it(memory, monkeypatch):
    asked, warnings = [], []

    def locked(*_):
        asked.append(1)
        raise Unreadable("database is locked")  # which takes two minutes to find out

    monkeypatch.setattr(Memory, "machine", locked)
    shared = Dispensable(memory, warnings.append)
    fronts = [Remembering(Counted(), shared, "key") for _ in range(2)]
    for front in (fronts[0], fronts[0].again, fronts[1]):
        assert front.translate(["a"])[0].text == "A"
    assert len(asked) == len(warnings) == 1
    assert not shared.works


def filled(engine, *sources):
    stage = translation.filler(engine, for_engine=lambda segment, entities: [])
    segments = tuple(Segment(str(number), source, gap=" ") for number, source in enumerate(sources))
    (document,) = stage(iter([Document("a", (Paragraph(segments),))]))
    return document.segments


def test_approved_segments_outrank_the_engine_and_survive_a_new_model(memory):
    engine = Counted()
    filled(remembering(memory, engine)[0], "Oui.", "Non.")
    approve(memory, "Oui.", "Yes indeed.")
    new = Counted()
    yes, no = filled(remembering(memory, new, "new model")[0], "Oui.", "Non.")
    assert (yes.target, yes.origin, yes.status, yes.reviewer) == ("Yes indeed.", "memory", "approved", "Anne")
    assert (no.target, no.origin, no.status) == ("NON.", "machine", "draft")
    assert new.asked == [["Non."]]


def test_what_comes_from_the_memory_is_what_the_engine_said(memory):
    sources = ("Le ministre « parle » : oui !", "Bonjour.", "À 20 h 30, l’OTAN.")
    fresh = filled(remembering(memory)[0], *sources)
    silent = Counted()
    assert filled(remembering(memory, silent)[0], *sources) == fresh
    assert silent.asked == []
