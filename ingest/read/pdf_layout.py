"""How runs of characters on pages become headings, paragraphs and lists in reading order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.text import is_list_item
from ingest.build import Block
from ingest.read import SourceError
from ingest.read.line_ends import Joints
from ingest.read.pdf_text import NO_TEXT, Run, Sheet

# The part of a page, at its top and at its bottom, where running lines stand.
_MARGIN = 0.13
_MOST_HEADING = 200
# A column of text has lines of 30 signs and more on A4 in three columns; a table's cells fewer.
_COLUMN_SIGNS = 18
_COLUMN_LINES = 3
# A letter such as « j » begins before the column's edge. In points, less than any gutter.
_OVERHANG = 4
_BULLET = re.compile(r"(?:[•●▪◦‣∙■□➢➤►✓✔❖\uf0a7\uf0b7\uf0d8\uf0fc]\s*|[-–—*○·→]\s+)(?=\S)")
_DASH = re.compile(r"[-–—*]\s")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|[a-z]\))\s")
_ENDED = re.compile(r"[.!?:;…][»”\")\]\s\d]*$")
# What a page's own number is recognised by, even where there is but one page.
_OWN_NUMBER = (0, "")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\W*([0-9]{1,4})(?:\s*(?:/|sur)\s*[0-9]+)?\W*", re.I)
# What a browser prints in small beside a page: the moment, or the address and « 1/3 ».
_PRINTED = re.compile(r"\d+[/.]\d+[/.]\d+,? \d+:\d\d\b|\w+:/\S+ \d+/\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Run):
    """The runs of a line of a column, between whose edges `left` and `right` it stands."""

    page: int
    column: int
    left: float
    right: float
    bullet: bool

    @property
    def style(self) -> tuple[float, bool]:
        """What tells headings apart: size, then weight."""
        return self.size, self.bold


Row = list[Run]
Paragraph = list[Line]


def lay_out(sheets: Sequence[Sheet]) -> tuple[str, list[Block]]:
    """The title that the first page shows (or nothing) and the blocks in reading order.

    A form feed stands in the text before the first word of each page. Raises SourceError where
    nothing but running lines stands on the pages.
    """
    body = _body_style(sheets)
    lines = _lines(_without_running(sheets, body[0]))
    if not lines:
        raise SourceError(NO_TEXT)
    paragraphs = _paragraphs(lines, body)
    heads = {id(p) for p in paragraphs if _is_heading(p, body)}
    shown = [p for p in paragraphs if id(p) in heads and p[0].page == lines[0].page]
    title = max(shown, key=lambda p: p[0].size, default=None)
    if title is not None and title[0].size <= body[0]:
        title = None
    styles = sorted({p[0].style for p in paragraphs if id(p) in heads and p is not title})
    writer = _Writer(lines)
    blocks = [Block(0, "", "")]
    for paragraph in paragraphs:
        if paragraph is title:
            continue
        text = writer.write(paragraph)
        if id(paragraph) in heads:
            blocks.append(Block(len(styles) - styles.index(paragraph[0].style), text, ""))
        else:
            blocks[-1] = replace(blocks[-1], body=_appended(blocks[-1].body, text))
    written = _Writer(lines).write(title).replace("\f", "") if title else ""
    return written, [b for b in blocks if b.heading or b.body]


def _body_style(sheets: Sequence[Sheet]) -> tuple[float, bool]:
    """The size and weight in which most letters are set."""
    letters: Counter[tuple[float, bool]] = Counter()
    for sheet in sheets:
        for run in sheet.runs:
            letters[run.size, run.bold] += len(run.text)
    return max(letters, key=lambda style: letters[style])


def _without_running(sheets: Sequence[Sheet], body: float) -> list[Sheet]:
    """The pages without headers, footers and page numbers.

    Those are small, at the same height with the same text on most pages; a number in them may
    go up with the pages.
    """
    rows = [_rows(sheet.runs) for sheet in sheets]
    keys = [
        [_running(row, sheet, number, body) for row in page]
        for number, (sheet, page) in enumerate(zip(sheets, rows, strict=True), 1)
    ]
    seen = Counter(key for page in keys for key in {key for found in page for key in found})
    seen[_OWN_NUMBER] = len(sheets) + 1
    most = max(2, 0.4 * len(sheets))
    kept = []
    for sheet, page, found in zip(sheets, rows, keys, strict=True):
        still = [
            row
            for row, names in zip(page, found, strict=True)
            if all(seen[name] < most for name in names)
        ]
        kept.append(replace(sheet, runs=[run for row in still for run in row]))
    return kept


def _running(row: Row, sheet: Sheet, number: int, body: float) -> list[tuple[int, str]]:
    """What a row in a margin is recognised by on other pages: its height and its text."""
    margin, y = _MARGIN * (sheet.top - sheet.bottom), row[0].y
    size = max(run.size for run in row)
    if size > 1.2 * body or sheet.bottom + margin < y < sheet.top - margin:
        return []
    text = " ".join(run.text for run in row)
    alone, printed = _PAGE_NUMBER.fullmatch(text), size < 0.8 * body and _PRINTED.match(text)
    if (alone and int(alone[1]) == number) or printed:
        return [_OWN_NUMBER]
    texts = [text]
    numbers = list(re.finditer(r"[0-9]{1,4}", text))
    # An address before the page's number may hold numbers of its own.
    for found in numbers[:3] + numbers[3:][-3:]:
        relative = f"#{int(found.group()) - number}"
        texts.append(text[: found.start()] + relative + text[found.end() :])
    return [(round(y), text) for text in texts]


def _lines(sheets: Sequence[Sheet]) -> list[Line]:
    """The lines of all pages, column by column."""
    found = Counter(x for sheet in sheets if (x := _gutter(_rows(sheet.runs))) is not None)
    gutters = [x for x, _ in found.most_common(6)]
    lines: list[Line] = []
    for page, sheet in enumerate(sheets, 1):
        for rows in _columns(_rows(sheet.runs), gutters):
            column = lines[-1].column + 1 if lines else 0
            left = min(run.x0 for row in rows for run in row)
            right = max(run.x1 for row in rows for run in row)
            lines += [_line(row, sheet, page, column, left, right) for row in rows]
    return lines


def _rows(runs: Sequence[Run]) -> list[Row]:
    """The runs that share a baseline, from left to right; rows from the top down."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda r: -r.y):
        # A mark set above or below its line is in it; a table is a row by itself.
        near = 0.45 * max(run.size, rows[-1][0].size) if rows else 0
        if rows and rows[-1][0].y - run.y < near and not (run.rows or rows[-1][0].rows):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda r: r.x0) for row in rows]


