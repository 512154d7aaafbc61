"""What is done already: articles recognised by the hashes of input and outputs, so that no run does them twice.

While a run goes on, every finished article is a line in a file `manifest-*.part` beside its outputs, each process its
own; at the end they all stand in `manifest.json` and the lines go. A line counts only if it was made with the same key
(settings, model, code, approved translations) and its files are there as they were written. A line torn by a kill is
skipped. Of every line only its place is kept in memory: a run may have very many articles.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

from mt.writers import DRAFTS, Summary

MANIFEST = "manifest.json"
MANIFESTS = "manifest[.-]*"  # all that this module leaves in an output folder
_SHARDS, _PARTS = "manifest.*-of-*.json", "manifest-*.part"
_FIGURES = tuple(field.name for field in fields(Summary) if field.name != "name")
ARTICLES = '  "articles": [\n'  # the line of a manifest after which every line is one article


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished article: what it was made from, what was written (paths relative to the output folder, hashes).

    `row` is its place in its shard, if it is in one.
    """

    name: str
    input: str
    sha256: str
    summary: Summary
    outputs: Mapping[str, str]
    row: int | None = None

    def record(self) -> dict[str, Any]:
        """As plain JSON data."""
        figures = {key: value for key, value in asdict(self.summary).items() if key != "name"}
        head = {"name": self.name, "input": self.input, "status": "done", "sha256": self.sha256}
        row = {} if self.row is None else {"row": self.row}
        return head | figures | {"outputs": dict(self.outputs)} | row


