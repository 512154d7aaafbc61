"""Names of a whole corpus, before any of it is translated: one proposal a name, for a person to answer.

Each article is read as the translation would read it; what came out is gathered over all of them, so that one man
spelled one way in January and another in June is one row. Left out: reading files and writing the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mt.document import Document, Entity
from mt.names import clusters
from mt.names.authority import Authority
from mt.names.decisions import COLUMNS as DECISION
from mt.names.decisions import KINDS, one_line
from mt.names.forms import BY_AUTHORITY
from mt.names.spelling import fold

COLUMNS = (*DECISION, "mentions", "articles", "counts", "evidence", "question")


@dataclass(slots=True, eq=False)
class Proposal:
    """One name of the corpus: the form proposed, and what speaks for it.

    Attributes:
        forms: the forms that single articles led to, with their mentions; the one proposed is `form`.
        spellings: every spelling with its count.
        confidence: of the surest article.
    """

    kind: str
    form: str
    confidence: float
    forms: Counter[str] = field(default_factory=Counter)
    spellings: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    evidence: dict[str, None] = field(default_factory=dict)
    questions: dict[str, None] = field(default_factory=dict)

    @property
    def mentions(self) -> int:
        """How often it is named."""
        return self.spellings.total()

    @property
    def question(self) -> str:
        """What a person should decide; empty where the articles and the authority agree."""
        asked, size = list(self.questions), len(clusters.parts(self.form))
        rivals = [form for form, _ in self.forms.most_common() if len(clusters.parts(form)) == size]
        if len(rivals) > 1:
            asked.append(" or ".join(rivals) + "?")
        return "; ".join(asked)

    def take(self, other: Proposal) -> None:
        """Add another proposal that is the same name; the surer and fuller form stays."""
        if _rank(other) > _rank(self):
            self.form, self.confidence = other.form, other.confidence
        self.forms.update(other.forms)
        self.spellings.update(other.spellings)
        self.articles |= other.articles
        self.evidence |= other.evidence
        self.questions |= other.questions

    def cells(self) -> tuple[str, ...]:
        """Its row, as `COLUMNS` names the cells; the decision is for a person to fill in."""
        said = self.spellings.most_common()
        spellings = "|".join(spelling for spelling, _ in said)
        counts = ", ".join(f"{spelling} {count}" for spelling, count in said)
        figures = (str(self.mentions), str(len(self.articles)), counts)
        return ("", self.kind, self.form, spellings, "", "", "", *figures, "; ".join(self.evidence), self.question)


def _rank(proposal: Proposal) -> tuple[float, int, int]:
    return proposal.confidence, len(clusters.parts(proposal.form)), proposal.forms[proposal.form]


def scan(documents: Iterable[Document]) -> list[Proposal]:
    """The names of documents that went through `mt.names.find`, each once.

    Returns:
        Those with a question first, then the least sure, each kind by how often it is named.
    """
    known: dict[tuple[str, str], Proposal] = {}
    for document in documents:
        for proposal in _proposals(document):
            known.setdefault((proposal.kind, fold(proposal.form)), _empty(proposal)).take(proposal)
    sure = [proposal for proposal in known.values() if not _open(proposal)]
    found = [*sure, *_joined([proposal for proposal in known.values() if _open(proposal)])]
    return sorted(found, key=lambda one: (not one.question, one.confidence >= BY_AUTHORITY, -one.mentions, one.form))


def _proposals(document: Document) -> Iterator[Proposal]:
    """The entities of one document that a decision can be about."""
    counts: dict[str, Counter[str]] = {}
    for segment in document.segments:
        for name in segment.names:
            text = one_line(name.source.of(segment.source)).replace("|", " ")
            counts.setdefault(name.entity, Counter())[text] += 1
    for entity in document.entities:
        if entity.kind in KINDS and entity.id in counts:
            yield _proposal(entity, document.id, counts[entity.id])


def _proposal(entity: Entity, article: str, counts: Counter[str]) -> Proposal:
    evidence = [one_line(line) for line in entity.evidence]
    if entity.edits:
        evidence.append(one_line(entity.edits))
    questions = dict.fromkeys([one_line(entity.unsure)] if entity.unsure else [])
    form = one_line(entity.form)
    forms = Counter({form: counts.total()})
    return Proposal(entity.kind, form, entity.confidence, forms, counts, {article}, dict.fromkeys(evidence), questions)


def _empty(like: Proposal) -> Proposal:
    return Proposal(like.kind, like.form, 0.0)


def _open(proposal: Proposal) -> bool:
    """Whether a name may be another spelling of one of the corpus: a person no list knows and no question is of."""
    return proposal.kind == "person" and proposal.confidence < BY_AUTHORITY and not proposal.questions


def _joined(proposals: list[Proposal]) -> Iterator[Proposal]:
    """Unknown persons with one name in several spellings made one."""
    by_form = {proposal.form: proposal for proposal in proposals}
    for group in clusters.join(list(by_form), Authority()):
        first, *others = (by_form[form] for form in group)
        for other in others:
            first.take(other)
        yield first
