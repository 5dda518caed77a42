"""The same document read again, elsewhere, in part or otherwise: one stays, and none is lost."""

import json
import os
from pathlib import Path

import pytest

from corpus.errors import AssistantError
from corpus.index import open_documents, open_manifest
from corpus.remove import remove
from corpus.settings import settings
from ingest.pipeline import Report, ingest
from ingest.sources import Sources
from tests.conftest import Run
from tests.stand_in import WordEncoder, use_word_encoder

TEXT = "La recyclerie de Valmont répare des vélos et les prête aux habitants pour une semaine."


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    use_word_encoder(monkeypatch)


def into(folder: Path, *sources: Path, prune: bool = False) -> Report:
    return ingest([str(path) for path in sources], folder / "index", settings(), prune=prune)


def held(folder: Path) -> dict[str, str]:
    _, manifest = open_manifest(folder / "index")
    return {d.title: d.text for d in open_documents(folder / "index", manifest).values()}


def page(path: Path, title: str, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {title}\n\n{text}\n", "utf-8")
    return path


def test_a_document_that_moved_belongs_to_where_it_was_read_last(tmp_path: Path) -> None:
    into(tmp_path, page(tmp_path / "old" / "x.md", "Recyclerie"), page(tmp_path / "y.md", "Autre"))
    (tmp_path / "new").mkdir()
    (tmp_path / "old" / "x.md").rename(tmp_path / "new" / "x.md")
    assert into(tmp_path, tmp_path / "new").unchanged == 1
    page(tmp_path / "old" / "z.md", "Ressourcerie", "Une tout autre page, sur le réemploi.")
    assert into(tmp_path, tmp_path / "old", prune=True).removed == 0
    (tmp_path / "new" / "x.md").unlink()
    page(tmp_path / "new" / "w.md", "Friperie", "Encore une page, sur les habits.")
    assert into(tmp_path, tmp_path / "new", prune=True).removed == 1


def test_two_files_of_one_text_are_one_document_at_every_run(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(f"Recyclerie\n\n{TEXT}", "utf-8")
    (folder / "b.txt").write_text(f"Prêt de vélos\n\n{TEXT}", "utf-8")
    before = [into(tmp_path, folder).documents for _ in range(3)]
    assert before == [1, 1, 1]


def test_a_declared_document_keeps_its_id_beside_a_page_of_the_same_title(tmp_path: Path) -> None:
    faq = tmp_path / "faq.jsonl"
    line = {"id": "q1", "question": "Qui prête des vélos ?", "answer": "La commune en prête."}
    faq.write_text(json.dumps(line), "utf-8")
    into(tmp_path, faq)
    into(tmp_path, page(tmp_path / "page.md", "Qui prête des vélos ?"))
    assert into(tmp_path, faq).unchanged == 1
    ids = {e.document_id for e in open_manifest(tmp_path / "index")[1].documents}
    assert len(ids) == 2
    assert "q1" in ids


def test_a_page_keeps_its_own_address_when_its_file_is_read_again(tmp_path: Path) -> None:
    def fiche(url: str) -> Path:
        line = {"id": "f", "title": "Vélos", "kit": "municipaless", "url": url, "text": TEXT}
        (tmp_path / "f.jsonl").write_text(json.dumps(line), "utf-8")
        return tmp_path / "f.jsonl"

    into(tmp_path, fiche("https://www.rtes.fr/velos"))
    assert into(tmp_path, fiche("")).unchanged == 1
    assert into(tmp_path, fiche("https://www.rtes.fr/kit-municipaless")).unchanged == 1
    documents = open_documents(tmp_path / "index", open_manifest(tmp_path / "index")[1])
    assert documents["f"].url == "https://www.rtes.fr/velos"


def test_a_lesser_form_takes_the_place_of_a_file_that_is_gone(tmp_path: Path) -> None:
    better = tmp_path / "folder" / "x.html"
    better.parent.mkdir()
    better.write_text(f"<html><body><h1>Recyclerie</h1><p>{TEXT}</p></body></html>", "utf-8")
    into(tmp_path, better)
    lesser = page(tmp_path / "folder" / "x.md", "Recyclerie", f"{TEXT} Le prêt est gratuit.")
    assert into(tmp_path, lesser).kept_over_forms == ("recyclerie",)
    better.unlink()
    assert into(tmp_path, lesser).updated == 1
    assert "gratuit" in held(tmp_path)["Recyclerie"]


def test_an_index_is_never_pruned_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "folder"
    into(tmp_path, page(folder / "x.md", "Recyclerie"))
    (folder / "x.md").unlink()
    with pytest.raises(AssistantError, match="ne peut pas rester vide"):
        remove(tmp_path / "index", ["recyclerie"], WordEncoder())
    monkeypatch.setattr(Sources, "pages", lambda _: iter(()))
    with pytest.raises(AssistantError, match="ne peut pas rester vide"):
        into(tmp_path, folder, prune=True)
    assert list(held(tmp_path)) == ["Recyclerie"]


def test_a_folder_that_cannot_be_opened_is_named_and_the_others_go_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    page(folder / "x.md", "Recyclerie")
    page(folder / "closed" / "y.md", "Autre")
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = into(tmp_path, folder)
    assert report.documents == 1
    assert [s.source for s in report.skipped] == [str(folder / "closed")]
    assert "droits" in report.skipped[0].reason


def faq(path: Path, *pairs: tuple[str, str, str]) -> Path:
    rows = ["id;question;réponse", *(";".join(pair) for pair in pairs)]
    path.write_text("\n".join(rows), "utf-8")
    return path


def test_a_report_names_all_sources_as_they_were_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "src"
    folder.mkdir()
    faq(folder / "a.csv", ("1", "Qui prête ?", "La ville."))
    faq(folder / "b.csv", ("1", "Qui paie ?", "Le club."))
    faq(folder / "c.csv", ("1", "", ""))
    monkeypatch.chdir(tmp_path)
    report = into(tmp_path, Path("src"))
    assert sorted(s.source for s in report.skipped) == ["src/b.csv", "src/c.csv"]
    assert "un autre texte de « src/a.csv » est déjà le document « 1 »" in "".join(
        s.reason for s in report.skipped
    )
    assert {e.source for e in open_manifest(tmp_path / "index")[1].documents} == {
        str(folder / "a.csv")
    }


def test_another_text_of_one_run_under_the_same_id_is_named(tmp_path: Path) -> None:
    first = faq(tmp_path / "faq.csv", ("1", "Qui prête ?", "La ville."), ("2", "Où ?", "Ici."))
    second = faq(tmp_path / "faq2.csv", ("1", "Qui paie ?", "Le club."), ("2", "Quand ?", "Ici."))
    for report in (into(tmp_path, first, second), into(tmp_path, first, second)):
        assert [s.source for s in report.skipped] == [str(second)] * 2
        assert all(str(first) in s.reason for s in report.skipped)
        assert ["« 1 »" in s.reason for s in report.skipped] == [True, False]
        assert held(tmp_path) == {"Qui prête ?": "La ville.", "Où ?": "Ici."}
    assert into(tmp_path, second).skipped == ()  # of an earlier run it is an update
    assert held(tmp_path) == {"Qui paie ?": "Le club.", "Quand ?": "Ici."}


def test_two_lines_of_one_id_keep_the_first_and_name_the_second(run: Run, tmp_path: Path) -> None:
    lines = [{"id": "velo", "title": "Vélos", "text": f"{TEXT} {n}."} for n in (1, 2, 1)]
    source = tmp_path / "velo.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    done = run("ingest", source, "--index", tmp_path / "index")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"Non lu : {source} : un autre texte de ce fich")
    assert held(tmp_path) == {"Vélos": f"{TEXT} 1."}


def test_two_pages_of_one_title_and_other_texts_are_named(tmp_path: Path) -> None:
    page(tmp_path / "folder" / "a.md", "Présentation")
    other = page(tmp_path / "folder" / "b.md", "Présentation", "Le budget de l'année.")
    (skipped,) = into(tmp_path, tmp_path / "folder").skipped
    assert skipped.source == str(other)
    assert held(tmp_path)["Présentation"].endswith(TEXT)
