"""Puts a page together from the files in page/: one self-contained HTML file that asks for nothing over a network.

A Content-Security-Policy names the page's own script and style by their hashes: should a text ever be taken for
mark-up, the browser would still run none of it and fetch nothing.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mt.writers import _json, _shrink

if TYPE_CHECKING:
    from jinja2 import Template

HOLE = "\0hole\0"
_HARM = re.compile("[<>&\u2028\u2029]")
_FOLDER = Path(__file__).parent / "page"


def stream(
    template: str, *, styles: tuple[str, ...], scripts: tuple[str, ...], connects: bool = False, **values: Any
) -> Iterator[str]:
    """The page `template` of page/, with these styles and scripts of page/ inside and `values` escaped, in parts.

    Scripts are joined in their order into one function, so they share names with each other and nothing else. A page
    that `connects` may talk to where it came from. A value may be `HOLE`, for what the caller has to put in its place.
    """
    page, frame = _shell(template, styles, scripts)
    policy = frame["policy"] + ("; connect-src 'self'" if connects else "")
    return page.generate(**frame | {"policy": policy}, **values)


@cache  # a batch writes thousands of pages with the same frame
def _shell(template: str, styles: tuple[str, ...], scripts: tuple[str, ...]) -> tuple[Template, dict[str, str]]:
    """The template, and what is the same on every page made with it."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    style = "".join(_shrink.style(_read(name)) for name in styles)
    script = "\n".join(('(() => {\n"use strict";', *(_shrink.script(_read(name)) for name in scripts), "})();"))
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=FunctionLoader(lambda name: _shrink.markup(_read(name))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"label": label, "file": link}
    icon = f"data:image/svg+xml,{quote(_read('icon.svg').strip())}"
    frame = {"style": Markup(style), "script": Markup(script), "policy": policy, "icon": icon}
    return environment.get_template(template), frame


def island(data: dict[str, Any], name: str, rows: Iterable[Any]) -> Iterator[str]:
    """`data` and, under `name`, `rows` as JSON that can stand inside a script element, in parts.

    Nothing in it can close the element or end a line.
    """
    yield f'{{"{name}":['
    comma = ""
    for row in rows:
        yield comma + _harmless(row)
        comma = ","
    yield "]," + _harmless(data)[1:]


def _harmless(data: Any) -> str:
    return _HARM.sub(lambda found: f"\\u{ord(found[0]):04x}", _json.dumps(data))


def escaped(text: str) -> str:
    """`text` as mark-up that shows it."""
    return html.escape(text)


def joined(parts: Iterable[str]) -> str:
    """Pieces of mark-up as one that a template leaves alone."""
    from markupsafe import Markup

    return Markup("".join(parts))


def link(name: str) -> str:
    """The address of a file beside the page; its name may be in bytes that are no UTF-8."""
    try:
        return quote(name, errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(name, errors="backslashreplace")


def label(code: str) -> str:
    """A flag's code as a person reads it: "numbers-differ" is "Numbers differ"."""
    words = code.replace("_", " ").replace("-", " ").replace("french", "French").strip()
    return words[:1].upper() + words[1:]


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
