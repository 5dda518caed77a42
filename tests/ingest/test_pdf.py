"""Laid-out PDF guides are read in order, with their headings and pages; others are refused."""

import random
import re
import shutil
import subprocess
import zlib
from datetime import date
from difflib import SequenceMatcher
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.citations import cite
from assistant.types import Answer, Statement
from corpus.types import Document, Hit, Passage
from ingest.pipeline import shipped_fiches
from ingest.read import Page, SourceError
from ingest.read.pdf import read
from ingest.read.pdf_layout import lay_out
from ingest.read.pdf_text import Run, Sheet, extract
from ui.render import answer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing")
HEADER = "Kit MunicipalESS – édition 2026"
STYLE = f"""
body {{ font: 11pt/1.4 serif; text-align: justify; hyphens: manual; margin: 0 }}
h1 {{ font-size: 22pt; text-align: left; column-span: all }}
h2 {{ font-size: 15pt }} h3 {{ font-size: 12.5pt }}
@page {{ size: A4; margin: 18mm; @top-left {{ content: "{HEADER}"; font-size: 8pt }}
  @bottom-right {{ content: "Page " counter(page); font-size: 8pt }} }}
"""
COLUMNS = {1: "", 2: "main { column-count: 2; column-gap: 7mm }"}
COLUMNS[3] = "@page { size: A4 landscape } main { column-count: 3 } body { font-size: 9pt }"
SENTENCE = "La collectivité soutient des projets votés chaque année par le conseil. "


def printed(folder: Path, html: str, columns: int = 1) -> bytes:
    """The PDF that chromium prints of a page."""
    assert CHROMIUM is not None
    source, target = folder / "guide.html", folder / "guide.pdf"
    head = f"<!doctype html><html lang=fr><meta charset=utf-8><style>{STYLE}{COLUMNS[columns]}"
    source.write_text(f"{head}</style><main>{html}</main>", "utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={target}", source.as_uri()],
        check=True,
        capture_output=True,
        timeout=250,
    )
    return target.read_bytes()


def made(*objects: bytes, encrypt: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<</Size %d/Root 1 0 R%b>>" % (len(objects) + 1, encrypt)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(out))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def sheet(content: bytes, *more: bytes, resources: bytes = b"", encrypt: bytes = b"") -> bytes:
    """A PDF of one A4 page with this content; `more` objects are numbered from 6."""
    return made(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
        b"<</Font<</F 5 0 R>>%b>>>>" % resources,
        content if content.startswith(b"<<") else stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        *more,
        encrypt=encrypt,
    )


def document(data: bytes, name: str = "guide.pdf") -> Document:
    (page,) = read(name, data)
    assert isinstance(page, Page)
    return page.document


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:-\w+)*", text)


def with_soft_hyphens(html: str) -> str:
    """Words that may be cut after a vowel, as a hyphenating layout program cuts them."""
    cut = r"(?<![&\w-])(\w{3,}?[aeiouyéèê])(?=[bcdfgjklmnpqrstv][aeiouyéèâ]\w{2,})(?![\w-]*-)"
    return re.sub(cut + r"(?![^<]*>)", "\\1\u00ad", html)


@needs_chromium
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_laid_out_guide_is_read_in_order_with_its_headings(tmp_path: Path, columns: int) -> None:
    import frontmatter
    import pypandoc

    source = frontmatter.loads(
        (shipped_fiches() / "municipaless-2026-11.md").read_text("utf-8").replace("\u00a0", " ")
    )
    html = pypandoc.convert_text(source.content, "html", "markdown")
    title = f"<h1>{source['title']}</h1>"
    data = printed(tmp_path, title + with_soft_hyphens(html), columns)
    cut = any("\u2010" in run.text for page in extract(data)[1] for run in page.runs)
    assert cut or columns == 1
    guide = document(data)
    assert guide.title == source["title"]
    wanted = words(re.sub(r"(?m)^#+ ", "", source.content))
    found = words(guide.text)
    matched = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    assert sum(block.size for block in matched) >= 0.98 * max(len(wanted), len(found))
    headings = re.findall(r"(?m)^(##+) (.*)$", source.content)
    got = [("##" + "#" * len(s.path), s.heading) for s in guide.sections if s.heading]
    assert got == headings
    assert HEADER not in guide.text
    assert not re.search(r"Page \d", guide.text)
    items = re.findall(r"(?m)^- (.*)$", source.content)
    assert re.findall(r"(?m)^- (.*)$", guide.text) == items