def _columns(rows: list[Row], gutters: Sequence[float]) -> Iterator[list[Row]]:
    """The rows of each column in reading order; what spans two columns stands between."""
    gutter, least = _gutter(rows), _COLUMN_LINES
    if gutter is None:
        # On its last page, a text in columns may have but a line in one of them.
        known = (x for x in gutters if any(_is_cut(band, x, 1) for band in _bands(rows, x)))
        gutter, least = next(known, None), 1
    if gutter is None:
        if rows:
            yield rows
        return
    across: list[Row] = []
    for band in _bands(rows, gutter):
        if _is_cut(band, gutter, least):
            yield from _columns(across, gutters)
            across = []
            for side in _sides(band, gutter):
                yield from _columns(side, gutters)
        else:
            across += band
    yield from _columns(across, gutters)


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where the left edge of a second column is; None where the text is in one."""
    starts = Counter(round(run.x0) for row in rows for run in row)
    common = [x for x, count in starts.most_common(12) if count >= _COLUMN_LINES]
    best, most = None, 0
    for x in sorted(common):
        cut = [_sides(band, x) for band in _bands(rows, x) if _is_cut(band, x, _COLUMN_LINES)]
        score = sum(min(len(left), len(right)) for left, right in cut)
        if score > most:
            best, most = float(x), score
    return best


def _bands(rows: Sequence[Row], gutter: float) -> Iterator[list[Row]]:
    """The rows cut where one runs across the gutter, which is then a band of its own."""
    band: list[Row] = []
    for row in rows:
        if any(run.x0 < gutter - _OVERHANG < run.x1 for run in row):
            yield from ([band] if band else [])
            yield [row]
            band = []
        else:
            band.append(row)
    yield from ([band] if band else [])


def _sides(band: Sequence[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    left = [found for row in band if (found := [r for r in row if r.x0 < gutter - _OVERHANG])]
    right = [found for row in band if (found := [r for r in row if r.x0 >= gutter - _OVERHANG])]
    return left, right


def _is_cut(band: Sequence[Row], gutter: float, least: int) -> bool:
    """Whether a band is text in two columns: lines enough, long enough, on both sides."""
    sides = _sides(band, gutter)
    if any(len(side) < least for side in sides):
        return False
    signs = [sum(len(run.text) for row in side for run in row) / len(side) for side in sides]
    return least == 1 or min(signs) >= _COLUMN_SIGNS


def _line(row: Row, sheet: Sheet, page: int, column: int, left: float, right: float) -> Line:
    main = max(row, key=lambda run: len(run.text))
    text = row[0].text
    for last, run in pairwise(row):
        text += (" " if run.x0 - last.x1 > 0.12 * main.size else "") + run.text
    x0, size = row[0].x0, main.size
    dotted = any(
        0 < x0 - dot < 2.5 * size and -0.1 * size < bottom - main.y < 0.6 * size
        for dot, bottom in sheet.dots
    )
    return Line(
        text=text,
        x0=x0,
        x1=row[-1].x1,
        y=main.y,
        size=size,
        bold=all(run.bold for run in row),
        page=page,
        column=column,
        left=left,
        right=right,
        bullet=dotted or _BULLET.match(text) is not None,
        rows=main.rows,
    )


def _paragraphs(lines: Sequence[Line], body: tuple[float, bool]) -> list[Paragraph]:
    leading = _leading(lines)
    paragraphs: list[Paragraph] = []
    for line in lines:
        if paragraphs and not _is_new(paragraphs[-1], line, body, leading):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _leading(lines: Sequence[Line]) -> float:
    """How far apart the lines of a paragraph are, in ems."""
    gaps = sorted(
        (a.y - b.y) / a.size
        for a, b in pairwise(lines)
        if a.column == b.column and a.size == b.size > 0 and a.y - b.y < 3 * a.size
    )
    return gaps[len(gaps) // 3] if gaps else 1.2


def _is_new(paragraph: Paragraph, line: Line, body: tuple[float, bool], leading: float) -> bool:
    """Whether a line begins a paragraph, and does not go on with the one before it."""
    first, last = paragraph[0], paragraph[-1]
    full, lower = _is_full(last, line), line.text[:1].islower()
    ended = _ENDED.search(last.text) is not None
    if full and lower and last.text.rstrip().endswith((":", ";")):
        ended = False
    running_on = not ended and (lower or full)
    if line.rows or last.rows or abs(line.size - last.size) > 0.6:
        return True
    if line.bullet:
        # A dash between two words may fall at the start of a line.
        return not (_DASH.match(line.text) and running_on and line.x0 <= last.x0 + 1)
    if last.bold != line.bold and not running_on:
        return True
    if line.column != last.column:
        return not running_on
    head = line.size > body[0] * 1.05 or line.bold != body[1]
    gap = (last.y - line.y) / (leading * max(line.size, 1))
    if not 0 <= gap < (1.6 if head else 1.2):
        return True
    if head:
        return False
    shift = (line.x0 - last.x0) / max(line.size, 1)
    if len(paragraph) == 1:
        # A first line may be set in or out; the next stands where the paragraph does.
        moved = (shift < -0.7) if first.bullet else (shift > 0.7 and ended)
    else:
        moved = abs(shift) > 0.7 and (ended or first.bullet)
    return moved or (not full and (ended or _NUMBER.match(line.text) is not None))


def _is_full(last: Line, line: Line) -> bool:
    """Whether the next line's first word had no room left in the line before."""
    sign = (last.x1 - last.x0) / max(len(last.text), 1)
    return last.x1 + sign * (1 + len(line.text.split(" ", 1)[0])) > last.right - 0.3 * last.size


