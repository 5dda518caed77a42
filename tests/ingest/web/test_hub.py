"""A hub's fiches and documents are found among its links; a page with a text of its own is none."""

import pytest

from ingest.web.addresses import is_under, parse, same_page, shown
from ingest.web.fetch import Fetched
from ingest.web.hub import canonical, listed

HUB = "https://www.rtes.fr/kit-municipaless"
MENU = "<nav><a href='/'>Accueil</a> <a href='/fiche-adhesion.pdf'>Fiche d'adhésion</a></nav>"
PROSE = "<p>" + "La commune soutient les associations de son territoire. " * 20


def fetched(html: str, address: str = HUB) -> Fetched:
    return Fetched(address, "page.html", f"<html><body>{MENU}{html}".encode(), moved=False)


def links(*addresses: str, text: str = "Lire") -> str:
    return "".join(f"<li><a href='{address}'>{text}</a>" for address in addresses)


def test_fiches_under_the_hubs_address_come_before_the_documents_it_offers() -> None:
    html = PROSE + links(
        "/media/synthese.pdf",
        "/kit-municipaless-fiche-2-b?utm_source=lettre",
        "https://rtes.fr/kit-municipaless-fiche-10-j#leviers",
        "kit-municipaless-fiche-2-b",
        "/kit-municipaless/fiche-3",
        "/media/modele.docx?v=2",
    )
    assert listed(fetched(html)) == [
        f"{HUB}-fiche-2-b",
        "https://rtes.fr/kit-municipaless-fiche-10-j",
        f"{HUB}/fiche-3",
        "https://www.rtes.fr/media/synthese.pdf",
        "https://www.rtes.fr/media/modele.docx?v=2",
    ]


def test_other_hosts_other_kits_and_what_is_no_page_are_left() -> None:
    html = links(
        "/kit-municipaless-fiche-1-a",
        "/kit-municipaless-fiche-2-b",
        "https://ailleurs.fr/kit-municipaless-fiche-3-c",
        "https://ailleurs.fr/guide.pdf",
        "/kit-municipaless-2020-fiche-3",
        "/kit-municipaless",
        "/kit-municipaless#haut",
        "/contact",
        "mailto:fiche@rtes.fr",
        "javascript:fiche()",
        "http://[fiche",
    )
    assert listed(fetched(html)) == [f"{HUB}-fiche-1-a", f"{HUB}-fiche-2-b"]


def test_links_called_fiches_make_a_list_only_where_they_are_most_of_the_page() -> None:
    named = links("/mobilite", text="Fiche 11 : la mobilité") + "<li><a href='/culture' "
    named += "title='Fiche n° 13'>La culture</a>" + links("/agenda", text="Agenda")
    wanted = ["https://www.rtes.fr/mobilite", "https://www.rtes.fr/culture"]
    named += links("/mobilite", text="")
    assert listed(fetched(named)) == wanted
    assert listed(fetched(PROSE + named)) == []


def test_a_list_of_documents_is_a_hub() -> None:
    found = listed(fetched(links("/a.pdf", "/b.odt", text="Un guide à télécharger")))
    assert found == ["https://www.rtes.fr/a.pdf", "https://www.rtes.fr/b.odt"]


def test_a_hubs_list_may_stand_in_a_menu() -> None:
    menu = links("/kit-municipaless-fiche-1-a", "/kit-municipaless-fiche-2-b")
    assert len(listed(fetched(f"<nav>{menu}</nav><main>{PROSE}</main>"))) == 2


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (PROSE, HUB),
        (PROSE + links("/kit-municipaless-fiche-1-a"), HUB),
        (PROSE + links("/ess/a", "/ess/b"), "https://www.rtes.fr/ess"),
        (links("/x-fiche-2", "/x-fiche-3", text="Fiche 2"), "https://www.rtes.fr/x-fiche-1-a"),
        (
            "<h1>Kit MunicipalESS | Fiche 8 : Commande publique</h1>"
            + links("/y-fiche-2", "/y-fiche-3", text="Fiche 2"),
            "https://www.rtes.fr/y",
        ),
    ],
)
def test_a_fiche_or_a_page_with_its_own_text_is_read_alone(html: str, address: str) -> None:
    assert listed(fetched(html, address)) == []


def test_a_document_lists_nothing() -> None:
    assert listed(Fetched(f"{HUB}.pdf", "kit.pdf", b"%PDF-1.7", moved=False)) == []


def test_a_pages_base_is_followed() -> None:
    html = "<base href='/kit-municipaless/'>" + PROSE + links("fiche-1", "fiche-2")
    assert listed(fetched(html)) == [f"{HUB}/fiche-1", f"{HUB}/fiche-2"]


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("/vraie-adresse", "https://www.rtes.fr/vraie-adresse"),
        ("https://rtes.fr/vraie", "https://rtes.fr/vraie"),
        ("https://ailleurs.fr/vraie", HUB),
        ("javascript:x", HUB),
        ("http://[", HUB),
    ],
)
def test_a_canonical_address_counts_on_the_same_host(link: str, wanted: str) -> None:
    assert canonical(fetched(f"<link rel='canonical' href='{link}'>")) == wanted


def test_addresses_have_one_form() -> None:
    assert str(parse(" HTTP://WWW.Rtes.fr:80/a/../é?id=3&utm_medium=x&fbclid=y#z ")) == (
        "http://www.rtes.fr/%C3%A9?id=3"
    )
    assert same_page("http://rtes.fr/a/", "https://www.rtes.fr/a#b")
    assert not same_page("https://rtes.fr/a?page=1", "https://rtes.fr/a?page=2")
    assert shown("https://moi:secret@rtes.fr/a@b") == "https://rtes.fr/a@b"


def test_nothing_lies_under_a_sites_root() -> None:
    assert not is_under("https://www.rtes.fr/", "https://www.rtes.fr/fiche-1")
    assert not is_under(HUB, "https://www.rtes.fr:8443/kit-municipaless-fiche-1")
