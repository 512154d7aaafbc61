"""Which words a model does not know but would copy from English: tried one by one, those that gain are written down.

    python scripts/build_words.py [CANDIDATES] [--model fr-en] [-o words.tsv]

A candidate is a French form, its kind (ms, fp: a noun by gender and number; ams, afp: an adjective; pms, pfp: a
participle; inf, p3s, p3p: forms of a verb; adv), its English, and other English that would be right, with | between.
Each is put into a few plain sentences of its kind, as it stands and in English, and both are translated. Written is
what came out right as a rule in English and as a rule wrong in French, or always right in English and not always in
French: form, English, and the article that an elided one becomes. The file goes into the model's folder, where
`mt.phrasing.words` finds it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mt import config as configuration
from mt import models, pipeline
from mt.engines import Engine
from mt.phrasing import words
from mt.training import lexicon

MOST, LEAST = 0.5, 0.6  # right in French at most, in English at least
_NOUN = {
    "ms": (
        "Le {} a été retrouvé mardi.",
        "On parle d'un {} très important.",
        "La mairie a montré le {} aux habitants.",
    ),
    "fs": (
        "La {} a été retrouvée mardi.",
        "On parle d'une {} très importante.",
        "La mairie a montré la {} aux habitants.",
    ),
    "mp": (
        "Les {} ont été retrouvés mardi.",
        "On parle de {} très importants.",
        "La mairie a montré les {} aux habitants.",
    ),
    "fp": (
        "Les {} ont été retrouvées mardi.",
        "On parle de {} très importantes.",
        "La mairie a montré les {} aux habitants.",
    ),
}
_ADJECTIVE = {
    "ams": ("Le projet est {}, selon lui.", "Un homme {} a parlé.", "C'est un débat {} et utile."),
    "afs": ("La réponse est {}, selon elle.", "Une femme {} a parlé.", "C'est une idée {} et utile."),
    "amp": ("Les projets sont {}, selon lui.", "Des hommes {} ont parlé.", "Ce sont des débats {} et utiles."),
    "afp": ("Les réponses sont {}, selon elle.", "Des femmes {} ont parlé.", "Ce sont des idées {} et utiles."),
}
_VERB = {
    "pms": ("Il a été {} mardi soir.", "L'homme {} hier vit à Lyon.", "Le projet sera {} en 2025."),
    "pfs": ("Elle a été {} mardi soir.", "La femme {} hier vit à Lyon.", "La maison sera {} en 2025."),
    "pmp": ("Ils ont été {} mardi soir.", "Les hommes {} hier vivent à Lyon.", "Les projets seront {} en 2025."),
    "pfp": ("Elles ont été {} mardi soir.", "Les femmes {} hier vivent à Lyon.", "Les maisons seront {} en 2025."),
    "inf": ("Il veut {} tout cela.", "Il faut {} le pays.", "Elle peut {} la ville."),
    "p3s": ("Le ministre {} le projet.", "Elle {} la ville depuis 2019.", "Le club {} ses joueurs."),
    "p3p": ("Les ministres {} le projet.", "Elles {} la ville depuis 2019.", "Les clubs {} leurs joueurs."),
    "adv": ("Il a {} parlé.", "Le ministre a répondu {}.", "C'est {} le cas."),
}
CARRIERS = {**_NOUN, **_ADJECTIVE, **_VERB, "as": _ADJECTIVE["ams"], "ap": _ADJECTIVE["amp"]}
_ENDING = re.compile(r"(?<=...)(?:ies|ied|ing|ed|es|s|e|y)$")


class Candidate(NamedTuple):
    """A row of the candidates."""

    form: str
    kind: str
    english: str
    also: str

    @property
    def article(self) -> str:
        """What an elided article before the form becomes."""
        return {"ms": "le", "fs": "la"}.get(self.kind, "")

    @property
    def accepted(self) -> list[str]:
        """All English that is right, the best first."""
        return [self.english, *filter(None, self.also.split("|"))]

    def puts(self) -> list[str]:
        """What could be put: the English, two words also as French would order them, and with a hyphen.

        Of the other English only what is inflected as it must be.
        """
        found = []
        for word in (self.english, *(other for other in self.accepted[1:] if other.endswith(self._ending))):
            first, *rest = word.split()
            found += [word, f"{rest[0]} {first}", f"{first}-{rest[0]}"] if len(rest) == 1 else [word]
        return found

    @property
    def _ending(self) -> str:
        if self.kind in ("pms", "pfs", "pmp", "pfp"):
            return "ed"
        return "s" if self.kind in ("mp", "fp", "p3s") else ""

    def carried(self, put: str = "") -> list[str]:
        """Sentences with the form as it is, or with what is put for it."""
        texts = [_elided(carrier.format(self.form)) for carrier in CARRIERS[self.kind]]
        return [words.put(text, words.Words({self.form: (put, self.article)})) for text in texts] if put else texts

    def share(self, said: Mapping[str, str], put: str = "") -> float:
        """The share of these sentences that are translated rightly."""
        texts = self.carried(put)
        return sum(self._is_right(said[text]) for text in texts) / len(texts)

    def _is_right(self, said: str) -> bool:
        """Whether a translation has one of the English words, in any inflection, a hyphen being a blank."""
        stems = _stems(said)
        return any(f" {_stems(word)} " in f" {stems} " for word in self.accepted)


def _stems(text: str) -> str:
    return " ".join(_ENDING.sub("", word) for word in re.findall(r"\w+", text.lower()))


def _elided(text: str) -> str:
    return re.sub(r"\b([LlDd])(?:e|a) (?=[aeiouéèêâîôœ])", r"\1'", text)


def candidates(path: Path) -> list[Candidate]:
    """The rows of a file, the first of each form.

    Raises:
        ConfigError: as `lexicon.listed`.
        SystemExit: if one has an unknown kind.
    """
    found: dict[str, Candidate] = {}
    for form, kind, english, *others in lexicon.listed(path):
        if kind not in CARRIERS:
            sys.exit(f"{path}: {form} is of kind {kind!r}; there are {', '.join(CARRIERS)}")
        found.setdefault(form, Candidate(form, kind, english, others[0] if others else ""))
    return list(found.values())


class Tried(NamedTuple):
    """A candidate, what is best put for it, and the shares of sentences right as they are and with that."""

    row: Candidate
    put: str
    plain: float
    share: float

    @property
    def gains(self) -> bool:
        """Whether it is to be written."""
        return self.share >= LEAST and (self.plain < MOST or self.share == 1 > self.plain)


def tried(rows: Sequence[Candidate], engine: Engine) -> Iterator[Tried]:
    """Every candidate with the best of what could be put for it."""
    wanted: dict[str, None] = {}
    for row in rows:
        wanted |= dict.fromkeys(text for put in ("", *row.puts()) for text in row.carried(put))
    said = dict(zip(wanted, (one.text for one in engine.translate(list(wanted))), strict=True))
    for row in rows:
        plain, *shares = (row.share(said, put) for put in ("", *row.puts()))
        best = max(range(len(shares)), key=shares.__getitem__)
        yield Tried(row, row.puts()[best], plain, shares[best])


def main() -> None:
    """Try the candidates, write those that gain, and say how many there are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("candidates", nargs="?", type=Path, default=lexicon.WORDS)
    parser.add_argument("--model", default="fr-en", help="the embedded model, a folder or a Hub id")
    parser.add_argument("-o", "--output", type=Path, help="where to write; else the model's folder")
    given = parser.parse_args()
    engine, signature = pipeline.engine_of(configuration.load(model=given.model))
    rows = candidates(given.candidates)
    results = list(tried(rows, engine))
    kept = sorted((one for one in results if one.gains), key=lambda one: one.row.form)
    output = given.output or models.find(given.model).folder / models.WORDS
    output.write_text("".join(f"{one.row.form}\t{one.put}\t{one.row.article}\n" for one in kept), encoding="utf-8")
    rest = [one for one in results if not one.gains]
    known, unsure = sum(one.plain >= MOST for one in rest), sum(one.plain >= MOST for one in kept)
    print(
        f"{signature}\n{len(rows)} candidates: {known} known to the model, {len(rest) - known} neither known nor copied"
    )
    print(f"{len(kept)} written to {output}, of which the model says {unsure} rightly in French now and then")


if __name__ == "__main__":
    main()
