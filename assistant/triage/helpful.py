"""Which exact quotes may help the jurist with a question that is left to him."""

from collections.abc import Sequence

from assistant.citations import cite, verify
from assistant.types import Citation, Statement
from corpus.index import Index
from corpus.types import Hit

_MOST = 3


def for_jurist(index: Index, hits: Sequence[Hit]) -> tuple[Citation, ...]:
    """The best passages of different sections, best first, as verified exact quotes."""
    best: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda hit: -hit.score):
        best.setdefault(hit.section.section_id, hit)
    cited = []
    for number, hit in enumerate(list(best.values())[:_MOST], 1):
        text = hit.text
        start = hit.passage.start + len(text) - len(text.lstrip())
        cited.append(cite(number, hit, start, start + len(text.strip())))
    quoted = [Statement(one.quote, "other", (one.number,)) for one in cited]
    return verify(index, quoted, cited)[1]
