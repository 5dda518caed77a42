"""How an HTML tree becomes blocks: headings, paragraphs, lists, tables, links, note numbers."""

import re
from collections.abc import Container, Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from corpus.text import is_list_item
from ingest.build import Block
from ingest.read.tree import INVISIBLE, SPACES, shown, tidy

_SCHEME = re.compile(r"^https?://(?:www\.)?")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARTS = re.compile(
    "address|article|aside|blockquote|body|caption|center|d[dlt]|details|dialog|div|fieldset|"
    "figcaption|figure|footer|form|h[1-6r]|header|hgroup|html|legend|li|main|menu|nav|[ou]l|p|pre|"
    "search|section|summary|table|tbody|t[dhr]|tfoot|thead"
)
_NOTE_NUMBER = re.compile(r"\[?(\d{1,3})\]?")
# « m² », « CO2 »: digits raised after so short a word belong to it.
_UNIT = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,2}$")


def said(element: HtmlElement) -> str:
    """All the text that is seen in an element, on one line."""
    return tidy(" ".join(f"{b.heading} {b.body}" for b in blocks(element)))


def blocks(root: HtmlElement, left_out: Container[HtmlElement] = frozenset()) -> list[Block]:
    """The text under each heading; the highest headings that stand there have level 1."""
    writer = _Writer()
    for event, element in shown(root, left_out):
        if event == "start":
            writer.start(element)
            writer.text(element.text)
        elif event == "end":
            writer.end(element)
        if event != "start" and element is not root:
            writer.text(element.tail)
    return writer.finish()


class _Writer:
    """Where the text goes that is met on the way through a tree."""

    def __init__(self) -> None:
        self._done: list[Block] = []
        self._level, self._heading = 0, ""
        self._parts: list[str] = []  # of the body
        self._tight = False  # whether the last part is a list's or a table's line
        self._line: list[str] = []  # the paragraph being read
        self._marks: list[int] = []  # where in it the open links and raised texts begin
        self._lists: list[int] = []  # the next number of each open list, 0 for bullets
        self._marker = ""
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._in_heading = False
        self._in_pre = 0

    def text(self, text: str | None) -> None:
        self._line.append((text or "") if self._in_pre else SPACES.sub(" ", text or ""))

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self._line.append("\n")
        elif tag in ("a", "sup"):
            self._marks.append(len(self._line))
        if not _PARTS.fullmatch(tag):
            return
        self._end_paragraph()
        if tag in HEADINGS:
            self._in_heading = True
        elif tag == "pre":
            self._in_pre += 1
        elif tag in ("ul", "ol"):
            numbered = tag == "ol" and element.get("type", "1") == "1"
            self._lists.append(_number(element.get("start")) if numbered else 0)
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag == "table" and is_table(element):
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._cell = []

    def end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in ("a", "sup"):
            start = self._marks.pop()
            text = "".join(self._line[start:])
            before = self._line[start - 1] if start else ""
            self._line[start:] = [
                _raised(before, text) if tag == "sup" else self._linked(text, element)
            ]
        elif tag in HEADINGS:
            self._in_heading = False
            self._begin(int(tag[1:]), tidy("".join(self._line)))
        elif _PARTS.fullmatch(tag):
            self._end_paragraph()
            self._end_part(tag)

    def finish(self) -> list[Block]:
        self._end_paragraph()
        self._end_block()
        top = min((b.level for b in self._done if b.level), default=1)
        return [replace(b, level=b.level and b.level - top + 1) for b in self._done]

    def _end_part(self, tag: str) -> None:
        if tag == "pre":
            self._in_pre -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._tight = self._tight and bool(self._lists)
        elif self._row is None:
            return
        elif tag in ("td", "th"):
            self._row.append(" ".join(self._cell or ()))
            self._cell = None
        elif tag == "tr":
            if any(self._row):
                self._add(" | ".join(self._row).rstrip(), tight=True)
            self._row = []
        elif tag == "table":
            self._row, self._tight = None, False

    def _end_paragraph(self) -> None:
        if self._in_heading:
            self._line.append(" ")
            return
        text, self._line, self._marks = "".join(self._line), [], [0] * len(self._marks)
        for paragraph in _paragraphs(text):
            if self._cell is not None:
                self._cell.append(paragraph.replace("\n", " "))
            elif self._lists or self._marker:
                marker = self._marker or "  "
                indent = "  " * (len(self._lists) - 1)
                own = self._marker and is_list_item(paragraph)
                self._add(indent + ("" if own else marker) + paragraph, tight=True)
            else:
                self._add(paragraph, tight=False)
            self._marker = ""

    def _add(self, text: str, *, tight: bool) -> None:
        if self._parts:
            self._parts.append("\n" if tight and self._tight else "\n\n")
        self._parts.append(text)
        self._tight = tight

    def _begin(self, level: int, heading: str) -> None:
        self._line = []
        if heading:
            self._end_block()
            self._level, self._heading = level, heading
            # A list whose items have headings only places the parts of a page.
            self._lists, self._marker = [], ""

    def _end_block(self) -> None:
        if self._heading or self._parts:
            self._done.append(Block(self._level, self._heading, "".join(self._parts)))
        self._parts, self._tight = [], False

    def _next_marker(self) -> str:
        if not self._lists or not self._lists[-1]:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1] - 1}. "

    def _linked(self, text: str, link: HtmlElement) -> str:
        """A link's text, with the address where it does not say it."""
        address = link.get("href", "").strip()
        bare = _SCHEME.sub("", address.lower()).rstrip("/")
        plain = tidy(text)
        if not plain or self._in_heading or not is_address(address) or bare in plain.lower():
            return text
        return f"{text.rstrip()} ({address})" + " " * (text != text.rstrip())


def is_address(address: str) -> bool:
    """Whether it is a web address that can be shown."""
    return re.fullmatch(r"https?://[^\s/<>\"][^\s<>\"]{0,500}", address, re.I) is not None


def _number(start: str | None) -> int:
    return int(start) if start and re.fullmatch("[1-9][0-9]?", start) else 1


def _raised(before: str, text: str) -> str:
    """A raised text; a note's number stands apart, so that « 2014¹ » is no figure."""
    number = _NOTE_NUMBER.fullmatch(text.strip())
    return f" ({number[1]})" if number and not _UNIT.search(before[-3:]) else text


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text whose lines end where the author broke them."""
    for paragraph in re.split(r"\n\s*\n", INVISIBLE.sub("", text)):
        joined = ""
        for line in filter(None, map(tidy, paragraph.split("\n"))):
            joined += ("\n" if is_list_item(line) else " ") + line
        if joined:
            yield joined[1:]


def is_table(element: HtmlElement) -> bool:
    """Whether a table holds cells in rows; others only place the parts of a page."""
    inside = element.iter("table", *HEADINGS)
    return next((e for e in inside if e is not element), None) is None and any(
        len(row) > 1 for row in element.iter("tr")
    )
