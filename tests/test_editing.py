"""Editing in the page, as a reviewer does it in a real Chromium, and the file that comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import axe, chromium, english, opened, typed, violations
from playwright.sync_api import Browser, Page, expect
from reviewed import SIGNATURE, long_article, reviewed

from mt import review, writers
from mt.document import Document, Flag, Name, Paragraph, Segment, Span
from mt.memory import Memory
from mt.review import suggestions
from mt.review.decisions import formed
from mt.writers import _page, _shrink, html, jsonl

pytestmark = pytest.mark.browser
WHEN = "2026-02-01T10:00:00+00:00"
STORED = "Object.entries(localStorage).filter(([key]) => key.startsWith('mt-edits')).length"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return writers.write(reviewed(), tmp_path, ["html", "jsonl"], name="armenie", signature=SIGNATURE)[0]


@pytest.fixture
def page(browser: Browser, path: Path) -> Iterator[Page]:
    with opened(browser, path) as window:
        yield window


def _saved(page: Page, folder: Path, reviewer: str = "") -> Path:
    page.keyboard.press("s")
    page.locator("#reviewer").fill(reviewer)
    with page.expect_download() as download:
        page.locator("#download").click()
    assert download.value.suggested_filename == "armenie.edits.json"
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_a_translation_is_edited_in_place_and_counts(page: Page) -> None:
    expect(page.locator("#save")).to_be_hidden()
    typed(page, 4, "We will not go back.")
    assert english(page, 4) == "We will not go back."
    assert page.evaluate("document.activeElement.id") == "s4"
    expect(page.locator("#s4 .done")).to_have_text("✎")
    expect(page.locator("#save")).to_have_text("Save edits (1)")
    page.locator("#s4 .changes").click()
    expect(page.locator("#s4 .history")).to_contain_text("Before your edit “We will not go back,” he told 1,520")


def test_a_name_put_in_is_missed_no_longer(browser: Browser, tmp_path: Path) -> None:
    name = Name("p", Span(0, 9), after="Pashinyan")
    missed = Segment(
        "1.1", "Pachinian part.", "He leaves.", names=(name,), flags=(Flag("name-missing", "Where is he?"),)
    )
    writers.write(Document("d", (Paragraph((missed,)),)), tmp_path, ["html"], name="d", signature="")
    with opened(browser, tmp_path / "d.html") as page:
        expect(page.locator("#s1")).to_contain_text("Where is he?")
        typed(page, 1, "Pashinyan leaves.")
        expect(page.locator("#s1")).not_to_contain_text("Where is he?")
        typed(page, 1, "She leaves.")
        expect(page.locator("#s1")).to_contain_text("Where is he?")


def test_the_pencil_and_a_double_click_open_the_editor_and_leaving_it_keeps_the_text(page: Page) -> None:
    page.locator("#s7").hover()
    page.locator("#s7 .edit").click()
    page.keyboard.insert_text(" Very.")
    page.locator("#s9 .cell[lang=en] p").dblclick()
    assert page.locator("textarea").count() == 1
    assert (english(page, 7) or "").endswith("is cautious. Very.")
    page.locator("h1").click()
    assert page.locator("textarea").count() == 0
    expect(page.locator("#save")).to_have_text("Save edits (1)")


def test_an_editor_left_as_it_was_changes_nothing(page: Page) -> None:
    page.locator("#s4").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#save")).to_be_hidden()
    page.locator("#s12").focus()
    page.keyboard.press("Enter")
    assert page.locator("textarea").count() == 0  # code is nobody's to translate


def test_control_enter_approves_and_goes_on_to_the_next_that_is_open(page: Page) -> None:
    typed(page, 4, "Edited.", end="Control+Enter")
    assert page.evaluate("document.activeElement.id") == "s5"
    page.keyboard.press("Control+Enter")
    assert page.evaluate("document.activeElement.id") == "s7"
    expect(page.locator("#approved")).to_have_text("7 of 13 approved")
    expect(page.locator("#filters button", has_text="Not approved")).to_have_text("Not approved6")
    page.keyboard.press("a")
    expect(page.locator("#s7 .done")).to_have_attribute("aria-pressed", "true")
    page.locator("#s7 .done").click()
    expect(page.locator("#s7 .done")).to_have_text("○")
    expect(page.locator("#approved")).to_have_text("7 of 13 approved")


def test_undo_and_again_across_rows(page: Page) -> None:
    before = [english(page, segment) for segment in (4, 5)]
    typed(page, 4, "One.")
    typed(page, 5, "Two.")
    page.keyboard.press("Control+z")
    assert [english(page, 4), english(page, 5)] == ["One.", before[1]]
    page.keyboard.press("Control+z")
    assert [english(page, 4), english(page, 5)] == before
    expect(page.locator("#save")).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(page.locator("#live")).to_have_text("Nothing to undo")
    for _ in range(2):
        page.keyboard.press("Control+Shift+z")
    assert [english(page, 4), english(page, 5)] == ["One.", "Two."]


def test_edits_survive_a_reload_until_they_are_applied(browser: Browser, path: Path) -> None:
    with opened(browser, path) as page:
        typed(page, 4, "<b>kept</b> & “so”")
        page.reload()
        assert english(page, 4) == "<b>kept</b> & “so”"
        file = _saved(page, path.parent)
        outcome = review.apply(reviewed(), writers.read_edits(file), reviewer="R", when=WHEN)
        writers.write(outcome.document, path.parent, ["html"], name="armenie", signature=SIGNATURE)
        page.reload()
        assert english(page, 4) == "<b>kept</b> & “so”"
        expect(page.locator("#save")).to_be_hidden()
        assert page.evaluate(STORED) == 0


def test_pages_from_one_disk_do_not_share_edits(browser: Browser, path: Path, tmp_path: Path) -> None:
    other = replace(reviewed(), id="another")
    second = writers.write(other, tmp_path, ["html"], name="another", signature=SIGNATURE)[0]
    with opened(browser, path) as page:
        typed(page, 4, "Mine.")
        assert page.evaluate(STORED) == 1
    with opened(browser, second) as page:
        expect(page.locator("#save")).to_be_hidden()


def test_a_decision_changes_every_mention_and_can_be_undone(page: Page) -> None:
    card = page.get_by_role("region", name="Petrosyan")
    card.get_by_role("button", name="Choose another").click()
    page.keyboard.insert_text("Petrossyan")
    page.keyboard.press("Enter")
    assert "Aram Petrossyan," in (english(page, 7) or "") and "Petrossyan points" in (english(page, 9) or "")
    expect(page.locator("#s9 .cell[lang=en] .name")).to_have_text("Petrossyan")
    card = page.get_by_role("region", name="Petrossyan")
    expect(card).to_contain_text("✓ Chosen by you")
    card.get_by_role("button", name="Undo").click()
    assert "Petrosyan points" in (english(page, 9) or "")
    expect(page.locator("#save")).to_be_hidden()
    page.get_by_role("region", name="Petrosyan").get_by_role("button", name="Keep as written").click()
    assert "Petrossian" in (english(page, 7) or "") and "Petrosian points" in (english(page, 9) or "")
    page.keyboard.press("Control+z")
    page.get_by_role("region", name="Petrosyan").get_by_role("button", name="Accept").click()
    expect(page.get_by_role("region", name="Petrosyan")).to_contain_text("✓ Accepted")


def test_a_sure_name_can_be_changed_too_and_its_surname_goes_along(page: Page) -> None:
    card = page.get_by_role("region", name="Nikol Pashinyan")
    card.get_by_role("button", name="Change").click()
    page.keyboard.insert_text("Nicol Pachinyan")
    card.get_by_role("button", name="Use").click()
    assert "Minister Nicol Pachinyan announced" in (english(page, 3) or "")
    assert (english(page, 5) or "").startswith("For Pachinyan, whose")


def test_what_is_saved_comes_home_whole(browser: Browser, path: Path) -> None:
    with opened(browser, path) as page:
        typed(page, 4, "“We will not go back,” he told 1,250 mayors in Yerevan.", end="Control+Enter")
        typed(page, 10, "Departures take\tsix months’ notice 😀.")
        card = page.get_by_role("region", name="Petrosyan")
        card.get_by_role("button", name="Choose another").click()
        page.keyboard.insert_text("Petrossyan")
        page.keyboard.press("Enter")
        file = _saved(page, path.parent, "Ana Ruiz")
    record = json.loads(file.read_text(encoding="utf-8"))
    assert record["document"] == "armenie" and record["signature"] == SIGNATURE
    assert record["names"] == [{"entity": "petrosyan", "decision": "choose", "form": "Petrossyan"}]
    outcome = review.apply(reviewed(), writers.read_edits(file), reviewer="", when=WHEN)
    assert outcome.refusals == ()
    assert [change.id for change in outcome.changes] == ["4", "7", "9", "10"]
    four, seven, nine, ten = (change.after for change in outcome.changes)
    assert (four.status, four.origin, four.reviewer) == ("approved", "human", "Ana Ruiz") and four.when
    assert four.target == "“We will not go back,” he told 1,250 mayors in Yerevan." and four.flags == ()
    assert (seven.status, seven.origin, seven.names[1].after) == ("draft", "machine", "Petrossyan")
    assert nine.target == "A freeze is not a withdrawal, Petrossyan points out."
    assert ten.target == "Departures take\tsix months’ notice 😀."
    entity = next(entity for entity in outcome.document.entities if entity.id == "petrosyan")
    assert (entity.form, entity.unsure, entity.evidence[-1]) == ("Petrossyan", "", "reviewer: chosen (Ana Ruiz)")
    again = review.apply(outcome.document, writers.read_edits(file), reviewer="", when=WHEN)
    assert again.document == outcome.document and not again.changes


def test_everything_can_be_done_without_a_mouse(page: Page) -> None:
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("!")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("s")
    expect(page.locator("#saving")).to_contain_text("1 translation changed, 1 segment approved")
    page.keyboard.insert_text("Ana")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "download"
    page.keyboard.press("Escape")
    expect(page.locator("#saving")).to_be_hidden()


def test_a_name_is_decided_without_a_mouse(page: Page) -> None:
    page.locator("#s7").focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Keep as written":
            break
    page.keyboard.press("Enter")
    assert "Petrosian points" in (english(page, 9) or "")
    assert page.evaluate("document.activeElement.textContent") == "Undo"
    page.keyboard.press("Enter")
    assert "Petrosyan points" in (english(page, 9) or "")


def test_two_thousand_segments_are_edited_without_a_stutter(browser: Browser, tmp_path: Path) -> None:
    page_path = writers.write(long_article(2000), tmp_path, ["html"], name="long", signature="")[0]
    with opened(browser, page_path) as page:
        typed(page, 1000, "A word.")
        spent = page.evaluate("""() => [1, 2, 3].map((row) => {
          const begun = performance.now();
          document.querySelector(`#s100${row} .done`).click();
          document.body.offsetHeight;
          return performance.now() - begun;
        })""")
        assert min(spent) < 100, f"approvals took {spent} ms"  # on two busy cores: 10 to 25


FORMS = [
    ("Nikol Pashinyan", "Nikol Pashinyan", "Nicol Pachinyan"),
    ("Pashinyan", "Nikol Pashinyan", "Nicol Pachinyan"),
    ("Pashinyan", "Nikol Pashinyan", "Nikol V. Pachinyan"),
    ("Nikol", "Nikol Pashinyan", "N. Pashinyan"),
    ("the premier", "Nikol Pashinyan", "Pachinyan"),
    ("Pashinyans", "Nikol Pashinyan", "Nikol Pachinyan"),
]


def test_the_page_and_the_room_form_a_name_alike(browser: Browser, tmp_path: Path) -> None:
    segments, entities = [], []
    for number, (mention, old, _) in enumerate(FORMS):
        name = Name(f"e{number}", Span(0, 2), Span(3, 3 + len(mention)), mention, mention)
        segments.append(Segment(f"{number}", "Il dit.", f"So {mention} said.", names=(name,)))
        entities.append(replace(reviewed().entities[0], id=f"e{number}", form=old, variants=("Il",), unsure="?"))
    document = Document("d", (Paragraph(tuple(segments)),), tuple(entities))
    with opened(browser, writers.write(document, tmp_path, ["html"], name="d", signature="")[0]) as page:
        for number, (mention, old, new) in enumerate(FORMS):
            page.locator(f"[data-card='{number}']").get_by_role("button", name="Choose another").click()
            page.keyboard.insert_text(new)
            page.keyboard.press("Enter")
            assert english(page, number + 1) == f"So {formed(mention, old, new)} said."


def test_no_template_literal_of_a_script_holds_another() -> None:
    for name in html.SCRIPTS:
        text = (Path(_page.__file__).parent / "page" / name).read_text(encoding="utf-8")
        kept = [found[0] for found in _shrink._SCRIPT.finditer(text) if found[0].startswith("`")]
        assert all(part.count("${") <= part.count("}") for part in kept), name


def _offered(folder: Path) -> Path:
    """The article with two approved sentences of another one that are like its own."""
    four, seven = (reviewed().segments[at] for at in (3, 6))
    with Memory(folder / "m.sqlite") as memory:
        memory.approve(four.source.replace("élus", "<b>maires</b> &"), "He told <i>mayors</i> & all.", "Ana", WHEN, "x")
        memory.approve(seven.source.replace("prudent", "très prudent"), "In London, all is well.", "", WHEN, "x")
        document = suggestions.suggest(reviewed(), memory)
    return writers.write(document, folder, ["html", "jsonl"], name="armenie", signature=SIGNATURE)[0]


def test_a_near_match_is_shown_with_its_difference_and_can_be_used(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, _offered(tmp_path)) as page:
        chip = page.locator("#s4 .suggestion")
        expect(chip).to_contain_text("approved by Ana")
        expect(chip).to_contain_text("He told <i>mayors</i> & all.")
        assert chip.locator("del").all_text_contents() == ["<b>maires</b> &"]
        assert chip.locator("ins").all_text_contents() == ["élus"]
        assert page.locator("#s7 .suggestion del").all_text_contents() == ["très "]
        chip.get_by_role("button", name="Use").click()
        assert english(page, 4) == "He told <i>mayors</i> & all."
        assert page.evaluate("document.activeElement.id") == "s4"
        expect(chip.get_by_role("button")).to_have_count(0)
        page.locator("#s7").focus()
        page.keyboard.press("u")
        assert english(page, 7) == "In London, all is well."
        page.keyboard.press("Control+z")
        page.locator("#s4").focus()
        page.keyboard.press("Control+Enter")
        outcome = review.apply(jsonl.read(tmp_path / "armenie.jsonl"), writers.read_edits(_saved(page, tmp_path)),
                               reviewer="Ben", when=WHEN)  # fmt: skip
    (four,) = (change.after for change in outcome.changes)
    assert (four.target, four.status, four.suggestion) == ("He told <i>mayors</i> & all.", "approved", None)
    assert suggestions.CODE not in {flag.code for flag in four.flags}
    assert outcome.document.segments[6].suggestion is not None


def test_edits_can_be_discarded_and_leave_nothing_in_the_browser(page: Page) -> None:
    before = english(page, 4)
    typed(page, 4, "Embargoed words.")
    assert page.evaluate(STORED) == 1
    page.keyboard.press("s")
    page.locator("#reviewer").fill("Ana")
    page.locator("#reviewer").fill("")
    page.locator("#discard").click()
    expect(page.locator("#saving")).to_be_hidden()
    assert english(page, 4) == before
    expect(page.locator("#save")).to_be_hidden()
    assert "Embargoed" not in page.evaluate("JSON.stringify({...localStorage})")
    assert page.evaluate("localStorage.getItem('mt-reviewer')") is None
    page.keyboard.press("Control+z")
    assert english(page, 4) == "Embargoed words."


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_page(browser: Browser, tmp_path: Path, theme: str) -> None:
    script = axe()
    with opened(browser, _offered(tmp_path), color_scheme=theme, bypass_csp=True) as page:
        for width in (1400, 800, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page, script) == [], width
        page.set_viewport_size({"width": 1400, "height": 900})
        page.keyboard.press("2")
        typed(page, 4, "Edited.")
        page.locator("#s4 .changes").click()
        page.locator("#s5").focus()
        page.keyboard.press("Enter")
        page.get_by_role("region", name="Petrosyan").get_by_role("button", name="Choose another").click()
        assert violations(page, script) == [], "editing"
        page.keyboard.press("Escape")
        for key, dialog in (("s", "#saving"), ("?", "#keys")):
            page.locator("#s4").focus()
            page.keyboard.press(key)
            expect(page.locator(dialog)).to_be_visible()
            assert violations(page, script) == [], dialog
            page.keyboard.press("Escape")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_index(browser: Browser, tmp_path: Path, theme: str) -> None:
    script = axe()
    summaries = [writers.summarise(reviewed(), name=name, formats=["html", "tsv", "txt"]) for name in ("a", "b")]
    path = writers.write_index(tmp_path, summaries, SIGNATURE)
    for width in (1400, 390):
        with opened(browser, path, color_scheme=theme, bypass_csp=True, width=width) as page:
            page.get_by_text("How this was made").click()
            assert violations(page, script) == []


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_a_missing_axe_skips_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type) -> None:
    monkeypatch.setenv("AXE", "/nowhere/axe.min.js")
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="NOT tested"):
        axe()
