"""A small sample of `tune` keeps the contract's promises and the recorded figures."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.settings import settings
from evals import smoke
from evals.cases import SHIPPED, read_cases
from evals.metrics import Figure, Scored, score
from evals.triage_cases import read_triage_cases
from evals.triaged import smoke as triage

SAMPLE = smoke.sample(read_cases(SHIPPED))


@pytest.fixture(scope="module")
def scored(digests: Path) -> list[Scored]:
    return smoke.answered(SAMPLE, digests, settings())


def test_no_promise_of_the_contract_is_broken(scored: list[Scored]) -> None:
    assert smoke.broken(scored) == []


def test_no_headline_figure_has_fallen(scored: list[Scored]) -> None:
    recorded = smoke.read_recorded()
    now = smoke.smoke(scored)
    assert now.sample == recorded.sample, "run `python -m evals.smoke --record`"
    assert smoke.fallen(now.figures, recorded.figures) == []


def test_the_sample_is_of_tune_and_nobody_picks_it() -> None:
    assert {case.split for case in SAMPLE} == {"tune"}
    assert len(SAMPLE) == smoke.read_recorded().cases == 60
    assert smoke.sample(SAMPLE[::-1]) == SAMPLE
    assert {case.label for case in SAMPLE} >= {"answerable", "near_miss", "absent", "off_topic"}


def test_a_corrupted_quote_is_a_broken_promise(scored: list[Scored], digests: Path) -> None:
    from corpus.index import open_documents, open_manifest

    documents = open_documents(digests, open_manifest(digests)[1])
    one = next(s for s in scored if s.said.citations)
    first, *others = one.said.citations or ()
    said = replace(one.said, citations=(replace(first, quote=f"{first.quote} 47"), *others))
    corrupted = replace(one, said=said, scores=score(one.case, said, documents))
    assert smoke.broken([corrupted])


def test_the_triage_has_not_fallen_and_leaves_reserved_subjects_to_the_jurist(
    digests: Path,
) -> None:
    chosen = triage.sample(read_triage_cases())
    assert {row.split for row in chosen.rows} == {"tune"}
    assert any(row.never for row in chosen.rows)
    rows = triage.triaged(chosen, digests, settings())
    recorded = smoke.read_recorded(triage.RECORDED)
    now = triage.smoke(rows)
    assert now.sample == recorded.sample, "run `python -m evals.smoke --record`"
    assert smoke.fallen(now.figures, recorded.figures) == []
    assert list(triage.given_away(rows)) == []
    reserved = next(row for row in rows if row.case.never)
    answered = replace(reserved, scores=replace(reserved.scores, never_to_jurist=0.0))
    assert len(list(triage.given_away([answered]))) == 1


def test_only_a_fall_beyond_the_recorded_interval_fails() -> None:
    recorded = {
        "key_facts": Figure(0.8, 0.6, 0.9, 20),
        "refused_wrongly": Figure(0.1, 0.02, 0.3, 20),
        "noisy_same": Figure(None, None, None, 0),
    }

    def fallen(**values: float | None) -> int:
        now = {name: Figure(value, None, None, 20) for name, value in values.items()}
        return len(smoke.fallen(now, recorded))

    assert fallen(key_facts=0.61, refused_wrongly=0.29) == 0
    assert fallen(key_facts=0.95, refused_wrongly=0.0) == 0
    assert fallen(key_facts=0.59, refused_wrongly=0.29) == 1
    assert fallen(key_facts=0.61, refused_wrongly=0.31) == 1
    assert fallen(key_facts=None, refused_wrongly=0.29) == 1
    assert fallen(refused_wrongly=0.29) == 1
