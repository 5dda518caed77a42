"""In what order are several models asked? All is checked first; what stands is not paid twice."""

from collections.abc import Sequence
from pathlib import Path

from assistant.writer import open_writer
from corpus.settings import Settings
from evals.cases import Case
from evals.fingerprint import claim, fingerprint
from evals.folder import alone
from evals.kept import Kept, unchanged
from evals.systems.modes import Mode, Used, answering, parse_answer, settings_of, used


def ask_modes(
    modes: Sequence[Mode], cases: Sequence[Case], index: Path, settings: Settings, folder: Path
) -> dict[str, Used]:
    """What each mode's answers took, by its name; they are kept in NAME.jsonl, one a line.

    A missing key, a provider or an address that is none, and a file that holds the answers to
    something else, are said before any model is paid.
    """
    made = {}
    for mode in modes:
        own = settings_of(mode, settings)
        open_writer(own)
        made[mode.name] = fingerprint([case.told for case in cases], own, index)
    with alone(folder):
        for mode in modes:
            claim(folder, made[mode.name], f"{mode.name}.run.json", [f"{mode.name}.jsonl"])
        took = {}
        for mode in modes:
            kept = Kept(folder, unchanged(index, made[mode.name].generation))
            answer = answering(mode, index, settings)
            rows = kept.rows(mode.name, cases, answer, f"{mode.name}.jsonl", parse_answer)
            took[mode.name] = used(mode, rows)
    return took
