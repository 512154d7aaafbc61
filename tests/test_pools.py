"""A crew of processes: whoever of it is killed, and whenever, the rest goes on and nothing waits for ever."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import threading
import time

import pytest

from mt import pools

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="NOBODY IS KILLED: there is no kill -9 here")


def serve(connection) -> None:
    pools.answering(connection, answered)


def answered(task):
    what, *rest = task
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "sleep":
        time.sleep(*rest)
    return os.getpid()


def serve_and_die_half_way_through_an_answer(connection) -> None:
    connection.recv_bytes()
    data = pickle.dumps("x" * 200_000)
    os.write(connection.fileno(), struct.pack("!i", len(data)) + data[:1000])
    os.kill(os.getpid(), signal.SIGKILL)


def serve_and_refuse_to_go(connection) -> None:
    connection.send_bytes(pickle.dumps(len(connection.recv_bytes())))
    time.sleep(1000)


def dies_at_once(connection) -> None:
    os._exit(1)


@pytest.fixture
def soon():
    """The test ends within this time, or the whole session ends with where it hangs."""
    timer = threading.Timer(60, lambda: os.kill(os.getpid(), signal.SIGABRT))
    timer.start()
    yield
    timer.cancel()


def all_heard(crew, count: int) -> dict:
    heard = {}
    while len(heard) < count:
        heard |= dict(crew.heard(0.2))
    return heard


def given(crew, *tasks) -> None:
    for number, task in enumerate(tasks):
        crew.give(number, task)


def test_all_idle_ones_may_be_killed_as_the_crew_closes(soon):
    for victims in (slice(0, 1), slice(1, 2), slice(0, 2)):
        with pools.Crew(2, serve) as crew:
            given(crew, ("work",), ("work",))
            workers = sorted(all_heard(crew, 2).values())
            assert len(set(workers)) == 2
            for worker in workers[victims]:
                os.kill(worker, signal.SIGKILL)


def test_an_idle_one_that_was_killed_costs_no_task(soon):
    with pools.Crew(1, serve) as crew:
        given(crew, ("work",))
        first = all_heard(crew, 1)[0]
        os.kill(first, signal.SIGKILL)
        time.sleep(0.2)
        given(crew, ("work",))
        assert all_heard(crew, 1)[0] not in (first, None)


def test_one_that_is_killed_at_work_is_heard_of_and_the_others_go_on(soon):
    with pools.Crew(2, serve) as crew:
        given(crew, ("die",), ("sleep", 0.5))
        heard = all_heard(crew, 2)
        assert heard[0] is None
        assert heard[1]
        assert crew.has_room
        given(crew, ("work",))
        assert all_heard(crew, 1)[0]


def test_one_that_is_killed_half_way_through_its_answer(soon):
    with pools.Crew(1, serve_and_die_half_way_through_an_answer) as crew:
        given(crew, "x" * 300_000)
        assert all_heard(crew, 1) == {0: None}


def test_one_that_dies_before_it_takes_anything(soon):
    with pools.Crew(1, dies_at_once) as crew:
        given(crew, "x" * 300_000)
        assert all_heard(crew, 1) == {0: None}


def test_one_that_does_not_go_is_ended(soon, monkeypatch):
    monkeypatch.setattr(pools, "_PATIENCE", 0.2)
    with pools.Crew(1, serve_and_refuse_to_go) as crew:
        given(crew, "x")
        assert all_heard(crew, 1)[0]
        (hand,) = crew._hands
    assert not hand.process.is_alive()


def test_one_that_is_stopped_is_ended(soon, monkeypatch):
    monkeypatch.setattr(pools, "_PATIENCE", 0.2)
    with pools.Crew(1, serve) as crew:
        given(crew, ("work",))
        os.kill(all_heard(crew, 1)[0], signal.SIGSTOP)
        (hand,) = crew._hands
    assert not hand.process.is_alive()


def test_what_is_sent_to_all_of_a_terminal_ends_none_of_them(soon):
    with pools.Crew(1, serve) as crew:
        given(crew, ("work",))
        worker = all_heard(crew, 1)[0]
        for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(worker, sent)
        given(crew, ("work",))
        assert all_heard(crew, 1)[0] == worker
