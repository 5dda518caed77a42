"""What a quoted mail says is told apart from what stands around it."""

import pytest

from assistant.triage.mail_quoted import quoted_in, quotes_another

OWN = "Bonjour,\n\nPeut-on louer la halle ?\n\nMerci\nLina Aubry\nService contentieux\n\n"
SAID = "Le club nous attaque au tribunal."
HEADER = "De : Paul Vermeil <p@oree.example>\nEnvoyé : lundi 4 mai 2026\nÀ : Lina Aubry\n"


@pytest.mark.parametrize(
    "quoted",
    [
        f"Le 3 mars 2026, Paul a écrit :\n> Bonjour,\n> {SAID}\n> Bien à vous,\n> Paul",
        f"Le 3 mars 2026, Paul Vermeil <p@oree.example>\na écrit :\n\n{SAID}",
        f"> {SAID}",
        f">> {SAID}",
        f"{HEADER}Objet : TR: le club\n\n{SAID}\nCordialement,\nPaul\nCellule contentieux",
        f"-------- Message transféré --------\n{HEADER}\n[EXTERNE] Attention\n{SAID}",
        f"{HEADER}Objet : RE: {SAID}\n\nÀ demain",
        f"Le 3 mai, A a écrit :\n> Non.\n> Le 2 mai, B a écrit :\n>> {SAID}",
        f"{HEADER}\nOui.\nCe message est confidentiel.\n{HEADER}\n{SAID}",
        f"{HEADER}\nBien à vous\nPaul\nPS : {SAID}",
        f"{HEADER}\nCordialement\nPaul\nJ'oubliais, ce qui est le principal : {SAID}",
    ],
)
def test_what_a_quoted_mail_says_is_found(quoted: str) -> None:
    said = quoted_in(OWN + quoted)
    assert SAID in said
    assert "contentieux" not in said
    assert "halle" not in said
    assert quotes_another(OWN + quoted)


@pytest.mark.parametrize("text", ["", "Peut-on louer ?", OWN, f"{OWN}Ce message est confidentiel"])
def test_a_mail_that_quotes_none_has_no_such_words(text: str) -> None:
    assert not quoted_in(text)
    assert not quotes_another(text)


def test_the_small_print_of_a_quoted_mail_says_nothing() -> None:
    small = "Ce message est confidentiel.\nSon usage expose à des poursuites pénales."
    assert "pénales" not in quoted_in(f"{OWN}{HEADER}\nOui.\n{small}")
