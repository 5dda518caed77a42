"""What must an answer hold: an amount, a date, an address; the year or setting asked about.

Where the question asks for it and no extract holds any, the extracts do not answer it,
however near they are.
"""

import re
from collections.abc import Collection, Iterable

from assistant.asking.phrases import flat
from assistant.types import AnswerKind
from corpus.lexical import stems
from corpus.text import fold

_NUMBER = (
    r"(?:\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|"
    r"quarante|cinquante|soixante|cent|mille|(?:diz|quinz|vingt|trent|cinquant|cent)aines?)\b)"
)
_MONTH = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"

_MUST_HOLD: dict[AnswerKind, str] = {
    "duration": rf"{_NUMBER}[^.;]{{0,12}}\b(?:ans?|mois|jours?|semaines?|annees?|heures?)\b",
    "amount": rf"{_NUMBER}\s*(?:(?:millions?|milliards?|k|m|md) ?)?(?:d')?(?:€|euros?\b)|gratuit",
    "share": r"\d\s*%|\d/\d|pour cent\b|\b(?:moitie|tiers|quart)\b|majorit",
    "count": _NUMBER,
    "date": rf"\b(?:1[6-9]|20)\d\d\b|\d(?:er)? (?:{_MONTH})\b|depuis (?:plus de )?\d+ ans",
    # A street, a town's postcode, a site, a mail address, a telephone number.
    "contact": r"\d(?: ?(?:bis|ter))?,? (?:rue|avenue|place|boulevard|quai|chemin|allee|impasse)\b"
    r"|(?<!\d)\d{5} [a-z]|\bwww\.|https?:|\w@\w|\b0\d(?:[ .]?\d\d){4}\b",
}
# « trois arguments chiffrés », « y a-t-il des chiffres », « le poids de l'ESS »; a figure: a share
# but « 100 % », an amount, a count, a large number; no year, law or département.
_FIGURES = re.compile(
    r"\bchiffres? a l'appui|\bquels chiffres\b"
    r"|\b(?:y a(?:[- ]t[- ]il)?|avez[- ]vous|(?:vous|tu) (?:avez|as)|donne[rz][- ]moi) des"
    r" chiffres\b"
    r"|\bpoids (?:economique )?(?:de l'(?:ess\b|economie sociale)|des (?:association|cooperative)s)"
    r"|\bce que represente(?:nt)? [^,;:.?]{3,40} (?:dans|en) "
    r"|\b(?:arguments?|elements?|faits?|exemples?|reperes?) chiffree?s?\b"
)
_FIGURE = re.compile(
    r"\b(?!100\b)\d+\s*%|\d\s*(?:€|euros?\b)|\d+(?:[ .,]\d+)* (?:millions?|milliards?)"
    r"|\b\d{1,3}(?:[ .]\d{3})+\b|\b\d+ (?:associations?|structures?|entreprises?|emplois?"
    r"|etablissements?|salarie\w*|benevoles?|membres?|communes?|villes?)\b"
)
# « l'expérience d'autres villes », « deux exemples de communes comparables », « ce qui fonctionne
# vraiment », « existe-t-il des communes rurales qui… », « des garages soutenus par des villes ».
_OTHERS = (
    r"(?:(?:autres |deux |trois |quelques )*(?:communes?|villes?|villages?|collectivites|metropoles"
    r"|agglo\w*|intercos?|intercommunalites|departements|regions|territoires|mairies)\b)"
)
# One of them: « une interco qui l'a fait ».
_ANOTHER = (
    r"(?:autre )?(?:commune|ville|village|collectivite|metropole|agglo\w*|interco\w*|departement"
    r"|region|territoire|mairie)"
)
_DONE = r"(?:deja )?(?:monte|cree|lance|mene|teste|transforme|organise|inscrit|soutenu|adopte)"
_DONE_SO = rf"(?:{_DONE}|fait)\b"
_DO_IT = rf"(?:(?:l'|en |y )?(?:ont|a) (?:deja )?{_DONE_SO}|l[ae]s? font\b)"
_EXPERIENCE = re.compile(
    rf"\bexperiences? (?:menees? )?(?:d'|de |des |dans |par )(?:l')?{_OTHERS}"
    r"|\bretours? d'experience"
    rf"|\bexemples? (?:concrets? |locaux |precis )?(?:d'une? |d'|de |des ){_OTHERS}"
    rf"|\bd'autres {_OTHERS} (?:\w+ )?(?:l')?(?:ont|y ont|en ont|font|s'y)\b"
    r"(?!-\w+ (?:le |un |)(?:droit|interet|pouvoir|besoin))"
    rf"|\b(?:(?:des|quelles|certaines|plusieurs|d'autres) {_OTHERS}|d'autres|certaine?s) {_DO_IT}"
    rf"|(?:^|[.?!:,] |\bet )qui (?:(?:l'|en |y )?(?:ont|a) deja|en (?:a|ont)) {_DONE_SO}"
    rf"|\b{_OTHERS} (?:\w+ )?ayant {_DONE}|\b{_OTHERS} (?:\w+ )?en ont\b"
    rf"|\b(?:existe|y a)[- ]t[- ]il (?:des |d'){_OTHERS}"
    rf"|\bune? {_ANOTHER} qui (?:en a\b(?! besoin| les? )"
    rf"|(?:l'|y )?a (?:\w+ )?(?:{_DONE}|fait)\b)"
    rf"|\b(?:soutenu|porte|aide|cree|gere|mene)e?s? par (?:des |d'){_OTHERS}"
    r"|\bfait (?:ses|leurs) preuves\b|\bont (?:\w+ )?fonctionne\b"
    r"|\bfonctionne(?:nt)? (?:le mieux|vraiment|bien)\b|\bquel\w* (?:[\w']+ ){1,4}fonctionnent\b"
)
_WORKS = re.compile(r"(?<!comment )\b(?:ca|cela) (?:marche|fonctionne)\b(?! comment)")
# Where examples may be asked for, each with the words that say that a text is about such a place.
_SETTINGS = (
    r"\brura(?:l|le|ux|les|lites?)\b|\b(?:a la|en) campagne\b|(?<!eco-)(?<!eco)\bvillages?\b"
    r"|\bbourgs?\b(?!-)|\bpeu denses?\b",
    r"\bmontagn\w*|\balp(?:in\w*|es)\b|\bpyrenee\w*|\bmassif (?:central|d)|\bjura\b|\bvosges\b",
    r"\blittora(?:l|le|ux)\b|\bcotiers?\b|\bcotieres?\b|\b(?:sur|dans) (?:une|des|les) iles?\b",
    r"\boutre[- ]?mer\b|\bultramarin\w*|\b(?:a|de) la reunion\b(?! (?:d|publi|avec))"
    r"|\bguadeloupe\b|\bmartinique\b|\bguyane\b"
    r"|\bmayotte\b",
    r"\bqpv\b|\bquartiers? (?:prioritaires?|populaires?)\b|\bpolitique de la ville\b",
)
# The kinds of place that a message may say it is about, each as it is told, then what a text says
# that speaks of it: « en milieu rural », « notre village », « on est 900 habitants ».
_RURAL = (
    r"(?:(?:en|dans une?|du) (?:milieu|zone|coin|territoire)s? rura\w+"
    r"|(?:communes?|villes?|territoires?|collectivites?|communautes? de communes|departements?)"
    r" (?:tres |plutot )?rura\w+|a la campagne|(?:petits? )?villages?\b(?! vacances))"
)
_SMALL = (
    r"petite?s? (?:communes?|villes?|mairies?|intercos?|intercommunalites?|collectivites?)\b"
    r"|(?<=est )(?:[1-4][ .]?\d{3}|\d{2,3}) hab(?:itant\w*)?\b"
    r"|(?:communes?|villes?|bourgs?) (?:de|d'environ|a|fait) (?:[1-4][ .]?\d{3}|\d{2,3}) hab\w*"
)
_DISTRICT = r"qpv\b|quartiers? (?:prioritaires?|populaires?)\b"
_KINDS_OF_PLACE = (
    (_RURAL, _SETTINGS[0]),
    (_SMALL, rf"\bpetite?s? (?:commune|ville)|{_SETTINGS[0]}"),
    (_DISTRICT, _SETTINGS[4]),
)
# « entre les deux, lequel… ? », « que choisir ? », « lesquels ne coûtent rien ? »
_CHOICE = re.compile(
    r"(?:^|[,;:.?!] |\b(?:et|mais|ou|alors|donc) )"
    r"(?:lequel|laquelle|lesquel(?:le)?s (?=n'|ne |(?!existent)\w+ent ))\b|\bentre les deux\b"
    r"|\bdes deux(?= ?[,?.]|$)|\bque choisir\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# « combien de salariés », « nombre d'emplois »; « 300 000 salariés », « 2,7 millions d'emplois ».
_COUNTED = re.compile(r"\b(?:combien|nombre) d(?:e |')(?P<thing>[\w-]+)")
_COUNT = rf"{_NUMBER}\s*(?:millions? |milliards? )?(?:d(?:e |'))?([a-z][\w-]*)"
# « quel article ? », « à quel article de loi »; one by its number.
_ARTICLE = re.compile(
    r"\b(?:a|de|dans|par|selon) quel article\b|\barticle ?\?"
    r"|\bquel article (?:de (?:la )?loi|du code|exact\w*|precis\w*|impos|prevoit|defini|oblige)"
)
_ARTICLES = re.compile(r"\bart(?:icles?|\.) ?(?:n° ?)?(?:(?:[lrd][-.]? ?)?\d|premier)")
# « un modèle de délibération », « des conventions types », « avez-vous un modèle ? »
_FORM = (
    r"(?:deliberation|convention|questionnaire|charte|contrat(?! a impact)|bail|courrier|lettre"
    r"|reglement|arrete|statut|avenant|formulaire|cahiers? des charges|appels? a projets|tableau"
    r"|grille)"
)
_MODEL = r"(?:modele|trame|gabarit|exemplaire)"
_TYPE = rf"\b{_FORM}s?(?:-| )types?\b(?= ?(?:[?,.;]|(?:pour|de|a|au|entre|avec)\b|$))"
_TEMPLATE = re.compile(
    rf"\b{_MODEL}s? (?:de |d'){_FORM}|{_TYPE}"
    rf"|\b(?:(?:avez|auriez)[- ]vous|existe[- ]t[- ]il) (?:une? |des ){_MODEL}s? ?\?"
)
_TEMPLATES = re.compile(
    rf"\b(?:{_MODEL}|exemple)s? (?:de |d'){_FORM}|{_TYPE}"
    rf"|\b{_MODEL}s? (?:(?:est|sont) )?(?:joint|figure|propose|disponible|telechargeable)"
)


def lacking(kind: AnswerKind, texts: Iterable[str]) -> bool:
    """Whether an answer of this kind must hold an expression that none of the texts holds."""
    holds = _MUST_HOLD.get(kind)
    return holds is not None and not re.search(holds, fold("\n".join(texts)))


def counts(asked: str, named: Collection[str], text: str) -> bool:
    """Whether a text gives the number that is asked for right before what is counted, and has at
    least half of the other stems that are `named` with it.
    """
    match = _COUNTED.search(fold(asked))
    counted = set(stems(match["thing"])) if match else set[str]()
    about = set(named) - counted
    held = about & set(stems(text))
    if not held or len(held) < len(about - held):
        return False
    return any(counted & set(stems(one)) for one in re.findall(_COUNT, fold(text)))


def lacks_figures(asked: str, texts: Iterable[str]) -> bool:
    """Whether a question asks for figures, beside all else, and no text holds any."""
    return bool(_FIGURES.search(fold(asked))) and not _FIGURE.search(fold("\n".join(texts)))


def lacks_article(asked: str, texts: Iterable[str]) -> bool:
    """Whether a question asks for an article of a law, and no text holds any by its number."""
    return bool(_ARTICLE.search(fold(asked))) and not _ARTICLES.search(fold("\n".join(texts)))


def asks_for_experience(asked: str) -> bool:
    """Whether what others have done is asked for, beside all else, or whether it works somewhere:
    « et en zone rurale, ça marche ? ».
    """
    asked = fold(asked)
    works = _WORKS.search(asked) and any(re.search(setting, asked) for setting in _SETTINGS)
    return bool(_EXPERIENCE.search(asked) or works)


def of_another_setting(asked: str, texts: Iterable[str]) -> bool:
    """Whether a setting (rural, mountains…) is named that no text speaks of."""
    asked, said = fold(asked), fold("\n".join(texts))
    return any(re.search(s, asked) and not re.search(s, said) for s in _SETTINGS)


def unspoken_kind_of_place(asked: str, texts: Iterable[str]) -> str:
    """The kind of place that a message says it is about and of which no text speaks, as written:
    « à la campagne », « petite commune »; empty for none.
    """
    said = fold("\n".join(texts))
    for told, spoken in _KINDS_OF_PLACE:
        found = re.search(rf"(?<!pas )(?<![\w'-])(?:{told})", flat(asked))
        if found and not re.search(spoken, said):
            return asked[slice(*found.span())]
    return ""


def asks_to_choose(asked: str) -> bool:
    """Whether it is asked which of several things is so: « entre les deux, lequel… ? », « lesquels
    ne coûtent rien ? ».
    """
    return _CHOICE.search(fold(asked)) is not None


def lacks_template(asked: str, texts: Iterable[str]) -> bool:
    """Whether a model to copy is asked for (a deliberation's, a contract's), and no text speaks of
    any.
    """
    return bool(_TEMPLATE.search(fold(asked))) and not _TEMPLATES.search(fold("\n".join(texts)))


def of_another_year(asked: Collection[str], texts: Iterable[str]) -> bool:
    """Whether the texts speak of other years, and of none of those that are asked about."""
    named = set(_YEAR.findall("\n".join(texts)))
    return bool(asked and named) and named.isdisjoint(asked)
