"""English that an engine says wrongly for a term, put right where the French tells it."""

from __future__ import annotations

import re

import pytest

import mt
from mt import typography
from mt.edits import Edited
from mt.phrasing import counting, terms


def right(raw: str, source: str) -> str:
    return Edited(raw, [change for _, change in terms.corrected(raw, source)]).after


BUSINESS = [
    ("71 points de base", "71 basic points", "71 basis points"),
    ("Le carnet de commandes est plein.", "The command book is full.", "The order book is full."),
    ("un carnet de commandes", "a command book", "an order book"),
    ("Le titre chute en Bourse.", "The title falls in the stock market.", "The share falls on the stock market."),
    ("L’action a perdu 3 %.", "Action lost 3%.", "The share lost 3%."),
    ("un acompte sur dividende", "a deposit on dividend", "an interim dividend"),
    ("+2 % en glissement annuel", "+2% in annual slide", "+2% year on year"),
    ("le ministre de l'Industrie dit", "The minister of the Industria says", "The Minister of Industry says"),
    ("Les obligations à dix ans baissent.", "Ten-year obligations fall.", "Ten-year bonds fall."),
    ("Les soldes commencent.", "The promotions begin.", "The sales begin."),
    # nothing tells that it is one
    ("le titre de champion, 3 %", "the title of champion, 3%", None),
    ("L'action du gouvernement a chuté de 3 %.", "The action fell by 3%.", None),
    ("Il a des obligations envers elle.", "He has obligations to her.", None),
    ("Il suit des cours à l'école.", "He takes courses at school.", None),
    ("Le club a gagné le titre, champion en Bourse", "The club won the title, champion in Bourse", None),
    ("En Bourse, l'action de la BCE rassure.", "On the market, the action of the ECB reassures.", None),
    (
        "En séance, l'action recule.",
        "In trading, the action is falling back.",
        "In trading, the share is falling back.",
    ),
    ("Le marché impose ses obligations.", "The market imposes its obligations.", None),
    ("Fitch a abaissé la note du pays.", "Fitch lowered the country’s mark.", "Fitch lowered the country’s rating."),
    ("Dans cette perspective, il note une hausse.", "In this perspective, we note a rise.", None),
    ("Un cours de cuisine, du lait et les cours", "Cooking courses, milk", None),
    ("Les cours du blé montent.", "Wheat courses rise.", "Wheat prices rise."),
    ("Ils s'échangent des regards.", "They exchanged looks.", None),
    ("Le baril s'échangeait à 70 dollars.", "The barrel was exchanged at $70.", "The barrel traded at $70."),
    ("La directrice générale du FMI voit ses marges", "The managing director of the IMF, margins", None),
    ("vente de titres auprès des investisseurs", "selling securities to investors", None),
    (
        "Elle a levé 5 millions auprès d'investisseurs",
        "It raised 5 million to investors",
        "It raised 5 million from investors",
    ),
    ("Le marché de l'occasion des vêtements", "The second-hand market in clothes", None),
    ("Un électricien de la filiale", "An electrician of the subsidiary", None),
    ("Il a cédé 2 % à la mi-journée.", "It lost 2% by mid-day.", "It lost 2% by midday."),
]
HEALTH = [
    ("Les urgences de l'hôpital", "The hospital’s emergencies", "The hospital’s emergency departments"),
    ("les auteurs de l'attaque, une étude", "the perpetrators, a study", None),
    ("Les pompiers quittent les urgences.", "The emergency services leave.", None),
    ("la gestion du quotidien et des urgences", "daily management and emergencies", None),
    ("Les médecins étaient occupés.", "The doctors were busy.", None),
    ("Tous les lits sont occupés.", "All beds are busy.", "All beds are occupied."),
    ("Le rapport veut que les auteurs soient punis.", "The report wants the perpetrators punished.", None),
    ("Le lot de fromages rappelé, beaucoup de clients", "The recall, a lot of customers", None),
    ("Un rappel vise des lots de lait.", "A recall concerns lots of milk.", "A recall concerns batches of milk."),
    ("Les prélèvements d'eau dans la nappe, analysés", "The water withdrawals, analysed", None),
    ("une étude de la revue américaine Soil", "a study in the Soil magazine", "a study in the Soil journal"),
    ("une étude de la revue Science", "a study in Harvard Review", None),
]
TRANSPORT = [
    ("L'appareil d'Airbus a décollé.", "The Airbus device took off.", "The Airbus aircraft took off."),
    ("Un appareil de l'aéroport", "A device at the airport", "An aircraft at the airport"),
    ("Nous avions des appareils.", "We had devices.", None),
    ("Les passagers éteignent leurs appareils.", "Passengers turn off their devices.", None),
    ("Les trains peuvent circuler.", "Trains can circulate.", "Trains can run."),
    ("Laisser circuler les rumeurs de voyage", "To let travel rumours circulate", None),
]
PARLIAMENT = [
    ("L'Assemblée a rejeté le texte.", "The House rejected the text.", "The Assembly rejected the text."),
    ("La présidente de l’Assemblée", "The president of the House", "The president of the Assembly"),
    ("À la tribune, il a pleuré.", "In the gallery, he cried.", "At the rostrum, he cried."),
    ("La porte-parole Ada Prune", "The spokesman Ada Prune", "The spokeswoman Ada Prune"),
    (
        "Le gouvernement échappe à la censure",
        "The government escapes censorship",
        "The government survives a no-confidence vote",
    ),
    # another house, other words
    ("La Chambre des communes et l'Assemblée", "The House of Commons and the House", None),
    ("La Chambre a voté.", "The House voted.", None),
    ("Les supporters à la tribune", "The fans in the gallery", "The fans in the stand"),
    ("Le film a échappé à la censure du gouvernement", "The film escaped censorship", None),
    ("Le porte-parole et la porte-parole", "The spokesman and the spokesman", None),
    ("La cohabitation des habitants", "The coexistence of people", None),
    ("leur porte-parole, Yves Rat", "their spokesman, Yves Rat", None),
    ("Dans une tribune au journal", "In the gallery of the paper", None),
    ("des députés de l'Union européenne", "MEPs of the Union", None),
    ("Il a beau crier, rien ne bouge.", "He can shout, nothing moves.", "He may shout, nothing moves."),
    ("Il a beau crier, il peut perdre.", "Although he shouts, he can lose.", None),
]
COURTS = [
    ("Son avocat a plaidé la relaxe.", "His lawyer pleaded the relaxation.", "His lawyer argued for acquittal."),
    ("Une relaxe générale", "A general relaxation", "A general acquittal"),
    ("Une relaxe", "A relaxation", "An acquittal"),
    ("Dans ses réquisitions, il a demandé", "In his requisition, he asked", "In his closing speech, he asked"),
    ("À la barre, elle a pleuré.", "At the bar, she wept.", "On the stand, she wept."),
    ("Il nie les faits.", "He denies the facts.", "He denies the accusations."),
    ("Les faits remontent à 2017.", "The facts date back to 2017.", "The events date back to 2017."),
    ("Il est jugé pour tentative de meurtre.", "He is tried for murder.", "He is tried for attempted murder."),
    ("Les jurés ont reconnu Max coupable.", "The jury recognised Max guilty.", "The jury found Max guilty."),
    ("Au terme d'une course-poursuite", "After a race", "After a chase"),
    ("Confiée à l'IGPN", "Entrusted, confiscated to the IGPN", "Entrusted, entrusted to the IGPN"),
    (
        "Il a requis mercredi trois ans de prison.",
        "He asked for Wednesday three years in prison.",
        "He asked on Wednesday for three years in prison.",
    ),
    ("Il a demandé son mercredi.", "He asked for Wednesday off.", None),
    ("Ils ont saisi la cour.", "They seized the court.", "They turned to the court."),
    ("Ils ont saisi le ballon", "They seized the court", None),
    # other words, or more of them than the French has
    ("Une heure de détente", "An hour of relaxation", None),
    ("À la barre", "At the bar, in the bar", None),
    ("Il l'a connue au bar, dit-il à la barre.", "He met her in the bar.", None),
    ("Il connaît les faits.", "He knows the facts.", None),
    ("Un meurtre et un homme jugé pour meurtre", "Murder, and a man tried for murder", None),
    ("Il a gagné la course après une course-poursuite.", "He won the race after a race.", None),
    ("Son film est un réquisitoire contre la guerre.", "His film is an indictment of war.", None),
    ("Il est à la barre de la société.", "He is at the bar of the company.", None),
    ("À la barre du tribunal, il nie.", "At the bar of the court, he denies.", "On the stand of the court, he denies."),
    ("accusé de meurtre et de tentative de meurtre", "accused of murder and attempted murder", None),
    ("les équipes municipales", "the municipalities", None),
    ("Les juges d'instruction", "The investigating magistrates", None),
    ("En tête du box office", "At the top of the box office", None),
    ("Ils votent la censure.", "They vote against censorship.", "They vote to bring down the government."),
    ("la déléguée syndicale", "the trade union delegate", "the union representative"),
    ("L'arbitrage du match", "The arbitration of the match", "The refereeing of the match"),
    ("Le tribunal d'arbitrage du club", "The club's arbitration court", None),
    ("La réquisition des salariés", "The requisition of workers", None),
    ("Elle a confié qu'elle partait.", "She confiscated that she was leaving.", "She confided that she was leaving."),
]
SPORT = [
    ("Il a marqué un but.", "He marked a goal.", "He scored a goal."),
    ("Il a marqué deux essais.", "He marked two tries.", "He scored two tries."),
    ("Il a marqué la fin.", "He marked the end.", None),
    ("la tête de série n° 4", "the head of series 4", "the No. 4 seed"),
    ("trois passes décisives", "three decisive passes", "three assists"),
    ("une passe décisive", "a decisive pass", "an assist"),
    ("L'OM a gagné.", "The OM won.", "OM won."),
    ("L'OM l'a emporté", "The OM’s win", "OM’s win"),
    ("L'entraîneur de l'OM", "The OM coach", None),
    ("la première manche", "the first manche", "the first set"),
    ("la première manche du slalom", "the first manche of the slalom", "the first run of the slalom"),
    ("un maillot sans manches", "a jersey without manches", None),
    ("le tunnel sous la Manche", "the Channel tunnel", None),
    ("L'étape du peloton", "The peloton's step", "The peloton's stage"),
    ("Une étape vers la paix", "A step towards peace", None),
    ("Touché au genou, il sort.", "Injured at the knee, he leaves.", "Injured in the knee, he leaves."),
]
PEOPLE = [
    ("Le prince héritier Mohammed a parlé.", "The prince heir Mohammed spoke.", "Crown Prince Mohammed spoke."),
    ("Il a vu le prince héritier saoudien.", "He met the Saudi prince heir.", "He met the Saudi crown prince."),
    ("Le guide suprême a refusé.", "The supreme guide refused.", "The supreme leader refused."),
    ("Le premier ministre du Québec part.", "The Prime Minister of Quebec left.", "The Premier of Quebec left."),
    ("Le Premier ministre du Danemark part.", "The Prime Minister of Denmark left.", None),
    ("Le prince est parti.", "The prince heir left.", None),
    ("le prince héritier Jacques de Monaco", "the hereditary prince Jacques of Monaco", None),
    ("Fille de 15 ans", "A girl of 15", None),
    ("Fille d'un berger, elle écrit.", "A girl of a shepherd, she writes.", "The daughter of a shepherd, she writes."),
]
SENSES = [
    ("La tribune des supporters", "The supporters' gallery", "The supporters' stand"),
    ("Le ministre monte dans la tribune.", "The minister is in the gallery.", None),
    ("La pièce de Molière", "The room of Molière", "The play of Molière"),
    ("Le feu a pris dans une pièce.", "The fire began in a room.", None),
    ("Le chanteur a quitté la scène.", "The singer left the scene.", "The singer left the stage."),
    ("L'artiste sur la scène politique", "The artist on the political scene", None),
    ("Il a reçu une balle dans la tête.", "He got a ball in the head.", "He got a bullet in the head."),
    ("Le gardien, touché à la tête, a lâché la balle.", "The keeper, hit in the head, lost the ball.", None),
    ("Le pilote Ferrari", "The Ferrari pilot", "The Ferrari driver"),
    ("Le pilote de l'avion", "The plane's driver", "The plane's pilot"),
    ("Le chef étoilé", "The head starred", "The starred chef"),
    ("Le chef de l'opposition au restaurant", "The opposition leader in the restaurant", None),
    ("La garde de sa fille", "The guard of her daughter", "The custody of her daughter"),
    ("La garde du château", "The guard of the castle", None),
    ("Les taxis ont levé leurs barrages.", "Taxis lifted their dams.", "Taxis lifted their roadblocks."),
    ("L'eau du barrage manque aux agriculteurs.", "Farmers lack the water of the dam.", None),
    ("Metz jouera le barrage.", "Metz will play the dam.", "Metz will play the play-off."),
    ("Le vol des bijoux", "The flight of the jewels", "The theft of the jewels"),
    ("Un crime commis dans un vol Paris-Nice", "A crime committed on a Paris-Nice flight", None),
    ("Un disque du chanteur", "A disk of the singer", "A record of the singer"),
    ("Le chanteur a perdu son disque dur.", "The singer lost his hard disk.", None),
    ("Un foyer du virus", "A house of the virus", "An outbreak of the virus"),
    ("L'épidémie a ruiné des foyers modestes.", "The epidemic ruined modest homes.", None),
    ("Un réacteur de l'Airbus", "An Airbus reactor", "An Airbus engine"),
    ("Le réacteur de la centrale", "The reactor of the plant", None),
    ("Une crise cardiaque", "A heart crisis", "A heart attack"),
    ("Le bilan du maire", "The mayor's balance sheet", "The mayor's record"),
    ("Le maire a lu le bilan de la banque.", "The mayor read the bank's balance sheet.", None),
]


