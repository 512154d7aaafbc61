"""Phrases of the French press: what an engine is asked in their place, and what the reader still has before him."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

import mt
from mt import names, pipeline
from mt.config import Config
from mt.document import Document, Paragraph, Segment
from mt.edits import Edited
from mt.phrasing import press

FORMS = [form for key in press._idioms() for form in press._forms(key)]
LISTED = press._listed()
PAIRS = [
    tuple(" ".join([one, *phrase.before[:1], *phrase.near[:1]]).replace("#", "12") for one in phrase[:2])
    for phrase in (*LISTED, *FORMS[::5])
]


def plain(text: str) -> str:
    return Edited(text, [change for change in press.plainly(text) if change.text != change.span.of(text)]).after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le garde des Sceaux a réagi.", "Le ministre de la Justice a réagi."),
        ("L’Hexagone a froid ; outre-Rhin, il neige.", "La France a froid ; en Allemagne, il neige."),
        ("Outre-Manche, on vote.", "En Grande-Bretagne, on vote."),
        ("La hausse des prix dans l'Hexagone", "La hausse des prix en France"),
        ("Elle a été mise en examen mardi.", "Elle a été inculpée mardi."),
        ("Sa mise en examen l'a surprise.", "Son inculpation l'a surprise."),
        ("Mise en examen de l'ancien ministre", "Mise en examen de l'ancien ministre"),  # no article: left alone
        ("Le PDG a échoué ; l'OPA aussi.", "Le CEO a échoué ; l'offre d'achat aussi."),
        ("Le député a interpellé le ministre.", "Le député a interpellé le ministre."),  # nobody was arrested
        ("Douze personnes ont été interpellées.", "Douze personnes ont été arrêtées."),
        ("Il a été interpellé sur ce point.", "Il a été interrogé sur ce point."),
        ("La trêve hivernale, puis la trêve", "La pause d'hiver, puis le cessez-le-feu"),
        ("L'ELYSEE ET LE PALAIS", "L'ELYSEE ET LE PALAIS"),
        ("Le locataire de l'Elysée", "Le président français"),
        ("Le garde\u00a0des Sceaux", "Le ministre de la Justice"),
        ("Il n'encourt rien, mais qui encourt un an ?", "Il ne risque rien, mais qui risque un an ?"),
        ("La peine qu'encourt l'auteur", "La peine qu'encourt l'auteur"),  # "qu'risque" would be wrong
        ("La saison touristique bat son plein.", "La saison touristique est in full swing."),  # "que" within a word
        ("Le mis en examen", "Le mis en examen"),  # "le inculpé", too
        ("Il est mis en examen", "Il est inculpé"),
        ("Les avant-gardes des Sceaux-Nord", "Les avant-gardes des Sceaux-Nord"),
        # words of the press that are everybody's too: only what is beside them tells
        ("Lyon s'est incliné face à Nice.", "Lyon a perdu contre Nice."),
        ("Lyon s’est incliné\u00a02-1, dimanche face à Nice.", "Lyon a perdu\u00a02-1, dimanche face à Nice."),
        ("Ils se sont inclinés samedi soir contre Nice.", "Ils ont perdu samedi soir contre Nice."),
        ("Il s'est incliné devant le cercueil.", "Il s'est incliné devant le cercueil."),
        ("Elle s'est inclinée samedi devant le cercueil.", "Elle s'est inclinée samedi devant le cercueil."),
        ("Nice s'est incliné à Lens.", "Nice a perdu à Lens."),
        ("Elle s'est inclinée à Verdun.", "Elle s'est inclinée à Verdun."),
        ("Brest s'impose 2-1 ; Lille s’impose face à Metz.", "Brest gagne 2-1 ; Lille gagne contre Metz."),
        ("La loi s'impose à tous.", "La loi s'impose à tous."),
        ("La prudence s'impose face au virus.", "La prudence est nécessaire face au virus."),
        (
            "Ils menaient avant la mi-temps ; un emploi à mi-temps",
            "Ils menaient avant half-time ; un emploi à temps partiel",
        ),
        ("Il a inscrit deux buts, il a inscrit son fils.", "Il a marqué deux buts, il a inscrit son fils."),
        ("Le titre cède 3,2 % à Paris.", "La share baisse de 3,2 % à Paris."),
        ("Il cède 5 % du capital.", "Il cède 5 % du capital."),
        ("L'or bondit de 4,5 %, le chat bondit de joie.", "L'or augmente de 4,5 %, le chat bondit de joie."),
        ("Elle va supprimer 1\u00a0200 postes.", "Elle va supprimer 1\u00a0200 emplois."),
        ("Il est tombé 80,5 mm de pluie.", "Il y a eu 80,5 mm de pluie."),
        ("Il est tombé de haut.", "Il est très déçu."),
        ("Il a fait 42 degrés, il a fait deux pas.", "La température a atteint 42 degrés, il a fait deux pas."),
        ("À la rentrée 2025, à la rentrée", "Au début de l'année scolaire 2025, après les vacances"),
        ("Un brin déçu, un brin d'herbe", "Un peu déçu, un brin d'herbe"),
        ("Elle campe une juge et campe dehors.", "Elle joue une juge et campe dehors."),
        ("La circulation est interrompue.", "La circulation est interrompue."),  # trains, too
        ("Le mercure grimpe.", "La température grimpe."),
        ("Le mercure est un poison.", "Le mercure est un poison."),
        ("La mer est salée, le cocktail alcoolisé.", "La mer est salée, le cocktail alcoolisé."),
        ("Elle patine, l'orage gronde.", "Elle patine, l'orage gronde."),
        ("Blessé à l'œil et au bras droit", "Blessé à l'œil et au bras droit"),
        ("Le bras droit d’Anne a fui.", "Le right-hand man d’Anne a fui."),
        ("Il a été reconduit à la tête du club.", "Il a été reappointed à la tête du club."),
        ("Il a été reconduit à la frontière.", "Il a été deported."),
        ("Un pacte a été reconduit.", "Un pacte a été prolongé."),
        ("Le tapis rouge est dans le brouillard.", "Le tapis rouge est dans le brouillard."),
        ("Des progrès stupéfiants", "Des progrès stupéfiants"),
        ("Des tomates hors sol dans les bacs", "Des tomates hors sol dans les bacs"),
        ("De quoi relancer le débat. De quoi parle-t-il ?", "Cela pourrait relancer le débat. De quoi parle-t-il ?"),
        ("Il n'y a pas de quoi faire un drame.", "Il n'y a pas de quoi faire un drame."),
        ("À un an de la retraite, à un an de prison", "Un an avant la retraite, à un an de prison"),
        ("Il touche 1\u00a0200 euros, elle touche le mur.", "Il reçoit 1\u00a0200 euros, elle touche le mur."),
        ("Resté de marbre, une statue de marbre", "Resté impassible, une statue de marbre"),
        (
            "Il témoigne à la barre mardi, à la barre du voilier.",
            "Il témoigne devant le tribunal mardi, à la barre du voilier.",
        ),
        (
            "Elle s'est éteinte chez elle, la lumière s'est éteinte.",
            "Elle est morte chez elle, la lumière s'est éteinte.",
        ),
        ("Elle intègre l'école, elle intègre les remarques.", "Elle rejoint l'école, elle intègre les remarques."),
        ("Il faut attendre 2009 pour que tout change.", "Ce n'est qu'en 2009 que tout change."),
        ("Condamné à 18 mois, dont 12 mois avec sursis", "Condamné à 18 mois, dont 12 mois suspended"),
        ("La brouille dure, il brouille les pistes.", "La dispute dure, il brouille les pistes."),
        ("Il bottera en touche, le cheval botte.", "Il évitera la question, le cheval botte."),
        ("Il fera marche arrière, il faisait marche arrière.", "Il changera d'avis, il faisait marche arrière."),
        ("Le film sort du lot, l'enfant boude dans son coin.", "Le film sort du lot, l'enfant boude dans son coin."),
        (
            "Il arrive à peine à la suivre, elle peine à le croire.",
            "Il arrive à peine à la suivre, elle is struggling à le croire.",
        ),
        ("L'élue mise sur le tourisme, la mise sur le marché", "L'élue compte sur le tourisme, la mise sur le marché"),
        (
            "Le maire a exclu de démissionner, il est exclu du parti.",
            "Le maire a refusé de démissionner, il est exclu du parti.",
        ),
        ("Il a reconnu les faits. Il a reconnu les faits de vol.", "Il a avoué. Il a reconnu les faits de vol."),
        ("La piste d'un suicide, la piste d'un aérodrome", "La théorie d'un suicide, la piste d'un aérodrome"),
        (
            "Le feu a pris dans la cuisine et a pris de l'ampleur.",
            "Le feu a commencé dans la cuisine et a pris de l'ampleur.",
        ),
        ("Élue au perchoir, l'oiseau sur le perchoir", "Élue à la présidence de l'Assemblée, l'oiseau sur le perchoir"),
        ("Il tente de baisser les bras, il ne les baisse pas.", "Il tente d'abandonner, il ne les baisse pas."),
        (
            "Ils ont brûlé les planches du grenier, puis brûlaient les planches.",
            "Ils ont joué avec passion du grenier, puis jouaient avec passion.",
        ),
        ("La 14e journée de Ligue 1, la 2e journée de grève", "La 14e tour de Ligue 1, la 2e tour de grève"),
        (
            "La deuxième journée de grève, la 2e journée de mobilisation",
            "La deuxième journée de grève, la 2e journée de mobilisation",
        ),
        ("Un essai de Dupont en mêlée", "Un try de Dupont en mêlée"),
        ("Un essai clinique, une grande transformation", "Un essai clinique, une grande transformation"),
        ("Les coureurs du peloton", "Les cyclistes du peloton"),
        ("Les coureurs du marathon", "Les coureurs du marathon"),
        ("Les élèves du collège, le collège des juges", "Les élèves du middle school, le middle school des juges"),
        ("L'élève du Collège de France, le lycée", "L'élève du Collège de France, le lycée"),
        # what is near must be of the sport alone
        ("L'attaquant a blessé un capitaine de police.", "L'attaquant a blessé un capitaine de police."),
        ("L'attaquant de Ligue 1", "L'striker de Ligue 1"),
        ("L'équipe a doublé de taille.", "L'équipe a doublé de taille."),
        ("La rencontre a pour but la paix.", "La rencontre a pour but la paix."),
        ("Le tennis vivra à court terme.", "Le tennis vivra à court terme."),
        ("L'union sacrée a valu une victoire.", "L'union sacrée a valu une victoire."),
        ("L'acteur a tourné la page.", "L'acteur a tourné la page."),
        ("En vacances, il est tombé à l'eau.", "En vacances, il est tombé à l'eau."),
        ("Le bilan de santé du blessé", "Le bilan de santé du blessé"),
        # what means something else as well
        ("Les firmes visées, un juré de la cour", "Les firmes visées, un juror de la cour"),
        ("Il a juré de partir.", "Il a promis de partir."),
        ("Un passant, un train passant ici", "Un bystander, un train passant ici"),
        ("Elle accuse son conjoint dans un texte conjoint.", "Elle accuse son spouse dans un texte conjoint."),
        ("Un reporter dit qu'il faut le reporter.", "Un journaliste dit qu'il faut le reporter."),
        ("L'indépendantiste d'un parti indépendantiste", "Le séparatiste d'un parti séparatiste"),
        ("Un colon a planté des oliviers, le cancer du colon", "Un settler a planté des oliviers, le cancer du colon"),
        ("Un navigateur traverse l'océan.", "Un sailor traverse l'océan."),
        ("Un navigateur affiche la page.", "Un navigateur affiche la page."),
        ("Le serveur du restaurant, son pourboire", "Le waiter du restaurant, son pourboire"),
        ("Le serveur est en panne.", "Le serveur est en panne."),
        ("Un parrain de la mafia", "Un chef de la mafia"),
        ("Le parrain du filleul", "Le parrain du filleul"),
        ("Les mineurs, le grisou", "Les miners, le grisou"),
        ("La majorité des sondés, ils ont été sondés", "La majorité des respondents, ils ont été sondés"),
        ("Elle a été médaillée d'or.", "Elle a gagné la médaille d'or."),
        ("Berlin, où il s'est rendu.", "Berlin, où il s'est rendu."),
        ("Une centaine de bus, une centaine d'arbres", "Environ 100 bus, environ 100 arbres"),
        ("Il parle au micro de RTL, au micro de Luc.", "Il parle sur RTL, à Luc."),
        ("Des tirs de mortier sur la ville", "Des mortar shells sur la ville"),
        ("Le Collège de France, le collège des juges", "Le Collège de France, le collège des juges"),
        ("Dix morts, selon un dernier bilan", "Dix morts, selon un nouveau toll"),
        ("Le bilan du séisme, le bilan de la firme", "Le toll du tremblement de terre, le toll de la firme"),
        ("La firme publie le bilan de l'année.", "La firme publie le bilan de l'année."),  # nobody has died
        ("Son bilan après la guerre", "Son bilan après la guerre"),
        ("L'hôpital ferme les urgences.", "L'hôpital ferme les services d'urgence."),
        ("La gestion du quotidien et des urgences", "La gestion du quotidien et des urgences"),
        ("Selon l'entourage du roi, il lit.", "Selon une personne proche du roi, il lit."),
        ("Dix conseillers forment l'entourage du roi.", "Dix conseillers forment l'inner circle du roi."),
        ("Il en dit long sur l'entourage du roi", "Il en dit long sur l'inner circle du roi"),
        ("Un membre de l'entourage du roi", "Un membre de l'inner circle du roi"),
        ("Un homme fort tient le pays.", "Un strongman tient le pays."),
        ("Un homme fort porte la table.", "Un homme fort porte la table."),
        ("L'attaque a fait 14 morts, elle a fait trois pas.", "L'attaque a left 14 morts, elle a fait trois pas."),
        ("Le numéro deux du régime, le numéro deux mondial", "Le chef adjoint du régime, le numéro deux mondial"),
        ("Emmenés de force, un tour de force", "Emmenés par la force, un exploit"),
        ("Il a pour tous de la force, un rapport de force", "Il a pour tous de la force, un rapport de force"),
        ("Elle vit en marge de la société.", "Elle vit en marge de la société."),
        ("En marge du sommet, sur fond de musique", "En marge du sommet, sur fond de musique"),
        ("Il multiplie les raids et les voyages.", "Il intensifie les raids et les voyages."),
        ("Le film sort jeudi, il sort jeudi de prison.", "Le film sera released jeudi, il sort jeudi de prison."),
        ("Deux femmes placées en garde à vue", "Deux femmes placées en détention"),
        ("Des réfugiés en Grèce", "Des réfugiés en Grèce"),
        ("Les élus ont revu leur copie.", "Les élus ont modifié leur projet."),
        ("Les rebelles veulent s'emparer d'un port.", "Les rebelles veulent se saisir d'un port."),
        ("Ils tirent leur épingle du jeu, elle tirait son épingle.", "Ils réussissent, elle tirait son épingle."),
        ("L'accord fait débat, on fait un débat.", "L'accord est controversé, on fait un débat."),
        ("J'ai peine à y croire, le pays peine à payer.", "J'ai peine à y croire, le pays is struggling à payer."),
        ("Utile sur le plan social, un plan social", "Utile sur le plan social, un plan de licenciements"),
        ("Un signal fort de son engagement", "Un signal fort de son engagement"),
        ("Fort de son succès, il voit grand.", "Grâce à son succès, il est ambitieux."),
        (
            "La réanimation de l'économie, deux patients en réanimation",
            "La réanimation de l'économie, deux patients en soins intensifs",
        ),
        (
            "Elle s'est imposée face à Metz, la loi s'impose à tous.",
            "Elle a gagné contre Metz, la loi s'impose à tous.",
        ),
        # building sites, watchdogs and censure; yards where ships are built stay yards
        ("Le chantier du stade coûte cher.", "Le projet du stade coûte cher."),
        ("Il travaille sur un chantier naval.", "Il travaille sur un shipyard."),
        ("Il est mort sur un chantier.", "Il est mort sur un building site."),
        ("Le gendarme du nucléaire a réagi.", "Le régulateur nucléaire a réagi."),
        ("Le gendarme a réagi.", "Le gendarme a réagi."),
        ("Le parti votera la censure.", "Le parti votera pour la no-confidence motion."),
        ("La censure de la presse", "La censure de la presse"),
        ("Les députés insoumis et la candidate insoumise", "Les députés de LFI et la candidate LFI"),
        ("Un peuple insoumis", "Un peuple insoumis"),
        ("Municipales : trois listes", "Les élections municipales : trois listes"),
        # faits divers
        ("Ce fait divers a ému la ville.", "Cet incident a ému la ville."),
        ("Le suspect a pris la fuite.", "Le suspect s'est enfui."),
        ("Le bus a basculé dans le fossé.", "Le bus est tombé dans le fossé."),
        ("La scène a basculé vers l'avant.", "La scène a basculé vers l'avant."),
        ("Le sinistre s'est étendu, selon les pompiers.", "L'incendie s'est étendu, selon les pompiers."),
        ("Un sinistre personnage", "Un sinistre personnage"),
        ("Les habitants sont sous le choc.", "Les habitants sont in shock."),
        ("Une frappe fait 14 morts", "Une frappe tue 14 personnes"),
        # days and wins in a row, slack demand and flags
        ("Il a plu dix jours d'affilée.", "Il a plu dix jours consécutifs."),
        ("La suite des événements", "La suite des événements"),
        ("La demande est en berne.", "La demande est en baisse."),
        ("Les drapeaux sont en berne.", "Les drapeaux sont at half-mast."),
        ("Il a dix points d'avance sur son dauphin.", "Il a dix points d'avance sur son plus proche rival."),
        ("Le roi a choisi son dauphin.", "Le roi a choisi son dauphin."),
        ("La troupe joue au théâtre.", "La compagnie joue au théâtre."),
        ("La troupe avance vers Kiev.", "La troupe avance vers Kiev."),
        ("Lens s'offre Monaco.", "Lens beats Monaco."),
        ("Elle s'offre une robe.", "Elle s'offre une robe."),
        ("Le groupe table sur une hausse.", "Le groupe prévoit une hausse."),
        ("Elle pose la table sur le trottoir.", "Elle pose la table sur le trottoir."),
        # words of several senses: what is near tells, and the other senses stay
        ("Le musée a retrouvé un tableau volé.", "Le musée a retrouvé un painting volé."),
        ("Elle écrit au tableau.", "Elle écrit au tableau."),
        ("L'affaire fait la une ; elle en fait une.", "L'affaire est on the front page ; elle en fait une."),
        ("La chaîne a diffusé l'émission.", "La channel a diffusé l'émission."),
        ("La chaîne de magasins ferme.", "La chaîne de magasins ferme."),
        ("Les voyageurs ont quitté la rame.", "Les voyageurs ont quitté la train."),
        ("Il traverse le lac à la rame.", "Il traverse le lac à la rame."),
        ("Un bouchon sur l'autoroute", "Un traffic jam sur l'autoroute"),
        ("La formation de gauche ; la formation du gouvernement", "Le parti de gauche ; la formation du gouvernement"),
        ("L'élève a eu une note.", "L'élève a eu un mark."),
        ("Le ministre a lu une note.", "Le ministre a lu une note."),
        ("Le train est à quai, le paquebot est à quai.", "Le train est à platform, le paquebot est à platform."),
        ("Le paquebot est à quai.", "Le paquebot est à quai."),
    ],
)
def test_put_plainly(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_no_phrase_is_listed_twice() -> None:
    phrases = [phrase for phrase, _ in PAIRS]
    assert len(phrases) == len(set(phrases))


def test_what_is_listed_for_itself_keeps_a_part_of_it() -> None:
    listed = {phrase.text.lower() for phrase in LISTED}
    kept = [phrase.text.lower() for phrase in LISTED if phrase.text == phrase.plain]
    assert kept
    assert all(any(part in phrase for part in listed - {phrase}) for phrase in kept)


def test_no_phrase_is_listed_that_another_stands_for() -> None:
    """A small letter stands for its capital."""
    patterns = {phrase.text: re.compile(press._spelled(phrase.text)) for phrase in LISTED}
    alike: dict[tuple[object, ...], list[str]] = {}
    for phrase in LISTED:
        alike.setdefault((phrase.plain, phrase.before, phrase.near), []).append(phrase.text)
    pairs = [pair for texts in alike.values() for pair in permutations(texts, 2)]
    assert not [pair for pair in pairs if patterns[pair[1]].fullmatch(pair[0])]
    rows = [
        (one.text, other.text) for one in LISTED for other in LISTED if (one.plain, one.before, one.near) == other[1:4]
    ]
    assert not [pair for pair in rows if pair[0] != pair[1] and patterns[pair[1]].fullmatch(pair[0])]


def test_what_is_put_fits_and_is_plain_itself() -> None:
    assert [pair for pair in PAIRS if plain(pair[0]) != pair[1]] == []
    assert [said for said in {said for _, said in PAIRS} if plain(said) != said] == []


def test_no_name_is_looked_for_in_a_phrase() -> None:
    rows = (Segment("1", "Le garde des Sceaux est allé à Sceaux et dans l'Hexagone."),)
    (segment,) = names.find(Document("a", (Paragraph(rows),))).segments
    assert [name.source.of(segment.source) for name in segment.names] == ["Sceaux"]
    assert segment.names[0].source.start > 20


def test_names_come_first_and_the_readers_text_stays() -> None:
    text = "Outre-Manche, Nikol Pachinian a rencontré le garde des Sceaux."
    document = mt.translate(text, engine="echo", names=True)
    (segment,) = document.segments
    assert segment.source == text
    assert segment.raw == "En Grande-Bretagne, Nikol Pashinyan a rencontré le ministre de la Justice."
    linked = {link.source.of(text): link.target.of(segment.target) for link in segment.links}
    assert linked["Nikol"] == "Nikol"
    assert mt.translate(text, engine="echo", press=False).segments[0].raw.startswith("Outre-Manche, Nikol Pashinyan")


def test_the_setting_decides() -> None:
    segment = Segment("1", "Outre-Rhin, il neige.")
    assert [change.text for change in pipeline.for_engine(Config())(segment, {})] == ["En Allemagne"]
    assert pipeline.for_engine(Config(press=False))(segment, {}) == []


def test_the_embedded_model_says_them_in_english() -> None:
    said = mt.translate("Le garde des Sceaux a présenté son projet de loi dans l'Hexagone.").segments[0].target
    assert "Justice" in said
    assert "France" in said
    assert "Sceaux" not in said
