"""Reading .html: the article of a page and nothing of the page around it, as a browser shows it."""

from __future__ import annotations

import socket
import tempfile
from html import escape
from pathlib import Path

import pytest
from batches import names
from batches import run as batch_run
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewed import reviewed

from mt import readers, writers
from mt.errors import ConfigError, InputError

GOLDEN = Path(__file__).parent / "golden"
ONE = "Le conseil municipal a voté mardi soir le budget de la ville, qui augmente de trois pour cent."
TWO = "« Nous avons fait des choix difficiles », a dit la maire, qui recevra les syndicats jeudi."
THREE = "Les agents avaient manifesté la semaine précédente devant l’hôtel de ville, sans être entendus."
BODY = f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a reader has no business in the network")

    monkeypatch.setattr(socket.socket, "connect", refused)


def read(folder: Path, page: str | bytes, name: str = "a.html") -> readers.Document:
    path = folder / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    (found,) = readers.read(path)
    assert found.source_text() == "\n\n".join(segment.source for segment in found.segments)
    return found


def shown(document: readers.Document) -> list[tuple[str, str]]:
    return [(one.kind, one.segments[0].source) for one in document.paragraphs]


def texts(document: readers.Document) -> list[str]:
    return [segment.source for segment in document.segments]


def test_a_news_page(tmp_path: Path) -> None:
    document = read(tmp_path, (GOLDEN / "page.html").read_bytes(), "page.htm")
    lines = "".join(f"{kind}\t{text}\n".replace("\u00a0", "␣") for kind, text in shown(document))
    assert lines == (GOLDEN / "page.txt").read_text(encoding="utf-8")
    wanted = {"author": "Maëlle Kerjean", "date": "2026-03-17", "mt:format": "html", "mt:encoding": "utf-8"}
    assert wanted.items() <= document.meta.items()
    assert document.meta["title"] == "Le port de Brévanne rouvre après trois mois de travaux"


MENU = "<a href=/>Accueil</a> <a href=/p>Politique</a> <a href=/s>Sport</a>"
FOOT = "Tous droits réservés <a href=/m>Mentions légales</a>"


@pytest.mark.parametrize(
    "page",
    [
        f"<nav>{MENU}</nav><main><h1>Un budget</h1>{BODY}</main><footer>{FOOT}</footer>",
        f"<div id=top>{MENU}</div><div id=c><div class=t><h1>Un budget</h1></div><div>{ONE}<br><br>{TWO}<br><br>{THREE}"
        f"</div></div><div id=foot>{FOOT}</div><script>x()</script>",
        f"<table><tr><td>{MENU}<td><h1>Un budget</h1><p>{ONE}<p>{TWO}<p>{THREE}</table><iframe src=http://x></iframe>",
        f"<form action=/><nav>{MENU}</nav><h1>Un budget</h1>{BODY}<footer>{FOOT}</footer></form>",
    ],
    ids=["plain", "no structure", "in a table", "in a form"],
)
def test_older_pages(tmp_path: Path, page: str) -> None:
    page = f"<html><head><title>Un budget - Le Journal</title></head><body>{page}</body></html>"
    assert shown(read(tmp_path, page)) == [("heading", "Un budget"), ("text", ONE), ("text", TWO), ("text", THREE)]


def test_the_title_of_a_page_that_shows_none(tmp_path: Path) -> None:
    page = f"<title>Un budget en hausse</title><nav>{MENU}</nav><article>{BODY}</article>"
    assert shown(read(tmp_path, page))[:2] == [("heading", "Un budget en hausse"), ("text", ONE)]


def test_captions_stay_and_what_sells_the_page_goes(tmp_path: Path) -> None:
    page = f"""<nav>{MENU}</nav><div><h1>Un budget</h1><div><figure><figcaption>La maire, mardi.</figcaption></figure>
        <p>{ONE}</p><p><a href=/x>À lire aussi Le stade</a></p><figure><figcaption>Le stade.</figcaption></figure>
        <p>{TWO} Elle l’avait dit à <a href=/y>nos lecteurs</a>.</p><h2>Et après ?</h2><p>Jeudi.</p><p>{THREE}</p>
        <p>Cet article est réservé aux abonnés. <a href=/z>Je m’abonne</a></p></div></div>"""
    assert texts(read(tmp_path, page)) == [
        "Un budget",
        "La maire, mardi.",
        ONE,
        "Le stade.",
        f"{TWO} Elle l’avait dit à nos lecteurs.",
        "Et après ?",
        "Jeudi.",
        THREE,
    ]


def test_a_fragment_is_taken_whole(tmp_path: Path) -> None:
    page = "<h1>Titre</h1><p>Bref.</p><h2>Suite</h2><ul><li>un</li><li>deux</li></ul><blockquote>Dit.</blockquote>"
    kinds = ["heading", "text", "heading", "item", "item", "quote", "code"]
    assert shown(read(tmp_path, page + "<pre>a\n  b</pre>")) == list(
        zip(kinds, ["Titre", "Bref.", "Suite", "un", "deux", "Dit.", "a\n  b"], strict=True)
    )
    assert texts(read(tmp_path, "<style>p {}</style><p>Bonjour.")) == ["Bonjour."]


