"""A few questions of `tune` keep the contract's promises and the recorded figures."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.settings import settings
from evals import smoke
from evals.cases import SHIPPED, read_cases
from evals.lint import lint
from evals.metrics import Figure, Scored, score
from evals.metrics.triage import ScoredRow
from evals.triage_cases import read_triage_cases
from evals.triaged import smoke as triage

ASKED = smoke.asked()


@pytest.fixture(scope="module")
def scored(digests: Path) -> list[Scored]:
    return smoke.answered(ASKED, digests, settings())


@pytest.fixture(scope="module")
def rows(digests: Path) -> list[ScoredRow]:
    return triage.triaged(triage.sample(read_triage_cases()), digests, settings())


def test_no_promise_of_the_contract_is_broken(scored: list[Scored]) -> None:
    assert smoke.broken(scored) == []


def test_no_headline_figure_has_fallen(scored: list[Scored]) -> None:
    recorded = smoke.read_recorded()
    now = smoke.smoke(scored)
    assert now.sample == recorded.sample, "run `python -m evals.smoke --record`"
    assert smoke.fallen(now.figures, recorded.figures) == []


def test_what_is_asked_is_of_tune_and_nobody_picks_its_sample() -> None:
    assert {case.split for case in ASKED} == {"tune"}
    assert len({case.id for case in ASKED}) == len(ASKED) == smoke.read_recorded().cases
    shipped = read_cases(SHIPPED)
    assert ASKED[-12:] == smoke.sample(shipped, 12) == smoke.sample(shipped[::-1], 12)
    assert {case.label for case in ASKED} >= {"answerable", "near_miss", "absent", "off_topic"}


def test_the_evidence_of_the_own_questions_stands_in_the_digests(digests: Path) -> None:
    from corpus.index import open_documents, open_manifest

    own, shipped = read_cases(smoke.OWN), read_cases(SHIPPED)
    assert lint(own, open_documents(digests, open_manifest(digests)[1])) == []
    # Of the pages of `tune` alone, and no question twice.
    assert {case.page for case in own} <= {case.page for case in shipped if case.split == "tune"}
    assert not {case.question for case in own} & {case.question for case in shipped}


def test_the_card_tells_how_many_own_questions_there_are() -> None:
    labels = Counter(case.label for case in read_cases(smoke.OWN))
    told = (
        f"{labels['answerable']} answerable, {labels['near_miss'] + labels['absent']} near misses "
        f"and absent, {labels['off_topic']} off topic"
    )
    assert told in (SHIPPED.parent / "README.md").read_text("utf-8")


def test_a_corrupted_quote_is_a_broken_promise(scored: list[Scored], digests: Path) -> None:
    from corpus.index import open_documents, open_manifest

    documents = open_documents(digests, open_manifest(digests)[1])
    one = next(s for s in scored if s.said.citations)
    first, *others = one.said.citations or ()
    said = replace(one.said, citations=(replace(first, quote=f"{first.quote} 47"), *others))
    corrupted = replace(one, said=said, scores=score(one.case, said, documents))
    assert smoke.broken([corrupted])


def test_the_triage_has_not_fallen_and_leaves_reserved_subjects_to_the_jurist(
    rows: list[ScoredRow],
) -> None:
    assert {row.case.split for row in rows} == {"tune"}
    assert any(row.case.never for row in rows)
    recorded = smoke.read_recorded(triage.RECORDED)
    now = triage.smoke(rows)
    assert now.sample == recorded.sample, "run `python -m evals.smoke --record`"
    assert smoke.fallen(now.figures, recorded.figures) == []
    assert list(triage.given_away(rows)) == []
    reserved = next(row for row in rows if row.case.never)
    answered = replace(reserved, scores=replace(reserved.scores, never_to_jurist=0.0))
    assert len(list(triage.given_away([answered]))) == 1


def test_the_command_compares_both_with_what_is_recorded(
    scored: list[Scored], rows: list[ScoredRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pipeline.ingest", lambda *_: None)
    monkeypatch.setattr(smoke, "answered", lambda *_: scored)
    monkeypatch.setattr(triage, "triaged", lambda *_: rows)
    good = CliRunner().invoke(smoke.main)
    assert (good.exit_code, good.stdout.count("\n")) == (0, 1), good.stdout
    reserved = next(row for row in rows if row.case.never)
    answered = replace(reserved, scores=replace(reserved.scores, never_to_jurist=0.0))
    changed = [answered if row is reserved else row for row in rows]
    monkeypatch.setattr(triage, "triaged", lambda *_: changed)
    bad = CliRunner().invoke(smoke.main)
    assert bad.exit_code == 1
    assert reserved.case.id in bad.stdout


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