@needs_chromium
def test_tables_lists_and_pages_of_a_guide(tmp_path: Path) -> None:
    rows = [["Commune", "Montant", "Objet"], ["Testville", "40 000 euros", "Une épicerie"]]
    cells = "".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in rows)
    table = f"<table border=1 style='border-collapse:collapse'>{cells}</table>"
    nested = "<ul><li>premier<ul><li>second</li></ul></li><li>dernier</li></ul>"
    parts = "".join(
        f"<h2 style='break-before:page'>Partie {letter}</h2><p>{SENTENCE * 3}</p>"
        for letter in "BCD"
    )
    data = printed(tmp_path, f"<h1>Un guide</h1><p>{SENTENCE}</p>{table}{nested}{parts}")
    guide = document(data)
    assert "\n".join(" | ".join(row) for row in rows) in guide.text
    assert "- premier\n  - second\n- dernier" in guide.text
    assert len(guide.pages) == 4
    assert guide.pages[0] == 0
    assert [guide.text[a:].split("\n")[0] for a in guide.pages[1:]] == [
        f"Partie {x}" for x in "BCD"
    ]
    assert [guide.page(offset) for a, b in pairwise(guide.pages) for offset in (a, b - 1)] == [
        1, 1, 2, 2, 3, 3,
    ]  # fmt: skip
    section = guide.sections[-1]
    passage = Passage("p", guide.document_id, section.section_id, section.start, section.end)
    hit = Hit(1, passage, guide, section, 1.0, None)
    citation = cite(1, hit, section.start, section.end)
    assert citation.page == 4
    said = Statement("La collectivité soutient.", "other", (1,))
    value = Answer(
        "?", "?", "fr", "extractive", "answered", "", (said,), (citation,), (), (), (), 1.0, "", {}
    )
    shown = answer(value, {guide.document_id: guide}, 0, date(2026, 11, 30))
    assert "Un guide, p.\u00a04 › Partie D" in shown


def test_a_source_without_pages_has_no_page_number() -> None:
    assert Document("d", "T", "", "", None, (), "", "", "page", "Texte.", ()).page(3) is None


def column(*lines: str, x: float = 60, page: int = 0) -> Sheet:
    runs = [
        Run(text, x, x + 5 * len(text), 700 - 12 * n, 10, False) for n, text in enumerate(lines)
    ]
    return Sheet(0, 842, runs)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["une coopéra-", "tion entre des villes"], "une coopération entre des villes"),
        (["un porte-monnaie et un porte-", "monnaie"], "un porte-monnaie et un porte-monnaie"),
        (["la région Rhône-", "Alpes soutient"], "la région Rhône-Alpes soutient"),
        (["dans ce cas celui-", "ci soutient"], "dans ce cas celui-ci soutient"),
        (["un coopéra-", "teur de la sous-", "préfecture"], "un coopérateur de la sous-préfecture"),
        (["ils coopè-", "rent pour sous-", "crire"], "ils coopèrent pour souscrire"),
        (["une socié-", "té d’auto-", "école"], "une société d’auto-école"),
        (["un proje-", "t existe-", "t-il au-", "delà"], "un projet existe-t-il au-delà"),
        (["une coopé\u00ad", "ration", "utile"], "une coopération utile"),
        (["voir https://www.rtes.fr/", "kit-municipaless"], "voir https://www.rtes.fr/kit-municipaless"),
    ],
)  # fmt: skip
def test_words_cut_at_a_lines_end_are_made_whole(lines: list[str], text: str) -> None:
    _, (block,) = lay_out([column(*lines)])
    assert block.body == f"\f{text}"


def margins(top: str, bottom: str, size: float) -> Sheet:
    """A page with a line of this size in both margins."""
    ends = [Run(top, 60, 400, 820, size, False), Run(bottom, 60, 400, 20, size, False)]
    text = Run(SENTENCE.strip(), 60, 400, 500, 10, False)
    return Sheet(0, 842, [ends[0], text, ends[1]])


def test_what_a_browser_prints_beside_a_single_page_is_left_out() -> None:
    stamp, address = "27/11/2026 10:38 Un titre", "https://www.rtes.fr/kit-municipaless 1/1"
    _, (block,) = lay_out([margins(stamp, address, 6)])
    assert block.body == f"\f{SENTENCE.strip()}"
    # In the letters of the text, and what is no line of a browser, may be the page's own.
    for top, bottom, size in ((stamp, address, 10), ("27/11/2026", "https://www.rtes.fr", 6)):
        _, (block,) = lay_out([margins(top, bottom, size)])
        assert block.body == f"\f{top}\n\n{SENTENCE.strip()}\n\n{bottom}"


