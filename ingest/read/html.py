"""Reads HTML: saved web pages, whose menus and banners are left out, and plain documents."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml.html import HtmlElement

from corpus.catalogue import identify, normal_title
from corpus.decode import decode
from corpus.text import fold
from ingest.read import MOST_BYTES, Page
from ingest.read.fields import Fields, document
from ingest.read.markup import blocks, is_address, said
from ingest.read.site import own_part, site_parts, unnamed_menus
from ingest.read.tree import parse, shown, tidy

_SITE_WORDS = 6
_LONGEST_TITLE = 400
_SEPARATOR = re.compile(r"(.+\S)\s+[|–—-]\s+(\S.*)", re.S)
_MODIFIED = (
    "article:modified_time og:updated_time dcterms.modified dc.date.modified last-modified "
    "datemodified"
)
_PUBLISHED = "article:published_time dcterms.created dcterms.date dc.date date datepublished"
_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)")
_DATED = re.compile(r"a jour|publi|modifi|^$")


def read(name: str, data: bytes) -> Iterator[Page]:
    """The document of a page, without the site's parts."""
    text = decode(data, MOST_BYTES)  # the images written into it are taken out by `parse`
    root = parse(text)
    left_out = site_parts(root)
    content = own_part(root, left_out)
    if left_out:
        left_out |= unnamed_menus(text, content, left_out)
    heading, title = choose_title(root, content, left_out, name)
    if heading is not None:
        left_out.add(heading)
    url, updated = _address(root), _updated(root, content)
    fields = Fields(title=title, url=url, updated=updated)
    yield Page(document(fields, blocks(content, left_out)), form="html")


def choose_title(
    root: HtmlElement,
    content: HtmlElement,
    left_out: set[HtmlElement],
    name: str,
) -> tuple[HtmlElement | None, str]:
    """The heading that is the page's title, if one is, and the title.

    It is the content's only h1, else the h1 that the page's <title> says, else <title> without
    the site's name, else the file's name.
    """
    page = _without_site(tidy(root.findtext(".//title") or "")[:_LONGEST_TITLE])
    h1s = (e for event, e in shown(content, left_out) if event == "start" and e.tag == "h1")
    inside = [heading for heading in h1s if 0 < len(said(heading)) <= _LONGEST_TITLE]
    if len(inside) == 1:
        return inside[0], said(inside[0])
    for heading in inside or root.iter("h1"):
        text = normal_title(said(heading)[:_LONGEST_TITLE])
        if text and text in normal_title(page):
            return heading, said(heading)
    return None, page or re.sub(r"[\s_-]+", " ", Path(name).stem).strip()


def _without_site(title: str) -> str:
    """A page's <title> without the site's name after its last bar or dash."""
    match = _SEPARATOR.fullmatch(title)
    if not match or len(match[2].split()) > _SITE_WORDS:
        return title
    # « Kit MunicipalESS | Fiche 11 : … » is a title whose bar belongs to it.
    return match[1] if identify(match[1]).fiche == identify(title).fiche else title


def _address(root: HtmlElement) -> str:
    """The address that the page gives as its own."""
    links = root.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return next((str(link).strip() for link in links if is_address(str(link).strip())), "")


def _updated(root: HtmlElement, content: HtmlElement) -> str:
    """The day of the last change that the page declares, else of its publication, else nothing."""
    metas = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta
        for meta in root.iter("meta")
    }
    data = " ".join(root.xpath("//script[@type='application/ld+json']/text()"))
    for names, key in ((_MODIFIED, "dateModified"), (_PUBLISHED, "datePublished")):
        given = re.findall(rf'"{key}"\s*:\s*"([^"]{{1,40}})"', data)
        given += [metas[name].get("content", "") for name in names.split() if name in metas]
        given += root.xpath(f"//*[@itemprop='{key}']/@datetime")
        for value in given:
            if day := _day(value):
                return day
    days = {_day(e.get("datetime", "")) for e in content.iter("time") if _tells_the_page_date(e)}
    return days.pop() if len(days) == 1 else ""


def _tells_the_page_date(time: HtmlElement) -> bool:
    """Whether a <time> stands alone or after « mis à jour le »: others date events."""
    parent = time.getparent()
    before = "" if parent is None else (parent.text or "")
    return _DATED.search(fold(before).strip()) is not None


def _day(value: str) -> str:
    """The day that an ISO date begins with, if there is such a day."""
    match = _DAY.match(value)
    try:
        return date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""
