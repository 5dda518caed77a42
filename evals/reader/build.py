"""How the training pairs are built from a folder of texts."""

import random
from pathlib import Path

from evals.reader.constructions import encyclopedia, headings, kinds
from evals.reader.fiches import fiches
from evals.reader.pairs import Group
from evals.reader.texts import Neighbours, read_guides, read_paragraphs
from evals.reader.written import written


def build(folder: Path) -> list[Group]:
    """Every group, in a fixed order."""
    guides, paragraphs = read_guides(folder), read_paragraphs(folder)
    near = Neighbours([t for t, _ in paragraphs.values()])
    near_guides = Neighbours([text for texts in guides.values() for _, text in texts])
    groups = [
        *encyclopedia(paragraphs, near),
        *headings(guides, near_guides),
        *kinds(guides),
        *written(guides, paragraphs, near_guides, near),
        *fiches(),
    ]
    random.Random(1).shuffle(groups)
    return groups
