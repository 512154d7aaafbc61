"""The memory's SQLite file: opened, shared, told from other files, and set aside when it is damaged."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from mt.errors import ConfigError, MtError, OutputError

APPLICATION = 0x4D544D31  # "MTM1", in the file's header: tells a memory from any other SQLite file
LAYOUT = 2
SUFFIX = ".sqlite"
PATIENCE = 120  # seconds to wait for another process to finish its transaction
MAGIC = b"SQLite format 3\0"
DAMAGE = ("malformed", "not a database", "corrupt", "no such table", "no such column", "could not decode")

_SECOND = """
CREATE TABLE finished (article TEXT PRIMARY KEY, content TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL);
CREATE TRIGGER outdated AFTER INSERT ON reviewed BEGIN DELETE FROM finished; END;
CREATE TRIGGER withdrawn AFTER DELETE ON reviewed BEGIN DELETE FROM finished; END;
CREATE TRIGGER forgotten AFTER DELETE ON machine BEGIN DELETE FROM finished WHERE article = old.article; END;
"""  # what layout 2 has more than layout 1; the triggers hold for programs that know only that, too
_FIRST = """
CREATE TABLE engine (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE machine (
    engine INTEGER NOT NULL REFERENCES engine, digest BLOB NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
    score REAL, links BLOB NOT NULL, article TEXT NOT NULL
);
CREATE UNIQUE INDEX machine_text ON machine (engine, digest);
CREATE INDEX machine_article ON machine (article);
CREATE TABLE reviewed (
    id INTEGER PRIMARY KEY AUTOINCREMENT, pair TEXT NOT NULL, key TEXT NOT NULL,
    source TEXT NOT NULL, target TEXT NOT NULL,
    reviewer TEXT NOT NULL, moment TEXT NOT NULL, article TEXT NOT NULL, UNIQUE (pair, key)
);
CREATE INDEX reviewed_article ON reviewed (article);
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, segments INTEGER NOT NULL DEFAULT 0);
CREATE TABLE posting (
    word INTEGER NOT NULL, reviewed INTEGER NOT NULL REFERENCES reviewed ON DELETE CASCADE,
    PRIMARY KEY (word, reviewed)
) WITHOUT ROWID;
CREATE INDEX posting_reviewed ON posting (reviewed);
CREATE TRIGGER counted AFTER INSERT ON posting BEGIN
    UPDATE word SET segments = segments + 1 WHERE id = new.word; END;
CREATE TRIGGER uncounted AFTER DELETE ON posting BEGIN
    UPDATE word SET segments = segments - 1 WHERE id = old.word; END;
