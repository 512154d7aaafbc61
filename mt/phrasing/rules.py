"""All that is put otherwise for the engine, in order: of two that want the same words the one before has them."""

from __future__ import annotations

from functools import partial

from mt.names import binationals
from mt.phrasing import (
    ages,
    aliases,
    clock,
    counting,
    emphasis,
    french_acronyms,
    headlines,
    hearsay,
    members,
    movements,
    newspapers,
    participles,
    players,
    portraits,
    press,
    saying,
    spoken,
    towns,
    words,
)
from mt.phrasing.press import ForEngine, besides


def composed(first: ForEngine, known: words.Words, *, plainly: bool) -> ForEngine:
    """What `first` changes, then every rule, then the words that the model does not know.

    Args:
        first: names in English.
        known: of the model, by their French.
        plainly: with the phrases of the press and all that is style.
    """
    figures = (clock.twelve_hour, counting.figures, ages.plainly, movements.plainly)
    called = (aliases.plainly, members.plainly, newspapers.plainly, french_acronyms.plainly, binationals.plainly)
    sentences = (saying.plainly, participles.introduced, hearsay.plainly)
    phrases = (players.plainly, press.plainly, emphasis.plainly, spoken.plainly, towns.placed)
    articled = (partial(headlines.articled, known=known), partial(portraits.articled, known=known))
    style = (*sentences, *phrases, *articled)
    unknown = (partial(words.changes, known=known),) if known else ()
    said = besides(first, *figures, *called, *(style if plainly else ()))
    return besides(said, *unknown, small=True)  # les alaouites
