"""The packages that office programs read and write: zip files of XML, opened without trust, closed without a date."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from mt.errors import InputError
from mt.writers._xml import LIMIT, one_line

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # in place of the time of writing: one article, one file, byte for byte
_PARTS = 1000
_MOMENT = re.compile(rb"(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=<)")


def part(path: Path, name: str) -> bytes:
    """One part of a package that is known to be harmless.

    Raises:
        InputError: if there is no such part, or what `check` says.
    """
    check(path)
    with _opened(path) as package:
        if name not in package.namelist():
            raise InputError(f"{path} has no {name}: it is not the kind of file that its name says")
        return package.read(name)


def check(path: Path) -> None:
    """See that a package is what an office program writes: of a sane size, and without document type definitions.

    Raises:
        InputError: if it is not.
    """
    with _opened(path) as package:
        parts = package.infolist()
        if len(parts) > _PARTS or sum(member.file_size for member in parts) > LIMIT:
            raise InputError(f"{path} unpacks to more than any review file holds: it is not read")
        for member in parts:
            head = package.open(member).read(4096) if member.filename.endswith((".xml", ".rels")) else b""
            if b"<!DOCTYPE" in head.replace(b"\0", b""):
                raise InputError(f"{path} holds a document type definition, which no office program writes")


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as package:
            yield package
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise InputError(f"{path} is damaged or no office file: {one_line(error)}") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error


def undated(package: bytes) -> bytes:
    """The same package with one date in it and for every part, so that writing an article twice gives the same file."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = _MOMENT.sub(EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            new.writestr(zipfile.ZipInfo(member.filename), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()
