"""A small reviewed article, written for the tests: names in several spellings, links, flags, every kind of paragraph."""

from __future__ import annotations

from dataclasses import replace

from mt.document import Document, Edit, Entity, Flag, Link, Name, Paragraph, Segment, Span


def span(text: str, part: str, start: int = 0) -> Span:
    """Where `part` first stands in `text`, from `start` on."""
    at = text.index(part, start)
    return Span(at, at + len(part))


def pair(source: str, target: str, words: str = "", **fields: object) -> Segment:
    """A segment; `words` is "French=English:score ..." in reading order on the French side (score 0.9 if not given)."""
    links = []
    at = 0
    for word in words.split():
        left, _, right = word.partition("=")
        right, _, score = right.partition(":")
        place = span(source, left.replace("_", " "), at)
        at = place.start
        links.append(Link(place, span(target, right.replace("_", " ")), float(score or 0.9)))
    return replace(Segment("", source, target, raw=target, gap=" ", score=-0.3, links=tuple(links)), **fields)  # type: ignore[arg-type]


def name(segment: Segment, entity: str, french: str, english: str, before: str = "") -> Segment:
    """The segment with one mention more; `before` is what the engine had written in its place."""
    place = span(segment.target, english)
    mention = Name(entity, span(segment.source, french), place, before or english, english)
    edits = (Edit("name", place, before, english),) if before else ()
    raw = segment.raw.replace(english, before) if before else segment.raw
    return replace(segment, names=(*segment.names, mention), edits=segment.edits + edits, raw=raw)


ENTITIES = (
    Entity(
        "nikol-pashinyan",
        "person",
        "Nikol Pashinyan",
        ("Pachinian", "Nikol Pachinian", "Pashinaian"),
        ("authority: Pashinyan, Nikol (Armenia, prime minister)", "rule: Armenian surnames in -ian"),
        "ch→sh, -ian→-yan",
        0.98,
        romanised=True,
    ),
    Entity("yerevan", "place", "Yerevan", ("Erevan",), ("authority: Yerevan (capital of Armenia)",), "E→Ye", 1.0),
    Entity("moscow", "place", "Moscow", ("Moscou",), ("authority: Moscow",), "", 1.0),
    Entity("csto", "organisation", "CSTO", ("OTSC",), ("authority: Collective Security Treaty Organization",), "", 1.0),
    Entity(
        "petrosyan",
        "person",
        "Petrosyan",
        ("Petrossian", "Petrosian"),
        ("rule: Armenian surnames in -ian",),
        "ss→s, -ian→-yan",
        0.61,
        apart=("Petrov: another ending, never in one sentence with the same title",),
        unsure="Are Petrossian (segment 7) and Petrosian (segment 9) one person?",
    ),
    Entity("london", "place", "London", ("Londres",), ("authority: London",), "", 1.0),
)


