"""Small .docx files, as an office program would write them, piece by piece."""

from __future__ import annotations

import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="Inter"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Ma rubrique"/><w:basedOn w:val="Titre2"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Round"><w:name w:val="Round"/><w:basedOn w:val="Round"/></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
"""


def run(text: str, properties: str = "") -> str:
    """One run of text that is XML already."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs; what is no XML yet becomes one."""
    inside = "".join(one if one.startswith("<") else run(one) for one in runs)
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{inside}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of one paragraph a cell."""
    lines = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def docx(path: Path, *body: str, **parts: str) -> Path:
    """Write a document; `parts` are further ones by the name of their file in word/, without its suffix."""
    inside = "".join(body) + '<w:sectPr><w:headerReference r:id="r1" w:type="default"/></w:sectPr>'
    spaces = f'xmlns:w="{W}" xmlns:r="urn:r" xmlns:mc="urn:mc" xmlns:v="urn:v"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f"{_HEAD}<Types/>")
        package.writestr(
            "_rels/.rels",
            f'{_HEAD}<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        package.writestr("word/document.xml", f"{_HEAD}<w:document {spaces}><w:body>{inside}</w:body></w:document>")
        package.writestr("word/styles.xml", f"{_HEAD}<w:styles {spaces}>{_STYLES}</w:styles>")
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", f"{_HEAD}<w:{name} {spaces}>{content}</w:{name}>")
    return path
