"""The checks: what each must flag, what none may flag, and what holds for any text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt import checks
from mt.align import links
from mt.checks import language, numbers, omissions
from mt.document import Document, Flag, Name, Paragraph, Segment, Span


def document(*segments: Segment, kind: str = "text") -> Document:
    return Document("article", (Paragraph(segments, kind),))


def codes(source: str, target: str) -> set[str]:
    return {flag.code for flag in checks.flag(document(Segment("1", source, target))).segments[0].flags}


def messages(source: str, target: str) -> list[str]:
    return [flag.message for flag in checks.flag(document(Segment("1", source, target))).segments[0].flags]


SAME_NUMBERS = [
    ("Le taux atteint 3,5 %.", "The rate has reached 3.5%."),
    ("Plus de 100 000 réfugiés sont partis.", "More than 100,000 refugees left."),
    ("Plus de 100\u202f000 réfugiés sont partis.", "More than 100.000 refugees left."),
    ("La ville compte 1\u00a0250\u00a0000 habitants.", "The city has 1.25 million inhabitants."),
    ("Un chèque de 2,5 millions d'euros.", "A cheque for €2.5m."),
    ("Un budget de 12 M€ pour l'année.", "A budget of 12 million euros for the year."),
    ("Une dette de 1,3 Md€ pour le groupe.", "The group has a debt of $1.3bn."),
    ("Entre 3 et 5 millions de doses.", "Between three million and five million doses."),
    ("La réunion commence à 20 h 30.", "The meeting starts at 8.30 pm."),
    ("La réunion commence à 20h30.", "The meeting starts at 20:30."),
    ("La réunion commence à 20 h 30.", "The meeting starts at 8:30 p.m. sharp."),
    ("Il arrive à 8 heures du soir.", "He arrives at 8 pm."),
    ("Il arrive à 20 heures.", "He arrives at 8 p.m."),
    ("Le vol part à 0 h 15.", "The flight leaves at 12.15 am."),
    ("Le cessez-le-feu du 3 mai 2020.", "The ceasefire of May 3, 2020."),
    ("Le 1er janvier, il neigeait.", "On January 1, it was snowing."),
    ("C'est la 1re fois, dit-il.", "It is the first time, he says."),
    ("Un roman du XXe siècle.", "A 20th-century novel."),
    ("Un roman du XIXe siècle.", "A nineteenth-century novel."),
    ("La Ve République.", "The Fifth Republic."),
    ("La Seconde Guerre mondiale.", "World War II."),
    ("La 2e Guerre mondiale.", "World War II."),
    ("Deux hommes et trois femmes.", "2 men and three women."),
    ("Les deux sœurs sont parties.", "Both sisters left."),
    ("Il a soixante-dix-sept ans.", "He is seventy-seven years old."),
    ("Il a quatre-vingt-dix-neuf ans.", "He is 99."),
    ("Depuis vingt et un ans.", "For twenty-one years."),
    ("Depuis dix-huit mois.", "For 18 months."),
    ("Trois cent cinquante mille personnes.", "350,000 people."),
    ("Deux mille douze candidats.", "Two thousand and twelve candidates."),
    ("Lire [la suite](https://exemple.fr/a/123).", "Read [more](https://exemple.fr/a)."),
    ("Selon un rapport[1], c'est faux[^22].", "According to a report, it is wrong."),
    ("Un million et demi de personnes.", "One and a half million people."),
    ("Un million et demi de personnes.", "1.5 million people."),
    ("Deux heures et demie plus tard, 2,5 points.", "Two and a half hours later, 2.5 points."),
    ("Il a pris deux ans et demi de prison.", "He got two and a half years in prison."),
    ("Une cellule pour cent vingt détenus.", "One cell for a hundred and twenty inmates."),
    (
        "Le voilier est à 190 milles du port, à trois milles du cap.",
        "It is 190 miles from port, three miles off the cape.",
    ),
    ("Près de 500 milles d'objets, dix milles francs.", "About 500,000 artefacts, ten thousand francs."),
    ("Dans quinze jours ou huit jours.", "In a fortnight, that is two weeks, or a week."),
    ("Un hangar de 4.000 m2, une classe de CM2.", "A 4,000-square-metre shed, a class of ten-year-olds."),
    ("De 15 à 19 heures, puis de 20h à 22h30.", "From 3 to 7 p.m., then from 8 to 10:30 p.m."),
    ("Il gagne avec 4\"2 d'avance.", "He wins by 4.2 seconds."),
    ("6,8 millions de logements, contre 5,3 avant.", "6.8 million homes, up from 5.3 million before."),
    ("Un million d'euros.", "€1 million."),
    ("À la fin des années 1980.", "At the end of the 1980s."),
    ("À la fin des années 80.", "At the end of the 1980s."),
    ("À la fin des années 1980.", "At the end of the '80s."),
    ("La musique des années 80.", "The music of the eighties."),
    ("La saison 2011-12.", "The 2011-2012 season."),
    ("Les deux tiers des voix.", "Two-thirds of the vote."),
    ("Les 2/3 des voix.", "Two-thirds of the vote."),
    ("Une hausse de 10 pour cent.", "An increase of 10 percent."),
    ("Une douzaine de blessés.", "Some 12 people were injured."),
    ("Le 12.05.2012, à Lyon.", "On 12 May 2012, in Lyon."),
    ("Un verre de 1½ litre.", "A 1.5-litre glass."),
    ("Il faut 30 centimes et 20 cents.", "It takes 30 centimes and 20 cents."),
    ("Des milliers de gens, des millions même.", "Thousands of people, even more."),
    ("L'OTAN et le G20 à Bakou.", "NATO and the G20 in Baku."),
    ("Il a battu 3-2 le champion de 1998.", "He beat the champion of 1998 3-2."),
    ("Le prix passe de 1 500 à 2 000 euros.", "The price goes up from 1,500 to 2,000 euros."),
    ("Le 15 200 coureurs étaient là.", "On the 15th, 200 runners were there."),
    ("Un nouvel immeuble neuf.", "A brand-new building."),
    ("Appelez le 01 42 34 56 78.", "Call 01 42 34 56 78."),
    ("Appelez le 01 42 34 56 78.", "Call 01.42.34.56.78."),
    ("Réponse avant le 05-06-2024.", "Reply before 5 June 2024."),
]


@pytest.mark.parametrize(("source", "target"), SAME_NUMBERS)
def test_the_same_number_in_both_notations(source: str, target: str) -> None:
    assert "numbers-differ" not in codes(source, target), messages(source, target)


OTHER_NUMBERS = [
    ("Le taux atteint 3,5 %.", "The rate has reached 35%.", "The source says 3,5 %, the translation 35%."),
    ("Plus de 100 000 réfugiés.", "More than 10,000 refugees.", "The source says 100 000, the translation 10,000."),
    ("Il y a 17 millions d'euros.", "There are 17 billion euros.", "17 millions, the translation 17 billion."),
    (
        "Le milliard d'euros promis.",
        "The million euros promised.",
        "milliard, the translation million.",
    ),
    ("Le total est de 1,5 milliard.", "The total is 1,500 billion.", "1,5 milliard, the translation 1,500 billion."),
    ("Il a deux filles.", "He has three daughters.", "The source says deux, the translation three."),
    ("Il part à 20 h 30.", "He leaves at 8.30 am.", "The source says 20 h 30, the translation 8.30 am."),
    ("Il part à 8 h 30.", "He leaves at 8.30 pm.", "The source says 8 h 30, the translation 8.30 pm."),
    ("Un roman du XIXe siècle.", "A 20th-century novel.", "The source says XIXe, the translation 20th."),
    ("Les années 1980.", "The 1990s.", "The source says 1980, the translation 1990s."),
    ("Il est né en 1960.", "He was born.", "The source says 1960, the translation no such number."),
    ("Il est né à Lyon.", "He was born in 1960.", "The source says no such number, the translation 1960."),
    ("Plus de 2.200.112 foyers.", "More than 2,200,12 homes.", "2.200.112"),
    ("Il a soixante-dix ans.", "He is sixty years old.", "The source says soixante-dix, the translation sixty."),
    ("Il a pris deux ans et demi.", "He got two years.", "The source says deux ans et demi, the translation two."),
    ("Dans quinze jours.", "In three weeks.", "The source says quinze, the translation three."),
    ("Appelez le 01 42 34 56 56.", "Call 01 42 34 56.", "The source says 01 42 34 56 56, the translation 01 42 34 56."),
    ("Trois morts et 3 blessés.", "3 dead and 5 injured.", "The source says no such number, the translation 5."),
]


@pytest.mark.parametrize(("source", "target", "message"), OTHER_NUMBERS)
def test_another_number(source: str, target: str, message: str) -> None:
    assert any(message in said for said in messages(source, target)), messages(source, target)


SAME_UNITS = [
    ("Une hausse de 20 % à 30 %.", "A rise of 20 to 30%."),
    ("Le billet coûte 12 euros.", "The ticket costs €12."),
    ("La dette atteint 3 Md€.", "The debt stands at 3 billion Euros."),
    ("Il reste 12 km à courir.", "There are 7.5 miles left to run."),
    ("Le car roulait à 90 km/h.", "The coach was doing 90 kilometres an hour."),
    ("Un logement de 28 m².", "A flat of 28 square metres."),
    ("Il a lu 300 livres et 40 revues.", "He has read 300 books and 40 magazines."),
    ("Un loyer de 25 €/m² par mois.", "A rent of €25 per square metre a month."),
    ("Il fait 41,7 °C à Nîmes, 39 degrés à Agen.", "It is 41.7 degrees in Nîmes and 39°C in Agen."),
    ("Il est parti à 20 heures avec 3 amis.", "He left at 8 p.m. with 3 friends."),
    ("Un entretien de 2 h 30 avec lui.", "A talk of 2 hours and 30 minutes with him."),
]


@pytest.mark.parametrize(("source", "target"), SAME_UNITS)
def test_the_same_unit_said_otherwise(source: str, target: str) -> None:
    assert "units-differ" not in codes(source, target), messages(source, target)


OTHER_UNITS = [
    (
        "Le Japon donne 3 millions de dollars.",
        "Japan gives 3 million.",
        "“3 millions de dollars”, the translation no “dollars”",
    ),
    ("Le texte obtient 45 voix.", "The text gets 45%.", "The source says no “%”, the translation “45%”."),
    ("De 28 m² à 12 m².", "From 28 m2 to 12 metres.", "The source says “12 m²”, the translation “12 metres”."),
    ("Il faut 25 €/m².", "It takes €25 per metre.", "“25 €/m²”, the translation no “m²”."),
    ("L'appel coûte 0,40 €/min.", "The call costs €0.40 per mine.", "“0,40 €/min”, the translation no “min”."),
]


@pytest.mark.parametrize(("source", "target", "message"), OTHER_UNITS)
def test_another_unit(source: str, target: str, message: str) -> None:
    assert any(message in said for said in messages(source, target)), messages(source, target)


LEFT_OUT = [
    ("Il a été condamné vendredi à Lyon.", "He was sentenced in Lyon.", ["vendredi"]),
    ("Le pont fermera en novembre pour travaux.", "The bridge will close for work.", ["novembre"]),
]


@pytest.mark.parametrize(("source", "target", "words"), LEFT_OUT)
def test_what_is_left_out_is_told_where_the_rest_is_linked(source: str, target: str, words: list[str]) -> None:
    (linked,) = links.align(document(Segment("1", source, target))).segments
    assert [span.of(source) for span in omissions.left_out(linked)] == words
    assert omissions.left_out(replace(linked, links=())) == []  # nothing is known


def test_what_is_said_in_another_way_is_not_left_out() -> None:
    for source, target in (
        ("Il a été condamné vendredi à Lyon.", "On Friday he was sentenced in Lyon."),
        ("Son père dirigeait une scierie.", "Daddy ran a sawmill."),
        ("Les fractures de la société.", "A divided country."),
        ("Aucun porte-parole n'a répondu.", "No spokesman has replied."),
    ):
        (linked,) = links.align(document(Segment("1", source, target))).segments
        assert omissions.left_out(linked) == [], source


def test_a_number_flag_points_at_the_number() -> None:
    target = "The rate has reached 35%."
    (flag,) = checks.flag(document(Segment("1", "Le taux atteint 3,5 %.", target))).segments[0].flags
    assert flag.span is not None
    assert flag.span.of(target) == "35"


def test_a_number_of_fifty_digits_behind_millions_is_read() -> None:
    number = "1" * 50
    assert "numbers-differ" not in codes(f"2 millions de clés, dont {number}.", f"2 million keys, {number} among them.")


def test_a_number_word_is_read_as_one_number() -> None:
    (figure,) = numbers.read("quatre-vingt-dix-sept mille trois cent un", "french")
    assert figure.values == {Decimal(97_301)}


SOUND = [  # each check's near misses
    ("« Bonjour », a-t-il dit.", "“Hello,” he said."),
    ("« Bonjour", '"Hello'),
    ("Elle mesure 1 m 78.", "She is 1 m 78 tall."),
    ("Non, non et non !", "No, no and no!"),
    ("Elle chante New York, New York.", "She sings New York, New York."),
    ("Très très loin, il y a longtemps, il y a longtemps.", "Far far away, long ago, long ago."),
    ("Il sait que cela suffit.", "He knows that that is enough."),
    ("Le Monde", "Le Monde"),
    ("20 minutes", "20 minutes"),
    ("Culture", "Culture"),
    ("PARIS (AFP) –", "PARIS (AFP) –"),
    ("***", "***"),
    ("Nikol Pachinian", "Nikol Pashinyan"),
    ("Le mot « мир » veut dire paix.", "The word “мир” means peace."),
    ("Il a dit « c'est la vie » en partant.", "He said “c'est la vie” as he left."),
    ("Hahahaha, dit-il.", "Hahahaha, he says."),
    ("10 000 000", "10,000,000"),
    ("Voir https://example.org/aaaa", "See https://example.org/aaaa"),
    ("", ""),
    ("Qui vient ? Moi.", "Who comes? Me."),
    ("Voir https://exemple.fr/?a=1 ici.", "See https://exemple.fr/?a=1 here."),
]


@pytest.mark.parametrize(("source", "target"), SOUND)
def test_nothing_to_say(source: str, target: str) -> None:
    assert messages(source, target) == []


TROUBLE = [
    ("Le président est arrivé hier.", "", "empty"),
    ("***", " ", "empty"),
    ("Le président est arrivé hier à Bakou.", "Le président est arrivé hier à Bakou.", "untranslated"),
    ("Bien joué", "Bien joué", "untranslated"),
    ("Il est venu et il est parti dans la nuit.", "He came and il est parti dans la nuit noire.", "untranslated"),
    ("Brejnev est mort.", "Brenananan is dead.", "repetition"),
    ("Le chat dort.", "The the the cat sleeps.", "repetition"),
    ("Le chat dort.", "The the cat sleeps.", "repetition"),
    ("La fin de la guerre est là.", "The end of the end of the war is here.", "repetition"),
    ("Il promet de partir demain.", "He promises to leave, to leave, to leave, to leave.", "repetition"),
    ("Il a reçu son homologue Ararat Mirzoyan.", "He received Ararat Mirzoyan, Ararat Mirzoyan.", "repetition"),
    ("Il a parlé longtemps devant une salle comble et attentive.", "He spoke.", "length-ratio"),
    ("Il a parlé.", "He spoke for a long time before a crowded and attentive room.", "length-ratio"),
    ("« Bonjour », a-t-il dit.", "“Hello, he said.", "unbalanced-quotes"),
    ("« Bonjour », a-t-il dit.", 'Hello," he said.', "unbalanced-quotes"),
    ("Il a 5 euros.", "He has 5 <unk>.", "unknown-characters"),
    ("Il a 5 €.", "He has 5 \ufffd.", "unknown-characters"),
    ("Il a 5 €.", "He has 5 ⁇.", "unknown-characters"),
    ("Le ministre Lavrov.", "Minister Лавров.", "unknown-characters"),
    ("Il y a un séisme.", "There is a seismquake.", "unknown-word"),
    ("Un ouvrier sous les gravats.", "A worker under the graviness.", "unknown-word"),
    ("Le frigo est vide.", "The frigo is empty.", "unknown-word"),
    ("Deux de ses adjoints.", "Two of his deputys.", "unknown-word"),
    ("Séisme en Birmanie", "“Seelism in Myanmar", "unknown-word"),
    ("The minister said that he was in the city.", "The minister said that he was in the city.", "not-french"),
    ("Министр прибыл в город.", "The minister arrived.", "not-french"),
    ("Der Minister ist gestern in die Stadt gekommen.", "The minister came into town yesterday.", "not-french"),
    ("Qui peut le croire ?", "Who can believe it.", "question-differs"),
    ("« Et ensuite », demande-t-il.", "“And then?” he asks.", "question-differs"),
]


@pytest.mark.parametrize(("source", "target", "code"), TROUBLE)
def test_trouble(source: str, target: str, code: str) -> None:
    assert code in codes(source, target)


def test_the_message_shows_what_was_seen() -> None:
    assert "The translation repeats itself: “Brenananan”." in messages("Brejnev est mort.", "Brenananan is dead.")
    assert "A quotation mark is opened and not closed in the translation." in messages(
        "« Oui », dit-il.", "“Yes, he said."
    )


def test_an_unknown_word_says_where_it_may_come_from() -> None:
    assert messages("Le frigo est vide.", "The frigo is emptish.") == [
        "“frigo” is no known English word: it stands so in the French.",
        "“emptish” is no known English word: it may be made up or misspelled.",
    ]
    (flag, _) = checks.flag(document(Segment("1", "Le frigo est vide.", "The frigo is emptish."))).segments[0].flags
    assert flag.span == Span(4, 9)


def test_an_unknown_word_is_not_told_of_where_the_reason_is() -> None:
    french = "Le frigo de la cuisine est vide depuis hier."
    assert codes(french, french) == {"untranslated"}


@pytest.mark.parametrize(
    "target",
    [
        "The colourful neighbourhoods specialise in aluminium and oesophagus centres.",
        "Anti-corruption and cyberbullying: the jihadists’ smartphones don’t work.",
        "See lemonde.fr and jeanne@exemple.fr for Zelenskyy, McDonagh and iPhones.",
        "He co-founded a well-known micropayment startup.",
    ],
)
def test_english_words_are_known(target: str) -> None:
    assert "unknown-word" not in codes("Un deux trois.", target)


def test_a_missing_name_says_which_and_what_it_should_be() -> None:
    name = Name("nikol-pashinyan", Span(0, 9), after="Pashinyan")
    segment = Segment("1", "Pachinian est parti.", "The man has left.", names=(name,))
    (flag,) = checks.flag(document(segment)).segments[0].flags
    assert flag == Flag(
        "name-missing", "The name Pachinian was not found in the translation; it should read Pashinyan."
    )
    found = replace(segment, names=(replace(name, target=Span(0, 3)),))
    assert checks.flag(document(found)).segments[0].flags == ()


def test_a_low_score_is_flagged_and_a_fair_one_is_not() -> None:
    low, fair, none = (Segment("1", "Bonjour à tous.", "Hello everyone.", score=score) for score in (-2.3, -0.4, None))
    (flag,) = checks.flag(document(low)).segments[0].flags
    assert flag.message == "The engine was unsure: on average it gave its own words a probability of 10%."
    assert not checks.flag(document(fair, none)).segments[0].flags
    assert not checks.flag(document(fair, none)).segments[1].flags


def test_flags_of_other_stages_stay_and_own_flags_are_made_anew() -> None:
    over_long = Flag("over-long", "This sentence was cut at clause marks to fit the model.")
    segment = Segment("1", "Il a 3 ans.", "He is 4.", flags=(over_long,))
    once = checks.flag(document(segment))
    assert [flag.code for flag in once.segments[0].flags] == ["over-long", "numbers-differ"]
    assert checks.flag(once) == once
    corrected = once.with_segments([replace(once.segments[0], target="He is 3.")])
    assert checks.flag(corrected).segments[0].flags == (over_long,)


def test_a_sign_that_comes_out_fifty_times_is_said_once() -> None:
    segment = Segment("1", "Кризис продолжается.", "\ufffd\ufffd the \ufffd crisis.")
    (flag,) = checks.unknown_characters(segment)
    assert flag.span == Span(0, 1) and flag.message.endswith(": \ufffd (3 times).")


def test_the_letters_of_an_ordinal_speak_no_language() -> None:
    assert language.rival("Le Français Karim Belkacem, 3e à Tachkent, y défendra son titre.") == ""
    assert language.rival("Le 2e est loin, le 1er y a son nom.") == ""


def test_short_lines_of_a_foreign_article_are_flagged_too() -> None:
    long = Segment("1", "The minister said that he was in the city with his friends.", "The minister said so.")
    short = Segment("2", "Breaking news", "Breaking news")
    alone = checks.flag(document(short)).segments[0].flags
    together = checks.flag(document(long, short)).segments[1].flags
    assert alone == ()
    assert [flag.code for flag in together] == ["not-french"]


def test_code_is_not_checked() -> None:
    segment = Segment("1", "le le le 1", "")
    assert checks.flag(document(segment, kind="code")) == document(segment, kind="code")


def test_every_check_has_a_message_and_a_code() -> None:
    assert len(checks.CODES) == len(checks.CHECKS)
    for check in checks.CHECKS:
        message = (check.__doc__ or "").partition("\n")[0]
        assert message.endswith("."), check


def test_the_vote_needs_a_clear_majority() -> None:
    assert language.rival("Le Washington Post et le New York Times") == ""
    assert language.rival("Pas de doute") == ""
    assert language.rival("I do not think that this is the end of it") == "English"


texts = st.text(max_size=60) | st.text(alphabet="0123456789 .,:'’hapm½XVIes-«»\"“”<unk>\u00a0\u202féя", max_size=60)


@given(texts, texts)
def test_any_text_is_survived_and_spans_lie_inside_the_target(source: str, target: str) -> None:
    flagged = checks.flag(document(Segment("1", source, target)))
    for flag in flagged.segments[0].flags:
        assert flag.span is None or 0 <= flag.span.start < flag.span.end <= len(target)
    assert checks.flag(flagged) == flagged
    assert flagged.source_text() == source


@given(st.integers(min_value=0, max_value=10**9))
def test_grouped_figures_are_equal_in_both_languages(number: int) -> None:
    french = f"{number:,}".replace(",", "\u202f")
    assert "numbers-differ" not in codes(f"Il y en a {french}.", f"There are {number:,}.")


FRENCH_NUMBERS = ("un", "une", "deux", "vingt", "et", "mille", "demi", "cent", "XXe", "XIV", "3", "1,5", "½", "le")
ENGLISH_NUMBERS = ("one", "a", "two", "twenty", "and", "half", "hundred", "million", "third", "XIV", "3", "½", "the")


@given(st.lists(st.sampled_from(FRENCH_NUMBERS), max_size=6), st.lists(st.sampled_from(ENGLISH_NUMBERS), max_size=6))
def test_the_quick_look_at_numbers_overlooks_nothing(french, english):
    source, target = " ".join(french), " ".join(english)
    if not numbers.may_differ(source, target):
        assert not numbers.differences(numbers.read(source, "french"), numbers.read(target, "english"))


def test_the_words_of_several_texts_are_weighed_as_those_of_one():
    texts = ["Der Mann und die Frau.", "Das ist nicht gut.", "Es ist so."]
    assert language.rival_of_all(texts) == language.rival("\n".join(texts)) == "German"
    assert language.rival_of_all(["Москва", "Oui"]) == "Cyrillic script"
