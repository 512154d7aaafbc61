"""The translation memory: what an engine has said before, and what reviewers have approved, in one SQLite file.

Three kinds of entry. A machine entry belongs to one model, one way of decoding and the very text the engine was given;
it is what makes a second run cheap and a killed run able to go on. A reviewed entry belongs to a language pair and the
reader's source, outranks every machine entry and survives a new model. An article is kept whole as it was finished,
and is worth something as long as nothing it was made with changes.

The file is in WAL mode: several processes may share it on a local disk (not on a network share). A file that turns out
damaged is set aside under another name, never written over. Left out: exchange formats, and what to do with a fuzzy
match (`near` only finds it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TypeVar

from mt.memory import finished, matching
from mt.memory.entries import Machine, Match, Reviewed, Stats, storable
from mt.memory.file import Damaged, File, Run, Unreadable, default_path

__all__ = ["Damaged", "Machine", "Match", "Memory", "Reviewed", "Stats", "Unreadable", "default_path"]

CHUNK = 500  # values in one query; SQLite allowed 999 before 3.32
_OF_ARTICLES = ("machine", "reviewed", "finished")  # tables with what came with an article
SIMILAR = 0.6  # likeness below this helps no reviewer


class Memory:
    """One memory file, open; safe to use from several threads.

    Attributes:
        path: the file.
        pair: source and target language.
    """

    def __init__(self, path: Path, pair: str = "fr-en") -> None:
        """Open the file, or make it; a damaged one is moved to NAME.damaged-MOMENT first.

        Args:
            path: made with its folders if missing.
            pair: source and target language of all that is read and written.

        Raises:
            ConfigError: if the file is something else than a memory, or of a newer version.
            OutputError: if it cannot be opened or made.
        """
        self._file = File(Path(path))
        self.path, self.pair = self._file.path, pair

    @property
    def set_aside(self) -> Path | None:
        """Where a damaged file that stood at `path` was moved, or None."""
        return self._file.set_aside

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def damaged(self, reason: str) -> Unreadable:
        """Set the file aside, for what it gave cannot be; the error to raise."""
        return self._file.put_aside(reason)

    def close(self) -> None:
        """Close the file; the last process to do so folds the write-ahead log into it."""
        self._file.close()

    # --- what engines said

    def machine(self, key: str, texts: Sequence[str]) -> dict[str, Machine]:
        """The entries there are for these texts, by text.

        Args:
            key: model fingerprint and decoding.
            texts: as the engine was or would be given them.

        Raises:
            Unreadable: if the file cannot be read.
        """
        with self._file.reading() as run:
            found = run("SELECT id FROM engine WHERE key = ?", (key,)).fetchone()
            if found is None:
                return {}
            digests = {_digest(text): text for text in texts}
            result: dict[str, Machine] = {}
            for some in _chunks(digests):
                marks = ",".join("?" * len(some))
                rows = run(
                    f"SELECT digest, target, score, links FROM machine WHERE engine = ? AND digest IN ({marks})",
                    (found[0], *some),
                )
                result |= {digests[digest]: Machine(*rest) for digest, *rest in rows}
            return result

    def store(self, key: str, entries: Iterable[tuple[str, Machine]], articles: Mapping[str, str] | None = None) -> int:
        """Add machine entries in one transaction; one that another process has added meanwhile stays as it is.

        Args:
            key: model fingerprint and decoding.
            entries: the text the engine was given, and what it said.
            articles: for a text the article that brought it, for `forget`.

        Returns:
            How many of them were there already with another translation.

        Raises:
            Unreadable: if the file cannot be written; nothing of this call is in it then.
        """
        new = {_digest(text): (text, said) for text, said in entries if _is_text(text + said.target)}
        with self._file.writing() as run:
            run("INSERT OR IGNORE INTO engine (key) VALUES (?)", (key,))
            (engine,) = run("SELECT id FROM engine WHERE key = ?", (key,)).fetchone()
            differ = 0
            for some in _chunks(new):
                marks = ",".join("?" * len(some))
                rows = run(
                    f"SELECT digest, target FROM machine WHERE engine = ? AND digest IN ({marks})", (engine, *some)
                )
                theirs = dict(rows.fetchall())
                differ += sum(target != new[digest][1].target for digest, target in theirs.items())
                for digest in some:
                    if digest not in theirs:
                        text, said = new[digest]
                        row = (
                            engine,
                            digest,
                            text,
                            said.target,
                            said.score,
                            said.links,
                            storable((articles or {}).get(text, "")),
                        )
                        run("INSERT INTO machine VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            return differ

    # --- articles that were finished

    def finished(self, article: str, content: str, key: str) -> bytes | None:
        """What `finish` kept of an article of this name and text under this key, or None.

        Raises:
            Unreadable: if the file cannot be read.
        """
        with self._file.reading() as run:
            return finished.recalled(run, storable(article), content, key)

    def finish(self, article: str, content: str, key: str, body: bytes, state: str) -> None:
        """Keep an article, in place of what was kept under its name before.

        Args:
            article: its name, for `forget`.
            content: tells its text from others.
            key: of all that decides what becomes of it, apart from what is approved.
            body: the article.
            state: the `state` of the approved segments when the work began; if it is another now, nothing is kept.

        Raises:
            Unreadable: if the file cannot be written.
        """
        with self._file.writing() as run:
            if _state(run) == state:
                finished.keep(run, storable(article), content, key, body)

    # --- what reviewers approved

    def reviewed(self, source: str) -> Reviewed | None:
        """The approved translation of this source, white space apart.

        Raises:
            Unreadable: if the file cannot be read.
        """
        return self.all_reviewed([source]).get(source)

    def all_reviewed(self, sources: Iterable[str]) -> dict[str, Reviewed]:
        """The approved translations of these sources, by source as given.

        Raises:
            Unreadable: if the file cannot be read.
        """
        result: dict[str, Reviewed] = {}
        if not self.has_reviewed():
            return result
        keys: dict[str, list[str]] = {}
        for source in dict.fromkeys(sources):
            if _is_text(source):
                keys.setdefault(_one_line(source), []).append(source)
        with self._file.reading() as run:
            for some in _chunks(keys):
                marks = ",".join("?" * len(some))
                rows = run(
                    "SELECT key, source, target, reviewer, moment, article FROM reviewed "
                    f"WHERE pair = ? AND key IN ({marks})",
                    (self.pair, *some),
                )
                result |= {source: Reviewed(*rest) for key, *rest in rows for source in keys[key]}
        return result

    def has_reviewed(self) -> bool:
        """Whether anything is approved, in whatever language.

        Raises:
            Unreadable: if the file cannot be read.
        """
        with self._file.reading() as run:
            return run("SELECT 1 FROM reviewed LIMIT 1").fetchone() is not None

    def approve(self, source: str, target: str, reviewer: str, when: str, article: str) -> None:
        """Remember what a person approved; it takes the place of what was approved for this source before.

        Args:
            source, target: what the reader sees.
            reviewer: who.
            when: the moment, ISO 8601.
            article: where, for `forget`.

        Raises:
            Unreadable: if the file cannot be written.
        """
        self.approve_all([Reviewed(source, target, reviewer, when, article)])

    def approve_all(self, entries: Iterable[Reviewed]) -> None:
        """`approve` many in one transaction.

        Raises:
            Unreadable: if the file cannot be written; none of them is in it then.
        """
        with self._file.writing() as run:
            for entry in entries:
                if not _is_text(entry.source + entry.target):
                    continue
                key = _one_line(entry.source)
                run("DELETE FROM reviewed WHERE pair = ? AND key = ?", (self.pair, key))
                row = (self.pair, key, entry.source, entry.target, entry.reviewer, entry.when, storable(entry.article))
                cursor = run(
                    "INSERT INTO reviewed (pair, key, source, target, reviewer, moment, article) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
                matching.index(run, int(cursor.lastrowid or 0), key)

    def withdraw(self, entries: Iterable[tuple[str, str]]) -> int:
        """Take back approvals: (source, target) pairs; where another target has been approved since, that stays.

        Returns:
            How many there were.

        Raises:
            Unreadable: if the file cannot be written; all of them stand then.
        """
        with self._file.writing() as run:
            count = sum(
                run(
                    "DELETE FROM reviewed WHERE pair = ? AND key = ? AND target = ?",
                    (self.pair, _one_line(source), target),
                ).rowcount
                for source, target in entries
                if _is_text(source + target)
            )
            run("DELETE FROM word WHERE segments = 0")
        return count

    def every_reviewed(self) -> Iterator[Reviewed]:
        """All approved translations of the language pair, oldest first.

        Raises:
            Unreadable: if the file cannot be read.
        """
        last = 0
        query = (
            "SELECT id, source, target, reviewer, moment, article FROM reviewed WHERE pair = ? AND id > ? "
            "ORDER BY id LIMIT ?"
        )
        while True:
            with self._file.reading() as run:
                rows = run(query, (self.pair, last, CHUNK)).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield from (Reviewed(*rest) for _, *rest in rows)

    def state(self) -> str:
        """Changes whenever a reviewed segment is added, replaced or forgotten.

        Raises:
            Unreadable: if the file cannot be read.
        """
        with self._file.reading() as run:
            return _state(run)

    def near(self, source: str, limit: int = 3, *, least: float = SIMILAR) -> list[Match]:
        """Approved segments whose source is like this one, the most alike first; the very same one is left out.

        Args:
            source: as the reader sees it.
            limit: how many at most.
            least: likeness, in [0, 1], of what is worth showing.

        Raises:
            Unreadable: if the file cannot be read.
        """
        key = _one_line(source)
        with self._file.reading() as run:
            best = matching.candidates(run, key)
            marks = ",".join("?" * len(best))
            rows = run(
                f"SELECT key, id FROM reviewed WHERE +pair = ? AND id IN ({marks})", (self.pair, *best)
            ).fetchall()
            ranked = sorted(
                (-likeness, *rows[at]) for likeness, at in matching.alike(key, [row[0] for row in rows], least)
            )
            columns = "source, target, reviewer, moment, article"
            return [
                Match(-unlike, Reviewed(*run(f"SELECT {columns} FROM reviewed WHERE id = ?", (number,)).fetchone()))
                for unlike, _, number in ranked[:limit]
            ]

    # --- housekeeping

    def articles(self) -> list[str]:
        """The names of the articles that something is remembered of.

        Raises:
            Unreadable: if the file cannot be read.
        """
        with self._file.reading() as run:
            union = " UNION ".join(f"SELECT article FROM {table}" for table in _OF_ARTICLES)
            rows = run(f"{union} ORDER BY article")
            return [article for (article,) in rows if article]

    def forget(self, article: str | None) -> int:
        """Delete all that came with an article, or with None everything; what was deleted is overwritten on disk.

        Returns:
            How many entries there were.

        Raises:
            Unreadable: if the file cannot be written.
        """
        where, values = ("", ()) if article is None else (" WHERE article = ?", (storable(article),))
        with self._file.writing() as run:
            count = sum(run(f"DELETE FROM {table}{where}", values).rowcount for table in _OF_ARTICLES)
            run("DELETE FROM word WHERE segments = 0")
        self._file.shrink()
        return count

    def stats(self) -> Stats:
        """How much is in it.

        Raises:
            Unreadable: if the file cannot be read.
        """
        with self._file.reading() as run:
            machine = run("SELECT key, COUNT(*) FROM machine JOIN engine ON id = engine GROUP BY key ORDER BY key")
            reviewed = run("SELECT pair, COUNT(*) FROM reviewed GROUP BY pair ORDER BY pair")
            (whole,) = run("SELECT COUNT(*) FROM finished").fetchone()
            return Stats(self.path, self._file.size(), dict(machine.fetchall()), dict(reviewed.fetchall()), whole)


def _state(run: Run) -> str:
    (count,) = run("SELECT COUNT(*) FROM reviewed").fetchone()
    last = run("SELECT seq FROM sqlite_sequence WHERE name = 'reviewed'").fetchone()  # grows, whatever is deleted
    return f"{count}-{last[0] if last else 0}"


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _is_text(text: str) -> bool:
    """False for lone surrogates, which no SQLite file can hold; they are translated each time."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _one_line(text: str) -> str:
    return " ".join(text.split())


Value = TypeVar("Value")


def _chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    rest = iter(values)
    while some := list(islice(rest, CHUNK)):
        yield some
