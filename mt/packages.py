"""XML and the zip files of it that office programs write, read without trusting them.

Nothing is fetched, no entity is expanded, and nothing is unpacked that says it is larger than any article: so neither a
zip bomb nor a billion laughs takes memory. A zip file's own word on its sizes is enough, for no more is read than that.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mt.errors import InputError

if TYPE_CHECKING:
    import zipfile

    from lxml import etree

LIMIT = 100 * 1024 * 1024  # bytes of one part; a review file of a long article has less than one hundredth
_PARTS = 1000


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
    import zipfile  # late, for who reads plain text

    try:
        with zipfile.ZipFile(path) as package:
            yield package
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise InputError(f"{path} is damaged or no office file: {one_line(error)}") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error


def members(path: Path) -> frozenset[str]:
    """The names of a package's parts.

    Raises:
        InputError: if it is none.
    """
    with _opened(path) as package:
        return frozenset(package.namelist())


def member(path: Path, name: str) -> etree._Element | None:
    """The root of one part, None if there is no such part; of the others, pictures of any size, nothing is read.

    Raises:
        InputError: if the package is damaged, or the part too large or no XML.
    """
    with _opened(path) as package:
        if name not in package.namelist():
            return None
        size = package.getinfo(name).file_size
        if size > LIMIT:
            raise InputError(f"{path} unpacks to {size:,} bytes and more, as no article does: it is not read")
        data = package.read(name)
    if b"<!DOCTYPE" in data[:4096].replace(b"\0", b""):
        raise InputError(f"{path} holds a document type definition, which no office program writes")
    return parse(path, data)


def parse(path: Path, data: bytes | None = None) -> etree._Element:
    """The root of an XML file, or of the part of one that is at hand.

    Nothing is fetched and no entity is expanded; a file that defines any is refused.

    Raises:
        InputError: if it cannot be read or is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        content = path.read_bytes() if data is None else data
        if len(content) > LIMIT:
            raise InputError(f"{path} is larger than any review file: {len(content):,} bytes")
        root = etree.fromstring(content, parser)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{path} is not well-formed: {one_line(error)}") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise InputError(f"{path} defines entities of its own, which no review file does: it is not read")
    return root


def one_line(error: Exception) -> str:
    """What a library says is wrong, on one line."""
    return " ".join(str(error).split())


def name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for a comment or a processing instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
