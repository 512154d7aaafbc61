"""Review files: everything a person is given to read, check or pass on, made from a finished `Document`.

A module of this room is a format: it offers `render(document, signature) -> str | bytes`, the whole content of
`NAME.<module>`, and touches no file; where that is much, `stream` beside it gives it in parts. Writing, atomically, is
done here, so that no format can leave half a file. One with `read_edits(path) -> Returned` beside it also comes home.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from mt import plugins
from mt.document import Document
from mt.errors import ConfigError, InputError, OutputError
from mt.writers._returned import Decision, Returned, Row
from mt.writers._suffixes import suffix
from mt.writers._summary import Summary, summarise

_NUMBER = re.compile(r" ?\(\d+\)(?=\.[^()]*$)")
_INDEX = re.compile(r"index(?:\.\d+-of-\d+)?\.html")
_HEAD = 4096  # bytes, in which a page has its title
_FULL = dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "make room, or choose another folder")
_REMEDIES = _FULL | {errno.ENAMETOOLONG: "the name is too long for a file here: give the article a shorter one"}
DRAFTS = f".mt-[0-9]*-{'[0-9a-f]' * 8}.part"  # what `atomic` writes first; a killed process may leave one

__all__ = [
    "DRAFTS",
    "Decision",
    "Returned",
    "Row",
    "Summary",
    "atomic",
    "comes_home",
    "endings",
    "present",
    "read_edits",
    "spare",
    "suffix",
    "summarise",
    "unnumbered",
    "write",
    "write_index",
    "wrote",
]


def write(document: Document, folder: Path, formats: Sequence[str], *, name: str, signature: str) -> list[Path]:
    """Write `folder/NAME.<format>` for each format, and always `NAME.names.json` and `NAME.names.tsv`.

    One after the other, for the page of a long article alone takes much memory; NAME.names.json first, for it says
    which files beside it are ours, and has the longest name.

    Args:
        document: the finished document.
        folder: made if it is missing.
        formats: names of modules of this room ("html", "tsv", "jsonl", "txt").
        name: the file name without its suffix, usually the article's.
        signature: how the translation was made, in one line; every review file shows it.

    Returns:
        The files, in the order of `formats`, the two of the names last.

    Raises:
        ConfigError: if a format is unknown; nothing has been written then.
        OutputError: if the folder cannot be written to.
    """
    from mt.writers import _names

    modules = {suffix(form): plugins.load("writers", form) for form in formats}
    ours = sorted({*formats, *(_names.formats(folder / f"{name}.names.json") or ())})
    names = atomic(folder / f"{name}.names.json", _names.as_json(document, signature, ours))
    files = [
        atomic(folder / f"{name}.{ending}", getattr(module, "stream", module.render)(document, signature))
        for ending, module in modules.items()
    ]
    return [*files, names, atomic(folder / f"{name}.names.tsv", _names.as_tsv(document))]


def spare(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """See that no file to be written takes the place of one that was given.

    Raises:
        ConfigError: if one would.
    """
    given = [path for path in inputs if path.exists()]
    for output in outputs:
        for path in given if os.path.exists(output) else ():  # noqa: PTH110 (a name may be too long: `exists` raises)
            if output.samefile(path):
                raise ConfigError(f"{output} would be written over {path} itself: choose another folder with -o")


def present(folder: Path, name: str, without: Collection[str] = ()) -> tuple[str, ...]:
    """The formats of which `folder/NAME.*` has a file that was written here; some are not looked for."""
    from mt.writers import _names

    there = [
        form
        for form in plugins.names("writers")
        if form not in without and os.path.isfile(folder / f"{name}.{suffix(form)}")  # noqa: PTH113 (as in `spare`)
    ]
    ours = _names.formats(folder / f"{name}.names.json") if there else ()
    return tuple(form for form in there if ours is None or form in ours)


def wrote(path: Path) -> bool:
    """Whether `write` made this file, or one it is a numbered copy of: the NAME.names.json beside it says so.

    The list of all articles, which has no such file, is known by its title.
    """
    from mt.writers import _names

    for called in dict.fromkeys((path.name, unnumbered(path.name))):
        if called.endswith(".names.tsv") and path.with_name(f"{called.removesuffix('.tsv')}.json").is_file():
            return True
        for form in plugins.names("writers"):
            if called.endswith(ending := f".{suffix(form)}"):
                names = path.with_name(f"{called.removesuffix(ending)}.names.json")
                if form in (_names.formats(names) or ()):
                    return True
    return _INDEX.fullmatch(path.name) is not None and _is_index(path)


def _is_index(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"<title>Articles to review</title>" in file.read(_HEAD)
    except OSError:
        return False


def endings() -> dict[str, str]:
    """Under which endings what a format wrote is known, with their first dot: that of its files, and its `HOME`."""
    forms = {form: plugins.load("writers", form) for form in plugins.names("writers")}
    written = {f".{suffix(form)}": form for form in forms}
    return written | {ending: form for form, module in forms.items() for ending in getattr(module, "HOME", ())}


def unnumbered(name: str) -> str:
    """A file's name without the number that browsers give to a second download: a.edits (1).json, a (1).edits.json."""
    return _NUMBER.sub("", name)


