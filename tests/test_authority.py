"""The shipped authority: what the linter cannot know of these very files, and a few facts a news desk relies on."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from newsroom import document, found

from mt import names
from mt.names import authority
from mt.names.authority import Authority, Record, load

Row = dict[str, str]
FILES = tuple(authority.COLUMNS)
LISTS = ("french", "variants", "acronym", "french_acronym")
SOURCES = frozenset({"curated", "cldr", "dbpedia", "everypolitician", "hand", "whosonfirst"})


def rows(name: str) -> list[Row]:
    with (authority.FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def spellings(row: Row) -> list[str]:
    return [row["form"], *(part for column in LISTS for part in row.get(column, "").split("|") if part)]


def every_row() -> Iterator[tuple[str, Row]]:
    return ((name, row) for name in FILES for row in rows(name))


@pytest.mark.parametrize("name", FILES)
def test_the_rows_are_whole_and_sorted(name: str) -> None:
    lines = (authority.FOLDER / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == "", "the last line ends in a line break"
    assert {line.count("\t") for line in lines} == {len(authority.COLUMNS[name]) - 1}
    forms = [row["form"] for row in rows(name)]
    assert forms == sorted(set(forms))


@pytest.mark.parametrize("name", FILES)
def test_every_row_says_more_than_one_spelling_and_whence(name: str) -> None:
    for row in rows(name):
        assert len(set(spellings(row))) > 1 or name == "unchanged", row["form"]
        assert row["source"] in SOURCES, row["form"]


def test_no_alternative_stands_twice_in_a_row() -> None:
    for name, row in every_row():
        listed = row.get("french", "").split("|") + [part for part in row.get("variants", "").split("|") if part]
        assert len(listed) == len(set(listed)), f"{name}: {row['form']}"


def test_no_two_people_claim_one_full_french_name() -> None:
    claimed: dict[str, str] = {}
    for row in rows("people"):
        for french in row["french"].split("|"):
            if " " in french:
                assert claimed.setdefault(french.casefold(), row["form"]) == row["form"], french


def test_places_are_of_a_known_kind_and_years_are_years() -> None:
    assert {row["kind"] for row in (*rows("places"), *rows("ambiguous"))} == {"romanised", "exonym"}
    for row in rows("people"):
        assert re.fullmatch(r"(\d{4})?", row["from"]) and re.fullmatch(r"(\d{4})?", row["until"]), row["form"]
        assert not row["until"] or row["from"] <= row["until"], row["form"]


def test_a_surname_alone_is_part_of_the_full_form() -> None:
    for row in rows("people"):
        assert row["short"] in row["form"] and row["short"] != row["form"], row["form"]


def test_names_are_written_in_latin_letters_and_composed() -> None:
    for name, row in every_row():
        for spelling in spellings(row):
            assert spelling == unicodedata.normalize("NFC", spelling).strip(), f"{name}: {spelling!r}"
            letters = [character for character in spelling if character.isalpha() and not "ʰ" <= character <= "ʿ"]
            assert all("LATIN" in unicodedata.name(letter) for letter in letters), f"{name}: {spelling!r}"


FACTS = [
    ("Nikol Pachinian", "Nikol Pashinyan"),
    ("Sergueï Lavrov", "Sergey Lavrov"),
    ("Volodymyr Zelenski", "Volodymyr Zelensky"),
    ("Mouammar Kadhafi", "Muammar Gaddafi"),
    ("Mikheil Saakachvili", "Mikheil Saakashvili"),
    ("Alexandre Loukachenko", "Alexander Lukashenko"),
    ("Ilham Aliev", "Ilham Aliyev"),
    ("Serge Sarkissian", "Serzh Sargsyan"),
    ("Armen Sarkissian", "Armen Sarkissian"),
    ("Benyamin Nétanyahou", "Benjamin Netanyahu"),
    ("Erevan", "Yerevan"),
    ("Haut-Karabakh", "Nagorno-Karabakh"),
    ("Le Pirée", "Piraeus"),
    ("Londres", "London"),
    ("OTSC", "Collective Security Treaty Organization"),
    ("OMS", "World Health Organization"),
    ("Deuxième guerre du Karabakh", "Second Nagorno-Karabakh War"),
    ("Seconde guerre du Karabakh", "Second Nagorno-Karabakh War"),
]


@pytest.mark.parametrize(("french", "form"), FACTS)
def test_the_press_has_one_english_name_for_it(french: str, form: str) -> None:
    found = {row["form"] for _, row in every_row() if french in spellings(row)}
    assert found == {form}


@pytest.mark.parametrize("word", ["Hollande", "Virginie", "Constance", "William", "Jour", "Marches", "Moïse"])
def test_a_word_that_is_mostly_somebody_or_something_else_is_nobody_here(word: str) -> None:
    assert authority.load().lookup(word) == []


@pytest.mark.parametrize(
    ("word", "form"), [("Kobané", "Kobani"), ("Mexico", "Mexico City"), ("Pachinian", "Pashinyan")]
)
def test_a_word_alone_has_one_english_form(word: str, form: str) -> None:
    assert {entry.form for entry in authority.load().lookup(word)} == {form}


@pytest.mark.parametrize(("name", "least"), [("people", 1500), ("places", 1500), ("organisations", 400)])
def test_there_are_as_many_rows_as_a_news_desk_needs(name: str, least: int) -> None:
    assert len(rows(name)) >= least


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # the country is Mexique, and Mexico its capital
        ("Du Mexique à Mexico.", [("Mexique", "Mexico"), ("Mexico", "Mexico City")]),
        # a name that is a place only where the words before it say so
        ("Elle vit en Virginie avec Virginie.", [("Virginie", "Virginia")]),
        ("Il vit au Salvador, et non à Salvador.", [("Salvador", "El Salvador")]),
        ("Ils traversent la Manche.", [("Manche", "English Channel")]),
        ("Le conseil départemental de la Manche", []),
        ("Il vit à la Dominique, chez Dominique.", [("Dominique", "Dominica")]),
        ("Maurice vit sur l'île Maurice.", [("île Maurice", "Mauritius")]),
        ("LA RÉUNION DE LA DERNIÈRE CHANCE", []),
        # a town whose article goes with the preposition
        (
            "Du Havre au Mans, des Ulis au Creusot.",
            [("Havre", "Le Havre"), ("Mans", "Le Mans"), ("Ulis", "Les Ulis"), ("Creusot", "Le Creusot")],
        ),
        ("Un havre de paix, les Havre", []),
        # a name that begins with a common noun
        ("La mer Noire et le golfe du Mexique", [("mer Noire", "Black Sea"), ("golfe du Mexique", "Gulf of Mexico")]),
        ("Il est né au Caire et vit au Cap.", [("Caire", "Cairo"), ("Cap", "Cape Town")]),
        # a pope is meant by a given name only where he is called pope
        ("Le pape François parle. François approuve.", [("pape François", "Pope Francis"), ("François", "Francis")]),
        ("François, 45 ans, approuve.", []),
        ("Au cap Horn, près du Cap-Ferret.", [("cap Horn", "Cape Horn")]),
        # "est" is a point of the compass where the name has it so, and else a verb
        (
            "Jérusalem est divisée, Jérusalem-Est isolée.",
            [("Jérusalem", "Jerusalem"), ("Jérusalem-Est", "East Jerusalem")],
        ),
        ("La RDC est au bord de la mer Méditerranée ?", [("RDC", "DRC"), ("mer Méditerranée", "Mediterranean")]),
    ],
)
def test_places_are_found_as_a_reader_finds_them(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [pair for pair in found(sentence) if pair[0] != pair[1]] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Emmanuel Macron a reçu à Kiev Kaja Kallas.", ["Emmanuel Macron", "Kiev", "Kaja Kallas"]),
        ("Il a parlé à Florence Van Damme.", ["Florence Van Damme"]),
        ("Le gouverneur François Villeroy de Galhau a parlé.", ["François Villeroy de Galhau"]),
        ("Lee Kang-in a marqué devant Hirokazu Kore-eda.", ["Lee Kang-in", "Hirokazu Kore-eda"]),
        ("Cet Emmanuel Macron-là, M. Zblatz Ferkot-t-il.", ["Emmanuel Macron", "Zblatz Ferkot"]),
        ("La Valaisanne Viola Amherd est là.", ["Viola Amherd"]),
        ("Nicolas Maduro et Nicolas Maduro Guerra sont là.", ["Nicolas Maduro", "Nicolas Maduro Guerra"]),
        ("La trêve Israël-Hamas tient en Bosnie-Herzégovine.", ["Israël", "Hamas", "Bosnie-Herzégovine"]),
        ("Le groupe Jaish-e-Mohammed de Massoud Azhar.", ["Jaish-e-Mohammed", "Massoud Azhar"]),
        ("L'AfD a voté, l'AFD a prêté.", ["AfD", "AFD"]),
        ("Du Mondial à un colis Mondial Relay", ["Mondial", "Mondial Relay"]),
        ("Mes Vincent Brengarth et Zblatz plaident.", ["Vincent Brengarth", "Zblatz"]),
    ],
)
def test_where_one_name_ends_and_another_begins(sentence: str, expected: list[str]) -> None:
    assert [text for text, _ in found(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Les Échos et L'Équipe, puis l'Équipe.", ["Les Échos", "L'Équipe", "l'Équipe"]),
        ("Les échos de la fête se sont tus, l'équipe a perdu. Le télégramme est là.", []),
        ("La Poste ferme. Il va à la Poste.", ["La Poste", "la Poste"]),
        ("La poste ferme.", []),
        ("Le lycée Jeanne-d'Arc est fermé.", ["Jeanne"]),
        ("L'école Notre-Dame de Notre-Dame-de-Gravenchon", ["Notre-Dame", "Notre-Dame-de-Gravenchon"]),
        ("Chez Nature & Découvertes", ["Nature & Découvertes"]),
    ],
)
def test_a_name_is_spelled_as_it_is_listed(sentence: str, expected: list[str]) -> None:
    assert [text for text, _ in found(sentence)] == expected


def test_people_of_french_speaking_countries_keep_their_accents() -> None:
    assert found("Assimi Goïta, Seydou Keïta et Viktor Orbán.") == [
        ("Assimi Goïta", "Assimi Goïta"),
        ("Seydou Keïta", "Seydou Keïta"),
        ("Viktor Orbán", "Viktor Orban"),
    ]


def test_a_heading_in_capitals_has_the_names_of_the_article() -> None:
    sentences = (
        "MARINE LE PEN CONDAMNÉE",
        "Marine Le Pen a été condamnée.",
        "JORDAN BARDELLA EN TÊTE",
        "M. Jordan Bardella",
    )
    assert [text for text, _ in found(*sentences)] == [
        "MARINE LE PEN",
        "Marine Le Pen",
        "JORDAN BARDELLA",
        "Jordan Bardella",
    ]


@pytest.mark.parametrize(
    ("man", "woman"),
    [("Jean", "Jeanne"), ("Michel", "Michèle"), ("Daniel", "Danielle"), ("Frédéric", "Frédérique"), ("René", "Renée")],
)
def test_a_man_and_a_woman_of_one_surname_are_two(man: str, woman: str) -> None:
    entities = names.find(document(f"{man} Dubreuil a vu {woman} Dubreuil.")).entities
    assert [entity.form for entity in entities] == [f"{man} Dubreuil", f"{woman} Dubreuil"]


def test_christoph_is_christophe() -> None:
    assert len(names.find(document("Christophe Dubreuil, puis Christoph Dubreuil.")).entities) == 1


def test_an_article_that_is_part_of_a_name_is_so_at_a_sentences_head() -> None:
    found = names.find(document("La Réole a froid. Le maire de La Réole aussi. La Garonne est haute."))
    assert [name.source.of(found.segments[0].source) for name in found.segments[0].names] == ["La Réole", "La Réole"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la guerre froide, le parquet national financier", ["Cold War", "National Financial Prosecutor's Office"]),
        ("une guerre froide et longue, une grande dépression", ["Cold War"]),
    ],
)
def test_names_in_lower_case_are_found_as_they_are_listed(text: str, expected: list[str]) -> None:
    assert [entity.form for entity in names.find(document(f"Il parle d'elle : {text}.")).entities] == expected


def test_every_spelling_is_found_whichever_word_is_met_first_and_by_several_readers_at_once() -> None:
    listed = {spelling for record in load().records for spelling in record.spellings if not record.before}
    in_order = {spelling: [entry.form for entry in load().lookup(spelling)] for spelling in sorted(listed)}
    fresh = Authority(load().records)
    with ThreadPoolExecutor(4) as readers:
        found = list(readers.map(fresh.lookup, sorted(listed, reverse=True)))
    assert all(in_order.values())
    assert (
        dict(zip(sorted(listed, reverse=True), ([entry.form for entry in one] for one in found), strict=True))
        == in_order
    )


def test_a_record_that_comes_later_counts_from_then_on() -> None:
    known = Authority([Record("place", "Yerevan", ("Erevan",))])
    assert not known.lookup("Gumri") and "erevan" in known and "gumri" not in known
    known.add(Record("place", "Gyumri", ("Gumri",)))
    known.add(Record("place", "Erevan County", ("Erevan",)))
    assert [entry.form for entry in known.lookup("Gumri")] == ["Gyumri"]
    assert [entry.form for entry in known.lookup("Erevan")] == ["Yerevan", "Erevan County"]