def test_an_address_with_numbers_does_not_hide_the_pages_number() -> None:
    address = "https://www.rtes.fr/2026/11/24/kit-40"
    sheets = [margins(f"Page du site {address}", f"{address} p. {n}", 10) for n in (1, 2, 3)]
    _, (block,) = lay_out(sheets)
    assert "rtes" not in block.body


def test_a_page_without_text_counts() -> None:
    sheets = [column("Un premier texte."), column(), column("Un texte de la page trois.")]
    _, (block,) = lay_out(sheets)
    assert block.body == "\fUn premier texte.\n\n\f\fUn texte de la page trois."


def test_the_title_is_the_declared_one_or_the_files_name_where_no_heading_shows() -> None:
    text = b"BT /F 11 Tf 60 700 Td (Le village a une \xe9picerie \x96 associative.) Tj ET"
    assert document(sheet(text), "note du maire.pdf").title == "note du maire"
    assert document(sheet(text)).text == "Le village a une épicerie – associative."
    declared = sheet(text, b"<</Title(Les villages)>>", encrypt=b"/Info 6 0 R")
    assert document(declared).title == "Les villages"


def test_text_that_runs_upwards_is_read() -> None:
    turned = (
        b"BT /F 11 Tf 0 1 -1 0 300 100 Tm (Une ligne qui monte) Tj 0 -14 Td (et sa suite.) Tj ET"
    )
    assert document(sheet(turned)).text == "Une ligne qui monte et sa suite."


TEXT = b"BT /F 11 Tf 60 700 Td (Le village a une \xe9picerie.) Tj ET"
LOCK = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%b>/U<%b>/P -44>>/ID[<00><00>]"
LOCK %= (b"11" * 32, b"22" * 32)
SCAN = stream(
    bytes(64), b"/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray"
)


def nested(levels: int, times: int) -> bytes:
    """A page whose text stands `times` to the power of `levels` times in nested forms."""
    form = b"/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * times, form % (7 + n)) for n in range(levels)]
    last = stream(TEXT, form % 6)
    return sheet(b"/X Do", *forms, last, resources=b"/XObject<</X 6 0 R>>")


def bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(150)) + packer.flush()
    return sheet(stream(packed, b"/Filter/FlateDecode"))


def long(pages: int) -> bytes:
    import pypdfium2

    pdf, file = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(pages):
        pdf.new_page(595, 842)
    pdf.save(file)
    return file.getvalue()


HOSTILE = {
    "scanned": (
        lambda: sheet(b"q 595 0 0 842 0 0 cm /I Do Q", SCAN, resources=b"/XObject<</I 6 0 R>>"),
        "le PDF n'a pas de texte (page numérisée) : passez-le d'abord à la reconnaissance de "
        "caractères (OCR)",
    ),
    "no page": (
        lambda: made(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"),
        "le PDF est abîmé",
    ),
    "locked": (lambda: sheet(TEXT, encrypt=LOCK), "est protégé par un mot de passe"),
    "cut": (lambda: sheet(TEXT)[:-200], "est incomplet"),
    "garbage": (
        lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(5000) + b"\n%%EOF",
        "le PDF est abîmé",
    ),
    "long": (lambda: long(2001), "a 2001 pages, plus de 2000"),
    "nested": (lambda: nested(9, 10), "abîmé ou trop lourd"),
    "bomb": (bomb, "abîmé ou trop lourd"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_pdf_is_refused_in_one_sentence(kind: str) -> None:
    make, reason = HOSTILE[kind]
    with pytest.raises(SourceError) as refused:
        list(read("x.pdf", make()))
    said = str(refused.value)
    assert reason in said
    assert said.startswith("le PDF")
    assert "\n" not in said


@pytest.mark.parametrize(
    "data",
    [
        sheet(TEXT + b" BT /F 11 Tf 99999999 -99999999 Td (Loin) Tj ET"),
        sheet(TEXT).replace(b"[0 0 595 842]", b"[-9999999999 -999999999 9999999999 999999999]"),
        # A form that holds itself.
        sheet(
            TEXT + b" /X Do",
            stream(b"/X Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
            resources=b"/XObject<</X 6 0 R>>",
        ),
    ],
)
def test_odd_places_and_loops_do_not_hide_the_text(data: bytes) -> None:
    assert document(data).text == "Le village a une épicerie."


@pytest.mark.parametrize("seed", range(50))
def test_damaged_bytes_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(nested(2, 2) if seed % 2 else sheet(TEXT, resources=b"/XObject<<>>"))
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    try:
        title, blocks = lay_out(extract(bytes(data))[1])
    except SourceError as error:
        said = str(error)
    else:
        said = "le PDF" if title or blocks else ""
    assert said.startswith(("le PDF", "les lettres du PDF"))
