"""`python -m evals.resolver`: train, export, evaluate."""

import logging
from collections import Counter
from functools import partial
from pathlib import Path
from statistics import mean

import click

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("var/resolver"),
    show_default=True,
    help="Where checkpoints stand.",
)
aside_option = click.option(
    "--aside", multiple=True, help="First digits of the ids of what a writer wrote, kept aside."
)


@click.group()
def main() -> None:
    """The resolver: from written turns and marked messages to the file that ships."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")


@main.command()
@folder_option
@aside_option
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    default=Path("var/resolver/resolver-int8.onnx"),
    show_default=True,
    help="The int8 file.",
)
def train(folder: Path, aside: tuple[str, ...], seed: int, model: Path) -> None:
    """Train from the encoder that ships and write the int8 file."""
    from corpus import weights
    from corpus.opened import open_tokenizer
    from corpus.settings import settings
    from evals.resolver.train import export
    from evals.resolver.train import train as run
    from evals.resolver.turns import encode, read_messages, read_turns

    cache = settings().cache
    tokenizer = open_tokenizer(weights.unpacked(cache))
    turns = [encode(tokenizer, one) for one in read_turns() if not one.id.startswith(aside)]
    marked = [encode(tokenizer, one) for one in read_messages() if not one.id.startswith(aside)]
    export(run([*turns, *marked], cache, folder / f"seed-{seed}", seed), model)
    size = model.stat().st_size / 1e6
    click.echo(f"{len(turns)} turns, {len(marked)} messages; {model}: {size:.1f} MB")


@main.command()
@aside_option
@click.option(
    "--model", type=click.Path(path_type=Path), help="The int8 file [default: the one that ships]."
)
def evaluate(aside: tuple[str, ...], model: Path | None) -> None:
    """Say how often the kind is told, how much of the topics is found and how messages are cut, of
    what is kept aside; of all turns and messages without --aside.
    """
    from assistant.asking.parts import cut
    from assistant.question import cut_by
    from assistant.resolver.resolving import SHIPPED, Resolver
    from corpus.settings import settings
    from evals.resolver.cutting import cutting
    from evals.resolver.turns import read_messages, read_turns

    resolver = Resolver(settings().cache, model or SHIPPED)
    told: Counter[tuple[str, str]] = Counter()
    overlaps = []
    for turn in read_turns():
        if aside and not turn.id.startswith(aside):
            continue
        found = resolver.read(turn.message, turn.history, turn.reply)
        told[turn.kind, found.kind] += 1
        if turn.kind == found.kind == "follows":
            overlaps.append(overlap(" ".join(turn.topic), found.topic))
    for (kind, read), count in sorted(told.items()):
        click.echo(f"{kind}\tread as {read}\t{count}")
    if overlaps:
        click.echo(f"words of the topic (F1)\t{mean(overlaps):.3f}")
    marked = [one for one in read_messages() if not aside or one.id.startswith(aside)]
    for name, way in (
        ("model", cutting(marked, partial(cut_by, resolver))),
        ("rules", cutting(marked, cut)),
    ):
        click.echo(
            f"by the {name}\t{way.alike} of {way.messages} messages cut as often as marked"
            f"\t{way.missing} of {way.places} places not cut\t{way.beyond} cuts too many"
        )


def overlap(topic: str, found: str) -> float:
    """F1 of the stems of two topics."""
    from corpus.lexical import stems

    wanted, given = set(stems(topic)), set(stems(found))
    return 2 * len(wanted & given) / max(1, len(wanted) + len(given))


if __name__ == "__main__":
    main()
