"""What does the output folder of a run hold? Written whole, read back as it was."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from corpus import whole
from corpus.errors import AssistantError
from evals.explain import errors
from evals.invariants import broken_promises
from evals.judge.types import Judged
from evals.metrics import Figure, Scored

if TYPE_CHECKING:
    from pydantic import TypeAdapter

RESULTS = "results.jsonl"
SUMMARY = "summary.json"
REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class Result(Scored):
    """A scored case as it is read back; `judged` is what a judge says of the answer."""

    judged: Judged | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    questions: str


@dataclass(frozen=True, slots=True)
class _Judge:
    name: str
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What the report of another run reads of a summary."""

    system: str
    scoring: str
    run: _Asked
    figures: dict[str, Figure]
    judge: _Judge | None = None


def write_results(
    folder: Path,
    scored: Sequence[Scored],
    titles: Mapping[str, str],
    judged: Mapping[str, Judged],
) -> None:
    """Write one case a line: the case, what was said, its scores, what is wrong with it and, where
    there is one, what the judge says.
    """
    lines = (
        asdict(s)
        | {"broken_promises": broken_promises(s.said, s.scores), "errors": errors(s, titles)}
        | ({"judged": asdict(judged[s.case.id])} if s.case.id in judged else {})
        for s in scored
    )
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    write_whole(folder / RESULTS, text)


def write_summary(folder: Path, summary: Mapping[str, Any]) -> None:
    """Write the figures of a run."""
    write_whole(folder / SUMMARY, json.dumps(summary, ensure_ascii=False, indent=2) + "\n")


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file in one go, so that a killed run leaves the former one."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    with writing(path.parent):
        whole.write_whole(path, data)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say in one sentence that the folder cannot be written; around what writes it alone."""
    try:
        yield
    except OSError as error:
        raise AssistantError(
            f"« {folder} » ne peut pas être écrit : vérifiez les droits et la place libre, "
            "ou donnez un autre dossier avec --output."
        ) from error


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold an output folder, made where it is missing; one sentence where that fails."""
    lock = FileLock(folder / "write.lock", timeout=0)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise AssistantError(
                f"Une autre évaluation écrit dans « {folder} » : attendez sa fin ou donnez "
                "un autre dossier avec --output."
            ) from error
    try:
        yield
    finally:
        lock.release()


def read_results(folder: Path) -> list[Result]:
    """The scored cases of an output folder; AssistantError where it is none."""
    try:
        lines = (folder / RESULTS).read_bytes().splitlines()
        return [_adapter().validate_json(line) for line in lines]
    except (OSError, ValueError) as error:
        raise no_folder(folder) from error


def read_judge(folder: Path) -> tuple[str, str] | None:
    """Name and identity of the judge of an output folder; None where there was none."""
    judge = read_summary(folder).get("judge")
    try:
        return (judge["name"], judge["identity"]) if judge else None
    except (KeyError, TypeError) as error:
        raise no_folder(folder) from error


def read_summary(folder: Path) -> dict[str, Any]:
    """The summary of an output folder; AssistantError where it is none."""
    try:
        value = json.loads((folder / SUMMARY).read_bytes())
    except (OSError, ValueError) as error:
        raise no_folder(folder) from error
    if not isinstance(value, dict) or "figures" not in value:
        raise no_folder(folder)
    return value


def read_beside(folder: Path) -> dict[str, Any]:
    """The summary of a run to show beside another, with its folder's name.

    AssistantError where a part of it is missing.
    """
    from pydantic import TypeAdapter, ValidationError

    value = read_summary(folder)
    try:
        TypeAdapter(_Beside).validate_python(value)
    except ValidationError as error:
        raise no_folder(folder) from error
    return value | {"folder": folder.resolve().name}


def no_folder(folder: Path) -> AssistantError:
    """The error of a folder that holds no finished run."""
    return AssistantError(
        f"« {folder} » ne tient pas un passage terminé : donnez le dossier que "
        "« python -m evals run --output » a rempli."
    )


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Result]":
    from pydantic import TypeAdapter

    return TypeAdapter(Result)
