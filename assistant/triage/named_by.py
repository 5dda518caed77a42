"""Where the words around capitalised words say that these are a person's name."""

import re
from collections.abc import Iterator

from assistant.triage.name_words import (
    CAPITAL,
    NAME,
    is_first_name,
    listed,
    may_be_name,
    may_be_surname,
)
from corpus.text import fold

FUNCTION = (
    r"(?:(?:vice-)?pr[ée]sidente?|maire|adjointe?|DGS|DGA|DGAS|DST|DAF|DRH|DSI"
    r"|(?:directeur|directrice)(?: g[ée]n[ée]rale?)?(?: adjointe?)?(?: des services)?"
    r"|responsable|cheffe? de (?:projet|service|cabinet|p[ôo]le|file)|charg[ée]e? d(?:e |['’])\w+"
    r"|(?:conseill[eè]re?|conseiller)(?: (?:municipale?|communautaire|d[ée]partementale?"
    r"|r[ée]gionale?|d[ée]l[ée]gu[ée]e?))?|[ée]lue?|tr[ée]sori[eè]re?|secr[ée]taire"
    r"(?: de mairie| g[ée]n[ée]rale?)?|g[ée]rante?|coordinat(?:eur|rice)|animat(?:eur|rice)"
    r"|assistante?|agente?|juriste|avocate?|notaire|d[ée]put[ée]e?|s[ée]nat(?:eur|rice)|coll[èe]gue"
    r"|stagiaire|salari[ée]e?|b[ée]n[ée]vole|habitante?|administr[ée]e?|agricult(?:eur|rice)"
    r"|mara[iî]ch(?:er|[eè]re)|candidate?|(?:porteur|porteuse) de projet|propri[ée]taire|locataire"
    r"|fondat(?:eur|rice)|associ[ée]e|soci[ée]taire|m[ée]decin|architecte|urbaniste|technicien(?:ne)?"
    r"|interlocut(?:eur|rice)|r[ée]f[ée]rente?|pr[ée]f[èe]te?|instruct(?:eur|rice))"
)
_NOUN = r"(?:la |le |les |l['’])?[a-zà-ÿ-]{3,}"
# « la présidente de l'association, Maëlys Q. », « notre adjointe à la culture Ysaline T. »
_AFTER_FUNCTION = re.compile(
    rf"\b(?i:{FUNCTION})(?: (?:à|aux?|de|du|des|en|d['’]) ?(?P<of>{_NOUN}"
    rf"(?: (?:et|de|du|des|à|aux?|en) {_NOUN})?))?(?P<mark> ?[,:(–-])? ?(?<![^ (])(?P<name>{NAME})"
)
# « le maire Boulanger », « notre adjointe Le Goff ».
_ONE_AFTER_FUNCTION = re.compile(
    rf"\b(?i:{FUNCTION}) (?P<name>(?:L[ea] )?(?P<last>{CAPITAL}))(?![\w'’-]| [A-ZÀ-Ý])"
)
_BEFORE_FUNCTION = re.compile(
    rf"\b(?P<name>{NAME}) ?(?:[,(|/–—-]|\n) ?(?:(?i:notre|votre|le|la|les|une?) |l['’])?"
    rf"(?i:{FUNCTION})\b"
)
_BESIDE_MAIL = re.compile(rf"\b(?P<name>{NAME})(?: a écrit\b| ?[<(\[]{{1,2}}[\w.+-]+@)")
_LABEL = re.compile(
    r"^[>* ]*(?i:de|from|à|a|to|cci?|contacts?|référente?|signé|auteure?|demandeu(?:r|se)|suivi par"
    r"|interlocut(?:eur|rice)|affaire suivie par|dossier suivi par) ?: ?(?P<rest>.+)$",
    re.M,
)
_FORM = re.compile(
    rf"^[>* ]*(?i:nom|prénom|nom de famille|nom et prénom|prénom et nom|nom, prénom) ?: ?"
    rf"(?P<name>{CAPITAL}(?: {CAPITAL}){{0,3}}) *$",
    re.M,
)
_INITIAL = re.compile(
    r"(?:^|[(,:;] ?|\b(?:par|de|à|avec|et|pour|chez|que|est|ou) )"
    rf"(?P<name>(?!M\. )[A-Z]\.(?:-?[A-Z]\.)? ?(?P<last>{CAPITAL}))",
    re.M,
)
_GREETED = re.compile(
    rf"^[>* ]*(?i:bonjour|bonsoir|salut|hello|coucou|chère?) (?P<name>{CAPITAL}(?: {CAPITAL})?)"
    r"(?= ?[,!.:]| ?$)",
    re.M,
)
# What stands after the name of who signs: nothing, or a function.
SIGNED = (
    rf"\s*(?:[,|/(–—-]\s*(?i:{FUNCTION})"
    r"(?: (?:de|du|des|à|aux?|d['’]) ?[^.,;:?!\n]{1,60})?\)?)?\s*$"
)
_SIGNED_NAME = re.compile(rf"(?:(?:M\.|Mme|Dr|Me) )?(?P<name>{NAME}){SIGNED}")
# « DUPONT Jean ».
_CAPITALS_FIRST = re.compile(rf"\b(?P<name>[A-ZÀ-Ý][A-ZÀ-Ý'’-]+ (?P<first>{CAPITAL}))")


def is_signed_name(line: str) -> bool:
    """Whether a line is a person's name by itself, or with a function behind it."""
    found = _SIGNED_NAME.match(line)
    return found is not None and may_be_name(found["name"])


def named_by(text: str) -> Iterator[tuple[int, int]]:
    """The spans of names that a function, a label, a greeting or an initial tells."""
    yield from (match.span("name") for match in _FORM.finditer(text))
    for pattern in (_BEFORE_FUNCTION, _BESIDE_MAIL, _GREETED):
        yield from (m.span("name") for m in pattern.finditer(text) if may_be_name(m["name"]))
    for match in _INITIAL.finditer(text):
        if may_be_name(match["last"]):
            yield match.span("name")
    for match in _AFTER_FUNCTION.finditer(text):
        if may_be_name(match["name"]) and (match["mark"] or not _is_bodys(match["of"])):
            yield match.span("name")
    for match in _ONE_AFTER_FUNCTION.finditer(text):
        if may_be_surname(match["last"]):
            yield match.span("name")
    for match in _CAPITALS_FIRST.finditer(text):
        if is_first_name(match["first"]) and may_be_name(match["name"].split()[0]):
            yield match.span("name")
    yield from _labelled(text)


def _labelled(text: str) -> Iterator[tuple[int, int]]:
    """The names after « De : », « Contact : »."""
    for label in _LABEL.finditer(text):
        for match in re.finditer(NAME, label["rest"]):
            if may_be_name(match[0]):
                start = label.start("rest")
                yield start + match.start(), start + match.end()


def _is_bodys(of: str | None) -> bool:
    """Whether what somebody is the head of may have the name that follows."""
    return of is not None and bool({*fold(of).replace("'", " ").split()} & listed("bearers"))
