"""Who is meant: the mentions of one article gathered into entities, each with one English form.

A full name decides; a bare surname joins the one full name that ends in it, or the one person the authority knows by
it; where two would fit, the question is put to a person (`Entity.unsure`). The form belongs to the entity, never to the
string: Serzh Sargsyan and Armen Sarkissian may both be "Sarkissian" in the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mt.document import Entity, Name
from mt.names import apart, clusters, demonyms, families, forms
from mt.names.authority import Authority, Entry, Record
from mt.names.forms import UNCHANGED, Form, by_rule, confidence, fitting, known, unless_refused
from mt.names.groups import Group, has_word, is_named, is_word, path
from mt.names.mentions import Mention
from mt.names.romanisation import romanise
from mt.names.spelling import fold, in_one, is_upper, key, slug, words


class Gathering:
    """Gathers the mentions of one document; `entities` and `names` are the result."""

    def __init__(self, mentions: Sequence[Mention], authority: Authority) -> None:
        self.mentions = mentions
        self.authority = authority
        self.groups: list[Group] = []
        self.by_record: dict[int, Group] = {}
        self.told: dict[str, list[Group]] = {}  # bare spelling → groups it may be, decided once per spelling
        self._full_names()
        self._bare_names()
        self._unwitnessed()
        self.forms = families.respelled(self.groups, [self._form(group) for group in self.groups])

    # --- gathering

    def _full_names(self) -> None:
        """Mentions that say who is meant by themselves: listed full spellings, then unknown names of several words."""
        for number, mention in enumerate(self.mentions):
            entries = [entry for entry in fitting(list(mention.entries), mention.origin) if not entry.bare]
            if entries:
                self._group(self._chosen(entries, mention).record).take(number, mention)
        for number, mention in enumerate(self.mentions):
            if mention.kept:
                self._kept(mention).take(number, mention)
                continue
            if mention.entries or not mention.witnessed or self._is_single(mention):
                continue
            group = self._alike(mention.text) or self._listed(mention) or self._twin(mention)
            if group is None:
                group = Group(mention.kind or ("name" if in_one(mention.text) else "person"), full=True)
                self.groups.append(group)
            is_person = mention.kind == "person" and not group.record
            group.full, group.kind = True, "person" if is_person else group.kind
            group.take(number, mention)

    def _is_single(self, mention: Mention) -> bool:
        """Whether a name is one word, or a surname of two that the article has with a given name: Okonjo-Iweala."""
        if len(clusters.parts(mention.text)) < 2:
            return True
        shorter = in_one(mention.text)
        return shorter and any(
            clusters.surname_of(mention.text, other.text) or _begins(mention.text, other.text)
            for other in self.mentions
            if not other.kept
        )

    def _kept(self, mention: Mention) -> Group:
        """A title or a street, which is nobody else's name."""
        same = (group for group in self.groups if group.kept and fold(mention.text) == fold(group.spellings[0]))
        group = next(same, None)
        if group is None:
            group = Group(mention.kind, full=True, kept=mention.kept)
            self.groups.append(group)
        return group

    def _chosen(self, entries: list[Entry], mention: Mention) -> Entry:
        """Of several listed entities with this full spelling, the one the article already speaks of, else the first."""
        return next((entry for entry in entries if id(entry.record) in self.by_record), entries[0])

    def _group(self, record: Record) -> Group:
        group = self.by_record.get(id(record))
        if group is None:
            group = Group(record.kind, record, full=True, origin=record.origin)
            self.by_record[id(record)] = group
            self.groups.append(group)
        return group

    def _alike(self, name: str) -> Group | None:
        """The one person of the article whose full name this is in another spelling."""
        found = [group for group in self.groups if group.kind == "person" and self._has(group, name)]
        found = [group for group in found if not self._refused(group, name)]
        return found[0] if len(found) == 1 else None

    def _twin(self, mention: Mention) -> Group | None:
        """Whoever is spelled the very same."""
        return next((group for group in self.groups if mention.text in group.spellings), None)

    def _refused(self, group: Group, name: str) -> bool:
        """Whether a person decided that this name is not this entity."""
        if not self.authority.refused:
            return False
        if self.authority.refusal(name, self._form(group).text):
            return True
        return any(self.authority.refusal(said, name) for said in group.spellings)

    def _has(self, group: Group, name: str) -> bool:
        listed = group.record.spellings if group.record else ()
        blocks = clusters.blocks(name)
        return any(
            clusters.same(name, spelling)
            for spelling in (*group.spellings, *listed)
            if not blocks.isdisjoint(clusters.blocks(spelling))
        )

    def _listed(self, mention: Mention) -> Group | None:
        """A person of the authority: the same surname in a known spelling, and a given name that agrees."""
        told = clusters.parts(mention.text)
        spans = words(mention.text)
        for size in (1, 2):
            if size >= len(spans):
                break
            surname = mention.text[spans[-size].start :]
            for entry in self.authority.lookup(surname):
                agrees = entry.bare and any(
                    clusters.given_agrees(told, spelling) for spelling in entry.record.spellings
                )
                if agrees and not self.authority.refusal(mention.text, entry.record.form):
                    return self._group(entry.record)
        return None

    def _bare_names(self) -> None:
        """Surnames alone, and names of one word nothing is listed for."""
        for number, mention in enumerate(self.mentions):
            bare = bool(mention.entries) and all(entry.bare for entry in mention.entries)
            single = not mention.entries and mention.witnessed and self._is_single(mention)
            if mention.kept or not (bare or single):
                continue
            holders = self._holders(mention.text) or self._called(mention)
            if any(entry.decided for entry in mention.entries):
                self._decided(mention, holders).take(number, mention)
            elif len(holders) == 1:
                holders[0].take(number, mention)
            elif mention.several and (holders or bare):
                self._family(mention, holders).take(number, mention)
            elif holders:
                self._unsure(mention, holders).take(number, mention)
            elif bare:
                self._by_surname(mention).take(number, mention)
            else:
                self._single(mention).take(number, mention)

    def _holders(self, surname: str) -> list[Group]:
        """The persons of the article with this surname: by a full name, or by the authority's spellings of it."""
        entries = self.authority.lookup(surname)
        records = {id(entry.record) for entry in entries if entry.bare}
        found = [group for group in self.groups if group.full and group.record and id(group.record) in records]
        others = [group for group in self.groups if group.kind == "person" and group.full and group not in found]
        found += [group for group in others if any(clusters.surname_of(surname, full) for full in group.spellings)]
        return [group for group in found if not self._refused(group, surname)]

    def _called(self, mention: Mention) -> list[Group]:
        """The one person of the article with this given name; none where there are two."""
        given = mention.text
        if not mention.given:
            return []
        found = [
            group
            for group in self.groups
            if group.kind == "person" and group.full and any(_begins(given, said) for said in group.spellings)
        ]
        return found if len(found) == 1 and not self._refused(found[0], given) else []

    def _decided(self, mention: Mention, holders: list[Group]) -> Group:
        """Who a surname was decided to be; a decision without a given name fits whoever is written so."""
        entry = next(entry for entry in mention.entries if entry.decided)
        if (
            entry.record.form == entry.form
            and len(holders) == 1
            and self._short(holders[0], mention.text) == entry.form
        ):
            return holders[0]
        return self._group(entry.record)

    def _unsure(self, mention: Mention, holders: list[Group]) -> Group:
        """A surname that two persons of the article share; one entity of its own that asks the question."""
        folded = "?" + " ".join(key(mention.text))
        if folded not in self.told:
            who = " or ".join(sorted(self._form(group).text for group in holders))
            shorts = {self._short(group, mention.text) for group in holders}
            record = holders[0].record if len(shorts) == 1 else None
            group = Group("person", record, bare=True, unsure=f"{mention.text}: {who}?")
            self.told[folded] = [group]
            self.groups.append(group)
        return self.told[folded][0]

    def _family(self, mention: Mention, holders: list[Group]) -> Group:
        """All of one surname, who are an entity of their own: les Assad."""
        folded = "&" + " ".join(key(mention.text))
        if folded not in self.told:
            records = [group.record for group in holders if group.record] or [one.record for one in mention.entries]
            one = records[0] if len({record.short for record in records}) == 1 else None
            self.told[folded] = [Group("person", one, bare=True)]
            self.groups += self.told[folded]
        return self.told[folded][0]

    def _by_surname(self, mention: Mention) -> Group:
        """The one person the authority knows by this surname; of several, the one the words around tell.

        Of namesakes English spells alike, the one in office is meant, or the only one who ever was.
        """
        entries = fitting(list(mention.entries), mention.origin)
        records = [entry.record for entry in entries]
        if len({record.short for record in records}) == 1:
            held = [record for record in records if record.since]
            current = [record for record in held if not record.until]
            records = next((one for one in (current, held) if len(one) == 1), records)
        if len(records) == 1:
            return self._group(records[0])
        return self._unsure(mention, [Group("person", record, spellings=[record.form]) for record in records])

    def _single(self, mention: Mention) -> Group:
        """A group for an unknown name of one word: one that has the same name already, or a new one."""
        found = [
            group
            for group in self.groups
            if not group.full and any(_is_same(mention, said) for said in group.spellings)
        ]
        if len(found) == 1:
            return found[0]
        group = Group(mention.kind or "name")
        self.groups.append(group)
        return group

    def _unwitnessed(self) -> None:
        """Capitalised words that are names only because the article names the same elsewhere."""
        for number, mention in enumerate(self.mentions):
            if mention.entries or mention.witnessed:
                continue
            if len(clusters.parts(mention.text)) > 1:
                group = self._alike(mention.text) or self._listed(mention)
            else:
                holders = self._holders(mention.text)
                same = [group for group in self.groups if is_named(group, mention.text)]
                if is_word(mention.text):  # la Terre, in an article on John Terry
                    holders, same = ([one for one in some if has_word(one, mention.text)] for some in (holders, same))
                found = holders or same or self._called(mention)
                family = self._family(mention, holders) if mention.several and len(holders) > 1 else None
                group = found[0] if len(found) == 1 else family
            if group is not None:
                group.take(number, mention)

    # --- forms

    def _form(self, group: Group) -> Form:
        """The English form of an entity in full."""
        if group.record is not None:
            text = group.record.short if group.bare else group.record.form
            return Form(text, known(group.record), confidence(group.record))
        spelling = max(group.spellings, key=lambda said: (len(clusters.parts(said)), not is_upper(said)))
        if group.kept:
            return Form(spelling[:1].upper() + spelling[1:], f"{group.kept}: kept as the French has it", UNCHANGED)
        if group.bare:
            return Form(spelling, "unchanged: more than one person of this name", UNCHANGED)
        of_length = [said for said in group.spellings if len(key(said)) == len(key(spelling))]
        english = [
            said for said in of_length if forms.looks_english(said) and romanise(said, group.origin).text == said
        ]
        if english and len(of_length) > 1:
            return Form(english[0], f"article: {english[0]} stands in it, spelled the English way", 0.8)
        form = by_rule(romanise(spelling, group.origin), spelling)
        return unless_refused(form, [spelling, *group.spellings], self.authority)

    def _short(self, group: Group, surname: str) -> str:
        if group.record is not None:
            return group.record.short or group.record.form
        return self._said(group, surname, self._form(group))

    def said(self, number: int, at: int) -> str:
        """The English form mention `number` of group `at` is to have."""
        mention, group = self.mentions[number], self.groups[at]
        several = mention.several and group.kind == "person" and (group.full or group.bare)
        return families.of_several(self._one(number, at), mention.text) if several else self._one(number, at)

    def _one(self, number: int, at: int) -> str:
        mention, group = self.mentions[number], self.groups[at]
        if group.record is not None:
            entry = next((entry for entry in mention.entries if entry.record is group.record), None)
            if entry is not None and entry.acronym and self._explained(number, group, entry):
                return mention.text
            if entry is not None:
                return forms.plain_case(entry.form, mention.text)
        return self._said(group, mention.text, self.forms[at])

    def _explained(self, number: int, group: Group, entry: Entry) -> bool:
        """Whether an acronym that English has none for stands in brackets behind its name: that is not said twice."""
        if group.record is None or entry.form != group.record.form or number - 1 not in group.mentions:
            return False
        here, before = self.mentions[number], self.mentions[number - 1]
        return here.segment == before.segment and here.span.start - before.span.end == len(" (")

    def _said(self, group: Group, text: str, form: Form) -> str:
        """The form of a spelling no list has, from the form of its entity."""
        said, full = words(text), words(form.text)
        listed = group.record.short if group.record is not None else ""
        if group.kind != "person":
            return form.text
        if any(_begins(text, name) for name in group.spellings) and not group.bare:
            given = form.text[: full[len(said) - 1].end] if len(said) < len(full) else text
            return given if group.record is not None or fold(given) == fold(text) else text
        if len(clusters.parts(text)) == 1 and len(full) > 1 and not group.bare:
            return listed or form.text[full[-len(said)].start :] if len(said) < len(full) else form.text
        if len(said) == len(full) or group.bare:
            return form.text
        if listed and len(said) > len(full):  # the writer adds a patronymic: keep it, in its own romanisation
            middle = text[said[1].start : said[-1].start].rstrip()
            return f"{form.text[: full[0].end]} {romanise(middle, group.origin).text} {listed}"
        return romanise(text, group.origin).text

    # --- results

    def names(self, segments: int) -> list[list[Name]]:
        """For each segment its names, in reading order."""
        ids = self._ids()
        found: list[list[Name]] = [[] for _ in range(segments)]
        for at, group in enumerate(self.groups):
            for number in group.mentions:
                mention = self.mentions[number]
                found[mention.segment].append(Name(ids[at], mention.span, after=self.said(number, at)))
        return [sorted(names, key=lambda name: name.source) for names in found]

    def entities(self) -> tuple[Entity, ...]:
        """The entities, in order of first mention, demonyms after all others."""
        ids, met = self._ids(), [(at, group) for at, group in enumerate(self.groups) if group.mentions]
        met.sort(key=lambda one: (one[1].kind == demonyms.KIND, one[1].mentions[0]))
        return tuple(self._entity(at, ids[at]) for at, _ in met)

    def _ids(self) -> list[str]:
        counts: Counter[str] = Counter()
        ids: list[str] = []
        for form in self.forms:
            plain = slug(form.text)
            counts[plain] += 1
            ids.append(plain if counts[plain] == 1 else f"{plain}-{counts[plain]}")
        return ids

    def _entity(self, at: int, identifier: str) -> Entity:
        group, form = self.groups[at], self.forms[at]
        variants = Counter(self.mentions[number].text for number in group.mentions)
        romanised = group.record.romanised if group.record is not None else form.text not in variants
        evidence = [form.evidence]
        if group.origin and group.record is None:
            evidence.append(f"context: {group.origin}")
        return Entity(
            id=identifier,
            kind=group.kind,
            form=form.text,
            variants=tuple(text for text, _ in variants.most_common()),
            evidence=tuple(evidence),
            edits=", ".join(form.steps) or path(group, form.text),
            confidence=UNCHANGED if group.unsure and group.record is None else form.confidence,
            apart=tuple(apart.told(self.groups, self.forms, at)),
            romanised=romanised and group.kind in ("person", "place"),
            unsure=self._question(group, form.text),
        )

    def _question(self, group: Group, form: str) -> str:
        """What a person should decide, and who has left it open already."""
        left = next((open_ for said in group.spellings if (open_ := self.authority.left_open.get(key(said)))), "")
        asked = group.unsure or (f"{group.spellings[0]}: {form}?" if left else "")
        return f"{asked} ({left})" if left else asked


def _begins(given: str, name: str) -> bool:
    """Whether a name of several words begins with a given name: Léa, Léa Sorrentino."""
    return fold(name).startswith(fold(given) + " ")


def _is_same(mention: Mention, said: str) -> bool:
    """Whether a name of one word is spelled alike; a given name must be the very same."""
    return fold(mention.text) == fold(said) if mention.given else clusters.same(mention.text, said)
