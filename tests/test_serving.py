"""`mt serve` over a real socket: its pages in a real Chromium, its API with LibreTranslate's own client, its guards."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import chromium
from editors import page as edits_of
from playwright.sync_api import Browser, expect
from reviewed import SIGNATURE, reviewed

from mt import serving, writers
from mt.config import Config
from mt.errors import InputError
from mt.memory import Memory
from mt.review.decisions import decided
from mt.writers import jsonl

uvicorn = pytest.importorskip("uvicorn", reason="no uvicorn: mt serve is NOT tested (pip install 'mt[serve]')")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("armenie", "sport/finale à l'été"):
        document = replace(reviewed(), id=name)
        target = tmp_path / "outputs" / Path(name).parent
        writers.write(document, target, ["html", "jsonl", "txt", "xlsx"], name=Path(name).name, signature=SIGNATURE)
    (tmp_path / "secret.jsonl").write_text("{}")
    return tmp_path / "outputs"


@pytest.fixture
def port(folder: Path, tmp_path: Path) -> Iterator[int]:
    application = serving.application(folder, Config(engine="echo"), tmp_path / "m.sqlite")
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


def _ask(port: int, method: str, path: str, body: str | bytes = "", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body.encode() if isinstance(body, str) else body, named)
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8", "replace")


def test_the_list_and_the_pages_are_there(port: int) -> None:
    status, index = _ask(port, "GET", "/")
    assert status == 200 and "armenie.html" in index and "5 of 13" in index
    edits = edits_of(reviewed(), {3: "Edited."})
    _ask(port, "POST", "/armenie.edits.json", edits, Content_Type="application/json")
    assert "6 of 13" in _ask(port, "GET", "/")[1]
    status, page = _ask(port, "GET", "/sport/finale%20%C3%A0%20l%27%C3%A9t%C3%A9.html")
    assert status == 200 and "connect-src &#39;self&#39;" in page
    assert _ask(port, "GET", "/armenie.xlsx")[0] == 200


def test_a_damaged_article_takes_no_other_away(port: int, folder: Path) -> None:
    (folder / "armenie.jsonl").write_text('{"id": ', encoding="utf-8")
    status, index = _ask(port, "GET", "/")
    assert status == 200 and "armenie cannot be read" in index and "5 of 13" in index
    status, answer = _ask(port, "GET", "/armenie.html")
    assert status == 500 and "armenie.jsonl" in json.loads(answer)["error"]


def test_a_damaged_article_keeps_no_other_from_being_saved(port: int, folder: Path) -> None:
    (folder / "index.html").write_text("<p>", encoding="utf-8")
    (folder / "sport" / "finale à l'été.jsonl").write_text('{"id": ', encoding="utf-8")
    edits = edits_of(reviewed(), {3: "Edited."})
    status, _ = _ask(port, "POST", "/armenie.edits.json", edits, Content_Type="application/json")
    assert status == 200 and "finale à l" in (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/../secret.jsonl",
            "/..%2fsecret.jsonl",
            "/%2e%2e/secret.jsonl",
            "/sport/../../secret.jsonl",
            "/nothing.html",
        ),
        *("//etc/passwd", "/armenie.names.json", "/%00.html", "/armenie.html/x", "/secret.html", "/..\\secret.jsonl"),
    ],
)
def test_nothing_else_is_served(port: int, path: str) -> None:
    status, answer = _ask(port, "GET", path)
    assert status == 404 and "error" in json.loads(answer)


def test_a_saved_edit_is_in_the_article_its_files_and_the_memory(port: int, folder: Path, tmp_path: Path) -> None:
    body = edits_of(reviewed(), {3: "Edited <b>&amp;"})
    status, answer = _ask(port, "POST", "/armenie.edits.json", body, Content_Type="application/json")
    assert status == 200 and json.loads(answer) == {"changed": ["4"], "names": [], "refused": [], "approved": 6}
    assert jsonl.read(folder / "armenie.jsonl").segments[3].target == "Edited <b>&amp;"
    assert "Edited <b>&amp;" in (folder / "armenie.txt").read_text(encoding="utf-8")
    with Memory(tmp_path / "m.sqlite") as memory:
        kept = memory.reviewed(reviewed().segments[3].source)
        assert kept is not None and kept.reviewer == "A. Reader"


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/armenie.edits.json", "{}", {"Origin": "https://elsewhere.example"}, 403),
        ("/armenie.edits.json", "{}", {"Origin": "null"}, 403),
        ("/armenie.edits.json", "{}", {"Sec_Fetch_Site": "cross-site"}, 403),
        ("/armenie.edits.json", "{}", {"Content_Type": "text/plain"}, 415),
        ("/armenie.edits.json", "{}", {}, 400),
        ("/armenie.edits.json", "[" * 100_000, {}, 400),
        ("/armenie.edits.json", "x" * (serving.LIMIT + 1), {}, 413),
        ("/translate", "q=" + "x" * (serving.LIMIT + 1), {}, 413),
        ("/../secret.edits.json", "{}", {}, 404),
        ("/nobody.edits.json", "{}", {}, 404),
        ("/armenie.edits.json", "{}", {"Host": "rebound.example"}, 400),
    ],
)
def test_what_may_not_be_written_is_refused(
    port: int, folder: Path, path: str, body: str, headers: dict[str, str], status: int
) -> None:
    before = (folder / "armenie.jsonl").read_bytes()
    assert _ask(port, "POST", path, body, **({"Content_Type": "application/json"} | headers))[0] == status
    assert (folder / "armenie.jsonl").read_bytes() == before


def test_libretranslates_own_client_is_answered(port: int) -> None:
    libretranslatepy = pytest.importorskip("libretranslatepy", reason="no libretranslatepy: its client is NOT tested")
    client = libretranslatepy.LibreTranslateAPI(f"http://127.0.0.1:{port}/")
    assert {language["code"] for language in client.languages()} == {"fr", "en"}
    assert client.detect("Le Premier ministre est arrivé avec les élus de la ville.")[0]["language"] == "fr"
    text = "Un titre\n\nNikol Pachinian & <script> “x” é\u0301 سلام. Deux.\n"
    translated = client.translate(text, "fr", "en")
    assert translated.startswith("Un titre\n\n") and "<script>" in translated and translated.endswith("\n")
    assert translated.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("given", "status", "expected"),
    [
        ({"q": "Bonjour.", "source": "fr", "target": "en"}, 200, {"translatedText": "Bonjour."}),
        ({"q": ["Un.", "", "Deux."], "source": "fr", "target": "en"}, 200, {"translatedText": ["Un.", "", "Deux."]}),
        ({"q": "Hallo.", "source": "de", "target": "en"}, 400, {"error": "de is not supported"}),
        ({"q": "Un.", "source": "fr", "target": "es"}, 400, {"error": "es is not supported"}),
        ({"source": "fr", "target": "en"}, 400, {"error": "Invalid request: missing q parameter"}),
        ({"q": 7, "source": "fr", "target": "en"}, 400, {"error": "Invalid request: q is a text or a list of texts"}),
        (
            {"q": "Un.", "source": "fr", "target": "en", "format": "odt"},
            400,
            {"error": "odt format is not supported"},
        ),
        (
            {"q": "<p>Un <b>mot</b> &lt;i&gt;.</p>", "source": "fr", "target": "en", "format": "html"},
            200,
            {"translatedText": "<p>Un <b>mot</b> &lt;i&gt;.</p>"},
        ),
    ],
)
def test_json_is_answered_in_libretranslates_shape(
    port: int, given: dict[str, object], status: int, expected: dict[str, object]
) -> None:
    answered, text = _ask(port, "POST", "/translate", json.dumps(given), Content_Type="application/json; charset=utf-8")
    assert (answered, json.loads(text)) == (status, expected)


@pytest.mark.parametrize(
    ("texts", "expected"), [(["Été & <b>\n “x”"], "Été & <b>\n “x”"), (["Un.", "Deux."], ["Un.", "Deux."])]
)
def test_a_form_in_parts_is_a_form_too(port: int, texts: list[str], expected: object) -> None:
    fields = [("source", "fr"), ("target", "en"), *(("q", text) for text in texts)]
    parts = (f'--xYz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields)
    answered, text = _ask(
        port, "POST", "/translate", "".join(parts) + "--xYz--\r\n", Content_Type="multipart/form-data; boundary=xYz"
    )
    assert (answered, json.loads(text)) == (200, {"translatedText": expected})
    for kind in ("multipart/form-data; boundary=xYz", "multipart/form-data"):
        assert _ask(port, "POST", "/translate", b"--xYz\r\n\xff", Content_Type=kind)[0] == 400


def test_an_unknown_source_is_detected_and_a_body_that_is_nothing_is_refused(port: int) -> None:
    given = {"q": "Il est arrivé avec les élus de la ville.", "source": "auto", "target": "en"}
    _, text = _ask(port, "POST", "/translate", json.dumps(given), Content_Type="application/json")
    assert json.loads(text)["detectedLanguage"]["language"] == "fr"
    for body in ("[1]", "{", "\xff"):
        assert _ask(port, "POST", "/detect", body, Content_Type="application/json")[0] == 400
    assert _ask(port, "POST", "/detect", b"\xff=\xff", Content_Type="application/x-www-form-urlencoded")[0] == 400


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no article"):
        serving.application(tmp_path, Config(engine="echo"), tmp_path / "m.sqlite")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.browser
def test_a_served_page_saves_by_itself_undo_and_decisions_included(browser: Browser, port: int, folder: Path) -> None:
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{port}/armenie.html")
    saved = page.locator("#save", has_text="Saved")

    def now(number: int) -> str:
        return jsonl.read(folder / "armenie.jsonl").segments[number - 1].target

    def edit(text: str) -> None:
        page.locator("#s4").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)
        with page.expect_response("**/armenie.edits.json"):
            page.keyboard.press("Escape")

    expect(page.locator("#save")).to_have_text("Your name?")
    page.locator("#save").click()
    page.keyboard.type("Ana Ruiz")
    page.keyboard.press("Escape")
    expect(page.locator("#save")).to_be_hidden()
    first = now(4)
    edit("Once.")
    expect(saved).to_be_visible()
    assert now(4) == "Once."
    edit("Twice.")
    expect(saved).to_be_visible()
    assert now(4) == "Twice."
    for wanted in ("Once.", first):
        with page.expect_response("**/armenie.edits.json"):
            page.keyboard.press("Control+z")
        page.wait_for_timeout(50)
        assert now(4) == wanted
    with page.expect_response("**/armenie.edits.json"):
        page.get_by_role("region", name="Petrosyan").get_by_role("button", name="Keep as written").click()
    page.wait_for_timeout(50)
    assert "Petrosian points" in now(9)
    with page.expect_response("**/armenie.edits.json"):
        page.get_by_role("region", name="Petrossian").get_by_role("button", name="Undo").click()
    page.wait_for_timeout(50)
    assert "Petrosyan points" in now(9)
    entity = next(one for one in jsonl.read(folder / "armenie.jsonl").entities if one.id == "petrosyan")
    assert entity.unsure == "Are Petrossian and Petrosian one person?" and decided(entity) is None
    page.locator("#s4").focus()
    with page.expect_response("**/armenie.edits.json"):
        page.keyboard.press("a")
    page.wait_for_timeout(50)
    assert jsonl.read(folder / "armenie.jsonl").segments[3].reviewer == "Ana Ruiz"
    page.get_by_role("link", name="Articles").click()
    expect(page.get_by_role("heading", name="Articles to review")).to_be_visible()
    page.context.close()


@pytest.mark.browser
def test_a_served_page_says_what_is_not_saved_and_saves_it_later(browser: Browser, port: int, folder: Path) -> None:
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{port}/armenie.html")
    page.locator("#save").click()
    expect(page.locator("#home")).to_be_hidden()  # nobody has to download what the server has
    page.keyboard.press("Escape")
    page.route("**/*.edits.json", lambda route: route.abort())
    page.locator("#s4").focus()
    page.keyboard.press("Enter")
    page.keyboard.insert_text(" More.")
    page.keyboard.press("Escape")
    expect(page.locator("#toast")).to_have_text("Not saved: the server does not answer; it is asked again by itself")
    page.locator("#save", has_text="Not saved").click()
    expect(page.locator("#what")).to_contain_text("Not saved: the server does not answer")
    expect(page.locator("#home")).to_be_visible()
    page.keyboard.press("Escape")
    page.unroute("**/*.edits.json")
    expect(page.locator("#save")).to_contain_text("Saved", timeout=15_000)
    assert jsonl.read(folder / "armenie.jsonl").segments[3].target.endswith(" More.")
    page.context.close()