@pytest.mark.parametrize(
    ("source", "raw", "after"),
    [
        *(*BUSINESS, *HEALTH, *TRANSPORT),
        *(*PARLIAMENT, *COURTS),
        *(*SPORT, *PEOPLE, *SENSES),
    ],
)
def test_terms(source: str, raw: str, after: str | None) -> None:
    assert right(raw, source) == (raw if after is None else after)
    english, edits, _ = typography.set_english(raw, "straight", source)
    assert typography.undo(english, edits) == raw


@pytest.mark.parametrize(
    ("source", "raw", "after"),
    [
        ("CARNET DE COMMANDES PLEIN", "COMMAND BOOK FULL", "ORDER BOOK FULL"),
        ("Le Carnet de Commandes", "The Command Book", "The Order Book"),
        ("Les carnets de commandes", "Command books", "Order books"),
        ("l’équipe\u00a0de\u202fFrance", "the France team", "the French team"),
    ],
)
def test_capitals_apostrophes_and_blanks(source: str, raw: str, after: str) -> None:
    assert right(raw, source) == after


def test_a_headline_loses_its_article_and_its_first_word_is_put_right() -> None:
    source, raw = "Relaxe d'un médecin", "The relaxation of a doctor"
    english, edits, _ = typography.set_english(raw, "curly", source)
    assert english == "Acquittal of a doctor" and typography.undo(english, edits) == raw


