"""Names: what is found, what is one, and what it is called in English."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsroom import document, found, glossary, written

from mt import names
from mt.errors import ConfigError
from mt.names import authority, clusters, romanisation
from mt.names.linter import lint


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small authority in place of the shipped one, so that no case depends on what the package ships."""
    known = written(tmp_path)
    monkeypatch.setattr(authority, "load", lambda: known)
    return tmp_path


# --- mentions

FOUND = [
    ("Le Premier ministre arménien Nikol Pachinian est arrivé.", [("Nikol Pachinian", "Nikol Pashinyan")]),
    ("Pashinaian a réagi mardi.", [("Pashinaian", "Pashinyan")]),
    ("Selon Moscou, rien ne presse.", [("Moscou", "Moscow")]),
    ("Lors d’une visite à Londres, l’OTAN a dit non.", [("Londres", "London"), ("OTAN", "NATO")]),
    ("L'Otan et l'UE attendent.", [("Otan", "NATO"), ("UE", "EU")]),
    ("Bakou a pris le contrôle du Haut-Karabakh.", [("Bakou", "Baku"), ("Haut-Karabakh", "Nagorno-Karabakh")]),
    (
        "La seconde guerre du Karabakh a fait des morts.",
        [("seconde guerre du Karabakh", "Second Nagorno-Karabakh War")],
    ),
    (
        "Bachar el-Assad a fui ; el-Assad est à Moscou.",
        [("Bachar el-Assad", "Bashar al-Assad"), ("el-Assad", "al-Assad"), ("Moscou", "Moscow")],
    ),
    (
        "Les Forces de soutien rapide (FSR) avancent.",
        [("Forces de soutien rapide", "Rapid Support Forces"), ("FSR", "FSR")],
    ),
    ("Les FSR avancent.", [("FSR", "Rapid Support Forces")]),
    ("Le PSG et TF1 ont perdu.", [("PSG", "PSG"), ("TF1", "TF1")]),
    ("Le PIB du XXI et la TVA.", []),  # English has other words for these
    ("La SNCF est en grève.", [("SNCF", "SNCF")]),
    ("M. Poutine et Mme Zakharova ont ri.", [("Poutine", "Putin"), ("Zakharova", "Zakharova")]),
    ("Vladimir Vladimirovitch Poutine préside.", [("Vladimir Vladimirovitch Poutine", "Vladimir Vladimirovich Putin")]),
    ("POUTINE ATTENDU À EREVAN", [("POUTINE", "Putin"), ("EREVAN", "Yerevan")]),
    ("Le président géorgien Zaza Dolidzé est là.", [("Zaza Dolidzé", "Zaza Dolidze")]),
    ("Mohammed ben Arfa est là ; ben Arfa rit.", [("ben Arfa", "ben Arfa")]),
    ("Le chef de l'OTAN Ursula von der Mühl rit.", [("Ursula von der Mühl", "Ursula von der Mühl")]),
    ("Emmanuel Macron et E. Philippe discutent.", [("Emmanuel Macron", "Emmanuel Macron")]),
    ("Cependant, les Arméniens ont fui.", [("Arméniens", "Armenians")]),
    ("L'armée malienne a reculé.", [("malienne", "Malian")]),
    ("Le Nigérien a battu une Nigériane.", [("Nigérien", "Nigerien"), ("Nigériane", "Nigerian")]),
    ("Des Sud-Coréens et un Espagnol rient.", [("Sud-Coréens", "South Koreans"), ("Espagnol", "Spaniard")]),
    ("Le Français Kylian Mbappé marque.", [("Français", "Frenchman"), ("Kylian Mbappé", "Kylian Mbappé")]),
    ("Les Hongrois votent, une Française attend.", [("Hongrois", "Hungarians"), ("Française", "Frenchwoman")]),
    ("Trente Burkinabés et une Sud‑Coréenne.", [("Burkinabés", "Burkinabe"), ("Sud‑Coréenne", "South Korean")]),
    ("Un match entre Français et Suisses.", [("Français", "French"), ("Suisses", "Swiss")]),
    ("Le Suisse Paul Prune quitte la Suisse.", [("Suisse", "Swiss"), ("Paul Prune", "Paul Prune")]),
    ("Une athlete kenyane gagne.", [("kenyane", "Kenyan")]),
    ("LES MALIENS VOTENT", [("MALIENS", "Malians")]),
    ("Selon Me Patrick Prune, Mᵉ Lise Noir ment.", [("Patrick Prune", "Patrick Prune"), ("Lise Noir", "Lise Noir")]),
    ("Me Prune attend ; me voilà.", [("Prune", "Prune")]),
    ("Le siège de l'Onu", [("Onu", "UN")]),
    ("Le ministre de l'Économie Éric Lombard parle.", [("Éric Lombard", "Éric Lombard")]),
    ("La ministre de la Justice Gisèle Prune rit.", [("Gisèle Prune", "Gisèle Prune")]),
    ("Le ministre des Transports Zwyx Prune rit.", [("Zwyx Prune", "Zwyx Prune")]),
    (
        "Il a vu Le Mépris, lu La Dépêche du Midi (Les Choristes, non), puis revu Bernard d'Ormale.",
        [
            ("Le Mépris", "Le Mépris"),
            ("La Dépêche du Midi", "La Dépêche du Midi"),
            ("Les Choristes", "Les Choristes"),
            ("Bernard d'Ormale", "Bernard d'Ormale"),
        ],
    ),
    ("Le roi Philippe d'Espagne", [("Philippe", "Philippe")]),
    (
        "Il vit à Blainville-sur-l'Eau, en Meurthe-et-Moselle.",
        [
            ("Blainville-sur-l'Eau", "Blainville-sur-l'Eau"),
            ("Meurthe-et-Moselle", "Meurthe-et-Moselle"),
        ],
    ),
    (
        "Serhiï Nykyforov, Hélène Torossian et Ariane Mnouchkine",
        [
            ("Serhiï Nykyforov", "Serhiy Nykyforov"),
            ("Hélène Torossian", "Hélène Torossian"),
            ("Ariane Mnouchkine", "Ariane Mnouchkine"),
        ],
    ),
    ("Bénédicte de Perthuis préside.", [("Bénédicte de Perthuis", "Bénédicte de Perthuis")]),
    # a bare word before its verb
    ("Moulins a perdu. Libération révèle tout.", [("Moulins", "Moulins"), ("Libération", "Libération")]),
    ("Bercy n'a rien dit.", [("Bercy", "Bercy")]),
    ("Noël Le Graët a ri.", [("Noël Le Graët", "Noël Le Graët")]),
    ("L'avocate de Noël Mamère, de Grâce Ly", [("Noël Mamère", "Noël Mamère"), ("Grâce Ly", "Grâce Ly")]),
    ("Il travaille chez Action.", [("Action", "Action")]),
    # initials
    (
        "V. M.-D. a ri avec J.-M. B., puis avec J.-L. Prune.",
        [("V. M.-D.", "V. M.-D."), ("J.-M. B.", "J.-M. B."), ("J.-L. Prune", "J.-L. Prune")],
    ),
    # what a member is of
    ("Le porte-parole PS Arthur Prune rit.", [("Arthur Prune", "Arthur Prune")]),
    ("Le pilote Red Bull Max Prune rit.", [("Max Prune", "Max Prune")]),
    ("Renaissance Yannick Le Prune rit.", [("Yannick Le Prune", "Yannick Le Prune")]),
    ("Serena Williams rit.", [("Serena Williams", "Serena Williams")]),
]


