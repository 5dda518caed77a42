"""Passages hold whole sentences, stay in their section and within the budget, offsets exact."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text import units
from corpus.tokens import count_tokens
from corpus.types import Document
from ingest.build import Block, assemble
from ingest.split import split

WORDS = ["les", "élu.e.s", "soutiennent", "une", "épicerie,", "3", "lieux", "et", "l’art.", "5"]
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(
    lambda words: f"Ainsi {' '.join(words)}."
)
ITEM = SENTENCE.map(lambda text: f"• {text}")
BODY = st.lists(
    st.one_of(st.lists(SENTENCE, min_size=1, max_size=5).map(" ".join), ITEM), min_size=1
).map("\n".join)


def document(bodies: list[str]) -> Document:
    text, sections = assemble("d", [Block(1, f"Titre {n}", b) for n, b in enumerate(bodies)])
    return Document("d", "T", "", "", None, (), "", "", "page", text, sections)


@settings(max_examples=40, deadline=None)
@given(st.lists(BODY, min_size=1, max_size=4), st.integers(60, 120))
def test_passages_are_whole_sentences_of_one_section(bodies: list[str], tokens: int) -> None:
    made = document(bodies)
    sections = {s.section_id: s for s in made.sections}
    ends = {end for s in made.sections for _, end in units(made.text, s.start, s.end)}
    begins = {start for s in made.sections for start, _ in units(made.text, s.start, s.end)}
    joined = ""
    for passage in split(made, tokens):
        section = sections[passage.section_id]
        assert section.start <= passage.start < passage.end <= section.end
        assert passage.start in begins
        assert passage.end in ends
        text = made.text[passage.start : passage.end]
        joined += "".join(text.split())
        # A sentence of these fits the smallest budget, so no passage need exceed its own.
        assert count_tokens(text) <= tokens + 2
    assert joined == "".join("".join(bodies).split())


def test_a_sentence_longer_than_the_budget_is_cut_at_its_clauses() -> None:
    long = "Une clause assez longue, " * 60 + "et la fin."
    parts = list(split(document([long]), 60))
    assert len(parts) > 1
    assert all(count_tokens(long[: p.end - p.start]) <= 70 for p in parts)