def test_the_first_word_put_right_gets_its_capital() -> None:
    assert typography.set_english("relaxation for all", "curly", "Relaxe pour tous")[0] == "Acquittal for all"


def test_each_is_an_edit_that_can_be_taken_back() -> None:
    raw, source = "The relaxation was pronounced.", "La relaxe a été prononcée."
    english, edits, _ = typography.set_english(raw, "curly", source)
    assert english == "The acquittal was pronounced." and [edit.rule for edit in edits] == ["a term of the courts"]
    assert typography.undo(english, edits) == raw


def test_every_term_is_well_made() -> None:
    """It has a rule, nothing that is meant is put right again, and what is looked for first finds all that is said."""
    starts, listed = terms._terms()
    for term in listed:
        assert term.rule
        for meant in term.meant:
            again = term.said.fullmatch(meant)
            assert again is None or again.expand(term.meant[int(str(again.lastgroup)[1:])]) == meant, meant
            assert set(re.findall(r"\\g<(\w+)>", meant)) <= set(term.said.groupindex), meant
        assert not re.search(r"\[[^\]]*\['’\]", term.said.pattern + term.french.pattern), "an apostrophe in a class"
    assert starts.search("the command book")


@pytest.mark.parametrize(
    ("raw", "after"),
    [
        ("the 71th minute, the 12nd and the 3th", "the 71st minute, the 12th and the 3rd"),
        ("the 11th, the 21st and 2,3rd", "the 11th, the 21st and 2,3rd"),
    ],
)
def test_ordinals_are_spelled_right(raw: str, after: str) -> None:
    assert Edited(raw, [change for _, change in counting.corrected(raw, "la 71e minute")]).after == after


@pytest.mark.parametrize(
    ("source", "said", "rule"),
    [
        ("La marge a progressé de 120 points de base.", "120 basis points", "a term of the business pages"),
        ("Le tribunal a prononcé une relaxe générale.", "acquittal", "a term of the courts"),
    ],
)
def test_the_embedded_model_is_put_right(source: str, said: str, rule: str) -> None:
    (segment,) = mt.translate(source).segments
    assert said in segment.target and rule in {edit.rule for edit in segment.edits}


def test_what_is_no_english_is_left_alone() -> None:
    (segment,) = mt.translate("Il a marqué un but.", engine="echo").segments
    assert not [edit for edit in segment.edits if edit.rule == "a goal is scored"]


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("(?:basic|base) points", "b"),
        ("(?:the )?supreme guide", "ts"),
        ("points? of", "p"),
        ("s?ome", ""),
        ("[a-z]x", ""),
        ("(?<=the )action", ""),
    ],
)
def test_the_letters_that_a_pattern_begins_with(pattern: str, letters: str) -> None:
    assert terms._letters([pattern]) == frozenset(letters)
