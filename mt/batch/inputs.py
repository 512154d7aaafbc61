"""Which articles a run is about: files, folders, patterns, lists, and files that hold many articles.

What a user can get wrong is found in `plan`, before anything is read or loaded. A file that holds many articles (its
reader says `MANY`) is read as it is needed; its articles are told apart by their ids.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain, count, islice
from pathlib import Path
from types import ModuleType

from mt import plugins, readers, writers
from mt.batch import journal, shards
from mt.document import Document
from mt.errors import ConfigError, InputError, MtError, described

_PATTERN = re.compile(r"[*?\[]")
_UNSAFE = re.compile(r"[^\w.+@=,-]+")
BLOCK = 64  # articles: enough to fill an engine's batches, few enough to be done again and to share out evenly
_OF_A_PAGE = re.compile(r"(?:[_-]files|[_-]fichiers|[_-]Dateien|\.files)$")
_FEW = 100  # files whose sizes are looked at
_LONGEST_NAME = 100  # bytes of an id in a file name; file systems end at 255 bytes


@dataclass(frozen=True, slots=True)
class Article:
    """An input file and the name of its outputs, relative to the output folder, without suffix.

    For a file of many articles `name` is the folder of their outputs, and `many` is true.
    """

    path: Path
    name: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of the articles are wanted.

    Attributes:
        since: only articles of this day or later: by their field `date`, else by the day their file was changed.
        shard: (i, n), 1 <= i <= n: only the i-th of n parts. An article's part depends on its name alone.
        limit: at most so many articles, the first ones.
        column: the field of the text in a file of many articles; empty for the reader's own ("text").
    """

    since: date | None = None
    shard: tuple[int, int] = (1, 1)
    limit: int | None = None
    column: str = ""

    def holds(self, name: str) -> bool:
        """Whether an article of this name is in the shard."""
        part, parts = self.shard
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest) % parts == part - 1

    def is_recent(self, path: Path, document: Document | None = None) -> bool:
        """Whether an article is of the day asked for or later; one whose date cannot be read is."""
        if self.since is None:
            return True
        said = document.meta.get("date", "") if document else ""
        try:
            day = date.fromisoformat(said[:10]) if said else datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        except (OSError, ValueError):
            return True
        return day >= self.since


EVERYTHING = Selection()


@dataclass(slots=True)
class Found:
    """An article ready to be read.

    Attributes:
        article: its name, and where from.
        sha256: tells whether it is the same as last time.
        error: why it cannot be read; empty if it can.
        documents: itself, if it was one of many in a file.
    """

    article: Article
    sha256: str = ""
    error: str = ""
    documents: Iterator[Document] | None = field(default=None, repr=False)

    def read(self) -> Document:
        """The document, under the article's name; of a file that was saved meanwhile, nothing is known afterwards.

        Raises:
            InputError: if it cannot be read.
        """
        if self.error:
            raise InputError(self.error)
        document = next(self.documents or readers.read(self.article.path))
        if not document.paragraphs:
            raise InputError(f"{self.article.path}: {self.article.name} has no text")
        if self.documents is None and _file_hash(self.article.path) != self.sha256:
            self.sha256 = ""
        return replace(document, id=self.article.name)


@dataclass(slots=True)
class Block:
    """Articles that follow each other in the input; the same input is always cut into the same blocks.

    Attributes:
        name: of the shard that may hold them, without suffix.
        found: the articles.
        expected: how many of them are on their way to that shard.
    """

    name: str
    found: list[Found]
    expected: int = 0


def plan(paths: Sequence[Path], selection: Selection = EVERYTHING) -> list[Article]:
    """The articles that these files, folders, patterns and lists hold, in order.

    Args:
        paths: a file, a folder, a pattern (`archive/2024-*.txt`), or a list (`@list.txt`: a path a line, relative to
            the list's own folder; blank lines and lines that begin with # do not count).
        selection: which of them are wanted; those inside a file of many articles are chosen when they are read.

    Raises:
        InputError: if a path is missing, a file has no reader, or a folder, pattern or list holds no article.
        ConfigError: if two of them would write the same output, or none is left of them.
    """
    articles = _once(article for path in paths for article in _articles(path))
    _see_that_names_differ(articles)
    chosen = [
        article
        for article in articles
        if article.many or (selection.holds(article.name) and selection.is_recent(article.path))
    ]
    if not any(article.many for article in chosen):
        chosen = chosen[: selection.limit]
    if not chosen and selection.shard == (1, 1):
        raise ConfigError(f"no article is left of {len(articles)}: widen --since or --limit")
    return chosen


