"""HTML for LibreTranslate's API: tags around the counterparts of their words, text that stays text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt import segment
from mt.document import Document, Link, Segment, Span
from mt.readers import txt
from mt.serving.fragments import translated, words

ENGLISH = {"le": "the", "chat": "cat", "noir": "black", "voit": "sees", "un": "a", "chien": "dog"}


def _english(part: Segment) -> Segment:
    """Word for word, an adjective before its noun, unknown words in capitals; each linked with its counterpart."""
    found = [(Span(*word.span()), word[0]) for word in re.finditer(r"\S+", part.source)]
    order = list(range(len(found)))
    for at, (_, word) in enumerate(found):
        if word == "noir" and at:
            order[at - 1], order[at] = order[at], order[at - 1]
    target, links = "", []
    for at in order:
        span, word = found[at]
        start = len(target) + bool(target)
        target += (" " if target else "") + ENGLISH.get(word, word.upper())
        links.append(Link(span, Span(start, len(target)), 0.9))
    return Segment(part.id, part.source, target, gap=part.gap, links=tuple(links))


def translate(text: str) -> Document:
    document = segment.split(txt.parse(text, "text"))
    return document.with_segments(map(_english, document.segments))


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("<p>le <b>chat noir</b> voit</p>", "<p>the <b>black cat</b> sees</p>"),
        ("<p>le chat <i>noir</i> voit un <i>chien</i></p>", "<p>the <i>black</i> cat sees a <i>dog</i></p>"),
        ('<a href="x?a=1&amp;b=2">le <b>chat</b></a>', '<a href="x?a=1&amp;b=2">the <b>cat</b></a>'),
        ("le chat<br>un chien", "the cat<br>a dog"),
        ("<ul><li>le chat<li>un chien</ul>", "<ul><li>the cat</li><li>a dog</li></ul>"),
        ('le <img src="x"> chat <!-- c -->', 'the<img src="x"> cat <!-- c -->'),
        ("<p>le <code>chat</code> chien</p>", "<p>the<code>chat</code> dog</p>"),
        ("<script>le chat</script><pre>le chat</pre>le", "<script>le chat</script><pre>le chat</pre>the"),
        ("le &lt;b&gt; &amp; chat", "the &lt;B&gt; &amp; cat"),
        ("<p>\n  le\n  chat\n</p>", "<p> the cat </p>"),
        ("<div><p>le</p> chat <p>un</p></div>", "<div><p>the</p> cat <p>a</p></div>"),
        ("<b>le chat</p> noir", "<b>the black cat</b>"),
    ],
)
def test_tags_go_where_their_words_went(french: str, english: str) -> None:
    assert translated(french, translate) == english


def test_a_tag_whose_words_have_no_counterpart_is_left_out_and_its_inside_stays() -> None:
    def unlinked(text: str) -> Document:
        document = translate(text)
        return document.with_segments(
            Segment(part.id, part.source, part.target, gap=part.gap, links=part.links[:1]) for part in document.segments
        )

    assert translated("<p><i>le <b>chat</b></i> voit</p>", unlinked) == "<p><i>the</i> cat sees</p>"


def test_the_words_of_a_fragment_are_told() -> None:
    assert words("<p>le &amp; <b>chat</b></p><!-- no -->") == "le & chat"


# fmt: off
pieces = st.sampled_from([
    "<b>", "</b>", "<i>", "</i>", "<a\thref='x'>", "</a>", "<p>", "</p>", "<br>", "<img>", "<!--c-->", "<ul>", "<li>",
    "</ul>", "<", ">", "&", "&amp;", "&lt;b&gt;", "le", "chat", "noir", "voit", "un", "chien", "É", "😀", "سلام", '"',
])
# fmt: on


@given(st.lists(pieces, min_size=1, max_size=14).map(" ".join))
def test_no_word_is_lost_and_none_becomes_mark_up(fragment: str) -> None:
    here = words(fragment).split()
    there = words(translated(fragment, translate)).split()
    assert sorted(word.upper() for word in there) == sorted(ENGLISH.get(word, word).upper() for word in here)
