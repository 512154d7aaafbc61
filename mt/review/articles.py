"""The article a review file belongs to: found, corrected, and all its review files written again.

Everything is read before anything is written. A review file of the article that holds edits of somebody else is left
as it is, and so is one of which a row was refused: what they hold is in no other place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mt import writers
from mt.document import Document
from mt.errors import InputError, MtError
from mt.memory import Memory, Reviewed
from mt.review import Outcome, apply, touched
from mt.writers import Returned, _names, jsonl
from mt.writers._returned import APPROVED

_OUTPUTS = Path("outputs")


@dataclass(slots=True)
class Article:
    """An article with the review files that came home to it.

    Attributes:
        record: its NAME.jsonl.
        document: as it is after the files so far.
        outcomes: of each file, in order.
        kept: review files that were not written again, for they hold edits that are nowhere else.
    """

    record: Path
    document: Document
    outcomes: list[tuple[Returned, Outcome]] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether any file changed anything."""
        return any(outcome.changes or outcome.names for _, outcome in self.outcomes)


def gather(
    files: Sequence[Path],
    record: Path | None,
    failed: Callable[[str], None],
    *,
    reviewer: str,
    when: str,
) -> list[Article]:
    """The articles of these review files with every change applied, nothing written yet.

    Args:
        files: review files, in the order in which they are applied.
        record: where the article is, see `find`; None to look for it.
        failed: told of each file that cannot be used, which then is left out.
        reviewer: who stands by a change where the file does not say.
        when: the moment, ISO 8601, where the file does not say.
    """
    articles: dict[Path, Article] = {}
    for file in files:
        try:
            returned = writers.read_edits(file)
            place = find(returned, record)
            article = articles.get(place) or Article(place, jsonl.read(place))
            _see_that_they_match(article, returned)
        except MtError as error:
            failed(str(error))
            continue
        articles[place] = article
        outcome = apply(article.document, returned, reviewer=reviewer, when=when)
        article.document = outcome.document
        article.outcomes.append((returned, outcome))
    return list(articles.values())


def find(returned: Returned, given: Path | None = None) -> Path:
    """The record (NAME.jsonl) of the article that a review file belongs to.

    Args:
        returned: the file.
        given: the record, another review file of the article, or a folder to look in. Without it, the file's own folder
            is looked in and then outputs/.

    Raises:
        InputError: if there is none; the message says where it was looked for.
    """
    if given is not None and not given.is_dir():
        record = given.parent / f"{_stem(given)}.jsonl"
        if record.is_file():
            return record.resolve()
        raise InputError(f"{record} does not exist: --article is an article's record, its page or the folder of both")
    folders = [given] if given is not None else [returned.path.parent, _OUTPUTS]
    looked = [folder / f"{name}.jsonl" for folder in folders for name in _names_of(returned)]
    found = next((path for path in looked if path.is_file()), None)
    if found is None:
        places = " or ".join(map(str, dict.fromkeys(folder for folder in folders)))
        raise InputError(
            f"{returned.path}: its article {_names_of(returned)[0]}.jsonl is not in {places}; give --article"
        )
    return found.resolve()


def keep(article: Article, memory: Path) -> None:
    """Tell the memory what was approved and what no longer is, and write the article's files, if anything changed.

    The memory first: a run that fails there can be repeated, and finds the article as it was.

    Raises:
        OutputError: if the memory or a file cannot be written.
    """
    document = article.document
    touched_ids = {segment.id for _, outcome in article.outcomes for segment in outcome.approved}
    approved = [one for one in document.segments if one.id in touched_ids and one.status == APPROVED]
    before = [change.before for _, outcome in article.outcomes for change in outcome.changes]
    said = {(segment.source, segment.target) for segment in before if segment.status == APPROVED}
    withdrawn = said - {(one.source, one.target) for one in document.segments if one.status == APPROVED}
    if approved or withdrawn:
        pair = f"{document.meta.get('source_language', 'fr')}-{document.meta.get('target_language', 'en')}"
        with Memory(memory, pair) as opened:
            opened.withdraw(withdrawn)
            opened.approve_all(
                Reviewed(one.source, one.target, one.reviewer, one.when, document.id) for one in approved
            )
    if article.changed:
        write(article)


def write(article: Article) -> None:
    """Write the article's record and every review file there is of it, the index of its folder included.

    Raises:
        OutputError: if that cannot be done.
    """
    name, folder = _stem(article.record), article.record.parent
    files = {form: folder / f"{name}.{writers.suffix(form)}" for form in writers.present(folder, name)}
    article.kept = [path for form, path in files.items() if _holds_edits(path, form, article)]
    forms = [form for form, path in files.items() if path not in article.kept]
    signature = _names.signature(article.record.with_suffix(".names.json"))
    article.written = writers.write(article.document, folder, forms, name=name, signature=signature)


def write_index(articles: Iterable[Article]) -> list[Path]:
    """Write the index of each folder again that has one: it says how far every article is."""
    roots = {_root(article) for article in articles}
    return [_index(root) for root in sorted(roots) if (root / "index.html").is_file()]


def _index(root: Path) -> Path:
    summaries, signature = [], ""
    for record in sorted(root.rglob("*.jsonl")):
        names = record.with_suffix(".names.json")
        if names.is_file():
            try:
                document = jsonl.read(record)
            except InputError:
                name = record.relative_to(root).with_suffix("").as_posix()
                summaries.append(writers.Summary.damaged(name))
                continue
            signature = signature or _names.signature(names)
            forms = writers.present(record.parent, _stem(record))
            summaries.append(writers.summarise(document, name=document.id, formats=forms))
    return writers.write_index(root, summaries, signature)


def _root(article: Article) -> Path:
    """The output folder: an article "sport/final" lies one folder below it."""
    inside = article.document.id.split("/")
    own = [*article.record.parts[:-1], _stem(article.record)]
    depth = len(inside) - 1 if own[-len(inside) :] == inside else 0  # a copy elsewhere has no folder of its own
    return article.record.parents[depth]


def _see_that_they_match(article: Article, returned: Returned) -> None:
    if returned.article and returned.article != article.document.id:
        raise InputError(
            f"{returned.path} is a review of {returned.article!r}, and {article.record} is {article.document.id!r}: "
            "name the right article with --article"
        )


def _names_of(returned: Returned) -> list[str]:
    """The names an article's record may have: its id, which may name folders, the id's last part, the file's name."""
    inside = returned.article.split("/")
    safe = (
        returned.article
        and ".." not in inside
        and not Path(returned.article).is_absolute()
        and "\0" not in returned.article
    )
    names = [returned.article, inside[-1]] if safe else []
    return list(dict.fromkeys([*names, _stem(returned.path.with_name(writers.unnumbered(returned.path.name)))]))


def _stem(path: Path) -> str:
    """A review file's name without what its format adds."""
    ending = max((ending for ending in writers.endings() if path.name.endswith(ending)), key=len, default=path.suffix)
    return path.name.removesuffix(ending)


def _holds_edits(path: Path, form: str, article: Article) -> bool:
    """Whether a file that is about to be written again holds, or may hold, what is nowhere else."""
    applied = next((outcome for one, outcome in article.outcomes if one.path.resolve() == path), None)
    if applied is not None:
        return bool(applied.refusals)
    try:
        return writers.comes_home(form) and touched(writers.read_edits(path))
    except InputError:  # what it holds cannot be told
        return True