def _is_heading(paragraph: Paragraph, body: tuple[float, bool]) -> bool:
    first, text = paragraph[0], " ".join(line.text for line in paragraph)
    if first.bullet or first.rows or len(text) > _MOST_HEADING:
        return False
    if sum(c.isalpha() for c in text) < 2:
        return False
    heavy = first.bold and not body[1] and first.size >= 0.95 * body[0]
    return first.size >= 1.1 * body[0] or (heavy and not text.endswith((".", ";", ",")))


def _appended(body: str, text: str) -> str:
    """A paragraph added to a body; the items of a list stand on lines that follow."""
    if not body:
        return text
    items = (is_list_item(t.replace("\f", "")) for t in (body.rsplit("\n", 1)[-1], text))
    return body + ("\n" if all(items) else "\n\n") + text


class _Writer:
    """Writes paragraphs in order, with a form feed before the first word of each page."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._joint = Joints([line.text for line in lines]).joint
        self._page = 0
        self._indents: list[float] = []

    def write(self, paragraph: Paragraph) -> str:
        """The text of a paragraph, its lines joined; a list item after its depth and a dash."""
        first = paragraph[0]
        start = self._mark(first)
        if first.bullet:
            start += "  " * self._depth(first) + "- " + _BULLET.sub("", first.text, 1)
        else:
            self._indents = []
            start += first.text
        parts = [start]
        for line in paragraph[1:]:
            parts[-1], between = self._joint(parts[-1], line.text)
            parts += [between + self._mark(line) + line.text]
        return "".join(parts).replace("\u00ad", "")

    def _mark(self, line: Line) -> str:
        turned, self._page = line.page - self._page, line.page
        return "\f" * turned

    def _depth(self, line: Line) -> int:
        indent, step = line.x0 - line.left, 0.8 * line.size
        while self._indents and indent < self._indents[-1] - step:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1] + step:
            self._indents.append(indent)
        return len(self._indents) - 1
