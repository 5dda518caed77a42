"""Which kind of answer a question expects: an amount, a date, a body, ways to act, examples."""

import re

from assistant.asking.phrases import CLAUSE_SUBJECT, INFINITIVE
from assistant.types import AnswerKind
from corpus.text import fold

# All patterns read folded text: accents are often left out. « Quel est le », « quels », « kel ».
_WHAT = (
    r"(?:q?kel|quel+)(?:le)?s? (?:en )?(?:(?:est|sont|etait|etaient|serait) )?"
    r"(?:(?:le|la|les|son|sa|ses|leurs?) |l')?"
)
_HOW = r"\bcom+e?nt\b"
_COLLECTIVITE = (
    r"(?:communes?|villes?|villages?|mairies?|collectivites?|territoires?|departements?|regions?"
    r"|metropoles?|agglo\w*|epci|intercom\w*|communautes?)"
)
_PLACES = r"(?:towns?|cit(?:y|ies)|municipalit\w+|villages?|regions?|departments?|authorities)"
_MONEY = (
    r"(?:montants?|budgets?|couts?|prix|tarifs?|sommes?|loyers?|plafonds?|salaires?"
    r"|remunerations?|amendes?)"
)
# What one obtains, founds or joins by steps that are laid down.
_STEPS = (
    r"(?:(?:me |se |s'|en |y )?(?:cre+r|constitu|mont|fond|immatricul|transform|obten|demand|adher"
    r"|candidat|depos|rejoin|deven|inscri|telecharg|proced|dissou|enregistr|declar|benefici)\w*"
    r"|repondre a)"
)
_STEPS_EN = r"(?:set up|create|start|join|apply|register|become|obtain|get)"
# What one may do or draw on, of which « c'est quoi » asks for a list.
_LEVERS = (
    r"(?:leviers?|moyens?|actions?|solutions?|pistes?|manieres?|facons?|outils?|options?"
    r"|possibilites?)"
)
# What is asked of a thing, not what it is: « what are the financial risks ».
_ASPECT_EN = (
    r"(?:roles?|main|best|average|risks?|benefits?|advantages?|procedure|steps?|conditions?|rules?"
    r"|criteria|purpose|aims?|minimum|maximum|deadlines?|penalt(?:y|ies)|requirements?)"
)
_BODIES = (
    r"(?:services?|acteurs?|structures?|organismes?|partenaires?|interlocuteurs?|reseaux?"
    r"|associations?|entreprises?|cooperatives?|administrations?|ministeres?|autorites?"
    r"|institutions?|financeurs?|intervenants?|elus?|personnes?)"
)
# « Combien coûte », « combien ça coûte », « combien Rennes verse-t-elle »; not « combien de ».
_PAYS = (
    r"(?!d[e'])(?:\w+[' -]){0,4}?(?:cout|pa(?:ie|y)|vers|consacr|depens|donn|touch|gagn|investi"
    r"|factur|vaut\b)"
)
# What begins a polite request, and asks for no yes or no: « auriez-vous un modèle de… ».
_HAVE_YOU = r"(?:^|[,.:] )(?:(?:avez|auriez)[- ]vous|(?:vous avez|tu as)\b)"
_POLITE = rf"(?:{_HAVE_YOU}|(?:^|[,.:] )(?:pou[rv]\w+|sauriez|connaissez)[- ]vous)\b"
# Near the beginning of what asks for no yes or no: « à quoi sert-elle », « d'où vient-il ».
# Not « une association qui … peut-elle », « la mairie ou l'agglo peut-elle ».
_ASKS_WHAT = (
    r"(?:(?:\S+ ){0,2}(?:\w*quel|qu(?:oi|')|comment|combien)|(?:\S+ )?que "
    r"|(?:(?:et|mais|a|de|avec|par|chez|pour|sur|vers) )?(?:\w+')?(?:qui|ou)\b)"
)
# A question without a verb: « montant de la subvention », « durée minimum d'un contrat ».
_OF = (
    r"^(?:l[ae] |les )?{} (?:\w+ )?(?:de |du |des |d'|pour )"
    r"(?!.*(?::|-(?:t-)?(?:ils?|elles?|on)\b|\b(?:est|sont|a|ont)\b))"
)
# « vous avez la même chose à la campagne », not « c'est la même chose en droit ».
LIKE_ELSEWHERE = (
    r"(?:\b(?:avez|as|auri\w+|existe|y (?:en )?a|connaiss\w+|trouv\w+)\b[^?.!,;]{0,30}? |^(?:et )?)"
    r"(?:(?:la|le|de) )?(?:meme (?:chose|genre)|pareil|similaires?|equivalents?)"
    r" (?:ailleurs|a la|en(?! (?:droit|pratique|\d))|dans|chez)\b"
)
# A few words after an earlier question: « et la durée ? », « Une SCIC : le coût ? ».
_BARE = r"(?:^(?:et )?|: )(?:l[ae]s? |une? |d'un )?"