@pytest.mark.parametrize(("sentence", "expected"), FOUND)
def test_found(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert set(expected) <= set(found(sentence))


NO_NAMES = [
    "Grâce au maire, le marché de Noël est chez lui.",
    "Allez à la mairie. Longue est la route.",
    "Noël a fait des heureux, avril a été chaud.",
    "Il est né en 52 av. J.-C. et a écrit un P.-S. au R.-U.",
    "Il court sur la promenade des Anglais.",
    "Le café est corsé, le vin corsée, et l'affaire se corse.",
    "Ce sont des montagnes russes, on file à l'anglaise.",
    "Lors de la réunion, le ministre des Affaires étrangères s'est tu.",
    "La République et l'Assemblée nationale, mardi 3 mars, ont voté la Constitution.",
    "« Nous avons un ordre du jour chargé. » Puis il est parti.",
    "Ces accords sont toujours d'actualité ; il l'a dit hier.",
    "Attablé devant un café, il attend ; les prix montent.",
    "londres et moscou sans capitale ne sont pas des noms sûrs.",
    "",
    "12 345 — ?!",
]


@pytest.mark.parametrize("sentence", NO_NAMES)
def test_not_found(sentence: str) -> None:
    assert found(sentence) == []


def test_a_word_no_list_has_is_a_name_within_a_sentence_and_not_at_its_head() -> None:
    assert found("Il a visité Zhumagalibek.") == [("Zhumagalibek", "Zhumagalibek")]
    assert found("Zhumagalibek attend.") == []
    assert found("Zhumagalibek attend.", "Il a visité Zhumagalibek.")[0] == ("Zhumagalibek", "Zhumagalibek")


def test_a_word_that_sounds_like_somebody_is_a_word() -> None:
    told = "L'ancien capitaine John Terry a plaisanté.", "Terry est parti."
    assert [name for name, _ in found(*told, "Le futur de la Terre est en jeu.")] == ["John Terry", "Terry"]
    assert [name for name, _ in found(*told, "Il a écrit à Terri.")] == ["John Terry", "Terry", "Terri"]


def test_initials_are_no_place_of_the_same_letters() -> None:
    assert found("Le FES a publié son rapport.") == [("FES", "FES")]
    assert found("Il parle de l'IRAN.") == [("IRAN", "IRAN")]


def test_full_name_and_surname_are_one_entity() -> None:
    result = names.find(
        document("La peintre Anouch Mardikian expose.", "Mardikian vit à Lyon.", "Le style de Mardikian plaît.")
    )
    (entity,) = [entity for entity in result.entities if entity.kind == "person"]
    assert set(entity.variants) == {"Anouch Mardikian", "Mardikian"}


def test_a_surname_of_two_words_alone_is_that_of_the_full_name() -> None:
    found = names.find(document("Mme Okonjo-Iweala parle. Ngozi Okonjo-Iweala insiste. Mme Lebrun-Petit attend."))
    assert [entity.form for entity in found.entities] == ["Ngozi Okonjo-Iweala", "Lebrun-Petit"]


def test_two_spellings_of_an_unknown_man_are_one() -> None:
    result = names.find(
        document("Le ministre arménien Tigran Khatchadourian a cédé.", "Tigran Khachaduryan n'a rien dit.")
    )
    (entity,) = [entity for entity in result.entities if entity.kind == "person"]
    assert entity.form == "Tigran Khachaduryan"
    forms = {name.after for segment in result.segments for name in segment.names if name.entity == entity.id}
    assert forms == {"Tigran Khachaduryan"}


def test_a_surname_is_no_demonym() -> None:
    result = names.find(document("Jean Allemand a vu Mme Catalan et le juge Wallon. Allemand a ri."))
    assert {entity.kind for entity in result.entities} <= {"person", "name", "place"}


def test_demonyms_come_after_all_other_names() -> None:
    result = names.find(document("Le président malien et l'armée malienne attendent Vladimir Poutine."))
    assert [(entity.kind, entity.form) for entity in result.entities] == [
        ("person", "Vladimir Putin"),
        ("demonym", "Malian"),
    ]


def test_a_shared_surname_is_a_question_not_a_guess() -> None:
    result = names.find(document("Serge Sarkissian et Armen Sarkissian se sont vus.", "Sarkissian a souri."))
    assert {entity.form for entity in result.entities if not entity.unsure} == {"Serzh Sargsyan", "Armen Sarkissian"}
    (question,) = [entity for entity in result.entities if entity.unsure]
    assert "Armen Sarkissian or Serzh Sargsyan" in question.unsure
    assert result.segments[1].names[0].after == "Sarkissian"


def test_a_given_name_spelled_otherwise_before_a_listed_surname() -> None:
    assert found("Bashar el-Assad est parti.") == [("Bashar el-Assad", "Bashar al-Assad")]
    assert [name for name, _ in found("Ivan el-Assad est parti.")] == ["Ivan el-Assad"]


def test_a_given_name_is_nobodys_surname_by_sound() -> None:
    entities = names.find(document("Il a vu sœur Emmanuelle et le ministre Xavier Emmanuelli.")).entities
    assert [entity.form for entity in entities] == ["Emmanuelle", "Xavier Emmanuelli"]


def test_one_name_is_one_entity_whatever_stands_around_it() -> None:
    (entity,) = names.find(document("Il a voté à Zaza Dolidzé. Le ministre Zaza Dolidzé sourit.")).entities
    assert (entity.kind, entity.form) == ("person", "Zaza Dolidze")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Il est resté à Qusatra.", "place"),
        ("À Qusatra, le président a parlé.", "place"),
        ("Il a écrit à Tovasz Qusatra, ministre de la région.", "person"),
        ("Il a écrit à Tovasz Qusatra, le ministre de la région.", "person"),
        ("La ville fait face à Zaza Qusatridze.", "person"),
        ("Ils ont perdu face à RC Qusatra hier.", "organisation"),
        ("Il a marqué au stade Qusatra-Velm.", "place"),
    ],
)
def test_what_the_words_around_a_name_tell(sentence: str, kind: str) -> None:
    (entity,) = names.find(document(sentence)).entities
    assert entity.kind == kind


