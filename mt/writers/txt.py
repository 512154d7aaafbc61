"""The finished English article as plain text: what is printed once the review is over. It keeps no trace of the source.

A heading, an item or a byline is a paragraph like any other; Markdown's marks are not rebuilt.
"""

from __future__ import annotations

from mt.document import Document, Paragraph


def render(document: Document, signature: str) -> str:
    """Paragraphs with a blank line between them and one line end at the close; the signature has no place in it."""
    texts = (_paragraph(paragraph) for paragraph in document.paragraphs)
    return "\n\n".join(text for text in texts if text) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    if paragraph.kind == "code":
        return paragraph.code
    targets = (segment.target.strip() for segment in paragraph.segments)
    return " ".join(target for target in targets if target)
