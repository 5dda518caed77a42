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
def train(folder: Path, aside: tuple[str, ...], seed: int) -> None:
    """Train from the encoder that ships and write the int8 files beside the checkpoints."""
    from assistant.resolver.resolving import MAX_REPLIED, MAX_TOKENS, REPLIED, SHIPPED
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
    for replied, name, most in (
        (False, SHIPPED.name, MAX_TOKENS),
        (True, REPLIED.name, MAX_REPLIED),
    ):
        network = run([*turns, *marked], cache, folder / f"seed-{seed}", seed, replied=replied)
        export(network, folder / name, most)
        click.echo(f"{folder / name}: {(folder / name).stat().st_size / 1e6:.1f} MB")


@main.command()
@aside_option
@click.option(
    "--models", type=click.Path(path_type=Path), help="Their folder [default: those that ship]."
)
def evaluate(aside: tuple[str, ...], models: Path | None) -> None:
    """Say how often the kind is told, how much of the topics is found and how messages are cut, of
    what is kept aside; of all turns and messages without --aside.
    """
    from assistant.asking.parts import cut
    from assistant.question import cut_by
    from assistant.resolver.resolving import REPLIED, SHIPPED, Resolver
    from corpus.settings import settings
    from evals.resolver.cutting import cutting
    from evals.resolver.turns import read_messages, read_turns

    folder = models or SHIPPED.parent
    resolver = Resolver(settings().cache, folder / SHIPPED.name, folder / REPLIED.name)
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


@main.command()
@click.option("--output", type=click.Path(path_type=Path), help="[default: the file that ships]")
def asides(output: Path | None) -> None:
    """Fit anew which sentences of a message are left out, from those labelled."""
    from assistant.resolver.asides import WEIGHTS
    from assistant.resolver.resolving import Resolver
    from corpus.settings import settings
    from evals.resolver.asides import fit, read_labelled

    fit(read_labelled(), Resolver(settings().cache), output or WEIGHTS)


def overlap(topic: str, found: str) -> float:
    """F1 of the stems of two topics."""
    from corpus.lexical import stems

    wanted, given = set(stems(topic)), set(stems(found))
    return 2 * len(wanted & given) / max(1, len(wanted) + len(given))


if __name__ == "__main__":
    main()