# In the order they are tried: what is narrow comes before what is broad.
_KINDS: dict[AnswerKind, tuple[str, ...]] = {
    "contact": (
        rf"(?:^|l'|: |\b(?:la|les|une|leurs?|son) |{_WHAT})adresses?\b(?! aux?\b)"
        r"|\b(?:telephone|courriel|e-?mail|coordonnees|phone number)\b|\bnumero de tel|'s address",
    ),
    "duration": (
        r"combien (?:de (?:temps|mois|jours|semaines)|d'(?:annees|heures))\b",
        rf"{_WHAT}(?:durees?|delais?)\b|pendant combien|how long|{_BARE}(?:durees?|delais?)$",
        _OF.format(r"(?:durees?|delais?)"),
    ),
    "amount": (
        rf"{_WHAT}(?:\w+ )?{_MONEY}\b|combien (?:d'(?:euros|argent)|{_PAYS})|{_BARE}{_MONEY}$",
        r"\b(?:coute|paie|verse|donne|touche|finance)(?:nt)? combien\b"
        rf"(?! (?:de |d')(?!{INFINITIVE}\b))",
        r"how much(?! of (?!an?\b))|what (?:is |was |are )?(?:the )?(?:budget|cost|amount|price)",
        _OF.format(_MONEY),
    ),
    "share": (
        rf"{_WHAT}(?:(?:part|proportion|taux)\b|%)|pourcentage",
        r"what (?:share|percentage|proportion)|how much of (?!an?\b)",
        _OF.format(r"(?:part|proportion|taux)"),
    ),
    "count": (rf"combien|how many|{_WHAT}nombre\b", _OF.format(r"(?:nombre|nb)")),
    "date": (
        rf"^quand\b(?! {CLAUSE_SUBJECT}[^?]*,)"
        r"|\b(?:de|depuis|c'est|et|jusqu'a) quand\b|en quelle annee|(?:a|de) quelle date",
        rf"{_WHAT}(?:date|annee)\b|{_BARE}dates?$|^(?:and )?(?:when|what year|since when)\b",
    ),
    "resources": (
        _OF.format(r"(?:modeles?|trames?)"),
        r"\bressources? (?:pour|sur|a lire)\b|pour aller plus loin|bibliographie|\ba lire\b",
        r"quelles? (?:sont les )?(?:ressources|lectures|publications|references|etudes)\b|sommaire",
        r"\bchapitres?\b|table des matieres",
        r"(?<!par )(?<!avec )quels? (?:sont les )?(?:guides?|ouvrages?)\b",
        # Not the papers of a file, nor how two parties get on.
        r"quels? (?:sont les )?(?:documents?|rapports?) (?:(?:\S+ ){0,4}?(?:lire|consulter)\b"
        r"|(?:\w+s )?(?:sur\b|exist[\w-]++(?! entre\b)))",
        r"\bresources\b|further reading|reading list",
        rf"{_HAVE_YOU} (?:une? |des |l[ae]s? |l')(?:modeles?|trames?|documents?|guides?|fiches?)\b",
    ),
    "examples": (
        r"(?<!par )(?<!for )\bex[ea]?mples?\b|retours? d'experience",
        r"connaissez[- ]vous (?:une?|des)\b|\bcas concrets?\b",
        LIKE_ELSEWHERE,
        rf"\b(?:y a|existe|connai\w+|avez)\b[^?]* une? autre (?:{_COLLECTIVITE}|lieu|endroit)\b"
        rf"|(?<!avec )\bune? autre (?:{_COLLECTIVITE}|lieu|endroit)\b[^?]* y en a\b",
        # Not « vous citez », « la fiche cite ».
        r"\bciter\b|(?<!vous )(?<!^vous me )\bcitez\b|(?:^|[,;:] )cite\b",
        rf"(?<!dans )(?<!en )quel+(?:le)?s? (?:\w+ )?{_COLLECTIVITE}\b"
        r"(?! (?:\w+ )?(?:doi|peu|concern|est compet))",
        rf"which (?:\w+ ){{0,3}}{_PLACES}\b(?! (?:must|can|should))",
        rf"{_COLLECTIVITE} qui .*(?:laquelle|lesquelles|connaissez)",
    ),
    "comparison": (
        r"\bdifferences?\b|\bquelles? nuances?\b|\bdistingue|\bcompar(?:e|ai)|\bversus\b|\bvs\b",
        r"la meme chose|hesit\w+ entre [^,?]+(?:$|, (?:qu'est|lequel|laquelle|que choisir))",
        r"(?:preferer|choisir) entre|differ\b|\bcompared?\b",
        r"vaut[- ]il mieux\b(?!.*\b(?:moment|jour|cas) ou\b).* ou ",
    ),
    "definition": (
        # Not « l'étape d'après, c'est quoi ? ».
        r"^(?!(?:et )?(?:l'|les |la \w+ )etapes?\b.*quoi$).*"
        r"\bc'?\s?(?:est|et)?\s?(?:\w+ment )?(?:quoi|koi)\b"
        rf"(?! (?:(?:l[ae]s?|vos|nos) )?{_LEVERS}\b)",
        r"ce qu(?:'est|e (?:recouvre|signifie))",
        # Not « qu'est-ce que ma commune peut faire ».
        r"qu'?\s?est[- ]ce qu(?:e |')(?!ont?\b|ils?\b|elles?\b|l'on\b|nous\b|vous\b|je\b|j'"
        r"|(?:(?!(?:que|qui|dont)\b)[\w'-]+ ){1,6}?"
        r"(?:peu(?:ven)?t|doi(?:ven)?t|fait|font|permet(?:tent)?)\b"
        r"|(?:[\w'-]+ ){1,4}?(?:dit (?:d[eu]s?|sur|la-dessus)|disent|(?:a|ont) donne)\b"
        r"|(?:(?!qui\b)[\w'-]+ ){1,4}?(?:(?:propos|apport|impos)e(?:nt)?|prevoi(?:en)?t)\b"
        r"|(?:ca|cela) (?:chang|impliqu|entrain)e(?:nt|rait)?\b)",
        r"qu'(?:appelle|entend)|qu'est[- ]il\b|ce qu(?:e (?:l'on|nous)|'on) (?:entend|appel)",
        r"que (?:signifi|veut dire|designe|recouvre|faut-il entendre)",
        r"\ben quoi (?:\S+ )?consist|\bconsist\w+ en quoi\b|\bde quoi s'agit",
        r"(?:veut|veulent) dire\b|comment .*\bdefini|definir\b|\bdefined?\b",
        # Not the law that gives one, nor « pas la définition, mais… ».
        r"^(?!.*(?:\bquel(?:le)?s? (?:loi|texte|article|decret)"
        r"|(?:^|[,:;.] )(?:et |mais )?pas (?:la|une) definition)).*\bdefinition\b",
        rf"(?:what|who) (?:is|are) (?:an?\b|the\b(?! (?:\w+ ){{0,2}}{_ASPECT_EN}\b))",
        r"what does .* (?:mean|stand for)",
    ),
    "reasons": (
        r"p(?:our|r)?(?:quoi|koi)\b|quel+(?:le)?s? (?:\w+ )?raisons?|(?:dans|a) quel but",
        rf"{_WHAT}(?:\w+ )?(?:interets?|avantages?|benefices?|enjeux?|objectifs?)\b",
        r"^en quoi\b|qu'appor|que gagne|\bwhy\b",
    ),
    "procedure": (
        rf"{_HOW} (?:fai\w+ pour |(?:\S+ ){{0,4}}?(?:peut|peuvent|puis|pouvons|doit|faut)\S* )?"
        rf"{_STEPS}",
        r"etapes?\b|demarches?\b(?! (?:en ligne|numeriques?|administratives?|sur internet))",
        r"marche a suivre|formalites|procedures?\b|quoi commencer",
        rf"{_HOW} (?:proced|\S+ \S+ obtien)|\bsteps\b",
        rf"{_WHAT}(?:documents?|pieces?|justificatifs?) (?:\S+ ){{0,4}}?(?:fourni|joindre|demand"
        r"|depos|produire|remplir|transmettre|faut|doi|necessaire|obligatoire)",
        rf"how (?:(?:do|can|should) (?:i|we|you|one)|to) {_STEPS_EN}\b",
    ),
    "ways": (
        rf"{_HOW} (?:\S+ ){{0,6}}?(?:peut|peuvent|puis|pouvons|pourr\w+|doit|doivent|faut)\b",
        rf"{_HOW} (?:s'|se |mieux |bien |en |y |l'|l[ae]s? )?[\w-]+(?:er|ir|re)\b",
        r"\bque (?:peut|peuvent|pouvons|faire|pourr)",
        r"qu'est[- ]ce qu\S+ (?:\S+ ){0,2}?(?:peut|peuvent)",
        r"qu'est[- ]ce qu\S+ (?:\S+ ){3,6}?(?:peut|peuvent) faire\b",
        rf"(?:{_WHAT}|quoi (?:l[ae]s?|vos|nos) )(?:\w+ )?{_LEVERS}\b",
        r"\b(?:avec|par|sur) quoi\b(?! \S+-)|(?:^|\bpar )ou (?:commencer|debuter)\b",
        r"how (?:can|could|should|do|does|to|might)|what (?:can|could|levers|ways|actions)",
    ),
    "place": (
        r"^(?:d')?ou (?:se|s'|sont|est|puis|peut|trouv|telecharg|aller|siege|a\b|ont\b|en\b)",
        r"^(?:d')?ou$|(?:dans|en) quel+(?:le)?s? (?:ville|lieu|endroit|pays|commune)|\bwhere\b",
        rf"a quel endroit|{_WHAT}(?:adresse|lieu|siege)\b",
    ),
    "body": (
        r"^(?:et |mais )?(?:(?:a|par|avec|pour|chez|de|vers|aupres de) )?qui\b|\bc'est qui\b",
        r"(?<!est[- ]ce )\bqui (?:peut|contacter|est|sont|finance|gere|paie|pilote|porte)\b",
        rf"{_WHAT}(?:(?!formes?\b)\w+ )?{_BODIES}\b|\bwho(?:m)?\b",
        r"which (?:\w+ )?(?:bod|organi|actor|partner|service)",
    ),
    "yes_no": (
        r"^(?:et |mais |si )?(?:est[- ]ce|peut[- ]on|faut[- ]il|y a[- ]t|existe[- ]t|c'est \w+$)",
        rf"^(?!{_POLITE}|(?:.*: )?{_ASKS_WHAT}|.*, (?:\S+ )?quoi\b)"
        r".*(?:\w-(?:t-)?|\b(?:peu(?:ven)?t|doi(?:ven)?t|est|sont|ont) )"
        r"(?:ils?|elles?|on|vous|nous|je)\b|(?<!')\best[- ]ce\b",
        r"^(?:and )?(?:is|are|was|were|does|do|did|can|could|should|must|may|has|have|will) ",
    ),
}


def kind_of(question: str) -> AnswerKind:
    """The kind of answer that one question expects; « other » where its wording tells none."""
    asked = fold(question).strip(" .!?")
    for kind, patterns in _KINDS.items():
        if any(re.search(pattern, asked) for pattern in patterns):
            return kind
    return "other"
