"""A saved page becomes its article whole, in order, with none of the site around it."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pypandoc
import pytest

from corpus.types import Document
from ingest.pipeline import shipped_fiches
from ingest.read import SourceError
from ingest.read import markdown as markdown_file
from ingest.read.html import read

DIGESTS = sorted(shipped_fiches().glob("[!R]*.md"))
MENU = "<ul><li><a href='/a'>Accueil</a></li><li><a href='/b'>Adhérer au réseau</a></li></ul>"


def document(page: str) -> Document:
    (found,) = read("une-page.html", page.encode())
    return found.document


def text(body: str) -> str:
    return document(f"<title>T</title><body>{body}").text


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def share_kept(wanted: str, got: str) -> float:
    """The share of the wanted words that stand in a text, in their order."""
    a, b = words(wanted), words(got)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(a)


def markdown(file: Path) -> Document:
    (page,) = markdown_file.read(file.name, file.read_bytes())
    return page.document


def with_fiche_title(file: Path) -> str:
    """A digest's Markdown under the title of its page, front matter taken off."""
    made, body = markdown(file), file.read_text("utf-8").split("\n---\n", 1)[1]
    kit = f"Kit MunicipalESS | Fiche {made.fiche} : " if made.fiche else ""
    return f"# {kit}{made.title}\n{body}"


def surrounded(article: str) -> str:
    return (
        f"<title>X | RTES</title><body class='has-menu'><header>{MENU}</header>"
        f"<div class='breadcrumb'>Vous êtes ici</div><main>{article}</main>"
        f"<aside>Nos partenaires</aside><footer>{MENU} © RTES</footer>"
    )


def in_plain_divs(article: str) -> str:
    return (
        f"<div id='top'>{MENU}</div><div class='cookie-banner'>Nous posons des cookies.</div>"
        f"<div><div>{article}</div></div><div id='bottom'>{MENU}</div>"
    )


@pytest.mark.parametrize("around", [str, surrounded, in_plain_divs])
@pytest.mark.parametrize("file", DIGESTS, ids=lambda file: file.stem)
def test_a_digest_as_a_page_keeps_its_words_headings_and_identity(
    file: Path, around: Callable[[str], str]
) -> None:
    wanted = markdown(file)
    page = around(pypandoc.convert_text(with_fiche_title(file), "html", "markdown-smart"))
    made = document(page)
    assert share_kept(wanted.text, made.text) >= 0.98
    assert len(words(made.text)) <= len(words(wanted.text)) * 1.02
    assert [(s.heading, s.path) for s in made.sections] == [
        (s.heading, s.path) for s in wanted.sections
    ]
    assert (made.kit, made.edition, made.fiche) == (wanted.kit, wanted.edition, wanted.fiche)
    assert (made.document_id, made.title) == (wanted.document_id, wanted.title)


def test_lists_tables_and_links_have_one_form() -> None:
    assert text(
        "<p>Voir <a href='https://a.fr/g'>le guide</a>, <a href='https://www.a.fr/'>a.fr</a>, "
        "<a href='/ici'>ici</a>.</p><ul><li>un<ul><li>deux</li></ul></li><li>trois</ul>"
        "<ol start=3><li>x</li><li>y</li></ol>"
        "<table><tr><th>Seuil<th>Montant<tr><td>Travaux<td><p>40&nbsp;000 €</table>"
    ) == (
        "Voir le guide (https://a.fr/g), a.fr, ici.\n\n- un\n  - deux\n- trois\n\n3. x\n4. y\n\n"
        "Seuil | Montant\nTravaux | 40\u00a0000 €"
    )


def test_a_table_that_only_places_the_page_is_no_table() -> None:
    made = document("<table><tr><td>Menu<td><h1>Titre</h1><p>Un.<h2>A</h2><p>Deux.</table>")
    assert (made.title, made.text) == ("Titre", "Menu\n\nUn.\n\nA\n\nDeux.")


def test_lines_are_unwrapped_and_invisible_signs_go() -> None:
    assert text("<p>la terri&shy;toire\u200b\nqui <b>sou</b>tient<br>tout<br><br>Autre</p>") == (
        "la territoire qui soutient tout\n\nAutre"
    )


def test_a_notes_number_is_no_part_of_a_figure() -> None:
    assert text("<p>En 2014<sup>1</sup>, 3 m<sup>2</sup>, 1<sup>er</sup>.") == (
        "En 2014 (1), 3 m2, 1er."
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>caché</script>",
        "<style>caché</style>",
        "<!-- caché -->",
        "<?php caché ?>",
        "<p hidden>caché</p>",
        "<p style='color:red; display : none'>caché</p>",
        "<i aria-hidden='true'>caché</i>",
        "<template>caché</template>",
        "<noscript>caché</noscript>",
    ],
)
def test_what_is_not_seen_is_left_out(hidden: str) -> None:
    assert text(f"<p>Avant.</p>{hidden}Après.") == "Avant.\n\nAprès."


