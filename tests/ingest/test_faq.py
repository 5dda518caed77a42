"""A FAQ becomes a document a pair, word by word; what is wrong in it is named with its line."""

import json

import pytest

from corpus.types import Document, heading_path
from ingest.read import SourceError, read_bytes

PAIR = {
    "id": "faq-7",
    "question": "Une commune peut-elle louer un local à une association ?",
    "answer": "Oui, par convention.\n\nElle fixe :\n- la durée ;\n- le loyer.",
    "theme": "foncier_tiers_lieux",
    "updated": "2026-01-15",
    "valid_until": "2026-12-31",
}
HEADER = "id;question;réponse\n"


def read(name: str, data: bytes | str) -> list[Document]:
    pages = read_bytes(name, data if isinstance(data, bytes) else data.encode())
    assert all(page.declared for page in pages)
    return [page.document for page in pages]


def jsonl(*pairs: object) -> bytes:
    return "\n".join(json.dumps(pair, ensure_ascii=False) for pair in pairs).encode()


def refusal(name: str, data: bytes | str) -> str:
    with pytest.raises(SourceError) as caught:
        read(name, data)
    reason = str(caught.value)
    assert not reason.endswith(".")
    assert reason[0].islower()
    return reason


def test_a_pair_is_a_document_whose_text_is_the_answer_and_title_the_question() -> None:
    (document,) = read("faq.jsonl", jsonl(PAIR))
    assert (document.document_id, document.source_kind) == ("faq-7", "faq")
    assert (document.title, document.text) == (PAIR["question"], PAIR["answer"])
    assert (document.updated, document.valid_until) == ("2026-01-15", "2026-12-31")
    (section,) = document.sections
    assert heading_path(section) == "foncier_tiers_lieux"
    assert document.text[section.start : section.end] == PAIR["answer"]


def test_a_jurists_answer_is_one_and_stands_under_its_question() -> None:
    (document,) = read("faq.jsonl", jsonl(PAIR | {"id": "jurist-4", "source_kind": "jurist"}))
    assert (document.document_id, document.source_kind) == ("jurist-4", "jurist")
    assert (document.updated, document.valid_until) == ("2026-01-15", "2026-12-31")
    assert heading_path(document.sections[0]) == document.title == PAIR["question"]
    (document,) = read("faq.jsonl", jsonl(PAIR | {"source_kind": "faq"}))
    assert document.source_kind == "faq"


@pytest.mark.parametrize("kind", ["fiche", "digest", "page", "avocat"])
def test_a_pair_cannot_say_that_it_is_a_page(kind: str) -> None:
    assert "source_kind" in refusal("faq.jsonl", jsonl(PAIR | {"source_kind": kind}))


@pytest.mark.parametrize("kind", ["jurist", "faq"])
def test_a_page_cannot_say_that_it_is_an_answer(kind: str) -> None:
    line = {"id": "a", "title": "T", "text": "Texte.", "source_kind": kind}
    assert "source_kind" in refusal("a.jsonl", jsonl(line))


def test_a_question_that_names_a_known_page_is_not_that_page() -> None:
    title = "Que dit « Modèles socio-économiques à l’épreuve du terrain » ?"
    (document,) = read("faq.jsonl", jsonl({"id": 3, "question": title, "answer": "Ceci."}))
    assert (document.document_id, document.kit, document.levels) == ("3", "", ())
    assert heading_path(document.sections[0]) == ""


def test_json_lines_with_a_title_are_documents_and_no_faq() -> None:
    line = {"id": "a", "title": "T", "question": "Q", "text": "Texte."}
    (document,) = read("a.jsonl", jsonl(line))
    assert (document.title, document.source_kind) == ("T", "page")


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_a_table_is_read_in_any_delimiter_and_encoding(mark: str, encoding: str) -> None:
    rows = [
        ["Réponse", "Valable jusqu’au", " QUESTION ", "N°", "Auteur", "mise_a_jour", "THEME"],
        [
            '"Oui ; l’élu, « signe » | ""vite"".\n\nPuis\tdélibère, à huit."',
            *("31/12/2026", "À quel âge ?", "1", "Moi", "2026-02", "Élus"),
        ],
        ["", "", "", "", "", "", ""],
        ["Non, même réglée.", "", "Où ?", "2", "", "", ""],
    ]
    text = "\r\n".join(mark.join(row) for row in rows)
    if mark == ",":
        text = text.replace("Non, même réglée.", '"Non, même réglée."')
    first, second = read("faq.csv", text.encode(encoding))
    assert first.text == 'Oui ; l’élu, « signe » | "vite".\n\nPuis délibère, à huit.'
    assert (first.document_id, first.title) == ("1", "À quel âge ?")
    assert (first.updated, first.valid_until) == ("2026-02", "2026-12-31")
    assert first.sections[0].path == ("Élus",)
    assert (second.document_id, second.text, second.valid_until) == ("2", "Non, même réglée.", "")


