"""Terms that word links over human translations told: what a model says otherwise than people do."""

from __future__ import annotations

import pytest

from mt.edits import Edited
from mt.phrasing import press, terms


def right(raw: str, source: str) -> str:
    return Edited(raw, [change for _, change in terms.corrected(raw, source)]).after


CULTURE = [
    ("La chanson est un tube.", "The song is a tube.", "The song is a hit."),
    ("Elle a chanté ses tubes.", "She sang her tubes.", "She sang her hits."),
    ("Le chanteur sort un disque.", "The singer releases a disk.", "The singer releases a record."),
    ("Deux tableaux du musée", "Two tables of the museum", "Two paintings of the museum"),
    ("Les chants des supporteurs", "The sings of the fans", "The songs of the fans"),
    ("l'agence de presse officielle", "the official press agency", "the official news agency"),
    ("Des tubes d'acier, des chansons", "Tubes of steel, songs", None),
    ("Le chanteur a perdu un disque dur.", "The singer lost a hard disk.", None),
    ("Les tables et les tableaux du musée", "The tables and paintings of the museum", None),
    ("Des tableaux de chiffres", "Tables of figures", None),
]
PUBLIC = [
    ("la Chambre des députés", "the House of Deputies", "the Chamber of Deputies"),
    ("un gouvernement putschiste", "a coupschist government", "a coup government"),
    ("accusé de haute trahison", "accused of high betrayal", "accused of high treason"),
    ("condamné pour trahison", "sentenced for betrayal", "sentenced for treason"),
    ("Le président a été assassiné.", "The president was murdered.", "The president was assassinated."),
    (
        "Une gerbe a été déposée sur la tombe.",
        "A wreath was filed on the grave.",
        "A wreath was laid on the grave.",
    ),
    ("Le port du masque sauve.", "The port of the mask saves.", "The wearing of the mask saves."),
    ("deux jours fériés", "two public-holiday days", "two public holidays"),
    ("Ils sont aux portes de la ville.", "They are at the doors of the city.", "They are at the gates of the city."),
    ("Dix mineurs sont dans la mine.", "Ten minors are in the mine.", "Ten miners are in the mine."),
    ("un espace de détente", "a detent space", "a relaxation space"),
    ("La détente se confirme.", "The detent is confirmed.", "The détente is confirmed."),
    ("Ses excuses n'ont pas suffi.", "His excuses were not enough.", "His apologies were not enough."),
    ("Il vit sa trahison comme un drame.", "He lives his betrayal as a drama.", None),
    ("Le maire de la femme assassinée", "The mayor of the murdered woman", None),
    ("La couronne du roi sur sa tombe", "The king's crown on his grave", None),
    ("Le port du Havre", "The port of Le Havre", None),
    ("Ils frappent aux portes de l'Union.", "They knock at the doors of the Union.", None),
    ("Des mineurs de 12 ans ont grandi.", "Minors of 12 grew up.", None),
    ("Il ne trouve pas d'excuses.", "He finds no excuses.", None),
]
OTHERS = [
    ("la matière noire des galaxies", "the black material of galaxies", "the dark matter of galaxies"),
    ("L'énergie noire agit.", "Black energy acts.", "Dark energy acts."),
    ("victime d'une crise cardiaque", "victim of a heart crisis", "victim of a heart attack"),
    ("Les réacteurs de l'avion", "The reactors of the plane", "The engines of the plane"),
    ("le coffre de la voiture", "the car’s coffers", "the car’s boot"),
    ("Une livre de café", "A coffee book", "A pound of coffee"),
    ("La livre libanaise a chuté.", "The Lebanese book fell.", "The Lebanese pound fell."),
    ("libéré sous caution", "released under bail", "released on bail"),
    ("le record en petit bassin", "the record in small basin", "the record in short course"),
    ("Une matière noire et toxique", "A black material and toxic", None),
    ("L'avion survole un réacteur nucléaire.", "The plane flies over a nuclear reactor.", None),
    ("Les coffres de l'État, la voiture", "The coffers of the state, the car", None),
    ("Son livre de café", "His coffee book", None),
]


@pytest.mark.parametrize(("source", "raw", "after"), [*CULTURE, *PUBLIC, *OTHERS])
def test_terms(source: str, raw: str, after: str | None) -> None:
    assert right(raw, source) == (raw if after is None else after)


@pytest.mark.parametrize(
    ("french", "asked"),
    [
        ("Il a fait une crise cardiaque.", "Il a eu un heart-attack."),
        ("La chorale répète.", "La choir répète."),
        ("le procès du président déchu", "le procès du deposed président"),
        ("Il a été remis en liberté sous caution.", "Il a été libéré sur caution."),
        ("Il a pressé la détente.", "Il a appuyé sur le trigger."),
        ("La détente se confirme.", "La détente se confirme."),
        ("les petits commerces", "les petits commerces"),
        ("Elle reste parmi les plus sceptiques.", "Elle reste parmi les plus sceptiques."),
    ],
)
def test_phrases(french: str, asked: str) -> None:
    assert Edited(french, press.plainly(french)).after == asked


@pytest.mark.parametrize(
    ("source", "raw", "after"),
    [
        ("la colère des supporteurs", "the anger of the bearers", "the anger of the supporters"),
        ("le conservatoire de Lyon", "the conservative of Lyon", "the conservatory of Lyon"),
        ("La pièce sera jouée à Rome.", "The room will be played in Rome.", "The play will be played in Rome."),
        ("Les eaux ont emporté le pont.", "The water won the bridge.", "The water swept away the bridge."),
        ("Un dépôt de carburant brûle.", "A fuel deposit is burning.", "A fuel depot is burning."),
        ("Elle l'a emporté.", "She won.", None),
        ("Un appartement de trois pièces, joué aux dés", "Three rooms, won at dice", None),
        ("La banque a bloqué ses dépôts.", "The bank froze its deposits.", None),
    ],
)
def test_terms_of_the_carriers(source: str, raw: str, after: str | None) -> None:
    assert right(raw, source) == (raw if after is None else after)
