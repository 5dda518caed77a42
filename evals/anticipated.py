"""Check the anticipated questions and encode them: `python -m evals.anticipated --index KITS`."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.anticipated import (
    METRIC,
    SHIPPED,
    TEXTS,
    VECTORS,
    Anticipated,
    Recognised,
    anticipated,
    known_sentences,
    known_texts,
    most_alike,
    plain,
    recognised,
    text_digest,
)
from corpus.console import command, index_option
from corpus.eight_bits import from_bytes, to_bytes
from corpus.metric import WEIGHTS
from corpus.settings import EMBEDDED, Settings
from corpus.text import units
from corpus.types import Document, Section
from evals.measured import measured_texts
from evals.metric_learning import learn

if TYPE_CHECKING:
    from corpus.encoder import Encoder

# The encoder that ships, whatever the environment names.
SHIPPED_WITH = Settings(encoder=EMBEDDED, query_prompt="query: ", passage_prompt="passage: ")
# As many words of a fiche in a row are its wording, not ours.
_COPIED = 7


def problems(
    questions: Iterable[Anticipated], documents: Mapping[str, Document], asked: Iterable[str]
) -> Iterator[str]:
    """What is wrong with the questions, in French, beside the documents and questions `asked`.

    None is a case, row or pair of the evaluation, none stands twice, each names known sentences or
    sections, and none copies a page; digests are in words of the project's own.
    """
    named = frozenset[str]().union(*known_sentences().values())
    sections = known_texts()
    cases = {plain(text) for text in asked}
    pages = (d for d in documents.values() if d.source_kind != "digest")
    copied = {run for page in pages for run in _runs(page.text)}
    seen: set[str] = set()
    for one in questions:
        words = plain(one.question)
        for name in one.about:
            if name not in (sections if one.answered == "no" else named):
                yield f"« {one.question} » : « {name} » n’est pas dans {TEXTS}"
        if one.answered != "no" and not one.about:
            yield f"« {one.question} » : rien ne dit quelle phrase y répond"
        if words in cases:
            yield f"« {one.question} » : c’est aussi un cas d’évaluation"
        if words in seen:
            yield f"« {one.question} » : elle y est deux fois"
        if any(run in copied for run in _runs(one.question)):
            yield f"« {one.question} » : {_COPIED} mots de suite sont ceux d’une fiche"
        seen.add(words)


def unread(documents: Mapping[str, Document]) -> dict[str, str]:
    """The sections, by id, that are none that questions were written for, or not word for word:
    the first sentence of each that was not read.
    """
    found: dict[str, str] = {}
    for document in documents.values():
        for section in document.sections:
            text = recognised(document.text, section.start, section.end)
            known = {start for start, names in text.sentences if names}
            for start, end in units(document.text, section.start, section.end):
                if start not in known:
                    found.setdefault(section.section_id, document.text[start:end])
    return found


def read_again(
    texts: Mapping[str, Sequence[Sequence[str]]], document: Document, section: Section
) -> tuple[str, list[list[str]]]:
    """A section's name among the known texts, and its sentences with those that this text holds.

    It is the known section with which it shares most words, if it holds half of its sentences; one
    that stands in the place of a sentence that is gone takes its number, others are new. Another
    text has its own name, or where that is taken the next of its document.
    """
    text = most_alike(document.text, section.start, section.end)
    if not text.is_half:
        text = Recognised()
    own = chain([section.section_id], (f"{document.document_id}#{n}" for n in count(1)))
    name = text.section or next(one for one in own if one not in texts)
    sentences = [list(digests) for digests in texts.get(name, ())]
    numbers = {
        start: {int(one.removeprefix(f"{name}:")) for one in names}
        for start, names in text.sentences
    }
    held = frozenset[int]().union(*numbers.values())
    before = -1
    for start, end in units(document.text, section.start, section.end):
        if numbers.get(start):
            before = min(numbers[start])
            continue
        before += 1
        if before in held or before >= len(sentences):
            before = len(sentences)
            sentences.append([])
        sentences[before].append(text_digest(document.text[start:end]))
    return name, sentences


def _runs(text: str) -> Iterator[str]:
    words = plain(text).split()
    for start in range(len(words) - _COPIED + 1):
        yield " ".join(words[start : start + _COPIED])


def _add(documents: Mapping[str, Document], sections: Collection[str]) -> None:
    """Say that the questions were written, or read again, for the texts of these sections too."""
    texts = dict(known_texts())
    for document in documents.values():
        for section in document.sections:
            if section.section_id in sections:
                name, sentences = read_again(texts, document, section)
                texts[name] = sentences
    lines = ",\n".join(f'  "{name}": {json.dumps(texts[name])}' for name in texts)
    (SHIPPED / TEXTS).write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    known_texts.cache_clear()
    known_sentences.cache_clear()


def _print_sentences(documents: Mapping[str, Document], wanted: str) -> int:
    if wanted not in documents:
        click.echo(f"L’index ne contient pas « {wanted} ».", err=True)
        return 1
    document = documents[wanted]
    for section in document.sections:
        text = recognised(document.text, section.start, section.end)
        called = dict(text.sentences)
        for start, end in units(document.text, section.start, section.end):
            name = min(called.get(start, ()), default="?")
            click.echo(f"{name}\t{' '.join(document.text[start:end].split())}")
    return 0


def write_vectors(encoder: "Encoder") -> None:
    """Encode the questions that ship, in eight bits, which moves a cosine by 0.002 at most, and
    learn the space in which those that the same sentences answer stand together.
    """
    import numpy as np

    values, scale = to_bytes(encoder.queries([one.question for one in anticipated()]))
    vectors = from_bytes(values, scale)
    learnt = learn(vectors, anticipated())
    weights = {name: getattr(learnt, name).astype(np.float16) for name in WEIGHTS}
    # Placed as a new question is: by the weights that ship.
    metric = replace(learnt, **{name: one.astype(np.float32) for name, one in weights.items()})
    places, places_scale = to_bytes(metric.places(vectors))
    # Both at once, since their rows go together.
    np.savez(SHIPPED / VECTORS, values=values, scale=scale, encoder=encoder.name)
    np.savez(
        SHIPPED / METRIC,
        **weights,
        temperature=learnt.temperature,
        places=places,
        places_scale=places_scale,
    )


@command()
@index_option
@click.option("--add", is_flag=True, help="The questions were written for the unknown texts too.")
@click.option("--sentences", metavar="DOCUMENT", help="Print what its sentences are called.")
def main(index: Path | None, add: bool, sentences: str | None) -> int:
    """Check the anticipated questions against an index of their texts, and encode them anew."""
    from corpus.encoder import open_encoder
    from corpus.index import open_documents, open_manifest
    from corpus.settings import settings

    folder = index or settings().index
    documents = open_documents(folder, open_manifest(folder)[1])
    new = unread(documents)
    if add:
        _add(documents, new)
    else:
        for name, sentence in new.items():
            read = " ".join(sentence.split())
            click.echo(f"Section « {name} » : aucune question n’a été écrite pour « {read} ».")
    if sentences is not None:
        return _print_sentences(documents, sentences)
    found = list(problems(anticipated(), documents, measured_texts()))
    for problem in found:
        click.echo(problem, err=True)
    if found:
        return 1
    write_vectors(open_encoder(SHIPPED_WITH))
    counts = Counter(one.answered for one in anticipated())
    click.echo(
        f"{counts.total()} questions attendues : {counts['yes']} ont leur réponse, "
        f"{counts['partly']} en partie, {counts['no']} non."
    )
    return 0


if __name__ == "__main__":
    main()
