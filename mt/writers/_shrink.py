"""Styles and scripts of a page without what only their authors read: every article's page carries them.

This is no minifier: names stay, and so does a text in quotes; lines are joined only where a sign says that the
statement goes on or is over. One thing is asked of the scripts: no template literal inside another.
"""

from __future__ import annotations

import re

_IDLE = re.compile(r"^[ \t]*(?://.*|/\*.*\*/)?\n|^[ \t]+", re.MULTILINE)  # comments, empty lines, indentation
_KEPT = r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
_PATTERN = r"/(?![\s/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*"  # a division has a space after its sign
_SIGN = r"[ \t]*([=*<>!&|?:;,{}()\[\]])[ \t]*|[ \t]+([+\-]=?)[ \t]+(?![+\-])"
_SCRIPT = re.compile(rf"({_KEPT}|{_PATTERN})|{_SIGN}")
_LINES = re.compile(rf"({_KEPT}|{_PATTERN})|(?<=[;{{,(\[=&|?:])\n|;?\n(?=}})|\n(?=[)\],;?:&|=.])|;(?=[ \t]*}})")
_STYLE = re.compile(rf"({_KEPT})|;?\s*(}})\s*|\s*([{{;])\s*|(?<=[:,])\s+")


def script(text: str) -> str:
    """A script without comments that fill a line, indentation, and spaces and line ends around its signs."""
    return _LINES.sub(lambda found: found[1] or "", _SCRIPT.sub(_bare, _IDLE.sub("", text)))


def style(text: str) -> str:
    """A style sheet without the same, and without line breaks."""
    return _STYLE.sub(_bare, _IDLE.sub("", text))


def markup(text: str) -> str:
    """A template without indentation."""
    return _IDLE.sub("", text)


def _bare(found: re.Match[str]) -> str:
    return found[1] or found[2] or found[3] or ""