def _once(articles: Iterable[Article]) -> list[Article]:
    """Without a file that was named before, as itself or by its folder, a pattern or a list."""
    files: dict[Path, Article] = {}
    for article in articles:
        files.setdefault(article.path.absolute(), article)
    return list(files.values())


def _see_that_names_differ(articles: Sequence[Article]) -> None:
    """Two articles must not write one output, nor one what may be a record of another."""
    taken: dict[str, Path] = {}
    folders = {article.name.casefold(): article.path for article in articles if article.many}
    for article in articles:
        name = article.name.casefold()
        other = taken.setdefault(name, article.path)
        if other is article.path and not article.many:
            other = folders.get(name.rpartition("/")[0], article.path)
        if other is not article.path:
            raise ConfigError(
                f"{other} and {article.path} would both write {article.name}.*: rename one, "
                "or translate them separately"
            )


def extent(articles: Sequence[Article], selection: Selection) -> tuple[int | None, int | None]:
    """How many articles there are, and about how many characters; None for what would take long to tell."""
    if any(article.many for article in articles):
        if selection.since is not None:
            return None, None
        counts = [_count(article) for article in articles]
        total = None if None in counts else sum(filter(None, counts)) // selection.shard[1]
        return total if selection.limit is None or total is None else min(total, selection.limit), None
    if len(articles) > _FEW or not all(getattr(_reader(article.path), "SIZED", True) for article in articles):
        return len(articles), None
    return len(articles), sum(article.path.stat().st_size for article in articles if article.path.exists())


def _count(article: Article) -> int | None:
    if not article.many:
        return 1
    module = plugins.load("readers", readers.check(article.path))
    try:
        return int(module.count(article.path))
    except (OSError, MtError):
        return None  # it is said when the file is read


def found(article: Article, selection: Selection = EVERYTHING) -> Iterator[Found]:
    """What an input file holds: itself, or the wanted ones of the articles in it.

    Raises:
        InputError: if it cannot be read.
    """
    if not article.many:
        yield Found(article, _file_hash(article.path))
        return
    taken: set[str] = set()
    module = plugins.load("readers", readers.check(article.path))
    for number, document in enumerate(getattr(module, "each", module.read)(article.path, selection.column), 1):
        if isinstance(document, InputError):
            name = f"{article.name}/(record {number})"  # no id becomes such a name
            if selection.holds(name):
                yield Found(Article(article.path, name), error=str(document))
            continue
        name = f"{article.name}/{_file_name(document.id, number, taken)}"
        if selection.holds(name) and selection.is_recent(article.path, document):
            content = repr((document.source_text(), sorted(document.meta.items())))
            digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
            yield Found(Article(article.path, name), digest, documents=iter((document,)))


def _articles(path: Path, lists: tuple[Path, ...] = ()) -> Iterator[Article]:
    """The articles of a path; `lists` are those it stands in, one in the other."""
    kind = readers.kind_of(path)
    if kind == "folder":
        yield from _inside(path)
    elif not kind and str(path).startswith("@"):
        yield from _listed(Path(str(path)[1:]), lists)
    elif not kind and _PATTERN.search(str(path)):
        yield from (_article(file, file.with_suffix("").name) for file in _fitting(path))
    else:
        readers.check(path)
        yield _article(path, path.with_suffix("").name)


def _fitting(pattern: Path) -> list[Path]:
    """The files of a pattern; what is hidden is found only where the pattern itself names it."""
    root = Path(pattern.anchor)
    try:
        files = sorted(file for file in root.glob(str(pattern.relative_to(root))) if file.is_file())
    except (ValueError, OSError) as error:
        raise InputError(f"{pattern} is no pattern ({error}): use * for any letters, **/ for any folders") from error
    named = {"..", *pattern.parts}
    shown = _not_ours(file for file in files if not any(map(_is_hidden, set(file.parts) - named)))
    if not shown:
        left_out = ", hidden ones and what mt wrote left out" if files else ""
        raise InputError(f"no file is called {pattern}{left_out}: check the pattern")
    for file in shown:
        readers.check(file)
    return shown


