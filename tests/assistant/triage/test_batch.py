"""A batch is written whole, goes on where it was stopped, and says what it could not ask."""

import csv
import json
import logging
import os
import subprocess
import sys
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from filelock import FileLock
from openpyxl import load_workbook

from assistant.triage import batch, name_words, never
from assistant.triage.answered import read_answered
from assistant.triage.cells import cells, header_of
from assistant.triage.columns import BrokenRow
from assistant.triage.part import Part
from assistant.triage.types import Answered, Duplicate, Triaged, triaged_json
from corpus.errors import AssistantError
from corpus.manifest import FORMAT, GENERATIONS, Entry, Manifest, point_to, write_manifest
from corpus.settings import Settings
from corpus.types import DIGEST_NOTICE, NOTICES
from tests.assistant.triage.standing_in import StandIn
from tests.conftest import ROOT, Run

FORMULAS = ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx", "＝1"]


def triaged(
    source: Path, target: Path, made: StandIn | None = None, mark: str = "m"
) -> batch.Summary:
    given = made or StandIn()
    return batch.triage(source, target, mark, lambda: given, lambda text: None)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def left_in(folder: Path) -> list[str]:
    """The files of a folder but the locks, which stay."""
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


def written(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def test_json_lines_are_the_contracts_rows_with_what_they_carry(tmp_path: Path) -> None:
    given = {"id": "007", "question": "Qui ?", "level": "epci", "ville": "Orée", "n": [1]}
    done = triaged(written(tmp_path / "q.jsonl", given), tmp_path / "a.jsonl")
    (row,) = lines(tmp_path / "a.jsonl")
    assert (row["id"], row["question"], row["level"]) == ("007", "Qui ?", "epci")
    assert row["columns"] == {"level": "epci", "ville": "Orée", "n": [1]}
    schema = json.loads((ROOT / "docs/schemas/triage_row.schema.json").read_text("utf-8"))
    jsonschema.validate(row, schema)
    assert (done.rows, done.decisions["reponse_fiche"], done.broken) == (1, 1, ())
    assert left_in(tmp_path) == ["a.jsonl", "q.jsonl"]


def test_a_csv_opens_in_french_excel_and_keeps_ids_and_dates_as_text(tmp_path: Path) -> None:
    source = tmp_path / "q.csv"
    source.write_text('N°,Question,Date,Draft\n007,"Qui,\nquoi ?",12/03/2026,à moi\n', "utf-8")
    triaged(source, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid;question;decision;theme;")
    (row,) = table(tmp_path / "a.csv")
    assert (row["id"], row["question"], row["Date"]) == ("007", "Qui,\nquoi ?", "12/03/2026")
    assert row["draft"].startswith("'- La ville prête un local. [1]")
    assert "À vérifier : la fiche date de 2020." in row["draft"]
    assert row["Draft"] == "à moi"
    fiche = "Kit MunicipalESS (2026), fiche 11 : Garages solidaires"
    assert row["sources"] == f"[1] {fiche} https://exemple.test/fiche-11"
    assert row["for_jurist"].startswith(f"{fiche} › Leviers › Prêter un local : « La ville prête")
    assert row["reasons"] == "Les fiches y répondent.\nÀ relire."
    assert row["duplicates"] == "faq-1 (0.91) : =Déjà posée ?"


def test_the_columns_of_a_table_come_back_in_their_order_with_every_cell(tmp_path: Path) -> None:
    source = tmp_path / "q.csv"
    source.write_text(
        "Type de collectivité;Question;Date\ncommune;Qui ?;1er mars\nVille;Quoi ?;2 mars\n", "utf-8"
    )
    triaged(source, tmp_path / "a.csv")
    rows = table(tmp_path / "a.csv")
    assert list(rows[0])[-2:] == ["Type de collectivité", "Date"]
    assert [row["Type de collectivité"] for row in rows] == ["commune", "Ville"]


def test_what_tells_a_lookalike_from_a_question_stands_beside_it() -> None:
    row = triaged_json(StandIn().row("1", "Qui ?"))
    one = asdict(Duplicate("faq-1", "Et pour une SCOP ?", 0.97, ("« SCIC » et « SCOP »",)))
    (cell,) = cells(row | {"duplicates": [one], "columns": {}}, header_of([]))[-1:]
    assert cell == "faq-1 (0.97 ; ce qui diffère : « SCIC » et « SCOP ») : Et pour une SCOP ?"


def test_a_column_of_the_name_of_one_of_ours_is_told_apart(tmp_path: Path) -> None:
    given = {"question": "Qui ?", "draft": "à moi", "draft (entrée)": "aussi"}
    triaged(written(tmp_path / "q.jsonl", given), tmp_path / "a.csv")
    (row,) = table(tmp_path / "a.csv")
    assert (row["draft (entrée)"], row["draft (entrée) (entrée)"]) == ("à moi", "aussi")


@pytest.mark.parametrize("form", [".csv", ".xlsx"])
def test_no_cell_and_no_header_becomes_a_formula(tmp_path: Path, form: str) -> None:
    given = [{"id": f, "question": f"{f} ?", f"{f} col": f} for f in FORMULAS]
    target = tmp_path / f"a{form}"
    triaged(written(tmp_path / "q.jsonl", *given), target)
    if form == ".csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝"))]
        assert {"'=1+1", "'=1+1 ?", "'=1+1 col", "'\tx", "'\rx", "'＝1"} <= set(cells)
        return
    sheet = load_workbook(target).active
    kinds = {cell.data_type for row in sheet for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    assert [cell.data_type for cell in sheet["A"]] == ["s"] * (len(FORMULAS) + 1)
    assert sheet["A2"].value == "=1+1"


def test_a_workbook_keeps_ids_as_text_and_drops_what_it_cannot_hold(tmp_path: Path) -> None:
    given = {"id": "007", "question": "Qui\x07 \ud800 ?", "long": "x" * 40_000, "err": "#N/A"}
    triaged(written(tmp_path / "q.jsonl", given), tmp_path / "a.xlsx")
    header, row = load_workbook(tmp_path / "a.xlsx").active.values
    cells = dict(zip(header, row, strict=True))
    assert (cells["id"], cells["question"], cells["err"]) == ("007", "Qui ? ?", "#N/A")
    assert (len(cells["long"]), cells["confidence"]) == (32_767, 0.75)


def test_the_output_of_one_form_is_read_back_from_another(tmp_path: Path) -> None:
    source = written(tmp_path / "q.jsonl", {"id": "007", "question": "Qui ?", "date": "2026-03"})
    triaged(source, tmp_path / "a.xlsx")
    triaged(tmp_path / "a.xlsx", tmp_path / "b.csv")
    (row,) = table(tmp_path / "b.csv")
    assert (row["id"], row["question"], row["date"]) == ("007", "Qui ?", "2026-03")


def test_a_digest_is_never_shown_as_the_fiches_own_words(tmp_path: Path) -> None:
    source = written(tmp_path / "q.jsonl", {"id": "1", "question": "Qui ?"})
    triaged(source, tmp_path / "a.csv", StandIn(kind="digest"))
    (row,) = table(tmp_path / "a.csv")
    assert all(DIGEST_NOTICE in row[name] for name in ("draft", "sources", "for_jurist"))
    triaged(source, tmp_path / "b.csv")
    assert DIGEST_NOTICE not in (tmp_path / "b.csv").read_text("utf-8")


def test_a_jurists_answer_is_named_by_its_date_with_one_notice() -> None:
    row = triaged_json(StandIn(kind="jurist").row("1", "Qui ?"))
    notice = NOTICES["jurist"]
    row["answer"]["text"] += f"\n\n{notice}."
    row["answer"]["warnings"] = [{"code": "jurist", "text": f"{notice}."}]
    names = header_of([])
    found = dict(zip(names, cells(row | {"columns": {}}, names), strict=True))
    assert str(found["draft"]).count(notice) == 1
    named = "Réponse du juriste, 1er janvier 2026"
    assert found["sources"] == f"[1] {named} https://exemple.test/fiche-11 ({notice})"
    assert str(found["for_jurist"]).startswith(f"{named} › Leviers › Prêter un local : « La")
    assert str(found["for_jurist"]).endswith(f"({notice})")


def test_broken_rows_are_named_and_the_others_go_through(tmp_path: Path) -> None:
    source = tmp_path / "q.csv"
    source.write_text("id;question\na;Qui ?\nb;\nc;refus\nd;Où ?\n", "utf-8")
    done = triaged(source, tmp_path / "a.jsonl")
    assert done.broken == (
        BrokenRow(
            3,
            "À la ligne 3 (n° b), la question manque : écrivez-la dans sa colonne ou retirez la "
            "ligne.",
        ),
        BrokenRow(4, "À la ligne 4 (n° c), la question est trop longue : raccourcissez-la."),
    )
    assert [row.get("id", row.get("line")) for row in lines(tmp_path / "a.jsonl")] == [
        *("a", 3, 4, "d")
    ]
    triaged(source, tmp_path / "a.csv")
    assert [row["id"] for row in table(tmp_path / "a.csv")] == ["a", "d"]


def test_a_killed_batch_asks_only_the_rest_when_it_runs_again(tmp_path: Path) -> None:
    source, target, note = tmp_path / "q.csv", tmp_path / "a.csv", tmp_path / "asked"
    source.write_text("id;question\n" + "".join(f"q{n};Qui ?\n" for n in range(40)), "utf-8")
    words = [sys.executable, "-m", "tests.assistant.triage.standing_in"]
    command = [*words, str(source), str(target), str(note)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as running:
        while not note.exists() or len(note.read_text().split()) < 5:
            time.sleep(0.01)
        running.kill()
    first = note.read_text().split()
    assert 5 <= len(first) < 40
    assert not target.exists()
    # A kill may cut the last line short.
    part = tmp_path / "a.csv.part.jsonl"
    part.write_bytes(part.read_bytes() + b'{"id": "q')

    made, said = StandIn(), []
    done = batch.triage(source, target, "same", lambda: made, said.append)
    # The row under way when it was killed is asked again.
    assert first[-1] in (made.asked[0], f"q{int(made.asked[0][1:]) - 1}")
    assert done.resumed == 40 - len(made.asked) > 0
    assert "Reprise" in said[0]
    assert [row["id"] for row in table(target)] == [f"q{n}" for n in range(40)]
    assert not part.exists()


def test_ids_that_several_rows_have_are_told_and_kept(tmp_path: Path) -> None:
    ids = ["a", "b", "a", "c", "b", "a"]
    source = written(tmp_path / "q.jsonl", *({"id": one, "question": "Qui ?"} for one in ids))
    said: list[str] = []
    batch.triage(source, tmp_path / "a.jsonl", "m", StandIn, said.append)
    assert [text.replace("\u00a0", " ") for text in said] == [
        "2 identifiants sont donnés à plusieurs lignes, gardées telles quelles : « a », « b »."
    ]
    assert [row["id"] for row in lines(tmp_path / "a.jsonl")] == ids


def test_a_batch_that_never_began_leaves_nothing(tmp_path: Path) -> None:
    source = written(tmp_path / "q.jsonl", {"question": "Qui ?"})

    def closed() -> StandIn:
        raise AssistantError("Il n'y a pas d'index : lancez « python -m ingest ».")

    with pytest.raises(AssistantError, match="pas d'index"):
        batch.triage(source, tmp_path / "a.csv", "m", closed, lambda text: None)
    assert left_in(tmp_path) == ["q.jsonl"]


def test_a_batch_of_other_sources_begins_anew_and_says_so(tmp_path: Path) -> None:
    source = written(tmp_path / "q.jsonl", *({"id": n, "question": "Qui ?"} for n in range(3)))
    part = tmp_path / "a.jsonl.part.jsonl"
    part.write_text('{"fingerprint": "old"}\n{"asked": "k", "row": {}}\n', "utf-8")
    made, said = StandIn(), []
    batch.triage(source, tmp_path / "a.jsonl", "new", lambda: made, said.append)
    assert (made.asked, len(said)) == (["0", "1", "2"], 1)
    assert "recommence" in said[0]


def stopped_at(last: str, given: StandIn) -> StandIn:
    """What decides until it is asked a row, where the program stops."""
    decide = given.row

    def row(id: str, *rest: Any) -> Triaged:
        if id == last:
            raise KeyboardInterrupt
        return decide(id, *rest)

    given.row = row  # type: ignore[method-assign]
    return given


def test_a_stopped_batch_corrected_asks_only_the_rows_that_changed(tmp_path: Path) -> None:
    source, target = tmp_path / "q.csv", tmp_path / "a.csv"
    source.write_text("id;question\na;Qui ?\nb;Où ?\nc;refus\nd;Quand ?\ne;Quoi ?\n", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        triaged(source, target, stopped_at("e", StandIn()))
    # One is added above, one has another question, one is mended, one has gone.
    source.write_text("id;question\nz;Un ?\na;Qui ?\nb;Par où ?\nc;Dit\ne;Quoi ?\n", "utf-8")
    made, said = StandIn(), list[str]()
    done = batch.triage(source, target, "m", lambda: made, said.append)
    assert made.asked == ["z", "b", "c", "e"]
    assert [(row["id"], row["question"]) for row in table(target)] == [
        *(("z", "Un ?"), ("a", "Qui ?"), ("b", "Par où ?"), ("c", "Dit"), ("e", "Quoi ?"))
    ]
    assert (done.rows, done.resumed, done.broken) == (5, 1, ())
    assert said == ["Reprise : 1 ligne sur 5 est déjà triée."]


@pytest.mark.parametrize("column", ["niveau", "thème", "ville"])
def test_a_row_is_asked_anew_where_any_of_its_cells_changed(tmp_path: Path, column: str) -> None:
    source, target = tmp_path / "q.csv", tmp_path / "a.csv"
    lines = [f"id;question;{column}", "a;Qui ?;epci", "b;Où ?;epci"]
    source.write_text("\n".join(lines), "utf-8")
    with pytest.raises(KeyboardInterrupt):
        triaged(source, target, stopped_at("b", StandIn()))
    source.write_text("\n".join(lines).replace("epci", "commune"), "utf-8")
    made = StandIn()
    triaged(source, target, made)
    assert made.asked == ["a", "b"]
    assert [row.get("ville", "commune") for row in table(target)] == ["commune"] * 2


def index_of(folder: Path, *documents: str) -> Path:
    """The part of an index that a fingerprint reads."""
    entries = tuple(Entry(name, "hash", "source") for name in documents)
    generation = folder / GENERATIONS / "000001"
    generation.mkdir(parents=True, exist_ok=True)
    write_manifest(generation, Manifest(FORMAT, "e", 300, entries, (), (), 0, 0))
    point_to(folder, "000001")
    return folder


def test_the_fingerprint_changes_with_all_that_an_answer_rests_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, other = index_of(tmp_path / "a", "a"), index_of(tmp_path / "b", "a", "b")
    chosen, known = Settings(), (Answered("1", "Qui ?", "Lui."),)
    marks = {
        batch.fingerprint(index, chosen),
        batch.fingerprint(other, chosen),
        batch.fingerprint(tmp_path, chosen),
        batch.fingerprint(index, chosen.model_copy(update={"reader": False})),
        batch.fingerprint(index, chosen, known),
    }
    same = index_of(tmp_path / "c", "a")
    assert batch.fingerprint(same, chosen) in marks
    for module in (never, name_words):
        edited = tmp_path / module.FILE.name
        edited.write_bytes(module.FILE.read_bytes() + b"\n")
        monkeypatch.setattr(module, "FILE", edited)
        marks.add(batch.fingerprint(index, chosen))
    assert len(marks) == 7


def test_what_would_overwrite_its_own_source_is_refused(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "q.jsonl"
    (tmp_path / "link.jsonl").symlink_to(source)
    source.write_text('{"question": "Qui ?"}', "utf-8")
    (tmp_path / "f.csv").write_text("id;question;réponse\n", "utf-8")
    triage = ("assistant", "triage", "--input", source, "--output")
    done = run(*triage, tmp_path / "link.jsonl")
    assert done.returncode == 2
    assert "--input et --output désignent le même fichier : donnez-en un autre (" in done.stderr
    done = run(*triage, tmp_path / "f.csv", "--answered", tmp_path / "f.csv")
    assert "--answered et --output désignent le même" in done.stderr


def test_an_output_of_no_known_form_is_refused(tmp_path: Path, run: Run) -> None:
    done = run("assistant", "triage", "--input", tmp_path / "q", "--output", tmp_path / "a.txt")
    assert done.returncode == 1
    assert ".csv, .xlsx ou .jsonl" in done.stderr


def test_a_level_that_is_none_is_told_among_the_reasons(tmp_path: Path) -> None:
    triaged(
        written(tmp_path / "q.jsonl", {"question": "Qui ?", "niveau": "canton"}),
        tmp_path / "a.jsonl",
    )
    (row,) = lines(tmp_path / "a.jsonl")
    assert row["reasons"] == [
        *("Les fiches y répondent.", "À relire."),
        "Le niveau « canton » n’est pas connu : il n’en est pas tenu compte.",
    ]
    assert (row["level"], row["columns"]) == (None, {"niveau": "canton"})


def test_two_batches_never_write_the_same_output(tmp_path: Path) -> None:
    source = written(tmp_path / "q.jsonl", {"question": "Qui ?"})

    def again() -> StandIn:
        with pytest.raises(AssistantError, match="Un autre tri"):
            triaged(source, tmp_path / "a.csv")
        return StandIn()

    batch.triage(source, tmp_path / "a.csv", "m", again, lambda text: None)


def test_a_triage_that_ends_leaves_the_next_one_its_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = FileLock(tmp_path / "a.csv.part.jsonl.lock", timeout=0)

    class Handed(FileLock):
        def release(self, force: bool = False) -> None:
            super().release(force)
            # Another triage waited for this very moment.
            other.acquire()

    with monkeypatch.context() as patched:
        patched.setattr("assistant.triage.part.FileLock", Handed)
        with Part(tmp_path / "a.csv", "m"):
            pass
    with pytest.raises(AssistantError, match="Un autre tri"):
        Part(tmp_path / "a.csv", "m")
    other.release(force=True)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    source = written(tmp_path / "q.jsonl", {"question": "Qui ?"})
    with pytest.raises(AssistantError, match="ne peut pas être écrit : vérifiez son dossier"):
        triaged(source, tmp_path / "none" / "a.csv")
    (tmp_path / "e.csv").write_text("id;question\n")
    with pytest.raises(AssistantError, match="aucune question : "):
        triaged(tmp_path / "e.csv", tmp_path / "a.csv")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx"])
def test_the_result_goes_where_a_link_leads_and_through_a_pipe(tmp_path: Path, suffix: str) -> None:
    source = written(tmp_path / "q.jsonl", {"id": "1", "question": "Qui ?"})
    plain, share = tmp_path / f"plain{suffix}", tmp_path / f"share{suffix}"
    link, pipe = tmp_path / f"link{suffix}", tmp_path / f"pipe{suffix}"
    link.symlink_to(share)
    os.mkfifo(pipe)
    triaged(source, plain)
    triaged(source, link)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        triaged(source, pipe)
        piped = read.result()
    assert link.is_symlink()
    assert pipe.is_fifo()
    if suffix == ".xlsx":
        (tmp_path / "piped.xlsx").write_bytes(piped)
        books = [load_workbook(f) for f in (plain, share, tmp_path / "piped.xlsx")]
        rows = [list(book.active.iter_rows(values_only=True)) for book in books]
        assert rows[0] == rows[1] == rows[2]
    else:
        assert plain.read_bytes() == share.read_bytes() == piped


def test_memory_stays_flat_over_ten_thousand_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ten thousand waits for the disk are not what is measured.
    monkeypatch.setattr("os.fsync", lambda file: None)
    source, made = tmp_path / "q.csv", StandIn(kind=None)
    with source.open("w", encoding="utf-8") as file:
        file.write("id;question\n")
        file.writelines(f"{n};{'Bonjour, ' * 100}\n" for n in range(10_000))
    tracemalloc.start()
    triaged(source, tmp_path / "a.csv", made)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(made.asked) == 10_000
    # The source is of 9 MB.
    assert most < 6_000_000


def test_no_log_line_carries_a_question(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "Mme Zéphirine Quatrebarbes refuse-t-elle"
    given = [{"id": n, "question": f"{secret} ?"} for n in range(3)]
    source = written(tmp_path / "q.jsonl", *given, {"id": "x", "question": f"{secret}, refus"})
    triaged(source, tmp_path / "a.xlsx")
    assert caplog.records
    assert "Quatrebarbes" not in caplog.text


FAQ = (
    "id;question;réponse;valable jusqu'au\n"
    "1;Qui ?;Lui.;\n2;Où ?;Là.;31/12/2025\n3;Quand ?;Ce jour.;01/01/2026\n"
)


def test_an_answer_that_no_longer_holds_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(FAQ, "cp1252")
    found = read_answered(tmp_path / "f.csv", date(2026, 1, 1))
    assert [one.id for one in found] == ["1", "3"]
    pair = {"id": "a", "question": "Qui ?", "answer": "Lui.", "theme": "culture"}
    (one,) = read_answered(written(tmp_path / "f.jsonl", pair), date(2026, 1, 1))
    assert (one.answer, one.theme) == ("Lui.", "culture")


def test_a_wrong_faq_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("id;question;réponse\n1;Qui ?;\n", "utf-8")
    with pytest.raises(AssistantError, match=r"« f\.csv », à la ligne 2, .* : .*\.$"):
        read_answered(tmp_path / "f.csv", date(2026, 1, 1))
