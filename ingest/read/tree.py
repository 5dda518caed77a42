"""The tree of a page: parsed within bounds, and walked as a reader sees it."""

import re
from collections.abc import Container, Iterator

from lxml import etree, html

from ingest.read import MOST_SIGNS, SourceError, too_long

# 900,000 elements take 23 s and 320 MB; a newspaper's page has some 5,000.
_MOST_TAGS = 1_000_000
_DATA_ADDRESS = re.compile(r"data:[^\s\"'<>()]{200,}")
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\x00-\x08\x0b-\x1f\x7f]")
SPACES = re.compile(r"[ \t\n\r\f]+")
_NO_TEXT = re.compile(
    "audio|button|canvas|datalist|embed|head|iframe|input|map|noscript|object|script|select|style|"
    "svg|template|textarea|video"
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def parse(text: str) -> html.HtmlElement:
    """The tree of a page's text, whatever is wrong in it.

    Raises SourceError where the page holds no element, or too much for a document.
    """
    # The images written into a page are no text of it.
    text = _DATA_ADDRESS.sub("", text)
    if len(text) > MOST_SIGNS:
        raise too_long()
    if text.count("<") > _MOST_TAGS:
        raise SourceError(
            f"la page a plus de {_MOST_TAGS} balises : enregistrez-la en plusieurs fichiers"
        )
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise SourceError("la page est vide") from error
    if any("XML_PARSE_HUGE" in entry.message for entry in parser.error_log):
        # The parser stops at such a place and the rest of the page would be lost.
        raise SourceError(
            "la page est trop imbriquée pour être lue en entier : enregistrez-la en .docx ou .pdf"
        )
    return root


def tidy(text: str) -> str:
    """The text on one line, without soft hyphens and zero-width signs."""
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def shown(
    root: html.HtmlElement, left_out: Container[html.HtmlElement]
) -> Iterator[tuple[str, html.HtmlElement]]:
    """The elements a reader sees, each as ("start", it) then ("end", it).

    One that is not seen comes as ("skipped", it): only the text after it is the page's.
    """
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walker:
        if event == "end":
            yield ("skipped" if element is skipped else "end"), element
        elif element in left_out or _is_unseen(element):
            walker.skip_subtree()
            skipped = element
        else:
            yield event, element


def _is_unseen(element: html.HtmlElement) -> bool:
    return (
        _NO_TEXT.fullmatch(element.tag) is not None
        or element.get("hidden") is not None
        # A page that was saved with a window open over it hides its own text from readers aloud.
        or (element.get("aria-hidden") == "true" and element.find(".//h1") is None)
        or element.get("role") == "doc-backlink"
        or _UNSEEN.search(element.get("style", "")) is not None
    )