def _body() -> list[Paragraph]:
    headline = pair(
        "L’Arménie s’éloigne un peu plus de Moscou",
        "Armenia moves a little further away from Moscow",
        "L’Arménie=Armenia éloigne=moves un=a peu=little plus=further:0.7 de=from Moscou=Moscow",
        score=-0.41,
        status="approved",
        reviewer="C. Marchand",
        when="2026-05-12T09:14",
    )
    byline = pair(
        "De notre correspondante à Erevan",
        "From our correspondent in Yerevan",
        "De=From notre=our correspondante=correspondent à=in Erevan=Yerevan",
        status="approved",
    )
    first = pair(
        "Le Premier ministre arménien, Nikol Pachinian, a annoncé mardi que son pays gelait sa participation aux travaux de l’OTSC.",
        "Armenian Prime Minister Nikol Pashinyan announced on Tuesday that his country was freezing its part in the work of the CSTO.",
        "Premier=Prime ministre=Minister arménien=Armenian Nikol=Nikol Pachinian=Pashinyan:0.86 annoncé=announced mardi=Tuesday "
        "que=that son=his pays=country gelait=freezing:0.74 gelait=was:0.4 sa=its participation=part:0.55 travaux=work de=of l’OTSC=the_CSTO",
        status="approved",
    )
    second = pair(
        "« Nous ne reviendrons pas en arrière », a-t-il dit devant 1 250 élus locaux réunis à Erevan.",
        "“We will not go back,” he told 1,520 local councillors gathered in Yerevan.",
        "Nous=We ne=not reviendrons=go:0.8 reviendrons=will:0.5 pas=not arrière=back dit=told locaux=local élus=councillors réunis=gathered à=in Erevan=Yerevan",
        score=-0.77,
        edits=(Edit("quotes", Span(0, 1), '"', "“"), Edit("quotes", Span(20, 21), '"', "”")),
        flags=(Flag("numbers_differ", "1 250 stands in the French; the English has 1,520.", Span(31, 36)),),
    )
    third = pair(
        "Pour Pashinaian, dont la majorité est étroite, l’affaire est loin d’être close 🇦🇲 et M. Pachinian le sait.",
        "For Pashinyan, whose majority is thin, the matter is far from closed 🇦🇲 and Mr Pashinyan knows it.",
        "Pour=For Pashinaian=Pashinyan:0.62 dont=whose majorité=majority est=is étroite=thin l’affaire=the_matter loin=far close=closed 🇦🇲=🇦🇲 et=and M.=Mr sait=knows",
        score=-0.58,
    )
    third = name(third, "nikol-pashinyan", "Pashinaian", "Pashinyan", "Pashinaian")
    at = span(third.target, "Pashinyan", 60)
    third = replace(
        third,
        names=(*third.names, Name("nikol-pashinyan", span(third.source, "Pachinian"), at, "Pachinian", "Pashinyan")),
    )
    question = pair(
        "Que fera Moscou ?",
        "What will Moscow do?",
        "Que=What fera=do fera=will:0.6 Moscou=Moscow",
        score=-0.2,
        origin="memory",
        status="approved",
    )
    fourth = pair(
        "À Londres, Aram Petrossian, qui dirige un cabinet de conseil, se montre prudent.",
        "In London, Aram Petrosyan, who heads a consultancy, is cautious.",
        "À=In Londres=London Aram=Aram Petrossian=Petrosyan:0.81 qui=who dirige=heads un=a cabinet=consultancy conseil=consultancy prudent=cautious se=is:0.3",
        score=-0.66,
    )
    heading = pair(
        "CE QUE DISENT LES TEXTES", "WHAT THE TEXTS SAY", "QUE=WHAT DISENT=SAY LES=THE TEXTES=TEXTS", score=-0.5
    )
    item = pair(
        "Un gel n’est pas un retrait, rappelle Petrosian.",
        "A freeze is not a withdrawal, Petrosyan points out.",
        "Un=A gel=freeze est=is pas=not un=a retrait=withdrawal rappelle=points Petrosian=Petrosyan:0.8",
    )
    other = pair(
        "Tout départ se notifie six mois à l’avance.",
        "Any departure departure departure is to be notified notified in advance.",
        "départ=departure notifie=notified l’avance=advance",
        score=-2.1,
        flags=(
            Flag("repetition", "The translation says the same word again and again.", Span(4, 33)),
            Flag("numbers_differ", "“six” stands in the French and no number in the English.", None),
        ),
    )
    quote = pair(
        "« Un traité n’est pas une prison. »",
        "“A treaty is no prison.”",
        "Un=A traité=treaty est=is pas=no prison=prison",
        origin="human",
        status="approved",
        reviewer="C. Marchand",
    )
    code = pair("https://exemple.test/traite?id=3&lang=fr", "", score=None)
    empty = pair(
        "Contacté, le ministère n’a pas répondu.",
        "",
        score=None,
        flags=(Flag("empty", "There is no translation.", None),),
    )
    return [
        Paragraph((name(headline, "moscow", "Moscou", "Moscow"),), "heading"),
        Paragraph((name(byline, "yerevan", "Erevan", "Yerevan"),), "byline"),
        Paragraph(
            (
                name(
                    name(first, "nikol-pashinyan", "Nikol Pachinian", "Nikol Pashinyan", "Nikol Pachinian"),
                    "csto",
                    "OTSC",
                    "CSTO",
                    "OTSC",
                ),
                name(second, "yerevan", "Erevan", "Yerevan", "Erevan"),
            )
        ),
        Paragraph((third, name(question, "moscow", "Moscou", "Moscow"))),
        Paragraph(
            (name(name(fourth, "london", "Londres", "London"), "petrosyan", "Petrossian", "Petrosyan", "Petrossian"),)
        ),
        Paragraph((heading,), "heading"),
        Paragraph((name(item, "petrosyan", "Petrosian", "Petrosyan", "Petrosian"),), "item"),
        Paragraph((other,), "item"),
        Paragraph((quote,), "quote"),
        Paragraph((code,), "code"),
        Paragraph((empty,)),
    ]


def numbered(paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    """The same paragraphs with segment ids "1", "2", ... and a blank line after each paragraph."""
    count = 0
    result = []
    for paragraph in paragraphs:
        segments = []
        for segment in paragraph.segments:
            count += 1
            last = segment is paragraph.segments[-1]
            segments.append(replace(segment, id=f"{count}", gap="\n\n" if last else segment.gap))
        result.append(replace(paragraph, segments=tuple(segments)))
    return tuple(result)


SIGNATURE = "mt 0.1.0 | model fr-en 3f2a91 | engine ct2 int8 | beam 4 | quotes curly"


def article() -> Document:
    """Thirteen segments in eleven paragraphs."""
    return Document("armenie", numbered(_body()), ENTITIES, meta={"path": "articles/armenie.txt", "encoding": "utf-8"})


def long_article(segments: int) -> Document:
    """As many segments as asked for, six a paragraph, made of the article's own; one of them says "quetzal"."""
    own = [segment for segment in article().segments if segment.target]
    many = [own[place % len(own)] for place in range(segments)]
    many[segments // 2] = replace(
        many[segments // 2],
        source="Un quetzal passe.",
        target="A quetzal flies by.",
        links=(),
        names=(),
        flags=(),
        edits=(),
    )
    return Document("long", numbered([Paragraph(tuple(many[at : at + 6])) for at in range(0, segments, 6)]), ENTITIES)
