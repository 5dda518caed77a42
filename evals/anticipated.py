"""Check the anticipated questions and encode them: `python -m evals.anticipated --index KITS`."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from corpus.anticipated import (
    SHIPPED,
    TEXTS,
    Anticipated,
    anticipated,
    known_texts,
    plain,
    text_digest,
    write_vectors,
)
from corpus.console import command, index_option
from corpus.settings import EMBEDDED, Settings
from corpus.types import Document
from evals.cases import SHIPPED as CASES
from evals.cases import read_cases

# The encoder that ships, whatever the environment names.
SHIPPED_WITH = Settings(encoder=EMBEDDED, query_prompt="query: ", passage_prompt="passage: ")
# As many words of a fiche in a row are its wording, not ours.
_COPIED = 7


def problems(
    questions: Iterable[Anticipated], documents: Mapping[str, Document], asked: Iterable[str]
) -> Iterator[str]:
    """What is wrong with the questions, in French, beside the documents and questions `asked`.

    None is a case of the evaluation, none stands twice, each names known sections, and none copies
    a page; digests are in words of the project's own.
    """
    sections = set(known_texts().values())
    cases = {plain(text) for text in asked}
    pages = (d for d in documents.values() if d.source_kind != "digest")
    copied = {run for page in pages for run in _runs(page.text)}
    seen: set[str] = set()
    for one in questions:
        words = plain(one.question)
        for name in one.sections:
            if name not in sections:
                yield f"« {one.question} » : pas de section « {name} » dans {TEXTS}"
        if one.answered != "no" and not one.sections:
            yield f"« {one.question} » : rien ne dit quelle section y répond"
        if words in cases:
            yield f"« {one.question} » : c’est aussi un cas d’évaluation"
        if words in seen:
            yield f"« {one.question} » : elle y est deux fois"
        if any(run in copied for run in _runs(one.question)):
            yield f"« {one.question} » : {_COPIED} mots de suite sont ceux d’une fiche"
        seen.add(words)


def unread(documents: Mapping[str, Document]) -> dict[str, str]:
    """The digests of the sections for whose text no question was written, by section."""
    found = {
        section.section_id: text_digest(document.text[section.start : section.end])
        for document in documents.values()
        for section in document.sections
    }
    return {name: digest for name, digest in found.items() if digest not in known_texts()}


def _runs(text: str) -> Iterator[str]:
    words = plain(text).split()
    for start in range(len(words) - _COPIED + 1):
        yield " ".join(words[start : start + _COPIED])


def _add(read: Mapping[str, str]) -> None:
    """Say that the questions were written, or read again, for these texts too."""
    texts: dict[str, list[str]] = json.loads((SHIPPED / TEXTS).read_text(encoding="utf-8"))
    for section, digest in read.items():
        texts.setdefault(section, []).append(digest)
    lines = ",\n".join(f'  "{name}": {json.dumps(texts[name])}' for name in texts)
    (SHIPPED / TEXTS).write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    known_texts.cache_clear()


@command()
@index_option
@click.option("--add", is_flag=True, help="The questions were written for the unknown texts too.")
def main(index: Path | None, add: bool) -> int:
    """Check the anticipated questions against an index of their texts, and encode them anew."""
    from corpus.encoder import open_encoder
    from corpus.index import open_documents, open_manifest
    from corpus.settings import settings

    folder = index or settings().index
    documents = open_documents(folder, open_manifest(folder)[1])
    new = unread(documents)
    if add:
        _add(new)
    else:
        for name in new:
            click.echo(f"Section « {name} » : aucune question n’a été écrite pour ce texte.")
    asked = (case.question for case in read_cases(CASES))
    found = list(problems(anticipated(), documents, asked))
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