def test_a_verb_before_its_subject_is_no_name() -> None:
    assert found("« Ai-je besoin d’une permission ? »") == []


def test_a_belarusian_name_and_the_same_by_way_of_russian_are_one() -> None:
    assert found("Alexandre Loukachenko est là. Loukachenka sourit.")[1] == ("Loukachenka", "Lukashenko")
    assert found("Mme Tsikhanouskaïa a réagi.") == [("Tsikhanouskaïa", "Tsikhanouskaya")]


def test_relatives_are_told_apart_by_the_article() -> None:
    result = names.find(document("Heydar Aliev a fondé ce parti.", "Aliev y a cru."))
    assert [entity.form for entity in result.entities] == ["Heydar Aliyev"]
    assert result.entities[0].variants == ("Heydar Aliev", "Aliev")


def test_kept_apart_is_reported() -> None:
    result = names.find(document("Ilham Aliev a succédé à Heydar Aliev."))
    assert any("Heydar Aliyev" in said for entity in result.entities for said in entity.apart)


def test_every_entity_says_why() -> None:
    result = names.find(document("Le président russe Fiodor Tchoukine voit Nikol Pachinian à Londres."))
    assert all(entity.evidence and 0 < entity.confidence <= 1 for entity in result.entities)
    edits = {entity.form: entity.edits for entity in result.entities}
    assert edits["Fyodor Chukin"] == "Fiodor→Fyodor, tch→ch, ou→u, -ine→-in"
    assert "ch→sh" in edits["Nikol Pashinyan"]


