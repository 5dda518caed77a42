"""What made the answers of a run? Program, index, settings, day and questions."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from corpus.clock import today
from corpus.errors import AssistantError
from corpus.index import open_manifest
from corpus.manifest import dump_manifest
from corpus.settings import Settings
from evals.folder import write_whole
from evals.lines import read_bytes

FILE = "run.json"
ANSWERS = "answers.jsonl"
SEARCHES = "searches.jsonl"
PAIRS = "pairs.jsonl"
_ROOT = Path(__file__).parent.parent
# What answers a question; `evals` only scores, so that a new metric asks nothing again.
_ANSWERING = ("assistant", "corpus")
# What scores an answer: figures that other versions of it gave do not compare.
SCORING = (
    "assistant/asking/language.py",
    "assistant/claims.py",
    "assistant/english.py",
    "assistant/quantities.py",
    "assistant/quoting.py",
    "assistant/support.py",
    "corpus/lexical.py",
    "corpus/text.py",
    "evals/cases.py",
    "evals/metrics",
    "evals/said.py",
)
# Settings that change no answer, or are secret.
_LEFT_OUT = {
    "index", "cache", "chroma", "chroma_headers", "llm_api_key", "most_pages", "private_addresses"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Two runs with equal fingerprints ask the same questions of the same program.

    `code`, `index`, `questions` and `answers` are hashes: of the files that answer, of the
    manifest of the generation that is read, of the questions with those before them, and of the
    file of another system's answers, empty where the program itself is asked.
    """

    code: str
    index: str
    generation: str
    settings: dict[str, object]
    day: str
    questions: str
    answers: str = ""

    @property
    def short(self) -> str:
        """Eight letters that stand for all of it."""
        return _hash([json.dumps(asdict(self), sort_keys=True).encode()])[:8]


_FRENCH = {
    "code": "le programme",
    "index": "l'index",
    "generation": "l'index",
    "settings": "les réglages",
    "day": "le jour",
    "questions": "les questions",
    "answers": "le système évalué",
}


def fingerprint(
    asked: Iterable[object], settings: Settings, index: Path, answers: Path | None = None
) -> Fingerprint:
    """The fingerprint of a run on the current generation of an index; `asked` is all that is
    asked, with what is asked beside it, as values whose text tells them apart.
    """
    generation, manifest = open_manifest(index)
    chosen = settings.model_dump(mode="json", exclude=_LEFT_OUT)
    chosen["llm_base_url"] = _address(settings.llm_base_url)
    return Fingerprint(
        code=code_hash(_ANSWERING),
        index=_hash([dump_manifest(manifest)]),
        generation=generation,
        settings=chosen,
        day=today(settings.today).isoformat(),
        questions=_hash(repr(question).encode() for question in asked),
        answers=file_hash(answers) if answers else "",
    )


def file_hash(path: Path) -> str:
    """The hash of one file's bytes; AssistantError where it cannot be read."""
    return _hash([read_bytes(path)])


def code_hash(packages: Iterable[str]) -> str:
    """The hash of packages or files of this program, given as paths from its root."""
    files = sorted(
        path
        for package in packages
        for path in (_ROOT / package, *(_ROOT / package).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )
    return _hash(
        part
        for path in files
        for part in (path.relative_to(_ROOT).as_posix().encode(), path.read_bytes())
    )


def claim(
    folder: Path,
    made: Fingerprint,
    file: str = FILE,
    kept: Sequence[str] = (ANSWERS, SEARCHES, PAIRS),
) -> None:
    """Mark the `kept` files of a folder as those of this run, in `file`.

    AssistantError where they hold another one's answers.
    """
    try:
        held = json.loads((folder / file).read_bytes())
    except (OSError, ValueError):
        held = None
    held = held if isinstance(held, dict) else {}
    own = asdict(made)
    other = dict.fromkeys(
        _FRENCH[f.name] for f in fields(made) if held.get(f.name, "") != own[f.name]
    )
    if other and any((folder / name).exists() for name in kept):
        raise AssistantError(
            f"« {folder} » tient les réponses d'une autre évaluation (ce qui change : "
            f"{', '.join(other)}) : donnez un autre dossier avec --output."
        )
    write_whole(folder / file, json.dumps(own, ensure_ascii=False, indent=2) + "\n")


def _address(url: str) -> str:
    """An address without what may be secret in it: user, password and query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query="", fragment="").geturl()


def _hash(parts: Iterable[bytes]) -> str:
    made = sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()[:16]