"""

Run = Callable[..., sqlite3.Cursor]


class Unreadable(MtError):
    """The file cannot be read or written any more; who can do without a memory goes on without."""


class Damaged(Unreadable):
    """The file turned out damaged, or was taken away. A new one has been begun that can be used at once."""


def default_path() -> Path:
    """Where the memory is kept: $MT_MEMORY, else mt/memory.sqlite in $XDG_DATA_HOME or ~/.local/share."""
    if named := os.environ.get("MT_MEMORY"):
        return Path(named)
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "mt" / f"memory{SUFFIX}"


class File:
    """One file, open; one transaction at a time.

    Attributes:
        path: the file.
        set_aside: where a damaged file that stood at `path` was moved, or None.
    """

    def __init__(self, path: Path) -> None:
        """See `Memory`."""
        self.path = path
        self.set_aside: Path | None = None
        self._lock = threading.RLock()
        try:
            _refuse_foreign(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = _opened(path)
            except sqlite3.DatabaseError as error:
                if not any(word in str(error) for word in DAMAGE):
                    raise
                self.set_aside = _moved(path)
                self._connection = _opened(path)
            self._inode = path.stat().st_ino
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise OutputError(
                f"cannot open the memory {path} ({reason}): name another with --memory, or use --no-memory"
            ) from error

    def close(self) -> None:
        """Close it; the last process to do so folds the write-ahead log into the file."""
        with self._lock, suppress(sqlite3.Error):
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[Run]:
        """Queries on one state of the file.

        Raises:
            Unreadable: if one of them fails.
        """
        with self._lock, self._transaction("BEGIN"):
            yield self._connection.execute

    @contextmanager
    def writing(self) -> Iterator[Run]:
        """Changes that are made together or not at all.

        Raises:
            Unreadable: if one of them fails.
        """
        with self._lock, self._transaction("BEGIN IMMEDIATE"):
            yield self._connection.execute

    def shrink(self) -> None:
        """Put the write-ahead log into the file, so that nothing deleted is left in it.

        Raises:
            Unreadable: if another process reads the file all the while, or the log cannot be emptied.
        """
        try:
            with self._lock:
                busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise Unreadable(f"the log of the memory {self.path} cannot be emptied: {error}") from error
        if busy:
            raise Unreadable(
                f"what was deleted still stands in {self.path}-wal, for another process uses the memory: "
                "do it again when that has ended"
            )

    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in _parts(self.path) if file.exists())

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self._see_that_it_is_there()
        try:
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            if any(word in str(error).lower() for word in DAMAGE):
                raise self.put_aside(str(error)) from error
            raise Unreadable(f"the memory {self.path} cannot be used any more: {error}") from error

    def put_aside(self, reason: str) -> Unreadable:
        """Move the file out of the way, for it is damaged, and begin a new one; the error to raise.

        Where another process has done so already, the new one is its, and stays.
        """
        try:
            moved = self._begin_anew()
        except (OSError, sqlite3.Error, ConfigError) as error:
            return Unreadable(f"the memory {self.path} is damaged ({reason}) and cannot be set aside: {error}")
        where = f"it is now {moved}" if moved else "another process has set it aside"
        return Damaged(f"the memory {self.path} is damaged ({reason}); {where}, and a new one was begun")

    def _see_that_it_is_there(self) -> None:
        """See that nobody has deleted or replaced the file: what goes into one that has no name is lost.

        Raises:
            Unreadable: if somebody has.
        """
        with suppress(OSError):
            if self.path.stat().st_ino == self._inode:
                return
        try:
            self._begin_anew()
        except (OSError, sqlite3.Error, ConfigError) as error:
            raise Unreadable(f"the memory {self.path} has been taken away ({error})") from error
        raise Damaged(f"the memory {self.path} has been taken away, and a new one was begun")

    def _begin_anew(self) -> Path | None:
        """Open a new file, or the one that another process has begun; where the old one is now, if it was moved.

        A log that is left alone goes with it: it would be taken for that of the new file.
        """
        moved = None
        with self._lock:
            self.close()
            if not self.path.exists() or self.path.stat().st_ino == self._inode:
                self.set_aside = moved = _moved(self.path)
            self._connection = _opened(self.path)
            self._inode = self.path.stat().st_ino
        return moved


def _opened(path: Path) -> sqlite3.Connection:
    """A connection to the memory at `path`, made if it is missing.

    Raises:
        sqlite3.DatabaseError: if it is damaged.
        ConfigError: if it is no memory, or one of a newer version.
    """
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA synchronous = NORMAL")  # in WAL mode this loses nothing when a process is killed
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        is_new = not connection.execute("PRAGMA schema_version").fetchone()[0]
        if is_new:
            _execute(connection, _FIRST)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
        if is_new or _versions(connection) == (APPLICATION, 1):
            _execute(connection, _SECOND)
            connection.execute(f"PRAGMA user_version = {LAYOUT}")
        connection.execute("COMMIT")
        _check(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    application, layout = _versions(connection)
    if application != APPLICATION:
        raise ConfigError(f"{path} is a database, but no translation memory: name another file with --memory")
    if layout > LAYOUT:
        raise ConfigError(f"{path} was written by a newer version of mt: update mt, or name another with --memory")
    for table in ("machine", "reviewed", "word", "finished"):
        connection.execute(f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT 1").fetchall()
    connection.execute("SELECT * FROM posting LIMIT 1").fetchall()


def _versions(connection: sqlite3.Connection) -> tuple[int, int]:
    """Which program the file belongs to, and its layout."""
    application, layout = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    return application, layout


def _execute(connection: sqlite3.Connection, script: str) -> None:
    """Every statement of a script, in the transaction there is."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _refuse_foreign(path: Path) -> None:
    """A file that is no database and not named like one is somebody's article: it is not moved, but refused.

    Raises:
        ConfigError: then, and if the path is a folder.
    """
    if path.is_dir():
        raise ConfigError(f"the memory {path} is a folder: name a file in it")
    if path.exists() and path.suffix != SUFFIX:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
        if head and head != MAGIC:
            raise ConfigError(f"{path} is no translation memory: name another file with --memory")


def _moved(path: Path) -> Path:
    """Set a damaged file aside, with its log."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    for part in _parts(path):
        if part.exists():
            part.rename(f"{path}.damaged-{moment}{part.name.removeprefix(path.name)}")
    return Path(f"{path}.damaged-{moment}")


def _parts(path: Path) -> tuple[Path, ...]:
    return path, Path(f"{path}-wal"), Path(f"{path}-shm")
