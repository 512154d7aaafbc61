"""A real Chromium for the tests of the review page, and a page of it that reports everything it should not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium named by CHROMIUM or found on the path; without one the tests skip, in CI they fail."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    found = found or shutil.which("google-chrome")
    if not found:
        message = "no Chromium: the review page is NOT tested (set CHROMIUM or install Debian's chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", *_QUIET])
        yield browser
        browser.close()


def axe() -> str:
    """The script of axe-core, which finds what people with disabilities would trip over; scripts/check.py fetches it.

    It is the file named by AXE or the one in .venv; without it the tests skip, in CI they fail.
    """
    installed = Path(__file__).parent.parent / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
    path = Path(os.environ.get("AXE") or installed)
    if not path.is_file():
        message = "no axe-core: accessibility is NOT tested (scripts/check.py fetches it with npm; or set AXE)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path.read_text(encoding="utf-8")


def violations(page: Page, script: str) -> list[tuple[str, str]]:
    """What axe-core calls serious or critical on the page as it is: the rule, and the first element that breaks it."""
    page.evaluate(script)
    found = page.evaluate("axe.run().then((result) => result.violations)")
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")]


@contextmanager
def opened(browser: Browser, path: Path, *, width: int = 1440, height: int = 900, **options: object) -> Iterator[Page]:
    """The file at `path` in a window of its own. At the end it must have asked for nothing but itself and be quiet."""
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(10_000)
    requests: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: trouble.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(path.as_uri())
    yield page
    context.close()
    asked = [url for url in requests if not url.startswith(("data:", "blob:", path.as_uri()))]
    assert not asked, f"the page asked for {asked}"
    assert not trouble, f"the page said {trouble}"


def shown(page: Page) -> list[str]:
    """The numbers of the rows that can be seen."""
    return page.locator("#rows .row[data-index]:visible .number").all_text_contents()


def typed(page: Page, segment: int, text: str, end: str = "Escape") -> None:
    """Put `text` in place of a segment's English on a review page; `end` is the key that closes the editor."""
    page.locator(f"#s{segment}").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press(end)


def english(page: Page, segment: int) -> str | None:
    """A segment's English as a review page shows it."""
    return page.locator(f"#s{segment} .cell[lang=en] p").text_content()
