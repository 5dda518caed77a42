"""`python -m evals.encoder`: build the examples, adapt the encoder, export, evaluate."""

import logging
from dataclasses import asdict
from pathlib import Path

import click

from corpus import adapter

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("var/encoder"),
    show_default=True,
    help="Where the checkpoints stand.",
)
texts_argument = click.argument(
    "texts", type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@click.group()
def main() -> None:
    """The adapter: from training text to the file that ships."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")


@main.command()
@texts_argument
@folder_option
@click.option("--seed", default=1, show_default=True)
def train(texts: Path, folder: Path, seed: int) -> None:
    """Adapt the encoder on TEXTS (as for `evals.reader`); an interrupted run goes on."""
    from corpus.settings import settings
    from evals.encoder.examples import examples
    from evals.encoder.reworded import read_reworded
    from evals.encoder.train import train as run

    run(examples(texts), read_reworded(), settings().cache, folder, seed)


@main.command()
@folder_option
@click.option("--output", type=click.Path(path_type=Path), default=adapter.FILE)
def export(folder: Path, output: Path) -> None:
    """Write what was learnt; the encoder is unpacked anew with it at its next use."""
    from corpus.settings import settings
    from evals.encoder.export import export as write
    from evals.encoder.train import trained

    write(trained(settings().cache, folder), output)
    click.echo(f"{output}: {output.stat().st_size / 1e6:.1f} MB")


@main.command()
@texts_argument
@folder_option
@click.option("--base", is_flag=True, help="The encoder as its package has it.")
def evaluate(texts: Path, folder: Path, base: bool) -> None:
    """How often the right text comes first among those kept aside."""
    from corpus.settings import settings
    from evals.encoder.evaluate import evaluate as rows
    from evals.encoder.examples import examples
    from evals.encoder.reworded import read_reworded
    from evals.encoder.train import Encoder, trained

    cache = settings().cache
    encoder = Encoder(cache) if base else trained(cache, folder)
    for row in rows(encoder, examples(texts), read_reworded()):
        figure = asdict(row.share)
        click.echo("\t".join(map(str, (row.sort, row.measure, *figure.values()))))


if __name__ == "__main__":
    main()
