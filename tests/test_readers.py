"""Reading: nothing lost, paragraphs and their kinds, encodings, and every refusal by name."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mt import readers, segment, writers
from mt.errors import InputError
from mt.readers import jsonl as records
from mt.readers import md, txt
from mt.writers import jsonl

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.*"))
TEXT = "Le Premier ministre a été reçu à l’Élysée : « C’est l’été à Evian… », a-t-il dit – en français.\r\nÇa, où ?\r\n"


def kinds(blocks: object, text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(text)) for block in blocks]  # type: ignore[attr-defined]


def read_bytes(folder: Path, data: bytes, name: str = "article.txt") -> list[readers.Document]:
    path = folder / name
    path.write_bytes(data)
    return list(readers.read(path))


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp1252"), "cp1252"),
        ("Erdogan, Müller, Núñez et Sørensen ont été reçus à l’hôtel.".encode("cp1252"), "cp1252"),
        ("L'« été » des étudiant·e·s : 25 °C, 3 € l'œuf, n° 5.".encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, encoding: str) -> None:
    (found,) = read_bytes(tmp_path, data)
    assert found.meta["mt:encoding"] == encoding
    assert found.source_text() == data.decode({"utf-16": "utf-16", "cp1252": "cp1252"}.get(encoding, "utf-8-sig")) or (
        found.source_text() == TEXT
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_of_records(tmp_path: Path, encoding: str) -> None:
    odd = "Ça" if encoding == "cp1252" else "Ċa"  # in UTF-16 one of its bytes is that of a line end
    lines = ['{"text": "Ça, où ?"}', "", f'{{"text": "{odd} a été l’été."}}', ""]
    found = read_bytes(tmp_path, "\n".join(lines).encode(encoding), "a.jsonl")
    assert [one.source_text() for one in found] == ["Ça, où ?", f"{odd} a été l’été."]
    assert records.count(tmp_path / "a.jsonl") == 2


def test_a_line_of_another_encoding_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        '{"text": "Ça."}'.encode(),
        '{"text": "Une réunion a été prévue."}'.encode("mac_roman"),
        b'{"text": "Oui."}',
    ]
    path.write_bytes(b"\n".join(lines))
    first, wrong, last = records.each(path)
    assert "line 2 is not in UTF-8" in str(wrong)
    assert [one.source_text() for one in (first, last)] == ["Ça.", "Oui."]


RUSSIAN = "Премьер-министр приехал в Москву. Переговоры начались утром."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (RUSSIAN.encode("cp1251"), "Cyrillic (Windows-1251)"),
        (RUSSIAN.encode("koi8_r"), "Cyrillic (KOI8-R)"),
        ("Une réunion a été prévue à l’hôtel.".encode("mac_roman"), "Mac Roman"),
        ("Une élection".encode("mac_roman"), "save it as UTF-8"),
        ("Une réunion a été prévue à l'hôtel.".encode("cp850"), "DOS"),
        ("首相は火曜日に会談した。", "Shift-JIS"),
        ("总理星期二会见了部长。".encode("gb18030"), "Chinese"),
        ("Ο πρωθυπουργός έφτασε στην Αθήνα.".encode("cp1253"), "Greek"),
        ("Zażółć gęślą jaźń w Łodzi, powiedział premier.".encode("cp1250"), "save it as UTF-8"),
        (TEXT.encode() + b" \xe9t\xe9", f"not in UTF-8 (byte {len(TEXT.encode()) + 1})"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "is empty"),
        ("\u200b\u00a0\n".encode(), "is empty"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"PK\x03\x04abc", "office document"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (bytes(range(256)) * 4, "binary"),
        (b"Un texte\0coup\xe9", "binary"),
    ],
)
def test_refused_by_name(tmp_path: Path, data: bytes | str, says: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_bytes(tmp_path, data.encode("shift_jis") if isinstance(data, str) else data)
    message = str(refusal.value)
    assert says in message and "article.txt" in message and "\n" not in message


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.odt", ".odt files cannot be read yet; save its text as .txt or .md"),
        ("a.PDF", ".pdf files cannot be read yet; save its text as .txt or .md"),
        ("a.xyz", "a .xyz file cannot be read, only .csv, .docx, .htm"),
        ("README", "a file without a suffix cannot be read"),
    ],
)
def test_formats_that_are_not_read(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_bytes(tmp_path, b"Bonjour.", name)
    assert says in str(refusal.value)


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        readers.read(tmp_path / "absent.txt")
    with pytest.raises(InputError, match="is a folder"):
        readers.read(tmp_path)


def test_suffixes() -> None:
    known = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".jsonl": "jsonl", ".csv": "tsv"}
    assert known.items() <= readers.suffixes().items()


@settings(max_examples=200)
@given(
    st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=("Cs",)))
    | st.text(alphabet=" \n\r\t#>*_-=`|[]()!<é.A1\u2028\u200b\x85\x0c", max_size=60)
)
def test_nothing_is_lost(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".txt", ".md"):
            path = Path(folder, "article").with_suffix(suffix)
            path.write_bytes(text.encode())
            try:
                (found,) = readers.read(path)
            except InputError:
                continue
            assert found.source_text() == text.removeprefix("\ufeff")
            assert all(one.source.strip() for one in found.segments)
            assert [one.id for one in found.segments] == [f"p{n}" for n in range(1, len(found.segments) + 1)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_read_without_loss(path: Path) -> None:
    (found,) = readers.read(path)
    assert found.source_text() == path.read_bytes().decode("utf-8")
    assert found.id == path.stem and found.paragraphs[0].kind == "heading"
    assert segment.split(found).source_text() == found.source_text()


def test_one_paragraph_a_line() -> None:
    long = (
        "Le ministre des Affaires étrangères a reçu mardi son homologue pour des entretiens consacrés à la région. " * 2
    )
    text = f"Un titre\nPar Jeanne Morel et Paul Roy\n{long.strip()}\n{long.strip()}\n"
    assert [kind for kind, _ in kinds(txt.blocks(text), text)] == ["heading", "byline", "text", "text"]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "UN TITRE\n"
        "Le président du conseil régional a confirmé jeudi que la ligne\n"
        "Nantes-Bordeaux serait fermée pendant deux mois, le temps que\n"
        "Réseau Ouest remplace quatorze kilomètres de rails.\n"
        "Les voyageurs prendront des cars, a précisé la région.\n"
        "– Et après ?\n"
        "– Après, on verra.\n"
    )
    found = kinds(txt.blocks(text), text)
    assert [kind for kind, _ in found] == ["heading", "text", "text", "text", "text"]
    assert found[1][1].count("\n") == 2 and found[1][1].endswith("rails.")


@pytest.mark.parametrize(
    "text",
    [
        "La présidente de la région annonce la fermeture de la ligne\nLes travaux dureront deux mois.",
        "Nouvelle hausse des prix de l'énergie en Europe\nBruxelles a annoncé jeudi un plan.",
    ],
)
def test_a_headline_over_a_shorter_line_is_no_wrapped_line(text: str) -> None:
    assert [kind for kind, _ in kinds(txt.blocks(text), text)] == ["heading", "text"]


def test_lists_lose_their_markers_to_the_gaps(tmp_path: Path) -> None:
    text = "Trois mesures :\n\n- la première\n  et sa suite ;\n• la deuxième ;\n3) la troisième.\n"
    (found,) = read_bytes(tmp_path, text.encode())
    assert [(p.kind, p.segments[0].source) for p in found.paragraphs] == [
        ("text", "Trois mesures :"),
        ("item", "la première\n  et sa suite ;"),
        ("item", "la deuxième ;"),
        ("item", "la troisième."),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Par Jeanne Morel", "byline"),
        ("Par Jeanne Morel, à Erevan", "byline"),
        ("Propos recueillis par Paul Roy", "byline"),
        ("De notre correspondante à Moscou, Anne Petit", "byline"),
        ("Publié le 3 mai 2024 à 18 h 30", "byline"),
        ("Par ailleurs, le texte sera revu.", "text"),
        ("Par Toutatis, ils ont encore gagné.", "text"),
        ("LE GOUVERNEMENT RECULE.", "heading"),
        ("Le gouvernement recule", "heading"),
        ("Le gouvernement recule.", "text"),
        ("3,5 %", "text"),
    ],
)
def test_kinds_of_lines(line: str, kind: str) -> None:
    text = f"Avant.\n\n{line}\n\nAprès."
    assert kinds(txt.blocks(text), text)[1] == (kind, line)


def test_title() -> None:
    def title(text: str) -> str:
        return readers.document(text, txt.blocks(text), "nom").meta["title"]

    assert title("Faut-il taxer\u00a0les riches ?\n\nLe débat est ouvert.") == "Faut-il taxer les riches ?"
    assert title("Une phrase courte.") == "Une phrase courte."
    assert title("Une phrase. " * 40) == "nom"


MARKDOWN = """---
title: Un essai
---
# Un **titre** #