def test_text_is_as_a_browser_shows_it(tmp_path: Path) -> None:
    page = """<p>Un mot<b>clé</b>, l’<i>été</i>\n  &eacute;&#233;&#x1F600;&nbsp;: <a href="/x">un lien</a>
        et <q>dit</q>.<wbr>Fin<sup><a href="#n1">1</a></sup>, 10 m<sup>2</sup></p>
        <p>Vers un<br>vers deux<br><br>Strophe</p><div>Nu<p>Dans</p>Après</div><p>&nbsp;</p>
        <p hidden>caché</p><p style="color: red; display : none">caché</p><p class="sr-only">caché</p>
        <p aria-hidden=true>caché</p><script>caché()</script><template>caché</template><noscript>caché</noscript>
        <!-- caché --><p>Un <del>vieux</del><ins>neuf</ins> texte<span hidden>caché</span>.</p>"""
    assert texts(read(tmp_path, page)) == [
        "Un motclé, l’été éé😀\u00a0: un lien et «\u00a0dit\u00a0».Fin, 10 m2",
        "Vers un\nvers deux",
        "Strophe",
        "Nu",
        "Dans",
        "Après",
        "Un neuf texte.",
    ]


@pytest.mark.parametrize(
    ("label", "codec", "said"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("iso-8859-1", "cp1252", "cp1252"),
        ("iso-8859-1", "utf-8", "utf-8"),  # saved again by an editor: the bytes know better
        ("iso-8859-15", "iso-8859-15", "iso8859-15"),
        ("macintosh", "mac-roman", "mac-roman"),
        ("utf-8", "cp1252", "cp1252"),
        ("no-such-thing", "cp1252", "cp1252"),
        ("hex", "cp1252", "cp1252"),
        ("iso-8859-1", "utf-16", "utf-16"),
        ("utf-8", "utf-8-sig", "utf-8"),
    ],
)
def test_encodings(tmp_path: Path, label: str, codec: str, said: str) -> None:
    text = "L'œuf coûte 3 € à Évian, où l'été a été chaud."
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={label}"><p>{text}</p>'
    document = read(tmp_path, page.encode(codec))
    assert (texts(document), document.meta["mt:encoding"]) == ([text], said)


HOME = "".join(
    f"<li><a href=/{n}>Un article sur la vie municipale et ses suites, numéro {n}</a></li>" for n in range(40)
)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("", "is empty"),
        ("<title>Rien</title><div id=root></div><script>app()</script>", "shows no text"),
        (f"<title>Le Journal</title><nav>{MENU}</nav><ul>{HOME}</ul><footer>{FOOT}</footer>", "has no article"),
        ("<nav>x</nav><form><label>Adresse</label><input><label>Mot de passe</label></form>", "has no article"),
        ("%PDF-1.7", "a PDF document"),
        ("<div>" * 10_000 + f"<p>{ONE}</p>", "nested thousands of levels deep"),
    ],
)
def test_no_article(tmp_path: Path, page: str, says: str) -> None:
    with pytest.raises(InputError) as refusal:
        read(tmp_path, page)
    assert says in str(refusal.value) and "a.html" in str(refusal.value) and "\n" not in str(refusal.value)


def test_no_entity_of_a_page_is_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY l0 "ha">{laughs}]><p>Un &x; et &l9;.</p>'
    assert texts(read(tmp_path, page)) == ["Un &x; et &l9;."]


def test_a_page_of_a_thousand_levels_and_one_of_megabytes(tmp_path: Path) -> None:
    deep = f"<nav>{MENU}</nav>{'<div>' * 1000}<h1>Un budget</h1>{BODY}"
    assert texts(read(tmp_path, deep))[-1] == THREE
    long = f"<nav>{MENU}</nav><script>{'x' * 20_000_000}</script><article>{BODY * 5000}</article>"
    assert len(read(tmp_path, long).segments) == 15_000


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), min_size=1, max_size=8))
def test_no_paragraph_of_a_fragment_is_lost(paragraphs: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs)
        assert texts(read(Path(folder), f'<meta charset="utf-8">{page}')) == paragraphs


def test_pages_of_ours_are_no_articles(tmp_path: Path) -> None:
    page = writers.write(reviewed(), tmp_path / "in", ["html"], name="a", signature="s")[0]
    with pytest.raises(InputError, match=r"a\.html is a review page of mt.*mt review apply"):
        readers.read(page)
    index = writers.write_index(tmp_path, [writers.summarise(reviewed(), name="a", formats=["html"])], "s")
    with pytest.raises(InputError, match="is a review page of mt"):
        readers.read(index)


def test_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name in ("un.html", "deux.HTM", "un_files/frame.html", "un_fichiers/frame.html", "autres_files/trois.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"<h1>Titre</h1>{BODY}", encoding="utf-8")
    wanted = ["autres_files/trois", "deux", "un"]
    assert names(folder) == wanted
    for _ in range(2):
        report = batch_run(folder, folder / "out", formats=("html", "txt", "docx"))
        assert [(result.article.name, result.error) for result in report] == [(name, "") for name in wanted]
    assert report[0].unchanged and (folder / "out/index.html").is_file()
    (folder / "out/index.1-of-2.html").write_text(f"<h1>Titre</h1>{BODY}", encoding="utf-8")  # somebody's own
    assert names(folder) == [*wanted[:1], "deux", "out/index.1-of-2", "un"]
    assert (folder / "out/un.txt").read_text(encoding="utf-8").startswith("Titre\n\n")


def test_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<h1>Titre</h1>{BODY}", encoding="utf-8")
    with pytest.raises(ConfigError, match="would be written over"):
        batch_run(path, tmp_path, formats=("html", "txt"))
    batch_run(path, tmp_path, formats=("txt",))
    assert path.read_text(encoding="utf-8").endswith(BODY) and names(tmp_path) == ["a"]