def test_a_resource_list_is_no_menu() -> None:
    links = "<ul><li><a href='/1'>Guide des achats</a><li><a href='/2'>Cahier</a></ul>"
    body = f"<h1>T</h1><p>{'Un texte assez long. ' * 9}</p><h2>Ressources pour aller plus loin</h2>"
    assert "Guide des achats" in document(in_plain_divs(body + links)).text


def test_an_inset_of_the_article_stays() -> None:
    made = document(surrounded("<h1>T</h1><p>Un.</p><aside>À retenir : deux.</aside>"))
    assert made.text == "Un.\n\nÀ retenir : deux."


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Mobilité durable | RTES</title>", "Mobilité durable"),
        ("<title>Mobilité - Réseau des collectivités</title>", "Mobilité"),
        ("<title>Aide-mémoire</title>", "Aide-mémoire"),
        ("<title>X | RTES</title><body><h1>Le vrai</h1>", "Le vrai"),
        ("<title>Deux | RTES</title><body><h1>RTES</h1><h1>Deux</h1>", "Deux"),
        ("<title>Kit MunicipalESS | Fiche 11 : ESS & mobilité durable</title>", "11"),
        ("<title>Kit MunicipalESS | Fiche 11 : ESS & mobilité durable | RTES</title>", "11"),
        ("", "une page"),
    ],
)
def test_the_title_is_without_the_sites_name(head: str, title: str) -> None:
    made = document(f"{head}<p>Texte.")
    if title == "11":
        assert (made.document_id, made.title) == ("municipaless-2026-11", "ESS & mobilité durable")
    else:
        assert made.title == title


@pytest.mark.parametrize(
    ("part", "updated"),
    [
        ("<meta property='article:modified_time' content='2026-02-03T10:00:00+01:00'>", "0203"),
        ("<meta name='date' content='2026-02-03'>", "0203"),
        ("<meta name='date' content='2026-02-31'>", ""),
        ('<script type="application/ld+json">{"dateModified": "2026-02-03"}</script>', "0203"),
        ("<p>Mis à jour le <time datetime='2026-02-03'>3 février</time></p>", "0203"),
        ("<p>Rendez-vous le <time datetime='2026-02-03'>3 février</time></p>", ""),
        ("<p>La loi du 3 février 2026</p>", ""),
    ],
)
def test_the_date_is_only_what_the_page_declares(part: str, updated: str) -> None:
    made = document(f"<title>T</title>{part}<p>Texte.")
    assert made.updated.replace("-", "") == (f"2026{updated}" if updated else "")


@pytest.mark.parametrize(
    ("address", "url"),
    [("https://www.rtes.fr/x", "https://www.rtes.fr/x"), ("javascript:x", ""), ("/x", "")],
)
def test_the_address_is_the_pages_own(address: str, url: str) -> None:
    page = f"<title>T</title><link rel='canonical' href='{address}'><p>Texte."
    assert document(page).url == url


def outcome(data: bytes) -> str:
    """The text of a page, or why it is refused."""
    try:
        return "".join(page.document.text for page in read("x.html", data))
    except SourceError as error:
        return f"refusé : {error}"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(b"<p>" + b"mot " * 22_000_000, "refusé : .* signes.*", id="a line of 88 MB"),
        pytest.param(b"<p>" + b"mot " * 2_400_000, "(mot ){2399999}mot", id="a line of 10 MB"),
        pytest.param(b"<div>" * 100_000 + b"texte", "refusé : .*imbriquée.*", id="deep"),
        pytest.param(b"<p>a" * 100_000, "a(\n\na)*", id="unclosed"),
        pytest.param(b"<b><i><p>x" * 20_000, "[x\n]+", id="badly nested"),
        pytest.param(b"<nav>m</nav><sup>1</sup>" * 9_999, "\\([1() ]+", id="many notes"),
        pytest.param(b"<h1>" + b"\xc2\xa0x" * 99_999 + b"</h1><p>a", "[^a]+a", id="a long title"),
        pytest.param(b"<html>", "refusé : .*pas de texte", id="no text"),
        pytest.param(b"<!-- x -->", "refusé : .*vide", id="a comment"),
        pytest.param(bytes(range(256)) * 50, "refusé : .*", id="binary"),
        pytest.param(b"<p>d\xe9j\xe0 l\xe0, \xe9t\xe9", "déjà là, été", id="latin"),
        pytest.param("<p>là\ud800".encode("utf-8", "surrogatepass"), ".+", id="a surrogate"),
        pytest.param(
            b'<!DOCTYPE html [<!ENTITY a "xx"><!ENTITY b "&a;&a;">]><p>&b;', "[^x]*", id="laughs"
        ),
    ],
)
def test_a_hostile_page_is_read_or_refused_in_one_phrase(data: bytes, found: str) -> None:
    assert re.fullmatch(found, outcome(data))


def test_images_written_into_the_page_do_not_count() -> None:
    image = "<img src='data:image/png;base64," + "A" * 11_000_000 + "'>"
    assert text(f"<p>Avant.</p>{image}<p>Après.") == "Avant.\n\nAprès."