*Par Jeanne Morel*

Un paragraphe
sur deux [lignes](http://exemple.fr "A. B"). Fin.

**Tout en gras.**

> « Une citation
> sur deux lignes. »

- [ ] un point
- un autre

  avec suite

```
code. Code.
```

| a | b |
|---|---|
| c | d |

<!-- rien -->

![photo](p.jpg)

<div>html</div>

[lien]: http://exemple.fr

Sous-titre
----------
Fin.
"""


def test_markdown() -> None:
    for text in (MARKDOWN, MARKDOWN.replace("\n", "\r\n")):
        found = [(kind, part.replace("\r\n", "\n")) for kind, part in kinds(md.blocks(text), text)]
        assert found == [
            ("heading", "Un **titre**"),
            ("byline", "Par Jeanne Morel"),
            ("text", 'Un paragraphe\nsur deux [lignes](http://exemple.fr "A. B"). Fin.'),
            ("text", "Tout en gras."),
            ("quote", "« Une citation\n> sur deux lignes. »"),  # the span; see its margin below
            ("item", "un point"),
            ("item", "un autre"),
            ("item", "avec suite"),
            ("code", "```\ncode. Code.\n```"),
            ("code", "| a | b |\n|---|---|\n| c | d |"),
            ("code", "<div>html</div>"),
            ("heading", "Sous-titre"),
            ("text", "Fin."),
        ]


def test_sentences_of_markdown(tmp_path: Path) -> None:
    (found,) = read_bytes(tmp_path, MARKDOWN.encode(), "essai.md")
    divided = segment.split(found)
    assert divided.source_text() == MARKDOWN
    assert [one.source for one in divided.paragraphs[2].segments] == [
        'Un paragraphe\nsur deux [lignes](http://exemple.fr "A. B").',
        "Fin.",
    ]
    assert divided.paragraphs[4].segments[0].source == "« Une citation\nsur deux lignes. »"


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("> Un. Deux\n> trois.\n> Quatre.\n>\n> Cinq\n> six.", ["Un.", "Deux\ntrois.", "Quatre.", "Cinq\nsix."]),
        ("- > Un\r\n  > deux.\r\n", ["Un\r\ndeux."]),
        ("> > Un\n> > deux. Trois\n> > quatre.", ["Un\ndeux.", "Trois\nquatre."]),
        ("> Un\n>deux\ntrois.", ["Un\n>deux\ntrois."]),  # lines that differ
        ("Un.\n\n[^1]: Une note\n    sur deux lignes.\n", ["Un.", "Une note\n    sur deux lignes."]),
    ],
)
def test_a_quotation_of_several_lines(text: str, sources: list[str], tmp_path: Path) -> None:
    (found,) = read_bytes(tmp_path, text.encode(), "citation.md")
    divided = segment.split(found)
    assert [one.source for one in divided.segments] == sources
    assert found.source_text() == divided.source_text() == text
    writers.write(divided, tmp_path, ["jsonl"], name="record", signature="")
    assert jsonl.read(tmp_path / "record.jsonl") == divided


def test_markdown_without_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no text"):
        read_bytes(tmp_path, b"---\ntitle: x\n---\n\n![](a.png)\n", "vide.md")
