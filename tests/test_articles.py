"""English articles put right in what an engine says."""

from __future__ import annotations

import pytest

import mt
from mt import typography


@pytest.mark.parametrize(
    ("source", "raw", "target"),
    [
        ("", "A about 50-year-old man", "An about 50-year-old man"),
        ("", "a armed man, a one, a European, a user, a union", "an armed man, a one, a European, a user, a union"),
        ("", "“A armed man”", "“An armed man”"),
        ("", "an hour, an historic plan, an plan, an MP, an 18th", "an hour, an historic plan, a plan, an MP, an 18th"),
        ("", "a MRI, a HLM block, A RNA, a IQ of 90, a SMS", "an MRI, an HLM block, A RNA, an IQ of 90, an SMS"),
        ("", "a NATO base, a SWAT team, a UN envoy, a FIFA ban", "a NATO base, a SWAT team, a UN envoy, a FIFA ban"),
        ("", "A MRI scan", "An MRI scan"),
        ("", "A MRI OF A AREA", "A MRI OF A AREA"),
        ("", "vitamin A is", "vitamin A is"),
        ("", "An Swiss woman and a Australian, a UN envoy", "A Swiss woman and an Australian, a UN envoy"),
        ("", "a US base, a uninteresting", "a US base, a uninteresting"),
        ("Le prince William a parlé.", "The Prince William spoke.", "Prince William spoke."),
        ("Le roi a vu la reine Mary.", "The King saw the Queen Mary.", "The King saw Queen Mary."),
        ("le roi est là", "the prince William", "the prince William"),
        ("le roi Charles III", "the king Charles III", "King Charles III"),
        ("la mort de la reine Mary", "the death of the Queen Mary", "the death of Queen Mary"),
        ("la statue du président Lincoln", "the President Lincoln statue", "the President Lincoln statue"),
        ("l'empereur Hirohito", "the Emperor Hirohito", "Emperor Hirohito"),
        ("le Prince de Galles", "the Prince Wales", "the Prince Wales"),
        ("Il parle au pape François.", "He speaks to the Pope François.", "He speaks to Pope François."),
        ("le Mali d'Ibrahim Traoré", "the Mali de Ibrahim Traore", "the Mali of Ibrahim Traoré"),
        ("Le M23 a fui.", "Le M23 has fled.", "The M23 has fled."),
        ("Mali - Le JNIM attaque", "Mali - Le JNIM attacks", "Mali - The JNIM attacks"),
        ("Le Mans gagne.", "Le Mans wins.", "Le Mans wins."),
        ("Villeroy de Galhau", "Villeroy de Galhau", "Villeroy de Galhau"),
    ],
)
def test_put_right(source: str, raw: str, target: str) -> None:
    english, edits, _ = typography.set_english(raw, "curly", source)
    assert english == target
    assert typography.undo(english, edits) == raw


def test_said_in_the_edits() -> None:
    (segment,) = mt.translate("Le prince William a visité Lyon.").segments
    assert segment.target.startswith("Prince William")
    assert all(edit.rule for edit in segment.edits)