class Journal:
    """The finished articles of one output folder.

    Attributes:
        signature: how they were made; empty if there are none.
    """

    def __init__(self, output: Path, key: str, run: str = "") -> None:
        """See what earlier runs with the same key left there.

        Args:
            output: the output folder.
            key: of everything that decides what is written, the articles apart.
            run: the `run` of another process's journal, to take part in that run.
        """
        self._output, self._key = output, key
        own = secrets.token_hex(4)
        self.run = run or own
        self._own = output / f"manifest-{self.run}-{own}.part"
        self._file: IO[bytes] | None = None
        self._places: dict[str, tuple[Path, int]] = {}
        self._unwritten: dict[str, Entry] = {}
        self._hashed = Path(), ""
        self._seen: set[str] = set()  # whose outputs have been looked at in this run
        self.signature = ""
        self.refresh()

    def __contains__(self, name: str) -> bool:
        """Whether an article was ever finished; its input or its outputs may have changed since."""
        return name in self._places or name in self._unwritten

    def __len__(self) -> int:
        """How many articles were ever finished."""
        return len(self._places) + len(self._unwritten)

    def finished(self, name: str, sha256: str) -> Entry | None:
        """The entry of an article whose input and outputs are what they were, or None. No hash is none."""
        entry = self.known(name)
        if entry is None or not sha256 or entry.sha256 != sha256:
            return None
        if name in self._seen:
            return entry
        if all(self._hash(self._output / path) == expected for path, expected in entry.outputs.items()):
            self._seen.add(name)
            return entry
        return None

    def known(self, name: str) -> Entry | None:
        """The last entry of an article, whether or not it still holds."""
        if name in self._unwritten or name not in self._places:
            return self._unwritten.get(name)
        path, place = self._places[name]
        with suppress(OSError), path.open("rb") as file:
            file.seek(place)
            return _entry(_object(file.readline()))
        return None

    def others(self, names: Collection[str], manifest: Path) -> Iterator[Entry]:
        """Finished articles that a run is not about, and that its manifest would forget, if their files are there.

        They stand in the manifest it replaces, or in lines of killed runs, which `close` drops. A run that goes on has
        its own manifest to come.

        Args:
            names: of the articles the run is about.
            manifest: the file it replaces.
        """
        parts = self._output.glob(_PARTS)
        mine = {manifest, *(path for path in parts if self._is_mine(path) or not _is_held(path))}
        for name in [name for name, (path, _) in self._places.items() if path in mine and name not in names]:
            entry = self.known(name)
            if entry and all((self._output / path).exists() for path in entry.outputs):
                yield entry

    def outdated(self) -> dict[str, set[int]]:
        """For shards as they are now the rows of articles that have been entered with another shard since."""
        old: dict[str, set[int]] = {}
        for is_last, record in self._every_record():
            row, outputs, entry = record.get("row"), record.get("outputs"), None
            if is_last or not isinstance(row, int) or not isinstance(outputs, dict):
                continue
            for output, hashed in outputs.items():
                entry = entry or self.known(str(record.get("name")))
                if entry and output not in entry.outputs and self._hash(self._output / output) == hashed:
                    old.setdefault(output, set()).add(row)
        return old

    def standing(self, outputs: Container[str]) -> dict[str, list[Entry]]:
        """For each of these shards the articles that are entered with it."""
        found: dict[str, list[Entry]] = {}
        for is_last, record in self._every_record() if outputs else ():
            if is_last and (entry := _entry(record)):
                for output in filter(outputs.__contains__, entry.outputs):
                    found.setdefault(output, []).append(entry)
        return found

    def _every_record(self) -> Iterator[tuple[bool, dict[str, Any]]]:
        """All that is written of articles in the folder, and whether it is the last on its article."""
        for path in (*self._manifests(), *self._output.glob(_PARTS)):
            with suppress(OSError), path.open("rb") as file:
                for place, record in _records(file):
                    if record.get("status") == "done":
                        last = self._places.get(str(record.get("name")))
                        if last is not None:
                            yield last == (path, place), record

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Meanwhile no other run that asks for its turn has it; where folders cannot be locked, nothing."""
        with ExitStack() as opened:
            with suppress(ImportError, OSError):
                import fcntl

                folder = os.open(self._output, os.O_RDONLY)
                opened.callback(os.close, folder)
                fcntl.flock(folder, fcntl.LOCK_EX)
            self.refresh()
            yield

    def hashes(self, files: Iterable[Path]) -> dict[str, str]:
        """Files just written, by their paths in the output folder, for their entry."""
        self._hashed = Path(), ""
        return {file.relative_to(self._output).as_posix(): self._hash(file) for file in files}

    def begin(self) -> None:
        """Remove what killed runs left half-written, unless another run is under way here; mark this one."""
        others = list(self._output.glob(_PARTS))
        if others and not any(map(_is_held, others)):
            self._sweep()
        with suppress(OSError):
            self._file = self._own.open("ab", buffering=0)
            _hold(self._file)

    def leave(self) -> None:
        """Go as if this run had never begun, if it has finished nothing."""
        if self._file is not None and not self._file.tell():
            self._file.close()
            self._file = None
            with suppress(OSError):
                self._own.unlink()

    def add(self, entry: Entry) -> None:
        """Write an entry down; where that fails (a full disk) the article is simply done again next time."""
        head = {"key": self._key, "signature": self.signature}
        line = json.dumps(head | entry.record(), ensure_ascii=False).encode("utf-8", "backslashreplace")
        try:
            if self._file is None:
                raise OSError
            place = self._file.tell() + 1
            if self._file.write(b"\n" + line + b"\n") < len(line) + 2:
                raise OSError
            self._places[entry.name] = self._own, place
        except OSError:
            self._unwritten[entry.name] = entry

    def refresh(self) -> None:
        """Take in what earlier runs and other processes have written down."""
        for path in sorted(self._manifests(), key=self._recent):
            with suppress(OSError), path.open("rb") as file:
                head = _head(file)
                if head.get("key") == self._key:
                    self.signature = str(head.get("signature", ""))
                    self._take(path, file)
        for path in sorted(self._output.glob(_PARTS), key=self._recent):
            with suppress(OSError), path.open("rb") as file:
                self._take(path, file, self._key)

    def _manifests(self) -> list[Path]:
        return [self._output / MANIFEST, *self._output.glob(_SHARDS)]

    def _recent(self, path: Path) -> tuple[bool, int, Path]:
        """What puts the oldest first, and last what this run has written: of two on one article the last counts."""
        with suppress(OSError):
            return self._is_mine(path), path.stat().st_mtime_ns, path
        return False, 0, path

    def _is_mine(self, path: Path) -> bool:
        """Whether these are lines of this run, whichever of its processes wrote them."""
        return path.name.startswith(f"manifest-{self.run}-")

    def close(self) -> None:
        """Drop the lines of this run and of killed ones: a manifest has them now."""
        if self._file is not None:
            self._file.close()
        parts = list(self._output.glob(_PARTS))
        mine = list(filter(self._is_mine, parts))
        others = [path for path in parts if path not in mine and _is_held(path)]
        if len(mine) > 1 and not others:  # there were workers, and one of them may have been killed
            self._sweep()
        for path in parts:
            if path not in others:
                with suppress(OSError):
                    path.unlink()

    def _sweep(self) -> None:
        """Delete what killed processes left half-written."""
        for draft in self._output.rglob(DRAFTS):
            with suppress(OSError):
                draft.unlink()

    def _take(self, path: Path, file: IO[bytes], key: str | None = None) -> None:
        """The places of all finished articles in the rest of a file."""
        for place, record in _records(file):
            if record.get("status") == "done" and key in (None, record.get("key")):
                self._places[str(record.get("name"))] = path, place
                self.signature = str(record.get("signature", self.signature))

    def _hash(self, path: Path) -> str:
        """Of a file; empty if it cannot be read. The last is remembered, for many articles may share one file."""
        last, digest = self._hashed  # two threads ask
        if last != path:
            try:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                return ""
            self._hashed = path, digest
        return digest


def _head(file: IO[bytes]) -> dict[str, Any]:
    """What a manifest says before its articles; empty if it is somebody else's."""
    lines = []
    while (line := file.readline()) and line != ARTICLES.encode():
        lines.append(line)
    return _object(b"".join(lines).rstrip(b",\n ") + b"}") if line else {}


def _records(file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every line of the rest of a file and its place; empty where it is none."""
    place = file.tell()
    while line := file.readline():
        yield place, _object(line)
        place += len(line)


def _object(line: bytes) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        record = json.loads(line.strip(b" ,\r\n"))
        return record if isinstance(record, dict) else {}
    return {}


def _entry(record: dict[str, Any]) -> Entry | None:
    """The entry of a record, None if it is none."""
    with suppress(KeyError, TypeError, AttributeError, ValueError):
        figures = {name: record[name] for name in _FIGURES}
        summary = Summary(name=record["name"], **figures | {"formats": tuple(figures["formats"])})
        return Entry(
            record["name"], record["input"], record["sha256"], summary, dict(record["outputs"]), record.get("row")
        )
    return None


def _hold(file: IO[bytes], *, alone: bool = True) -> None:
    """Lock a file for as long as this process has it open; where there are no such locks, nothing.

    Raises:
        BlockingIOError: if another process has it alone.
    """
    with suppress(ImportError):
        import fcntl

        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)


def _is_held(path: Path) -> bool:
    """Whether a running process has a file locked."""
    try:
        with path.open("rb") as file:
            _hold(file, alone=False)  # over NFS a file that is only read cannot be had alone
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False
