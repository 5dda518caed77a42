"""Whether this version has fallen below the recorded one, on a few questions of `tune`.

`python -m evals.smoke` says so, of answers and of the triage; `--record` writes the figures of
this version to smoke.json and smoke-triage.json.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import click

from corpus.console import command
from corpus.numbers import decimal
from corpus.settings import Settings
from evals.cases import SHIPPED, Case, OfSplit, read_cases
from evals.invariants import broken_promises
from evals.metrics import Figure, Scored, figures, score
from evals.said import said_of
from evals.wording import named

RECORDED = Path(__file__).with_name("smoke.json")
# Questions on the shipped digests, with the digests' own words as evidence.
OWN = SHIPPED.with_name("smoke.jsonl")
_SIZE = 12
T = TypeVar("T", bound=OfSplit)
# The day of the answers, so that none changes by itself.
TODAY = date(2026, 11, 27)
# What depends on the machine, and what is neither better nor worse.
_LEFT_OUT = ("milliseconds", "words")


@dataclass(frozen=True, slots=True)
class Smoke:
    """The figures of some cases by name; `sample` hashes their questions, labels and facts."""

    cases: int
    sample: str
    figures: dict[str, Figure]


def asked() -> list[Case]:
    """The questions on the digests, and some of those on RTES's pages."""
    return [*read_cases(OWN), *sample(read_cases(SHIPPED), _SIZE)]


def sample(cases: Sequence[T], size: int) -> list[T]:
    """Cases of `tune` that nobody picks: those whose ids have the smallest hashes."""
    tune = [case for case in cases if case.split == "tune"]
    return sorted(tune, key=lambda case: sha256(case.id.encode()).digest())[:size]


def answered(cases: Sequence[Case], index: Path, settings: Settings) -> list[Scored]:
    """The cases with what the assistant says to them on the fixed day, scored."""
    from assistant.answer import Assistant

    assistant = Assistant(index, settings.model_copy(update={"today": TODAY}))
    with assistant.reading() as opened:
        documents = opened.documents
    scored = []
    for case in cases:
        said = said_of(case.id, assistant.ask(case.question, list(case.history)))
        scored.append(Scored(case, said, score(case, said, documents)))
    return scored


def smoke(scored: Sequence[Scored]) -> Smoke:
    """What is recorded of scored cases."""
    told = {n: f for n, f in figures(scored).items() if not n.startswith(_LEFT_OUT)}
    cases = [(s.case.id, s.case.question, s.case.label, s.case.key_facts) for s in scored]
    return Smoke(len(scored), sha256(json.dumps(cases).encode()).hexdigest(), told)


def broken(scored: Sequence[Scored]) -> list[str]:
    """The answers that break a promise of the contract, and which."""
    return [f"{s.case.id} : {p}" for s in scored for p in broken_promises(s.said, s.scores)]


def fallen(now: Mapping[str, Figure], recorded: Mapping[str, Figure]) -> list[str]:
    """The figures that are worse than the recorded one's interval allows, or no longer told."""
    found = []
    for name, was in recorded.items():
        figure = now.get(name)
        if was.value is None or was.low is None or was.high is None:
            continue
        if figure is None or figure.value is None:
            found.append(f"{name} : n’est plus mesuré")
            continue
        value = decimal(figure.value, 3)
        if named(name).less and figure.value > was.high:
            found.append(f"{name} : {value}, au-dessus de {decimal(was.high, 3)}")
        elif not named(name).less and figure.value < was.low:
            found.append(f"{name} : {value}, au-dessous de {decimal(was.low, 3)}")
    return found


def read_recorded(path: Path = RECORDED) -> Smoke:
    """The recorded figures."""
    from pydantic import TypeAdapter

    return TypeAdapter(Smoke).validate_json(path.read_bytes())


@command()
@click.option("--record", is_flag=True, help="Write the figures of this version.")
def main(record: bool) -> int:
    """Compare this version with the recorded figures, on the shipped digests."""
    from corpus.settings import settings
    from evals.triage_cases import read_triage_cases
    from evals.triaged import smoke as triage
    from ingest.pipeline import ingest

    with tempfile.TemporaryDirectory() as folder:
        ingest([], Path(folder), settings())
        scored = answered(asked(), Path(folder), settings())
        rows = triage.triaged(triage.sample(read_triage_cases()), Path(folder), settings())
    problems = _compared(smoke(scored), broken(scored), RECORDED, record)
    problems += _compared(
        triage.smoke(rows), list(triage.given_away(rows)), triage.RECORDED, record
    )
    for line in problems or ["Rien n’est tombé au-dessous des chiffres retenus."]:
        click.echo(line)
    return int(bool(problems))


def _compared(made: Smoke, problems: list[str], recorded: Path, record: bool) -> list[str]:
    """The problems, with the figures that have fallen; what has none is recorded where asked."""
    if record and not problems:
        recorded.write_text(json.dumps(asdict(made), indent=1) + "\n", "utf-8")
    return problems + fallen(made.figures, read_recorded(recorded).figures)


if __name__ == "__main__":
    main()
