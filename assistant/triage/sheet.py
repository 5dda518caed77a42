"""How rows of an Excel sheet are read and written, as text, without holding the sheet."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from assistant.triage.header import ABOVE, header_among
from corpus.errors import SourceError

# Unpacked bytes; a sheet of 100,000 mails stays below.
_MOST_BYTES = 500_000_000
# What Excel holds in a cell.
_LONGEST = 32_767
# Signs across a column at most, and how many rows tell how wide each is.
_WIDEST = 60
_MEASURED = 200


def sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty of the first sheet with a question column, its header first.

    Raises SourceError where the file is no workbook, or no sheet has such a column.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_BYTES:
                raise SourceError("le classeur est trop lourd : découpez-le en plusieurs fichiers")
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            if found := _header(book.worksheets):
                yield from _rows(*found)
                return
    except (BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError) as error:
        raise SourceError(
            "ce n'est pas un classeur Excel lisible : enregistrez-le en .xlsx, sans mot de passe"
        ) from error
    raise SourceError(
        "aucune colonne ne s'appelle « question » : nommez ainsi celle des questions, sur la "
        "première ligne"
    )


def _header(sheets: Iterable[Any]) -> tuple[Any, int] | None:
    """The first sheet with a header, and its row; one of a single cell only where no other is."""
    singles = []
    for sheet in sheets:
        if found := header_among(_rows(sheet, 1, ABOVE)):
            (*_, several, listed), number = found
            if several:
                return sheet, number
            singles.append((listed, sheet, number))
    return max(singles, key=lambda one: one[0])[1:] if singles else None


def _rows(sheet: Any, first: int, last: int | None = None) -> Iterator[tuple[int, list[str]]]:
    # Some programs write the size of the sheet wrong.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(min_row=first, max_row=last), first):
        texts = [_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            yield number, texts


def _text(cell: Any) -> str:
    """A cell as text: « 007 » where that is how a number is shown, dates in ISO form."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    shown = cell.number_format if isinstance(value, int) else ""
    return str(value).zfill(len(shown)) if re.fullmatch("0+", shown or "") else str(value)


def write_sheet(file: Path | IO[bytes], title: str, rows: Iterable[Sequence[str | float]]) -> None:
    """Write rows, their header first, as the one sheet of a workbook; no text becomes a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    wrapped, bold = Alignment(vertical="top", wrap_text=True), Font(bold=True)

    def cell(value: str | float, is_header: bool) -> Any:
        made = WriteOnlyCell(sheet, value=value if not isinstance(value, str) else None)
        if isinstance(value, str):
            text = ILLEGAL_CHARACTERS_RE.sub("", value.encode("utf-8", "replace").decode("utf-8"))
            made.value = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            # openpyxl makes a formula of « =… », and an error value of « #N/A ».
            made.data_type = "s"
        made.alignment = wrapped
        if is_header:
            made.font = bold
        return made

    left = iter(rows)
    # The widths are written before the rows: those of the first rows tell them.
    first = list(islice(left, _MEASURED))
    for place, values in enumerate(zip(*first, strict=True), 1):
        longest = max(len(line) for value in values for line in str(value).split("\n"))
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(chain(first, left)):
        sheet.append([cell(value, not number) for value in row])
    book.save(file)
