"""`python -m corpus`: what the index holds, whether it is whole, removal, moving it."""

from pathlib import Path
from textwrap import fill
from typing import Any

import click

from corpus.console import command, emit, index_option, json_option
from corpus.errors import AssistantError
from corpus.numbers import counted
from corpus.types import NOTICES
from corpus.usage import Group

_WIDTH = 100  # columns of a terminal


@click.group(cls=Group)
def main() -> None:
    """What the index holds; whether it is whole; removing documents; moving it elsewhere."""


@command(main, "list")
@index_option
@json_option
def list_(index: Path | None, as_json: bool) -> int:
    """List the documents of the index."""
    from corpus.index import open_documents, open_manifest
    from corpus.settings import settings
    from corpus.withheld import Withheld

    folder = index or settings().index
    _, manifest = open_manifest(folder)
    passages: dict[str, int] = {}
    for passage in manifest.passages:
        passages[passage.document_id] = passages.get(passage.document_id, 0) + 1
    documents = open_documents(folder, manifest)
    withheld = Withheld(folder, documents.values(), settings().today).names()
    rows: list[dict[str, Any]] = [
        {
            "document_id": d.document_id,
            "kit": d.kit,
            "edition": d.edition,
            "fiche": d.fiche,
            "title": d.title,
            "updated": d.updated,
            "url": d.url,
            "source_kind": d.source_kind,
            "sections": len(d.sections),
            "passages": passages.get(d.document_id, 0),
            "valid_until": d.valid_until,
            "withheld": d.document_id in withheld,
        }
        for d in documents.values()
    ]
    # In the order of their numbers: fiche 5 before fiche 11.
    rows.sort(key=lambda r: (not r["kit"], r["kit"], r["edition"], r["fiche"] or 0, r["title"]))
    emit(rows, as_json, "\n".join(map(_listed, rows)))
    return 0


def _listed(row: dict[str, Any]) -> str:
    """A document in the list: its id and title, and what else is known of it below."""
    facts = [
        f"kit {row['kit']}" if row["kit"] else "",
        f"édition {row['edition']}" if row["edition"] else "",
        f"fiche {row['fiche']}" if row["fiche"] else "",
        "/".join(reversed(row["updated"].split("-"))),
        counted(row["sections"], "section", "sections"),
        _passages(row["passages"]),
    ]
    told = [", ".join(filter(None, facts)), *_said(row)]
    lines = [f"{row['document_id']} : {row['title']}", *(f"  {one}" for one in told)]
    return "\n".join(_folded(line) for line in lines)


def _folded(line: str) -> str:
    """A line on as many as it needs; ids are not cut."""
    return fill(
        line, _WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _documents(number: int) -> str:
    return counted(number, "document", "documents")


def _passages(number: int) -> str:
    return counted(number, "passage", "passages")


def _said(row: dict[str, Any]) -> list[str]:
    """What must be said of a document in the list."""
    said = [NOTICES[row["source_kind"]]] if row["source_kind"] in NOTICES else []
    return [*said, "retenu : n’est plus cité"] if row["withheld"] else said


@command(main, "show")
@click.argument("document_id")
@index_option
@json_option
def show(document_id: str, index: Path | None, as_json: bool) -> int:
    """Print the stored text of DOCUMENT_ID, the one that offsets count in."""
    from corpus.index import open_documents, open_manifest
    from corpus.settings import settings

    folder = index or settings().index
    _, manifest = open_manifest(folder)
    document = open_documents(folder, manifest).get(document_id)
    if document is None:
        raise AssistantError(
            f"Aucun document « {document_id} » dans l'index : « python -m corpus list » les donne."
        )
    value = {
        "document_id": document.document_id,
        "title": document.title,
        "source_kind": document.source_kind,
        "text": document.text,
        "sections": [
            {"section_id": s.section_id, "heading": s.heading, "start": s.start, "end": s.end}
            for s in document.sections
        ],
    }
    notice = f"{NOTICES[document.source_kind]}.\n\n" if document.source_kind in NOTICES else ""
    emit(value, as_json, f"{document.title}\n\n{notice}{document.text}")
    return 0


@command(main, "check")
@index_option
@json_option
def check(index: Path | None, as_json: bool) -> int:
    """Say whether the texts, the vectors, Chroma and BM25 of the index agree."""
    from corpus.check import check as checked
    from corpus.settings import settings

    found = checked(index or settings().index)
    for problem in found.problems:
        click.echo(f"{problem.what} Que faire : {problem.remedy}", err=True)
    if as_json or found.ok:
        text = (
            f"L'index est sain : {_documents(found.documents)}, {_passages(found.passages)} ; "
            "textes, vecteurs, Chroma et BM25 concordent."
        )
        emit(found, as_json, text)
    return 0 if found.ok else 1


@command(main, "remove")
@click.argument("document_ids", nargs=-1, required=True, metavar="DOCUMENT_ID...")
@index_option
@json_option
def remove(document_ids: tuple[str, ...], index: Path | None, as_json: bool) -> int:
    """Remove the documents of these ids from the index."""
    from corpus.encoder import open_encoder
    from corpus.remove import remove as removed
    from corpus.settings import settings

    done = removed(index or settings().index, document_ids, open_encoder(settings()))
    text = (
        f"Retirés : {', '.join(done.removed)}. Il reste {_documents(done.documents)}, "
        f"{_passages(done.passages)}."
    )
    emit(done, as_json, text)
    return 0


@command(main, "export")
@click.argument("file", type=click.Path(path_type=Path))
@index_option
@json_option
def export(file: Path, index: Path | None, as_json: bool) -> int:
    """Write all that another machine needs of the index to FILE, a zip archive."""
    from corpus.move import export_index
    from corpus.settings import settings

    moved = export_index(index or settings().index, file)
    what = f"{_documents(moved.documents)}, {_passages(moved.passages)}"
    text = f"Exporté dans « {file} » : {what}."
    emit(moved, as_json, text)
    return 0


@command(main, "import")
@click.argument("file", type=click.Path(path_type=Path))
@index_option
@json_option
def import_(file: Path, index: Path | None, as_json: bool) -> int:
    """Replace what the index holds by that of FILE, which `export` wrote."""
    from corpus.encoder import open_encoder
    from corpus.move import import_index
    from corpus.settings import settings

    moved = import_index(file, index or settings().index, open_encoder(settings()))
    what = f"{_documents(moved.documents)}, {_passages(moved.passages)}"
    text = f"Importé de « {file} » : {what}."
    emit(moved, as_json, text)
    return 0


if __name__ == "__main__":
    main()