# --- clusters

SAME = [
    ("Pachinian", "Pashinyan"),
    ("Nikita Khrouchtchev", "Nikita Chruschtschow"),
    ("Boris Eltsine", "Boris Jelzin"),
    ("Alexandre Pouchkine", "Aleksandr Pushkin"),
    ("Noursoultan Nazarbaïev", "Nursultan Nazarbayev"),
    ("Edouard Chevardnadze", "Eduard Schewardnadse"),
    ("Vladimir Poutine", "Vladimir Vladimirovitch Poutine"),
    ("J. Stuart Blackton", "James Stuart Blackton"),
]
APART = [
    ("Lavrov", "Lavrova"),
    ("Ilham Aliev", "Heydar Aliev"),
    ("Sarkissian", "Sarkissov"),
    ("Mirzoyan", "Mirzaian"),
    ("Khomeini", "Khamenei"),
    ("Benoît XV", "Benoît XVI"),
    ("George Bush", "George W. Bush"),
    ("Maria Zakharova", "Maria Sakharova"),
    ("Petrov", "Petrenko"),
    ("Bakou", "Batoumi"),
    ("Sergueï Ivanov", "Sergueï Ivanovski"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_same(one: str, two: str) -> None:
    assert clusters.join([one, two], authority.Authority()) == [[one, two]]


@pytest.mark.parametrize(("one", "two"), APART)
def test_apart(one: str, two: str) -> None:
    assert names.cluster([one, two]) == [[one], [two]]


def test_a_surname_joins_the_one_full_name() -> None:
    assert names.cluster(["Vitali Klimov", "Klimov", "Klimova"]) == [["Vitali Klimov", "Klimov"], ["Klimova"]]
    assert ["Klimov"] in names.cluster(["Vitali Klimov", "Oleg Klimov", "Klimov"])


def test_cluster_loses_and_invents_nothing() -> None:
    said = ["Poutine", "", "Poutine", "!", "Putin", "李", "d'Artagnan", "  "]
    assert sorted(name for group in names.cluster(said) for name in group) == sorted(set(said))


# --- forms


def test_rule_cases() -> None:
    assert romanisation.failures(romanisation.files()) == []
    assert all(any("untouched" in case for case in file.cases) for file in romanisation.files())


@pytest.mark.parametrize(
    ("name", "origin", "expected"),
    [
        ("Nikol Pachinian", None, "Nikol Pashinyan"),
        ("Pachinian", None, "Pashinyan"),
        ("Erevan", None, "Yerevan"),
        ("OTAN", None, "NATO"),
        ("Zaza Tchikvadzé", "Georgian", "Zaza Chikvadze"),
        ("François Chartier", None, "François Chartier"),
        ("Charlotte Joubert", "French", "Charlotte Joubert"),
        ("Christine Chouinard", None, "Christine Chouinard"),
        ("Tin Zaouatine", None, "Tin Zaouatine"),
    ],
)
def test_english(name: str, origin: str | None, expected: str) -> None:
    assert names.english(name, origin).text == expected


def test_english_says_when_it_does_not_know() -> None:
    assert names.english("Sarkissian").confidence < 0.5
    assert (
        names.english("Jean Dupond").confidence
        < names.english("Zaza Tchikvadzé", "Georgian").confidence
        < names.english("Erevan").confidence
    )


# --- glossary


def test_glossary_outranks_the_authority(tmp_path: Path) -> None:
    given_rows = glossary(tmp_path, "# ours\nErevan\tErevan\tkept\nNikol Pachinian\tNikol Pashinian\n")
    said = dict(found("Nikol Pachinian est à Erevan. Pachinian y vit.", glossary=given_rows))
    assert said == {"Nikol Pachinian": "Nikol Pashinian", "Erevan": "Erevan", "Pachinian": "Pashinian"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Erevan\n", ":1:"),
        ("# x\nErevan\t\n", ":2:"),
        ("a\tb\nErevan\tYerevan\tnote\tmore\n", ":2:"),
        ("Erevan\tYerevan\nÉrevan\tErivan\n", ":2:"),
    ],
)
def test_a_bad_glossary_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        glossary(tmp_path, text)


# --- authority


def test_the_linter_is_content_with_good_rows(small: Path) -> None:
    assert lint(small) == []


@pytest.mark.parametrize(
    ("file", "row", "said"),
    [
        ("people", "Ilham Aliev\tAliev\tIlham Aliev\t\tAzerbaijani\t\t\t\tcurated", "Ilham Aliev is Ilham Aliev here"),
        (
            "people",
            "Jan Novak\tNovotny\tJan Novák\tIan Novak\tCzech\t\t\t\tcurated",
            "neither its beginning nor its end",
        ),
        ("people", "Jan Novak\tNovak\tJan Novák\tIan Novak\tCzech\t\tlately\t\tcurated", "not a year"),
        ("places", "Paris\tParis\t\texonym\tFrance\tcurated", "says nothing"),
        ("places", "Rome\tRoma\t\tcity\tItaly\tcurated", "kind is 'city'"),
        ("places", "Rome\tRoma\t\texonym\tItaly\t", "no source"),
        ("events", "The War\tLa guerre\tx||y\tcurated", "empty or spaced"),
    ],
)
def test_the_linter_finds(small: Path, file: str, row: str, said: str) -> None:
    with (small / f"{file}.tsv").open("a", encoding="utf-8") as lines:
        lines.write(row + "\n")
    assert any(said in wrong for wrong in lint(small))


def test_a_file_with_another_header_is_refused(small: Path) -> None:
    (small / "events.tsv").write_text("name\tother\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="first line"):
        authority.read(small)


def test_the_shipped_authority_is_well_formed() -> None:
    assert lint(authority.FOLDER) == []


def test_no_article_in_capitals_is_an_acronym() -> None:
    assert found("QUESTION D'UN LECTEUR") == []
    assert ("ONU", "UN") in found("LE SIÈGE DE L'ONU")
