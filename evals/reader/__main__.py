"""`python -m evals.reader`: build the training pairs, train, export, evaluate."""

import logging
from dataclasses import astuple
from pathlib import Path

import click

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("var/reader"),
    show_default=True,
    help="Where pairs and checkpoints stand.",
)
model_option = click.option(
    "--model",
    type=click.Path(path_type=Path),
    default=Path("var/reader/reader-int8.onnx"),
    show_default=True,
    help="The int8 file.",
)


@click.group()
def main() -> None:
    """The reader: from training text to the file that ships, in four commands."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")


@main.command()
@click.argument("texts", type=click.Path(exists=True, file_okay=False, path_type=Path))
@folder_option
def pairs(texts: Path, folder: Path) -> None:
    """Build the pairs from the folder TEXTS (service-public.jsonl.gz, piaf-v1.1.json.gz)."""
    from evals.reader.build import build
    from evals.reader.pairs import write_groups

    folder.mkdir(parents=True, exist_ok=True)
    groups = build(texts)
    write_groups(groups, folder / "pairs.jsonl")
    click.echo(f"{len(groups)} groups, {sum(len(g.pairs) for g in groups)} pairs")


@main.command()
@folder_option
@click.option("--seed", default=1, show_default=True)
@click.option("--share", default=1.0, show_default=True, help="Share of the groups that is read.")
def train(folder: Path, seed: int, share: float) -> None:
    """Train from the encoder that ships; an interrupted run goes on from its checkpoint."""
    from corpus.settings import settings
    from evals.reader.pairs import read_groups
    from evals.reader.train import train as run

    groups = read_groups(folder / "pairs.jsonl")
    run(groups, settings().cache, folder / f"seed-{seed}", seed, share)


@main.command()
@folder_option
@click.option("--seed", default=1, show_default=True)
@model_option
@click.option(
    "--cross-encoder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write a sentence-transformers CrossEncoder directory.",
)
def export(folder: Path, seed: int, model: Path, cross_encoder: Path | None) -> None:
    """Write the trained reader as the int8 file that ships."""
    from corpus.settings import settings
    from evals.reader.export import export as write
    from evals.reader.export import export_cross_encoder
    from evals.reader.train import trained

    cache = settings().cache
    reader = trained(cache, folder / f"seed-{seed}")
    if cross_encoder:
        export_cross_encoder(reader, cache, cross_encoder)
    write(reader, model)
    click.echo(f"{model}: {model.stat().st_size / 1e6:.1f} MB")


@main.command()
@folder_option
@model_option
def evaluate(folder: Path, model: Path) -> None:
    """Tell answers from near misses on the documents kept aside, beside simpler scores."""
    from assistant.reader.reading import Reader
    from corpus.encoder import open_encoder
    from corpus.settings import settings
    from evals.reader.evaluate import evaluate as rows
    from evals.reader.evaluate import scorers
    from evals.reader.pairs import read_groups

    chosen = settings()
    groups = read_groups(folder / "pairs.jsonl")
    scored = scorers(groups, Reader(chosen.cache, model), open_encoder(chosen))
    click.echo("source\tnear misses\tscore\tanswers\tnear misses\tarea\trefused at 5 %\tlow\thigh")
    for row in rows(groups, scored):
        click.echo("\t".join(map(str, astuple(row))))


if __name__ == "__main__":
    main()
