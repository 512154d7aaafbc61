"""What a reviewer decided about names, carried out in every mention of the entity at once.

Left out: whether a decision may be made; the page offers what there is to decide, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from mt.document import Document, Entity, Segment, Span
from mt.review.retargeting import written
from mt.writers import Decision
from mt.writers._returned import APPROVED

RULE = "reviewer's decision"  # of the edits it makes
_SAID_BY = "reviewer: "  # how a line of an entity's evidence begins that a person added
_SAID = {"accept": "accepted", "choose": "chosen", "keep": "kept as written"}
_READ = re.compile(rf"{_SAID_BY}({'|'.join(_SAID.values())})(?: \((.*)\))?", re.DOTALL)


class Answer(NamedTuple):
    """What a reviewer decided about an entity, and who it was."""

    decision: str  # accept | choose | keep
    reviewer: str


def decided(entity: Entity) -> Answer | None:
    """What was decided about this entity before, as its evidence says; None if nothing was."""
    found = next(filter(None, map(_READ.fullmatch, entity.evidence)), None)
    return found and Answer(next(answer for answer, said in _SAID.items() if said == found[1]), found[2] or "")


def decide(
    document: Document, decisions: Sequence[Decision], reviewer: str, *, spare_approved: bool = False
) -> tuple[Document, tuple[str, ...], tuple[str, ...]]:
    """The document with these decisions carried out.

    Args:
        document: finished.
        decisions: in order.
        reviewer: who decided.
        spare_approved: leave the targets of approved segments as they are.

    Returns:
        The document, the ids of the entities that changed, and the ids for which nothing could be done.
    """
    names: list[str] = []
    unknown: list[str] = []
    for decision in decisions:
        entity = next((entity for entity in document.entities if entity.id == decision.entity), None)
        settled = _settled(entity, decision) if entity else None
        if entity is None or settled is None:
            unknown.append(decision.entity)
            continue
        segments = list(document.segments)
        if decision.decision != "accept":
            segments = [
                segment
                if spare_approved and segment.status == APPROVED
                else _renamed(segment, entity, settled.form, decision.decision)
                for segment in segments
            ]
        if settled == entity and segments == list(document.segments):
            continue
        settled = replace(settled, evidence=_evidence(entity, decision.decision, reviewer), confidence=1.0)
        entities = tuple(settled if other is entity else other for other in document.entities)
        document = replace(document.with_segments(segments), entities=entities)
        names.append(entity.id)
    return document, tuple(names), tuple(unknown)


def _settled(entity: Entity, decision: Decision) -> Entity | None:
    """The entity with its new form, its question answered or put again; None if the decision makes no sense."""
    answer = decision.decision
    if answer == "reopen":
        return replace(entity, form=decision.form or entity.form, unsure=decision.question)
    form = {"accept": entity.form, "keep": next(iter(entity.variants), entity.form), "choose": decision.form}.get(
        answer
    )
    return replace(entity, form=form, unsure="") if form else None


def _evidence(entity: Entity, answer: str, reviewer: str) -> tuple[str, ...]:
    """What speaks for the form: all that was found, and the last word of a person."""
    found = tuple(line for line in entity.evidence if not line.startswith(_SAID_BY))
    if answer not in _SAID:
        return found
    return (*found, f"{_SAID_BY}{_SAID[answer]}" + (f" ({reviewer})" if reviewer else ""))


def _renamed(segment: Segment, entity: Entity, form: str, decision: str) -> Segment:
    """The segment with every mention of the entity in its new form."""
    for at in range(len(segment.names)):
        name = segment.names[at]  # as it stands now: what was written before it has moved it
        if name.entity != entity.id:
            continue
        spelled = name.source.of(segment.source)
        wanted = " ".join(spelled.split()) if decision == "keep" else formed(name.after, entity.form, form)
        mention = replace(name, after=wanted)
        names = (*segment.names[:at], mention, *segment.names[at + 1 :])
        segment = replace(segment, names=names)
        if mention.target is not None:
            segment = _placed(segment, at, mention.target, wanted, entity.form)
    return segment


def _placed(segment: Segment, at: int, span: Span, wanted: str, old: str) -> Segment:
    """The segment with mention number `at` written as wanted; in a heading or a dateline of capitals, in capitals."""
    now = span.of(segment.target)
    shouts = now.isupper() and (segment.target.isupper() or _is_shouted(now, old))  # CSTO alone says nothing
    text = wanted.upper() if shouts else wanted
    if text == now:
        return segment
    segment = written(segment, span, text, RULE)
    mention = segment.names[at]
    mention = replace(mention, before=mention.before or now)
    return replace(segment, names=(*segment.names[:at], mention, *segment.names[at + 1 :]))


def _is_shouted(now: str, form: str) -> bool:
    """Whether a mention is the form, or a word of it, in capitals; the page does the same (changes.js)."""
    own = [form, *form.split()]
    return now not in own and now in [word.upper() for word in own]


def formed(mention: str, old: str, new: str) -> str:
    """How a mention reads once its entity's form has changed: the words that stand in the old form, from the new one.

    The page does the same (names.js). A surname stays a surname where both forms have as many words, or where it is
    the last word of the old form.
    """
    words, olds, news = mention.split(), old.split(), new.split()
    if mention == old or not words:
        return new
    if len(olds) == len(news) and all(word in olds for word in words):
        return " ".join(news[olds.index(word)] for word in words)
    return news[-1] if words == olds[-1:] and news else new
