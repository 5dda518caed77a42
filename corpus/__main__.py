"""`python -m corpus`: what the index holds."""

from pathlib import Path

import click

from corpus.console import command, emit, index_option, json_option
from corpus.errors import AssistantError
from corpus.types import DIGEST_NOTICE


@click.group()
def main() -> None:
    """What the index holds: its documents, and their stored texts."""


@command(main, "list")
@index_option
@json_option
def list_(index: Path | None, as_json: bool) -> int:
    """List the documents of the index."""
    from corpus.index import open_documents, open_manifest
    from corpus.settings import settings

    folder = index or settings().index
    _, manifest = open_manifest(folder)
    passages: dict[str, int] = {}
    for passage in manifest.passages:
        passages[passage.document_id] = passages.get(passage.document_id, 0) + 1
    rows = [
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
        }
        for d in open_documents(folder, manifest).values()
    ]
    # In the order of their numbers: fiche 5 before fiche 11.
    rows.sort(key=lambda r: (not r["kit"], r["kit"], r["edition"], r["fiche"] or 0, r["title"]))
    text = "\n".join(
        f"{r['document_id']} : {r['title']} ({r['sections']} sections, {r['passages']} passages"
        f"{f' ; {DIGEST_NOTICE}' if r['source_kind'] == 'digest' else ''})"
        for r in rows
    )
    emit(rows, as_json, text)
    return 0


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
    notice = f"{DIGEST_NOTICE}.\n\n" if document.source_kind == "digest" else ""
    emit(value, as_json, f"{document.title}\n\n{notice}{document.text}")
    return 0


if __name__ == "__main__":
    main()
