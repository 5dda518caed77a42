"""Where a text holds personal data, and how it reads without them."""

import re
from collections.abc import Iterator
from typing import Literal

from assistant.triage.names import names_in

Kind = Literal["courriel", "téléphone", "iban", "nir", "nom", "adresse"]
_MARKS: dict[Kind, str] = {
    "courriel": "[courriel]",
    "téléphone": "[téléphone]",
    "iban": "[IBAN]",
    "nir": "[numéro de sécurité sociale]",
    "nom": "[nom]",
    "adresse": "[adresse]",
}
# « prenom.nom@mairie », « prenom.nom(at)mairie.fr » too.
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|(?i: ?[(\[{] ?(?:at|arobase) ?[)\]}] ?| arobase ))[\w-]{1,63}"
    r"(?:\.[\w-]{1,63})*"
)
# Numbers kept for fiction are none that a telephone company gave: the form tells them.
_PHONE = re.compile(
    r"(?<![\d+])(?:(?:\+|00) ?33 ?(?:\(0\) ?)?|0)[1-9](?:[\s.\-–/]{0,2}\d\d){4}(?!\d)"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_NIR = re.compile(
    r"(?<!\d)[12][ .]?\d\d[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d\d|2[AB])[ .]?\d{3}[ .]?\d{3}"
    r"(?:[ .]?\d\d)?(?!\d)"
)
_WAY = r"rue|avenue|boulevard|bd\.?|impasse|chemin|all[ée]es?|faubourg|ruelle|venelle|sentier"
_OTHER_WAY = (
    r"av\.?|place|quai|route|cours|square|passage|esplanade|promenade|villa|voie|lieu[- ]dit|hameau"
    r"|lotissement|r[ée]sidence|mont[ée]e|traverse|rond-point|parvis"
)
_OF = r"(?:(?:de la |de l['’]|du |des |de |d['’]|la |le |les |l['’]|en |au |aux )*)"
_TOWN = r"(?:[ ,]*\n?[ ,–-]*\d{5} [A-ZÀ-Ý][\w'’ -]{1,40}?(?=[,.;:!?\n)]|$))?"
_NUMBER = r"(?<![\d,.])\d{1,4}(?: ?(?:bis|ter|quater|[A-D]))?,? "
_ADDRESS = re.compile(
    rf"{_NUMBER}(?:(?i:{_WAY}) {_OF}[^\s,;.?!()]+|(?i:{_OTHER_WAY}) {_OF}[A-ZÀ-Ý][^\s,;.?!()]+)"
    rf"(?:[ -][A-ZÀ-Ý][^\s,;.?!()]*| (?:de|du|des|la|le)(?= [A-ZÀ-Ý]))*{_TOWN}"
    # A way or a hamlet alone on a line is that of a signature.
    rf"|^(?i:{_WAY}|hameau|lotissement|lieu[- ]dit|résidence) {_OF}[A-ZÀ-Ý][^?!;:\n]{{1,60}}$",
    re.M,
)


def found(text: str) -> tuple[tuple[Kind, int, int], ...]:
    """The personal data of a text, in order: kind, start and end, without overlaps."""
    spans = sorted(set(_all(text)), key=lambda span: (span[1], -span[2]))
    kept: list[tuple[Kind, int, int]] = []
    for span in spans:
        if not kept or span[1] >= kept[-1][2]:
            kept.append(span)
    return tuple(kept)


def masked(text: str) -> str:
    """The text with a mark such as « [nom] » in place of each piece of personal data."""
    for kind, start, end in reversed(found(text)):
        text = f"{text[:start]}{_MARKS[kind]}{text[end:]}"
    return text


def _all(text: str) -> Iterator[tuple[Kind, int, int]]:
    from phonenumbers import PhoneNumberMatcher
    from stdnum import iban

    yield from (("courriel", *match.span()) for match in _MAIL.finditer(text))
    yield from (("adresse", *match.span()) for match in _ADDRESS.finditer(text))
    for match in _IBAN.finditer(text):
        if iban.is_valid(match[0]):
            yield ("iban", *match.span())
    for match in _NIR.finditer(text):
        yield ("nir", *match.span())
    yield from (("téléphone", *match.span()) for match in _PHONE.finditer(text))
    yield from (("téléphone", m.start, m.end) for m in PhoneNumberMatcher(text, "FR"))
    yield from (("nom", start, end) for start, end in names_in(text))
