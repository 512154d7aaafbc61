"""An engine's own words for names that nothing is known of: which of them stay.

A word that English has or a respelling stays, for the engine may know better; a torn copy does not, nor a person's
name that is changed.

Measures only, as `counterparts`; `enforcement` changes the text.
"""

from __future__ import annotations

from mt.document import Entity, Name, Segment
from mt.names import counterparts, persons
from mt.names.counterparts import is_english, likeness
from mt.names.spelling import fold, is_acronym, key

_ALIKE = 0.75  # likeness of a respelling
_TORN = 0.5  # likeness of a single word that English does not have and that is no respelling: a torn copy


def stands(segment: Segment, name: Name, entity: Entity, text: str) -> bool:
    """Whether an engine's word for a name that nothing is known of stays.

    Args:
        segment: where.
        name: the mention.
        entity: whom it means.
        text: the engine's word.
    """
    if is_acronym(name.after) and is_acronym(text):
        return False  # SNCF is no respelt SCNF
    if "- " in text and "- " not in name.after:
        return False  # Nantes- Atlantic
    if key(text) == key(name.after):  # a hyphen for an apostrophe is no other spelling; accents stay
        said, form = (spelling.replace("’", "'").lower() for spelling in (text, name.after))
        return said == form
    if entity.kind == "person" and (
        persons.is_mangled(text, name.after) or persons.is_given_otherwise(segment, name, text)
    ):
        return False
    said, form = counterparts.differing(text, name.after)
    if (form[0].islower() and form != said) or said == "The" or counterparts.is_another_word(said, form):
        return False  # Meurthe and Moselle, The Mépris, the Ministry of Brittany
    if entity.kind != "person" and said != text and is_english(said) and likeness(said, form) < _TORN:
        return False  # Our Dame-de-l'Assomption
    torn = fold(form).startswith(fold(said))  # Berlin is English, but not for Berlinov
    alike = persons.spelled(segment, name, entity, text)[0] if said == text else likeness(said, form)
    single = len(key(said)) == len(key(form)) == 1
    if alike < (_TORN if single else _ALIKE) or (is_english(said) and not torn):
        return True
    wavers = len({len(key(said)) for said in entity.variants}) < len(entity.variants)
    return not wavers and counterparts.sounds_alike(text, name.after)
