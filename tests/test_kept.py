"""What a reviewer does is kept, and said: nothing typed is lost, and the page tells what it did or could not do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import chromium, english, opened, typed
from playwright.sync_api import Browser, Page, expect
from reviewed import SIGNATURE, reviewed

from mt import review, writers
from mt.document import Document, Entity, Name, Paragraph, Segment, Span
from mt.review.decisions import decide
from mt.writers import Decision

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return writers.write(reviewed(), tmp_path, ["html"], name="armenie", signature=SIGNATURE)[0]


@pytest.fixture
def page(browser: Browser, path: Path) -> Iterator[Page]:
    with opened(browser, path) as window:
        yield window


def test_what_is_being_written_is_not_lost(browser: Browser, path: Path) -> None:
    with opened(browser, path) as page:
        typed(page, 4, "Left by a reload.", end="End")
        page.reload()
        assert english(page, 4) == "Left by a reload."
        typed(page, 5, "Seen while it is written.", end="End")
        with page.context.expect_page() as other:
            page.evaluate("open(location.href)")
        page.wait_for_timeout(500)  # the typing pauses
        other.value.reload()
        assert english(other.value, 5) == "Seen while it is written."
        other.value.close()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(reviewed().segments[4].target)
        page.keyboard.press("Escape")
        expect(page.locator("#save")).to_have_text("Save edits (1)")
        typed(page, 6, "Left by closing.", end="End")
        page.goto("about:blank")
        page.goto(path.as_uri())
        assert english(page, 6) == "Left by closing."
        assert english(page, 5) == reviewed().segments[4].target


def test_a_page_that_can_keep_nothing_asks_before_it_goes(browser: Browser, path: Path) -> None:
    context = browser.new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('no storage'); }")
    page = context.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(path.as_uri())
    page.locator("#s3").focus()
    page.reload()
    assert not asked
    typed(page, 4, "Nowhere else.", end="End")
    page.reload()
    assert asked == ["beforeunload"]
    typed(page, 4, "Taken home.")
    page.keyboard.press("s")
    with page.expect_download():
        page.locator("#download").click()
    page.reload()
    assert asked == ["beforeunload"]
    context.close()


def test_the_command_can_be_typed_whatever_the_article_is_called(browser: Browser, tmp_path: Path) -> None:
    for name, shown in (("l'été à Kiev", "'l'\\''été à Kiev.edits.json'"), ("-a", "./-a.edits.json")):
        file = writers.write(replace(reviewed(), id=name), tmp_path, ["html"], name=name, signature=SIGNATURE)[0]
        with opened(browser, file) as page:
            page.locator("#s4").focus()
            page.keyboard.press("a")
            page.keyboard.press("s")
            expect(page.locator("#home code")).to_have_text(f"mt review apply {shown}")
            with page.expect_download() as download:
                page.locator("#download").click()
            assert download.value.suggested_filename == f"{name}.edits.json"
            expect(page.locator("#toast")).to_have_text(f"{name}.edits.json is in your downloads")


def test_what_is_shown_is_counted_and_what_cannot_be_done_is_said(page: Page) -> None:
    expect(page.locator("#count")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.insert_text("Petrossian")
    shown = page.locator("#rows .row[data-index]:visible").count()
    expect(page.locator("#count")).to_have_text(f"{shown} of 13 shown Show all")
    page.locator("#all").click()
    expect(page.locator("#count")).to_be_hidden()
    page.locator("#s13").focus()
    page.keyboard.press("j")
    expect(page.locator("#toast")).to_have_text("No more below")
    page.keyboard.press("s")
    expect(page.locator("#toast")).to_have_text("Nothing to save")


def test_a_table_is_edited_and_code_is_not(browser: Browser, tmp_path: Path) -> None:
    table, code = "| Ville | Prix |\n|---|---|\n| Kiev | 3 |", "x | y\nz"
    kinds = Paragraph((Segment("1", table, table),), "code"), Paragraph((Segment("2", code, code),), "code")
    document = Document("table", kinds)
    file = writers.write(document, tmp_path, ["html"], name="table", signature=SIGNATURE)[0]
    wanted = table.replace("Ville | Prix", "City | Price")
    with opened(browser, file) as page:
        page.locator("#s2").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#toast")).to_have_text("Code is left as it is")
        typed(page, 1, wanted)
        assert english(page, 1) == wanted
        page.keyboard.press("s")
        with page.expect_download() as download:
            page.locator("#download").click()
        download.value.save_as(tmp_path / "table.edits.json")
    returned = writers.read_edits(tmp_path / "table.edits.json")
    outcome = review.apply(document, returned, reviewer="Ana", when="2026-02-01T10:00:00+00:00")
    assert outcome.document.segments[0].target == wanted and not outcome.refusals


def test_a_dateline_stays_in_capitals(browser: Browser, tmp_path: Path) -> None:
    names = (Name("y", Span(0, 6), Span(0, 7), after="Yerevan"), Name("y", Span(24, 30), Span(28, 35), after="Yerevan"))
    segment = Segment("1.1", "EREVAN (AFP) – Retour à Erevan", "YEREVAN (AFP) – A return to Yerevan", names=names)
    entity = Entity("y", "place", "Yerevan", ("EREVAN", "Erevan"))
    document = Document("dateline", (Paragraph((segment,)),), entities=(entity,))
    apart, _, _ = decide(document, [Decision("y", "choose", "Erevan")], "Ana")
    assert apart.segments[0].target == "EREVAN (AFP) – A return to Erevan"
    file = writers.write(document, tmp_path, ["html"], name="dateline", signature=SIGNATURE)[0]
    with opened(browser, file) as page:
        page.locator(".card .choice").click()
        page.keyboard.insert_text("Erevan")
        page.keyboard.press("Enter")
        assert english(page, 1) == apart.segments[0].target
        expect(page.locator("#s1 .cell[lang=en] .name")).to_have_text(["EREVAN", "Erevan"])