def _inside(folder: Path) -> Iterator[Article]:
    known = readers.suffixes()

    def unreadable(error: OSError) -> None:
        raise InputError(f"{error.filename} cannot be read ({error.strerror}): let it be read, or name the others")

    found: list[Path] = []
    for path, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = (name for name in folders if not _is_hidden(name) and not _is_of_a_page(name, files))
        found += (Path(path, name) for name in files if not _is_hidden(name))
    inside = sorted(_not_ours(file for file in found if file.suffix.lower() in known and _may_be_read(file)))
    if not inside:
        raise InputError(f"{folder} has no article: {', '.join(sorted(known))} files are read")
    yield from (_article(file, file.relative_to(folder).with_suffix("").as_posix()) for file in inside)


def _may_be_read(file: Path) -> bool:
    """Whether it is a file, or a link to one that is missing, which is said when it is read; no pipe or socket is."""
    return file.is_file() or (file.is_symlink() and not file.exists())


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~"))


def _not_ours(files: Iterable[Path]) -> list[Path]:
    """Without what earlier runs wrote, which is no article wherever it lies: review files, shards beside a manifest."""
    is_output = cache(lambda folder: any(folder.glob(journal.MANIFESTS)))
    return [
        file for file in files if not writers.wrote(file) and not (shards.is_one(file.name) and is_output(file.parent))
    ]


def _is_of_a_page(folder: str, beside: Iterable[str]) -> bool:
    """Whether a browser put this folder beside a page it saved, for its pictures and frames."""
    name = _OF_A_PAGE.sub("", folder)
    return name != folder and any(f"{name}{suffix}" in beside for suffix in (".html", ".htm"))


def _listed(path: Path, lists: tuple[Path, ...]) -> Iterator[Article]:
    if path.absolute() in lists:
        raise InputError(f"the list {path} names itself: it should name a file or folder a line")
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(
            f"the list {path} cannot be read ({reason}): it should name a file or folder a line"
        ) from error
    wanted = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not wanted:
        raise InputError(f"the list {path} names no article")
    for line in wanted:
        beside = f"@{path.parent / line[1:]}" if line.startswith("@") else path.parent / line
        yield from _articles(Path(beside), (*lists, path.absolute()))


def _article(path: Path, name: str) -> Article:
    return Article(path, name, getattr(_reader(path), "MANY", False))


def _reader(path: Path) -> ModuleType:
    return plugins.load("readers", readers.suffixes()[path.suffix.lower()])


def _file_hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def _file_name(said: str, number: int, taken: set[str]) -> str:
    """A file name for an id: nothing in it can leave the folder, and no two are the same."""
    safe = _UNSAFE.sub("-", said).strip(".-").encode()[:_LONGEST_NAME].decode(errors="ignore") or str(number)
    numbered = (f"{safe}-{further}" for further in count(number))
    name = next(name for name in chain([safe], numbered) if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def tasks(articles: Sequence[Article], selection: Selection) -> list[list[Article]]:
    """The articles in portions that can be read apart from each other: so many files, or one that holds many."""
    if selection.limit is not None and any(article.many for article in articles):
        return [list(articles)]  # which articles are the first ones shows only when all before them are read
    portions: list[list[Article]] = []
    for article in articles:
        if portions and not article.many and not portions[-1][0].many and len(portions[-1]) < BLOCK:
            portions[-1].append(article)
        else:
            portions.append([article])
    return portions


def every_block(articles: Sequence[Article], selection: Selection) -> Iterator[Block]:
    """The blocks of all tasks in order, read as they are needed."""
    for number, task in enumerate(tasks(articles, selection), 1):
        yield from blocks(number, task, selection)


def blocks(number: int, task: Sequence[Article], selection: Selection) -> Iterator[Block]:
    """What one of the `tasks` (its number from 1) holds, read as it is needed."""
    articles, counted = every(task, selection), count(1)
    own, all_of_them = selection.shard
    machine = "" if all_of_them == 1 else f"{own}-of-{all_of_them}-"
    while some := list(islice(articles, BLOCK)):
        names = "\0".join(found.article.name for found in some).encode("utf-8", "surrogatepass")
        own_names = hashlib.blake2b(names, digest_size=4).hexdigest()  # what other articles are in is not written over
        yield Block(f"part-{machine}{number:05}-{next(counted):05}-{own_names}", some)


def every(articles: Iterable[Article], selection: Selection) -> Iterator[Found]:
    """The wanted articles in order; one that cannot be read says so in its place and does not count for the limit."""
    left = selection.limit
    for article in articles:
        begun = False
        try:
            for one in found(article, selection):
                yield one
                begun = True
                if left is not None and not one.error:
                    left -= 1
                    if not left:
                        return
        except Exception as error:
            rest = "; what follows it there was not read" if begun else ""
            yield Found(article, error=f"{described(error)}{rest}")
