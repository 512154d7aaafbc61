"""What is French about whom a sentence speaks of: lists, the words of a sentence, gender by what is before a noun."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from mt.document import Span

_INFINITIVES = ("er", "ir", "re", "oir")
HERE = Path(__file__).parent
_DESCRIBES = re.compile(
    r".{2,}(?:al|ale|ien|ienne|éen|éenne|ais|aise|ois|oise|ain|aine|if|ive|belge|suisse|russe|corse)"
)
_FEMININE, _MASCULINE = (re.compile(rf".{{2,}}(?:{ending})") for ending in ("ée|ie|ue|ise|ite|orte", "é|i|u|is|it|ort"))
_OF = (["de"], ["d"], ["que"], ["qu"])
_COUNTED = frozenset(("à", "des", "du", "un", "une", "deux", "trois", "quelques", "encore", "beaucoup", "peu"))
BREAKS = frozenset((".", ";", ":", "(", ")", "«", "»", "et", "ou", "par", "avec", "que", "qu", "qui"))
_ELIDED = r"(?:[cdjlmnst]|[jJ]usqu|[lL]orsqu|[pP]uisqu|[qQ]uoiqu|[qQ]u)['’]"
_INVERTED = r"(?<=-)(?:elle|il)\b|\w++(?:[-’']\w++)*?(?=(?:-t)?-(?:elle|il)\b)"  # a-t-elle
_TOKEN = re.compile(rf"{_ELIDED}|{_INVERTED}|\w++(?:[-’']\w++)*+|[^\w\s]", re.IGNORECASE)


@dataclass(frozen=True)
class French:
    """`french.toml`, the lists of nouns and given names, and how far what one owns or does tells a person."""

    determiners: Mapping[str, str]
    before: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    nouns: Mapping[str, str]
    given: Mapping[str, str]
    owned: Mapping[str, float]
    done: Mapping[str, float]

    @cached_property
    def known(self) -> frozenset[str]:
        """Words that are no names, though a sentence may begin with them: Chacun, Celui, Pourtant."""
        return frozenset().union(*self.words.values(), self.determiners, self.owned, self.nouns)

    def noun(self, word: str) -> str | None:
        """What sort of person a noun means, as `persons.tsv` has it; None of other words."""
        kind = self.nouns.get(word)
        return kind or (self.nouns.get(word.removeprefix("ex-").removeprefix("vice-")) if "-" in word else None)

    def married(self, owned: list[str]) -> str:
        """The sex of whose husband or wife is spoken of, as a rule the other one; nothing of other words."""
        if not self.words["husbands"].isdisjoint(owned):
            return "f"
        return "" if self.words["wives"].isdisjoint(owned) else "m"


@cache
def french() -> French:
    """What is French about it, read once."""
    data = tomllib.loads((HERE / "french.toml").read_text(encoding="utf-8"))
    adjectives: dict[str, str] = {}
    for gender, some in data["before"].items():
        for word in some.split():
            adjectives[word] = "?" if word in adjectives else gender
    return French(
        {word: gender for gender, some in data["determiners"].items() for word in some.split()},
        adjectives,
        {name: frozenset(some.split()) for name, some in data["words"].items()},
        _listed("persons.tsv"),
        _listed("given.tsv"),
        {word: float(how) for word, how in _listed("owned.tsv").items()},
        {word: float(how) for word, how in _listed("done.tsv").items()},
    )


def _listed(name: str) -> dict[str, str]:
    return dict(line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines())


class Words:
    """The words of a sentence, elided ones and inverted pronouns apart, in small letters."""

    def __init__(self, text: str) -> None:
        found = list(_TOKEN.finditer(text))
        self.text = text
        self.spans = [Span._make(match.span()) for match in found]
        self._starts, self._ends = [span.start for span in self.spans], [span.end for span in self.spans]
        self.said = [match[0] for match in found]
        self.low = list(map(_low, self.said))

    def __len__(self) -> int:
        return len(self.low)

    def at(self, place: int) -> int:
        """The number of the word that ends behind a place of the text, or how many there are."""
        return bisect_right(self._ends, place)

    def within(self, place: Span) -> range:
        """The numbers of the words that share a character with a stretch of the text."""
        return range(self.at(place.start), bisect_left(self._starts, place.end))

    def prepositional(self, k: int) -> bool:
        """Whether a preposition stands before word `k`, or is in it (du, aux)."""
        listed, word = french().words["prepositions"], self.low[k] if k < len(self) else ""
        if word == "lui" and self.before_infinitive(k):
            return False
        return (k > 0 and self.low[k - 1] in listed) or word in ("du", "au", "des", "aux")

    def before_infinitive(self, k: int) -> bool:
        """Whether word `k` stands between a preposition and an infinitive: de lui confier."""
        return k > 0 and self.low[k - 1] in french().words["prepositions"] and self._infinitive(k + 1)

    def _infinitive(self, k: int) -> bool:
        return k < len(self) and self.low[k].endswith(_INFINITIVES)

    def clitic(self, k: int) -> bool:
        """Whether "le", "la" or "les" at word `k` is a pronoun before its verb: qui la soutient, de le dire."""
        before, listed = self.low[k - 1] if k else "", french().words
        if self.low[k] not in ("l", "la", "le", "les") or (k > 1 and self.low[k - 2] == "-"):  # a-t-elle la force
            return False
        contracted = self.low[k] in ("le", "les") and before in ("de", "à")  # else it would be du, au
        purpose = before == "de" and k > 1 and self.low[k - 2] in ("avant", "afin")
        verb = (purpose or before in listed["before_infinitives"]) and self._infinitive(k + 1)
        return contracted or verb or before in listed["before_clitics"]

    def object_gender(self, k: int) -> str:
        """The gender of what "le", "la" or "l'" at word `k` stands for: f, m or "" where nothing tells.

        A participle behind "l'" agrees with it: il l'a tuée, on l'avait conduit.
        """
        if self.low[k] in ("le", "la"):
            return "m" if self.low[k] == "le" else "f"
        if not self._before_auxiliary(k):
            return ""
        participle = next((word for word in self.low[k + 2 : k + 5] if word not in french().words["adverbs"]), "")
        return "f" if _FEMININE.fullmatch(participle) else "m" if _MASCULINE.fullmatch(participle) else ""

    def impersonal(self, k: int) -> bool:
        """Whether "il" at word `k` stands for nobody: il faut, il y a, il s'agit, il est temps de, ce qu'il reste."""
        listed = french().words
        j = next((j for j in range(k + 1, len(self)) if self.low[j] not in listed["clitics"]), len(self))
        verb, behind = self.low[j : j + 1], self.low[j + 1 : j + 5]
        if not listed["impersonal"].isdisjoint((*verb, *behind[:2])) or (verb == ["vaut"] and "mieux" in behind):
            return True
        if "y" in self.low[k + 1 : j]:
            return not listed["there"].isdisjoint(verb)
        if verb == ["reste"] or verb == ["restait"]:
            return self.low[max(0, k - 2) : k] == ["ce", "qu"] or not _COUNTED.isdisjoint(behind[:1])
        said = next((i for i, word in enumerate(behind) if word in listed["impersonal_if"]), None)
        return verb[:1] in (["est"], ["était"], ["serait"]) and said is not None and behind[said + 1 : said + 2] in _OF

    def set_against(self, k: int) -> bool:
        """Whether "lui" or "elle" at word `k` sets somebody against others: la CGT, elle, signe."""
        return self.low[k] in ("lui", "elle") and self.low[k - 1 : k + 2 : 2] == [",", ","]

    def before_verb(self, k: int) -> bool:
        """Whether "le", "la", "l'" or "lui" at word `k` is an object before its verb."""
        return self._before_auxiliary(k) or self.clitic(k) or (self.low[k] == "lui" and not self.prepositional(k))

    def _before_auxiliary(self, k: int) -> bool:
        """Whether word `k` is "l'" before a form of avoir or être."""
        return self.low[k] == "l" and not french().words["auxiliaries"].isdisjoint(self.low[k + 1 : k + 2])

    def describes(self, start: int, end: int) -> bool:
        """Whether the words between a function and a name only describe it: la ministre (de la Santé,) X; no verb."""
        between, listed = self.low[start:end], french()
        if "," in between[:-1] or not BREAKS.isdisjoint(between) or not listed.words["auxiliaries"].isdisjoint(between):
            return False
        if not between or between[0] in ("de", "d", "du", "des", "à", "aux", ","):
            return True
        return all(
            word in listed.before or listed.noun(word) or _DESCRIBES.fullmatch(word) for word in between if word != ","
        )


@lru_cache(maxsize=1 << 16)
def _low(word: str) -> str:
    """A word in small letters, without its apostrophe; A is à with a capital."""
    return "à" if word == "A" else (word.lower().rstrip("'’") or word)


@lru_cache(maxsize=1 << 10)
def words_of(text: str) -> Words:
    """The words of a sentence, kept for the next stage that asks."""
    return Words(text)


def sex_of_noun(words: Words, k: int) -> str:
    """f or m of a noun that means a person; ? where neither its form nor what stands before it tells."""
    kind = french().noun(words.low[k])
    if kind == "f" or kind == "m":
        return kind
    if kind == "o":
        return "~"
    gender = gender_at(words, k)
    return gender if kind == "e" and gender in ("f", "m") else "?"


def gender_at(words: Words, k: int) -> str:
    """The gender that determiner and adjectives before a noun tell: f, m, ? or plural; "" if there is no determiner."""
    listed, told = french(), "?"
    for j in range(k - 1, max(-1, k - 4), -1):
        if (gender := listed.determiners.get(words.low[j])) is not None:
            if gender != "either":
                return gender
            clear = words.low[j] in ("son", "mon", "ton") and not _vowel("".join(words.low[j + 1 : j + 2]))
            return "m" if clear and told == "?" else told
        if words.low[j] not in listed.before:
            break
        told = listed.before[words.low[j]] if told == "?" else told
    return ""


def _vowel(word: str) -> bool:
    return word[:1] in "aàâeéèêëiîïoôuùûyhœ"
