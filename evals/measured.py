"""The texts that figures are given on, which nothing that is learnt from may hold."""

import json

from corpus.text import fold
from evals.cases import SHIPPED, read_cases
from evals.triage.examples import ROWS


def measured_texts() -> set[str]:
    """Every case's question, and every row and pair of the triage, folded."""
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    texts = [row[key] for row in rows for key in ("question", "a", "b") if key in row]
    return {fold(text) for text in (*(case.question for case in read_cases(SHIPPED)), *texts)}