def read_edits(path: Path) -> Returned:
    """What a review file says that comes home, in whatever format; nothing is held against the article yet.

    Raises:
        InputError: if it is missing, damaged, or of a format that does not come home.
    """
    if not path.is_file():
        raise InputError(f"{path} does not exist or is no file: check the path")
    home = {ending: form for ending, form in endings().items() if _comes_home(ending, form)}
    called = unnumbered(path.name).lower()
    fitting = [ending for ending in endings() if called.endswith(ending)]
    form = home.get(max(fitting, key=len, default=""))
    if form is None or called.endswith(".names.tsv"):
        raise InputError(f"{path}: edits are not read from such a file, only from {', '.join(sorted(home))}")
    returned: Returned = plugins.load("writers", form).read_edits(path)
    return returned


def comes_home(form: str) -> bool:
    """Whether a format's own files are read back; of some only what a reviewer takes home from them is."""
    return _comes_home(f".{suffix(form)}", form)


def _comes_home(ending: str, form: str) -> bool:
    module = plugins.load("writers", form)
    return hasattr(module, "read_edits") and ending in getattr(module, "HOME", (f".{suffix(form)}",))


def write_index(folder: Path, articles: Sequence[Summary], signature: str, name: str = "index.html") -> Path:
    """Write `folder/index.html`: one line an article, with its state and links to its review files.

    Args:
        folder: of the review files.
        articles: in their order.
        signature: how they were made.
        name: of the file, where there are several in the folder.

    Raises:
        OutputError: if the folder cannot be written to.
    """
    from mt.writers import _index

    return atomic(folder / name, _index.stream(articles, signature))


def atomic(path: Path, content: str | bytes | Iterable[str]) -> Path:
    """Put `content` at `path` whole or not at all: a file beside it is written first and then takes its place.

    What is long may come in parts. Text is UTF-8 with its line ends as they are. A lone surrogate, which UTF-8 cannot
    hold, becomes its escape (in JSON that is the very character again).

    Raises:
        OutputError: if that cannot be done; what stood at `path` before is untouched.
    """
    parts = (content,) if isinstance(content, str | bytes) else content
    draft = path.parent / f".mt-{os.getpid()}-{secrets.token_hex(4)}.part"
    try:
        try:
            with _new(draft) as file:
                for part in parts:
                    file.write(part.encode("utf-8", "backslashreplace") if isinstance(part, str) else part)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "choose another folder or make this one writable")
        raise OutputError(f"cannot write {path}: {error.strerror or error}; {remedy}") from error
    return path


def _new(path: Path) -> BinaryIO:
    """A new file; its folder is made if need be."""
    try:
        return path.open("xb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")