def test_each_date_that_is_none_is_named_as_it_was_written() -> None:
    header = HEADER.strip() + ";mise à jour;valable jusqu’au\n"
    said = refusal("faq.csv", header + "1;Q ?;R.;31/02/2026;fin 2026")
    assert "« mise à jour » (updated) est mal formé (« 31/02/2026 ») : écrivez la date JJ" in said
    assert "« valable jusqu'au » (valid_until) est mal formé (« fin 2026 ») : écrivez" in said
    said = refusal("faq.csv", header + "1;Q ?;R.;28/02/2026;31/02/2026")
    assert "« mise à jour »" not in said
    assert "« valable jusqu'au » (valid_until) est mal formé (« 31/02/2026 »)" in said
    (document,) = read("faq.csv", header + "1;Q ?;R.;2026-02;")
    assert document.updated == "2026-02"


def test_excels_own_first_line_is_no_row() -> None:
    (document,) = read("faq.csv", "\ufeffsep=;\r\n" + HEADER + "1;Q ?;R.\r\n")
    assert (document.title, document.text) == ("Q ?", "R.")
    assert "ligne 3" in refusal("faq.csv", "sep=;\n" + HEADER + "1;Q ?;\n")


def test_invisible_characters_are_left_out() -> None:
    (document,) = read("faq.csv", HEADER + "1;Q\u00adu\u200boi ?;\ufeffCo\u00adop.")
    assert (document.title, document.text) == ("Quoi ?", "Coop.")
    assert "réponse" in refusal("faq.csv", HEADER + "1;Quoi ?;\u200b")


@pytest.mark.parametrize(
    ("rows", "line", "word"),
    [
        ("id;question\n1;Q", 1, "« réponse » manque"),
        ("1;Q ?;R.\n", 1, "« id » manque"),
        ('"demande","retour"\n"Q ?","R."', 1, "« id » manque"),
        ("id;numéro;question;réponse\n1;1;Q;R", 1, "deux colonnes disent « id »"),
        (HEADER + "\n1;Q ?;R.\n2;;R.", 4, "question"),
        (HEADER + '1;Q ?;"R\n\nR"\n2;Q ?', 3, "réponse"),
        (HEADER + ";Q ?;R.", 2, "« id »"),
        (HEADER + "1;Q ?;R.\n1;Q ?;R.", 3, "déjà celui de la ligne 2"),
        (HEADER + '1;Q ?;R.\n2;Q ?;"R.\n3;Q ?;R.', 3, "guillemet"),
        (HEADER + '1;"Le "prêt" ?";R.', 2, "guillemet"),
        ('"id;question;réponse\n1;Q;R', 1, "guillemet"),
        (HEADER + f"1;Q ?;{'r' * 200_000}", 2, "131 072"),
        (HEADER + "1;Q ?;Oui ; mais non.", 2, "plus de cellules"),
        (HEADER.strip() + ";valid_until\n1;Q ?;R.;30/02/2026", 2, "JJ/MM/AAAA"),
        (HEADER.strip() + ";valid_until\n1;Q ?;R.;fin 2026", 2, "valable jusqu'au"),
        (HEADER.strip() + ";mise à jour\n1;Q ?;R.;31/12/26", 2, "mise à jour"),
    ],
)
def test_what_is_wrong_in_a_table_is_named_with_its_line(rows: str, line: int, word: str) -> None:
    reason = refusal("faq.csv", rows)
    assert f"ligne {line}" in reason.replace(f"de la ligne {line - 1}", "")
    assert word in reason


@pytest.mark.parametrize(
    ("second", "word"),
    [
        (b'{"id": "b", "question": "Q ?", "answer": "R."', "JSON"),
        (b'{"id": ' + b"1" * 5000 + b"}", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"3", "question avec sa"),
        (b'{"id": "b", "question": "Q ?", "answer": " "}', "« réponse » (answer)"),
        (b'{"id": "b", "question": "Q ?", "answer": null}', "« réponse » (answer)"),
        (b'{"id": "b", "question": "Q ?", "answer": "\\ud800"}', "« réponse » (answer)"),
        (jsonl(PAIR), "déjà celui de la ligne 1"),
        (jsonl(PAIR | {"id": "b", "valid_until": "2026-12"}), "JJ/MM/AAAA"),
        (jsonl(PAIR | {"id": "b", "valid_until": 20261231}), "JJ/MM/AAAA"),
    ],
)
def test_what_is_wrong_in_json_lines_is_named_with_its_line(second: bytes, word: str) -> None:
    reason = refusal("faq.jsonl", jsonl(PAIR) + b"\n" + second)
    assert "ligne 2" in reason
    assert word in reason


def test_a_table_without_a_pair_is_refused() -> None:
    assert "aucun document" in refusal("faq.csv", HEADER)
