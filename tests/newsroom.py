"""A small authority in the shipped format and articles to try it on, for the tests of names."""

from __future__ import annotations

from pathlib import Path

from mt import names
from mt.document import Document, Paragraph, Segment
from mt.names import authority

PEOPLE = """form\tshort\tfrench\tvariants\torigin\trole\tfrom\tuntil\tsource
Nikol Pashinyan\tPashinyan\tNikol Pachinian\tPashinaian\tArmenian\tPrime Minister of Armenia\t2018\t\tcurated
Serzh Sargsyan\tSargsyan\tSerge Sarkissian\tSerj Sarkissian\tArmenian\tPresident of Armenia\t2008\t2018\tcurated
Armen Sarkissian\tSarkissian\tArmen Sarkissian\tArmen Sargsyan\tArmenian\tPresident of Armenia\t2018\t2022\tcurated
Ilham Aliyev\tAliyev\tIlham Aliev\t\tAzerbaijani\tPresident of Azerbaijan\t2003\t\tcurated
Heydar Aliyev\tAliyev\tHeydar Aliev\tGueïdar Aliev\tAzerbaijani\tPresident of Azerbaijan\t1993\t2003\tcurated
Vladimir Putin\tPutin\tVladimir Poutine\t\tRussian\tPresident of Russia\t2012\t\tcurated
Sergey Lavrov\tLavrov\tSergueï Lavrov\t\tRussian\tForeign Minister of Russia\t2004\t\tcurated
Bashar al-Assad\tAssad\tBachar el-Assad\t\tArabic\tPresident of Syria\t2000\t2024\tcurated
"""
PLACES = """form\tfrench\tvariants\tkind\tcountry\tsource
Yerevan\tErevan\tÉrevan\tromanised\tArmenia\tcurated
Baku\tBakou\t\tromanised\tAzerbaijan\tcurated
London\tLondres\t\texonym\tUnited Kingdom\tcurated
Moscow\tMoscou\t\texonym\tRussia\tcurated
The Hague\tLa Haye\t\texonym\tNetherlands\tcurated
Azerbaijan\tAzerbaïdjan\t\texonym\tAzerbaijan\tcurated
Saint Petersburg\tSaint-Pétersbourg\t\texonym\tRussia\tcurated
United States\tÉtats-Unis\t\texonym\tUnited States\tcurated
Middle East\tProche-Orient\t\texonym\tWorld\tcurated
Black Sea\tmer Noire\t\texonym\tWorld\tcurated
Nagorno-Karabakh\tHaut-Karabakh\tKarabakh montagneux\texonym\tAzerbaijan\tcurated
"""
ORGANISATIONS = """form\tfrench\tacronym\tfrench_acronym\tvariants\tsource
North Atlantic Treaty Organization\tOrganisation du traité de l'Atlantique nord\tNATO\tOTAN\t\tcurated
Collective Security Treaty Organization\tOrganisation du traité de sécurité collective\tCSTO\tOTSC\t\tcurated
European Union\tUnion européenne\tEU\tUE\t\tcurated
European Parliament\tParlement européen\t\t\t\tcurated
United Nations\tOrganisation des Nations unies\tUN\tONU\t\tcurated
eurozone\tzone euro\t\t\tZone euro\tcurated
Rapid Support Forces\tForces de soutien rapide\t\tFSR\t\tcurated
"""
EVENTS = """form\tfrench\tvariants\tsource
Second Nagorno-Karabakh War\tDeuxième guerre du Karabakh\tSeconde guerre du Karabakh\tcurated
Treaty of Versailles\ttraité de Versailles\t\tcurated
World War II\tSeconde Guerre mondiale\t\tcurated
"""


def written(folder: Path) -> authority.Authority:
    """The small authority, written to a folder and read back as the shipped one is."""
    for name, text in (("people", PEOPLE), ("places", PLACES), ("organisations", ORGANISATIONS), ("events", EVENTS)):
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
    return authority.Authority(authority.read(folder))


def document(*sentences: str) -> Document:
    return Document("test", tuple(Paragraph((Segment(str(at), text),)) for at, text in enumerate(sentences)))


def found(*sentences: str, glossary: names.Glossary = names.EMPTY) -> list[tuple[str, str]]:
    """(what stands in the source, English form it is to have) for every mention."""
    result = names.find(document(*sentences), glossary)
    return [(name.source.of(segment.source), name.after) for segment in result.segments for name in segment.names]


def glossary(folder: Path, text: str) -> names.Glossary:
    """A glossary read from a file with this text."""
    path = folder / "terms.tsv"
    path.write_text(text, encoding="utf-8")
    return names.load_glossary(path)
