"""`python -m ingest`: read sources into the index."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.console import command, emit, index_option, json_option
from corpus.numbers import counted, decimal

if TYPE_CHECKING:
    from ingest.pipeline import Report


@command()
@click.argument("sources", nargs=-1, type=click.Path(readable=False))
@index_option
@json_option
@click.option(
    "--rebuild", is_flag=True, help="Remake Chroma and BM25 from the stored texts and vectors."
)
@click.option("--prune", is_flag=True, help="Remove what a source that was read no longer holds.")
def main(
    sources: tuple[str, ...], index: Path | None, as_json: bool, rebuild: bool, prune: bool
) -> int:
    """Read SOURCES (files, folders, addresses; by default the shipped fiches) into the index."""
    from corpus.manifest import current_generation
    from corpus.settings import settings
    from ingest.pipeline import ingest
    from ingest.read import named

    folder = index or settings().index
    report = ingest(list(sources), folder, settings(), rebuild=rebuild, prune=prune)
    emit(report, as_json, _text(report))
    for skipped in report.skipped:
        click.echo(f"Non lu : {named(skipped.source, 1000)} : {skipped.reason}.", err=True)
    if current_generation(folder) is None:
        click.echo(
            f"Aucun index n'a été fait dans « {folder} » : corrigez ces sources et relancez, ou "
            "donnez-en d'autres.",
            err=True,
        )
    return 0 if _settled(report, prune) else 1


def _settled(report: "Report", prune: bool) -> bool:
    """Whether nothing is to be checked: all was read but pages known to be gone."""
    from ingest.web import Gone

    known = prune and not report.removed and report.added + report.updated + report.unchanged
    return not report.skipped or bool(known and all(isinstance(s, Gone) for s in report.skipped))


def _text(report: "Report") -> str:
    lines = [
        f"{counted(report.documents, 'document', 'documents')}, "
        f"{counted(report.sections, 'section', 'sections')}, "
        f"{counted(report.passages, 'passage', 'passages')} en {decimal(report.seconds, 1)} s.",
        f"Ajoutés : {report.added} ; mis à jour : {report.updated} ; inchangés : "
        f"{report.unchanged} ; retirés : {report.removed}.",
        f"Écartés : {counted(report.exact_duplicates, 'répétition exacte', 'répétitions exactes')}"
        f", {counted(report.near_duplicates, 'quasi-répétition', 'quasi-répétitions')}, "
        f"{counted(report.boilerplate_lines, 'ligne', 'lignes')} d'habillage du site.",
    ]
    if report.replaced_digests:
        lines.append(f"Résumés remplacés par la page : {', '.join(report.replaced_digests)}.")
    if report.kept_over_digests:
        lines.append(f"Pages gardées, leur résumé écarté : {', '.join(report.kept_over_digests)}.")
    if report.kept_over_forms:
        kept = ", ".join(report.kept_over_forms)
        lines.append(f"Textes gardés, lus dans un meilleur format : {kept}.")
    if report.editions:
        lines.append(
            f"Passages d'éditions plus anciennes, dont les chiffres ont changé : "
            f"{len(report.editions)} (leur liste est donnée par --json)."
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
