"""How a reply leaves as a file: the question, the reply and its sources, as Markdown or .docx."""

import re
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from assistant.records.types import AskerReply, QueueRow
from assistant.types import Citation
from assistant.wording import INTRODUCTION, JURIST, cited_name, french_date
from corpus.clock import in_paris
from corpus.errors import AssistantError
from corpus.text import BULLET
from corpus.types import NOTICES

_REJECTED = "Question non retenue par le juriste"
# What Markdown would take for its own signs.
_SIGNS = re.compile(r"([\\`*_\[\]<>&#|~^$])")
_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.M)
_ITEM = re.compile(rf"^{BULLET}", re.M)


def letter(row: QueueRow | AskerReply) -> str:
    """The reply as Markdown; AssistantError where there is none yet."""
    if not row.reply or row.replied_at is None:
        raise AssistantError(
            "Cette question n'a pas encore de réponse : validez-en une avant de l'enregistrer."
        )
    citations = row.reply_citations if isinstance(row, QueueRow) else row.citations
    is_rejected = row.state == "rejetee"
    parts = [
        f"# {_REJECTED if is_rejected else JURIST}, {_day(row.replied_at)}",
        "## Question",
        _plain(row.question),
        "## Raison" if is_rejected else "## Réponse",
        _plain(row.reply),
    ]
    if citations:
        parts += ["## Sources", *_sources(citations)]
    return "\n\n".join(parts) + "\n"


def letter_docx(row: QueueRow | AskerReply) -> bytes:
    """The reply as a .docx file; AssistantError where there is none yet, or no room."""
    import pypandoc

    text = letter(row)
    try:
        with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
            file = Path(folder, "reponse.docx")
            pypandoc.convert_text(
                text, "docx", "commonmark", outputfile=str(file), extra_args=["--sandbox"]
            )
            return file.read_bytes()
    except (OSError, RuntimeError) as error:
        raise AssistantError(
            "La réponse n'a pas pu être mise en fichier : réessayez, ou vérifiez la place libre."
        ) from error


def _sources(citations: Sequence[Citation]) -> list[str]:
    """Each source with its place, its quote, its address and what must be said of it."""
    parts = []
    for citation in citations:
        page = f", p. {citation.page}" if citation.page else ""
        place = f"{cited_name(citation)}{page} › {citation.heading or INTRODUCTION}"
        parts.append(f"**\\[{citation.number}\\]** {_plain(place)}")
        if citation.source_kind in NOTICES:
            parts.append(f"{_plain(NOTICES[citation.source_kind])}.")
        parts.append("\n".join(f"> {line}" for line in _plain(citation.quote).split("\n")))
        if citation.url.startswith(("https://", "http://")):
            parts.append(_plain(citation.url))
    return parts


def _plain(text: str) -> str:
    """A text whose signs Markdown takes for themselves; its lines and list items stay."""
    escaped = _SIGNS.sub(r"\\\1", text.strip())
    lines = []
    for line in escaped.split("\n"):
        item = _ITEM.match(line)
        is_item = item is not None and not item[0].strip()[0].isdigit()
        words = _START.sub(_escaped_start, line[item.end() :] if item and is_item else line.strip())
        # A line that is no item is a paragraph of its own, as in the texts that are cited.
        lines += [f"- {words}"] if is_item else ["", words, ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _escaped_start(found: re.Match[str]) -> str:
    sign = found[2]
    return f"{found[1]}{sign[:-1]}\\{sign[-1]}"


def _day(moment: datetime) -> str:
    return french_date(in_paris(moment).date().isoformat())
