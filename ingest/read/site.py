"""Which parts of a saved page are the site's (menus, banners), and which is the page's own."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.build import heading_kind
from ingest.read.markup import HEADINGS, said
from ingest.read.tree import shown, tidy

_TAGS = ("nav", "header", "footer", "aside")
_ROLES = ("navigation", "search", "dialog", "alertdialog", "banner", "contentinfo")
# What a class or an id calls the parts that are the site's, and those that are if they are links.
_NAME = re.compile(
    r"\b(?:navbar|breadcrumbs?|ariane|cookies?|consent|skip|shar(?:e|ing)|partage|pagination|pager|"
    r"newsletter|footer|header)\b"
)
_LINKS_NAME = re.compile(r"\b(?:nav(?:igation)?|menus?|sidebar|social|related|comments?|tags?)\b")
# A part with so much of its text in links is a menu, whatever it is called.
_MENU_LINKS = 0.5
# trafilatura takes seconds beyond; a page of a newspaper has some 5,000.
_MOST_ELEMENTS = 20_000


@dataclass(frozen=True, slots=True)
class _Part:
    """An element, the signs it shows, those in links, and how many main titles it holds."""

    element: HtmlElement
    signs: int
    linked: int
    titles: int

    @property
    def is_menu(self) -> bool:
        return self.linked > _MENU_LINKS * self.signs


def site_parts(root: HtmlElement) -> set[HtmlElement]:
    """The menus, banners and the like, none of which holds the page's title or most of it."""
    *parts, whole = _parts(root, frozenset(), _may_be_the_sites)
    return {
        part.element
        for part in parts
        if part.signs <= whole.signs / 2 and not part.titles and _is_the_sites(part)
    }


def own_part(root: HtmlElement, left_out: Container[HtmlElement]) -> HtmlElement:
    """The part that is the page's own: its main, its one article, else all of it."""
    *parts, whole = _parts(root, left_out, lambda e: e.tag == "article" or _is_main(e))
    mains = [part for part in parts if part.signs and _is_main(part.element)]
    articles = [part for part in parts if part.element.tag == "article"]
    if len(mains) == 1:
        return mains[0].element
    if len(articles) == 1 and articles[0].signs > whole.signs / 2:
        return articles[0].element
    return root


def is_list_of_links(content: HtmlElement, left_out: Container[HtmlElement]) -> bool:
    """Whether most of the text of a page's own part is links."""
    return _parts(content, left_out, lambda _: False)[-1].is_menu


def unnamed_menus(
    text: str, content: HtmlElement, left_out: Container[HtmlElement]
) -> set[HtmlElement]:
    """The lists of links of a page's own part that trafilatura leaves out of the page's text too.

    On 23 pages of newspapers trafilatura's own choice keeps 0.99 of the article's words and 0.82 of
    them at worst, and drops nested lists of a fiche; this keeps 0.999 and 0.97 at worst, and 0.64
    of what it keeps is the article's.
    """
    import trafilatura

    if _is_main(content) or sum(1 for _ in content.iter()) > _MOST_ELEMENTS:
        return set()
    parts = _parts(content, left_out, lambda e: e.tag in ("ul", "ol", "div", "section", "table"))
    lists = {part.element for part in parts if part.is_menu and not part.titles}
    kept = tidy(trafilatura.extract(text, favor_recall=True, include_comments=False) or "")
    menus, resources = set(), False
    for event, element in shown(content, left_out):
        if event == "start":
            heading = next(element.iter(*HEADINGS), None)
            if heading is not None:
                resources = heading_kind(said(heading)) == "resources"
            if element in lists and not resources and said(element)[:40] not in kept:
                menus.add(element)
    return menus


def _is_main(element: HtmlElement) -> bool:
    return "main" in (element.tag, element.get("role"))


def _names(element: HtmlElement) -> str:
    return re.sub(r"[_-]", " ", f"{element.get('class', '')} {element.get('id', '')}").lower()


def _has_a_sites_name(element: HtmlElement) -> bool:
    known = element.tag in _TAGS or element.get("role") in _ROLES
    return known or _NAME.search(_names(element)) is not None


def _may_be_the_sites(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    if element.get("role", "").startswith("doc-"):
        return False
    return _has_a_sites_name(element) or _LINKS_NAME.search(_names(element)) is not None


def _is_the_sites(part: _Part) -> bool:
    element = part.element
    if part.is_menu or element.tag == "nav" or element.get("role") == "navigation":
        return True
    # A header, a footer or an aside of the article itself is the author's.
    inside = next(element.iterancestors("main", "article"), None) is not None
    return _has_a_sites_name(element) and not inside


def _parts(
    root: HtmlElement, left_out: Container[HtmlElement], wanted: Callable[[HtmlElement], bool]
) -> list[_Part]:
    """The wanted elements in the order of their ends, and the root at last."""
    parts: list[_Part] = []
    begun: list[_Part] = []
    signs = linked = titles = links = 0
    for event, element in shown(root, left_out):
        text = element.tail if element is not root else ""
        if event == "start":
            if element is root or wanted(element):
                begun.append(_Part(element, signs, linked, titles))
            titles += element.tag == "h1" or _is_main(element)
            links += element.tag == "a"
            text = element.text
        elif event == "end":
            links -= element.tag == "a"
            if begun[-1].element is element:
                start = begun.pop()
                parts.append(
                    _Part(
                        element,
                        signs - start.signs,
                        linked - start.linked,
                        titles - start.titles,
                    )
                )
        length = len((text or "").strip())
        signs += length
        linked += length if links else 0
    return parts
