"""What decides rows in these tests: each question's last word names its decision.

`python -m tests.assistant.triage.standing_in IN OUT ASKED` triages slowly, and notes what it asks.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

from assistant.triage import batch
from assistant.triage.types import Duplicate, Theme, Triaged
from assistant.types import Answer, Citation, Reservation
from corpus.errors import AssistantError
from corpus.types import Level, SourceKind

QUOTE = Citation(
    number=1,
    document_id="municipaless-2026-11",
    source_kind="fiche",
    kit="municipaless",
    edition="2026",
    fiche=11,
    title="Garages solidaires",
    heading="Leviers › Prêter un local",
    section_id="municipaless-2026-11#1",
    passage_id="municipaless-2026-11:1",
    quote="La ville prête\nun local.",
    start=0,
    end=25,
    url="https://exemple.test/fiche-11",
    updated="2026-01-01",
)


def answer(question: str, kind: SourceKind) -> Answer:
    return Answer(
        question=question,
        understood_as=question,
        language="fr",
        mode="extractive",
        status="answered",
        text="- La ville prête un local. [1]",
        statements=(),
        citations=(replace(QUOTE, source_kind=kind),),
        closest=(),
        missing=(),
        warnings=(Reservation("outdated", "la fiche date de 2020."),),
        confidence=0.9,
        model="extractive",
        timings_ms={},
    )


class StandIn:
    """Decides at once, or after `pause` seconds; `asked` are the ids, in order."""

    def __init__(
        self, pause: float = 0, note: Path | None = None, kind: SourceKind = "fiche"
    ) -> None:
        self.asked: list[str] = []
        self._pause, self._note, self._kind = pause, note, kind

    def row(
        self, id: str, question: str, level: Level | None = None, theme: Theme | None = None
    ) -> Triaged:
        self.asked.append(id)
        if self._pause:
            time.sleep(self._pause)
        if self._note:
            with self._note.open("a") as file:
                file.write(f"{id}\n")
        if "refus" in question:
            raise AssistantError("La question est trop longue : raccourcissez-la.")
        quoting = answer(question, self._kind) if self._kind else None
        return Triaged(
            id=id,
            question=question,
            decision="reponse_fiche",
            theme=theme or "autre",
            level=level,
            confidence=0.75,
            reasons=("Les fiches y répondent.", "À relire."),
            answer=quoting,
            for_jurist=quoting.citations if quoting else (),
            duplicates=(Duplicate("faq-1", "=Déjà posée ?", 0.912),),
        )


if __name__ == "__main__":
    source, target, note = map(Path, sys.argv[1:])
    made = StandIn(0.05, note)
    batch.triage(source, target, "same", lambda: made, sys.stdout.write)
