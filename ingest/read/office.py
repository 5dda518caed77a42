"""Reads .docx and .odt: pandoc makes HTML of them, in a process of its own with bounds."""

import os
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile

from lxml import etree
from lxml.html import HtmlElement

from ingest.read import MOST_SIGNS, Page, SourceError, too_long
from ingest.read.archive import BROKEN
from ingest.read.fields import Fields, document
from ingest.read.html import choose_title
from ingest.read.markup import HEADINGS, blocks, said
from ingest.read.tree import parse, tidy

# In Python's memory once unpacked and once packed again, beside pandoc's.
_MOST_UNPACKED = 50_000_000
# Measured on 600,000 words of .docx, some 2,000 pages that pandoc wrote (5 MB of XML): 430 MB,
# and 44 s on one busy core. Word itself writes two or three times that XML for the same words.
_MOST_MEMORY = "1024M"
# What -M leaves out: a note that is called 3,000 times made pandoc take 1.8 GB with it alone.
_MOST_ADDRESSES = "1100M"
_MOST_SECONDS = 120
_MOST_XML = 30_000_000
_PROPERTIES = {"docx": "docProps/core.xml", "odt": "meta.xml"}
_BODIES = {"docx": "word/document.xml", "odt": "content.xml"}
_DC = "{http://purl.org/dc/elements/1.1/}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SAVE_AGAIN = "ouvrez-le et enregistrez-le de nouveau"


def read_docx(name: str, data: bytes) -> Iterator[Page]:
    """The document of a Word file."""
    yield _read("docx", name, data)


def read_odt(name: str, data: bytes) -> Iterator[Page]:
    """The document of an OpenDocument text."""
    yield _read("odt", name, data)


def _read(kind: str, name: str, data: bytes) -> Page:
    parts = _unpacked(data)
    body = _BODIES[kind]
    parts[body] = _with_boxes_as_text(parts.get(body, b""))
    root = parse(_to_html(kind, _packed(parts)))
    _place_notes(root)
    styled = root.find(".//h1[@class='title']") if kind == "docx" else _odt_title(root, parts[body])
    if styled is not None:
        heading, title = styled, said(styled)
    else:
        root.find(".//title").text = _declared_title(parts.get(_PROPERTIES[kind], b""))
        found, title = choose_title(root, root, set(), name)
        # A title that has no style stands in the text as a paragraph.
        same = (p for p in root.iter("p") if found is None and said(p) == title)
        heading = next(same, found)
    return Page(document(Fields(title=title), blocks(root, {heading})), form=kind)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The parts that hold text; pandoc sees no other, so no picture and nothing too large."""
    parts, left = {}, _MOST_UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist():
                if not entry.filename.endswith((".xml", ".rels", "mimetype")):
                    continue
                with archive.open(entry) as part:
                    # What the archive declares of a size may be false: what is read counts.
                    parts[entry.filename] = part.read(left + 1)
                left -= len(parts[entry.filename])
                if left < 0:
                    raise SourceError(
                        f"le document dépasse {_MOST_UNPACKED // 1_000_000} Mo une fois "
                        "décompressé : découpez-le"
                    )
    except BROKEN as error:
        raise SourceError(f"le document est abîmé : {_SAVE_AGAIN}") from error
    except RuntimeError as error:
        raise _protected() from error
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise _protected()
    if any(b"<!ENTITY" in part for part in parts.values()):
        raise SourceError(f"le document contient des entités XML, interdites : {_SAVE_AGAIN}")
    return parts


def _with_boxes_as_text(body: bytes) -> bytes:
    """A text whose boxes, which pandoc leaves out, follow the paragraphs that hold them."""
    boxed = b"txbxContent" in body or b"text-box" in body
    tree = _xml(body) if boxed and len(body) < _MOST_XML else None
    if tree is None:
        return body
    for box in reversed(list(tree.iter("{*}txbxContent", "{*}text-box"))):
        holders = list(box.iterancestors("{*}p", "{*}h", "{*}frame"))
        # Word writes a box a second time, as its older versions draw it.
        if holders and next(box.iterancestors("{*}Fallback"), None) is None:
            for paragraph in reversed(box):
                holders[-1].addnext(paragraph)
    made: bytes = etree.tostring(tree)
    return made


def _protected() -> SourceError:
    return SourceError("le document est protégé par un mot de passe : enlevez-le d'abord")


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _to_html(kind: str, data: bytes) -> str:
    """What pandoc makes of a document; it opens no file and reaches no network."""
    import pypandoc

    pandoc = Path(pypandoc.__file__).with_name("files") / "pandoc"
    command = [str(pandoc), "--from", kind, "--to", "html", "--standalone", "--sandbox"]
    command += ["--wrap", "none", "--reference-location", "block", "--quiet"]
    command += ["+RTS", f"-M{_MOST_MEMORY}", f"-xr{_MOST_ADDRESSES}", "-RTS"]
    try:
        # A file, for a note that is called a thousand times is written as often.
        with TemporaryFile() as made:
            subprocess.run(  # noqa: S603 - the packaged binary, with fixed arguments
                command,
                input=data,
                stdout=made,
                stderr=subprocess.PIPE,
                timeout=_MOST_SECONDS,
                check=True,
            )
            if os.fstat(made.fileno()).st_size > 4 * MOST_SIGNS:
                raise too_long()
            made.seek(0)
            return made.read().decode("utf-8", "replace")
    except subprocess.TimeoutExpired as error:
        raise SourceError("le document est trop long à lire : découpez-le") from error
    except subprocess.CalledProcessError as error:
        too_large = any(word in error.stderr.lower() for word in (b"heap", b"memory"))
        raise SourceError(
            "le document est trop lourd à lire : découpez-le"
            if too_large
            else f"le document est abîmé : {_SAVE_AGAIN}"
        ) from error


def _place_notes(root: HtmlElement) -> None:
    """Moves the notes, which pandoc puts under each paragraph, to the end of their section."""
    for notes in root.xpath("//aside[@role='doc-footnote']"):
        for note in notes.xpath("./ol/li"):
            note.tag = note.getparent().tag = "div"
            first = note[0] if len(note) else note
            first.text = f"({note.get('id', '').removeprefix('fn')}) {first.text or ''}"
        following = next((e for e in notes.itersiblings() if e.tag in HEADINGS), None)
        if following is None:
            notes.getparent().append(notes)
        else:
            following.addprevious(notes)


def _odt_title(root: HtmlElement, content: bytes) -> HtmlElement | None:
    """The paragraph of the style « Title », which pandoc knows in .docx and not in .odt."""
    tree = _xml(content)
    if tree is None:
        return None
    parent = f"{_STYLE}parent-style-name"
    made = [s for s in tree.iter(f"{_STYLE}style") if s.get(parent) == "Title"]
    styles = {"Title", *(s.get(f"{_STYLE}name") for s in made)}
    for paragraph in tree.iter(f"{_TEXT}p"):
        if paragraph.get(f"{_TEXT}style-name") in styles:
            title = tidy("".join(paragraph.itertext()))
            return next((p for p in root.iter("p") if title and said(p) == title), None)
    return None


def _declared_title(properties: bytes) -> str:
    """The title among a document's properties, or nothing."""
    tree = _xml(properties)
    return "" if tree is None else tidy(tree.findtext(f".//{_DC}title") or "")


def _xml(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
