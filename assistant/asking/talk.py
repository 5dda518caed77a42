"""What a message says beside what it asks: greetings, thanks, words about the reply it got."""

import re

from assistant.asking.phrases import capitalised, flat
from assistant.asking.reference import general, has_pronoun, lacks_subject, refers
from corpus.lexical import stems

# All patterns read flat text. What one thanks for: a few words, up to a mark or another clause.
_HOW = (
    r"(?: (?:et|and))?(?: (?:tres|si|bien|aussi))?"
    r" (?:rapid|clair|compl|preci|util|detaill|efficac|gentil|patien|dispon|quick|clear)\w*"
)
_FOR = (
    r"(?: (?:beaucoup|bien|encore|infiniment|a (?:vous|toi|tous)|(?:d'|par )avance"
    r"|(?:very|so) much|a lot))*"
    r"(?: (?:pour|de(?= (?:votre|vos|ta|ton|tes|cette|ces?)\b)"
    r"|for(?= (?:your|the|th[ai][ts]|these|those|all|everything|it)\b))"
    rf"(?P<thanked>(?: [\w'-]+){{1,5}}?)(?:{_HOW})*+"
    r"(?: et (?:votre|vos|ta|ton|tes) [\w-]+)?"
    r"(?=\s*(?:[,;:!.…()]|$)| (?:et|and|mais|but|je|j'ai|c'est)\b))?"
)
# It is the reply, and no subject: « votre aide précieuse », « la réponse ».
_FOR_REPLY = re.compile(
    r" (?:(?!d'|l')[\w-]+ )*?(?:l'|d')?(?:(?:reponse|retour|explication|precision|answer|reply)s?"
    r"(?: (?!(?:a|aux?|d[eu]s?|en|sur|pour|concernant|on|about)\b)[\w-]+)*"
    r"|(?:aide|information|info|accueil|temps|tout|ca|cela|ceci|help|time|this|that)s?(?:{_HOW})*)$"
)
_ALL = (
    r"(?: (?:a )?(?:tou(?:te)?s(?: et (?:a )?tou(?:te)?s)?|vous|tout le monde)| (?:all|everyone))?"
)
# They greet or thank whatever follows.
_FREE = (
    rf"(?:(?:re[- ]?)?bonjour|bonsoir|salut|coucou|hello|hi){_ALL}"
    r"|mesdames|messieurs|madame|monsieur|chere?|ok|okay|sinon|d'accord"
    r"|(?:(?:oui|non|yes|no)[ ,]+)?(?:(?:(?:un )?(?:grand|mille) )?mercis?|thank you|thanks"
    rf"|(?:je|on|nous) (?:vous|te) (?:en )?remerci(?:e|ons)){_FOR}(?! (?:pour|de|for)\b| d')"
)
# They do where a mark, « et » or nothing follows: « super », « super marché ».
_ALONE = (
    r"super|top|parfait|genial|nickel|impeccable|excellent|cool|bravo|entendu|compris|note"
    r"|bien(?: a (?:vous|toi))?|(?:bien )?recu|tres (?:bien|clair|utile|complet)|ca marche"
    r"|c'est (?:(?:tres|plus|bien|tout) )?(?:clair|bon|bien|note|compris|parfait|super|top|utile"
    r"|gentil|tout)"
    r"|j'ai compris|je (?:vois|comprends|note|(?:vais )?(?:regarder?|lire|lis|voir)(?: ca| cela)?)"
    r"|tant pis|(?:c'est )?pas grave|dommage|passons"
    r"|bonne (?:fin de )?(?:journee|soiree|semaine|continuation)|bon week-?end"
    r"|au revoir|a (?:bientot|plus|demain)|cordialement|beaucoup|d'avance|ah|oh|bon|re"
    r"|mince|zut|laissons|je (?:vais )?(?:la |les? )?(?:telecharg\w+|retiens)"
    r"|(?:comment )?(?:ca va|vas[- ]tu|allez[- ]vous)(?: bien)?(?: aujourd'hui)?(?: ?\?+)?"
    r"(?: et (?:toi|vous)(?: ?\?+)?)?"
)
_SAID = re.compile(
    rf"(?:et )?(?:(?P<free>{_FREE})|{_ALONE})(?![\w'-])\s*(?P<mark>[,;:!.…()]+\s*|-\s+)?"
)
# « une petite question : », « pour la première question je voulais des chiffres : », and what turns
# to another subject: « autre chose : ».
_ANNOUNCED = re.compile(
    r"(?:(?:et|puis|enfin)[ ,]+)?(?:j'ai (?:encore |aussi )?|encore )?"
    r"(?:(?:une?|l[ae]|ma|mon|petite|premiere|simple"
    r"|(?P<other>autre|derniere?|nouvelle|seconde|deuxieme)) )*"
    r"(?:question|(?P<another>(?<=autre )(?:chose|truc)|(?<=derniere )chose|(?<=dernier )truc"
    r"|(?<=autre )sujet|rien a voir"
    r"|changement de sujet|(?:changeons|je change)(?: de sujet)?))"
    r"(?: (?:plus )?(?:rapide|simple|differente|pratique|concrete|tant que [^:,.!-]{3,25}"
    r"|pour (?:m[ao]n?|notre|cette|la) (?:note|fiche|deliberation)))?"
    r" ?[:,.!-]\s+"
    r"|pour (?:l[ae] |ma |votre )(?:premiere|deuxieme|seconde|derniere) question"
    r"(?:,? (?:je|on) (?:voul|cherch|demand)\w+ (?:des |les |un )?(?:chiffre|exemple|nom)s?)? ?:\s+"
)
# « pourtant vous disiez… Bon, autre chose : l'élu référent… »
_TURNED = re.compile(
    r"(?:(?:(?:et |mais )?pourtant|(?:mais )?(?:vous|tu) (?:dis|avez dit|as dit)\w*)\b)[^?]*[.!…] "
    r"(?=(?:(?:bon|ok|bref|sinon|enfin),? )?(?:une )?autre (?:chose|question|sujet) ?[:,])"
)
_NOT = r"(?:(?:la )?c'est|ce n'est|c'etait|ce n'etait) (?:pas|plus)"
# What is wanted no more before it is said what is: « non pas culturel, je pensais à… », « non là
# c'est plus pour faire connaître l'ESS. … », « je parle pas de vélos, je… », « laissez tomber
# l'agriculture. … », « tant pis pour les fablabs. … », « pourquoi vous me parlez de vélos ? … ».
_UNWANTED = tuple(
    map(
        re.compile,
        (
            rf"(?:mais )?(?:non|nan),? (?:pas|{_NOT}) [^?!.,;…]*+"
            r"(?:[.!…]+ |, (?=(?:moi |mais )?(?:je|on|plutot|c'est) ))",
            r"(?:(?:mais )?(?:non|nan),? )?je (?:ne )?parl\w+ pas d[^?!.,;…]*+[.!…,]+ "
            r"(?=(?:moi |mais )?je )",
            r"(?:(?:bon|ok|non),? )?(?:laissez?|laissons|oubliez?|oublions)(?: tomber)?(?! pas\b) "
            r"[^?!.,;…]*+[.!…,;]+ ",
            r"(?:(?:bon|ok),? )?(?:tant pis|pas grave|dommage) pour [^?!.,;…]*+[.!…,;]+ ",
            r"(?:mais )?pourquoi (?:vous|tu) (?:me |nous |m')(?:parle|cite|ressor|donne|montre)"
            r"[^?.!…]*+\? ",
        ),
    )
)
# « vous ne répondez pas à ma question. … »
_REPROACHED = re.compile(
    r"(?:mais )?(?:vous|tu) (?:ne |n')?(?:me |m'|nous )?(?:avez|as|repond\w*+|compren\w*+|ecoutez"
    r"|lisez) (?:pas|rien|jamais) [^?!.…]*+[.!…]+ "
)
# « je parle de… », « je voulais dire un… », « je pensais plutôt à… » before what is asked.
_MEANT = re.compile(
    r"(?:(?:non|mais|moi|ok),? )*(?:(?:je|on) parl(?:e|ais|ait) (?:(?:plutot|seulement|bien) )?"
    r"d(?:e |es |u |')|(?:je|on) voul(?:ais|ait) (?:plutot )?dire (?=(?:une?|des|l[ae]s?) |l')"
    r"|je pensais (?:plutot )?(?:a |aux? (?!debut|depart)))"
)
# Words that may stand for others, and characters of what follows what is left out.
_REPLACED = 8
_SHORTEST = 15
_TIED = re.compile(r"(?:et|idem|pareil|meme)\b")
_REPLY = r"(?:(?:l[ae]|t[ao]n?|votre|cette|ces?) )?(?:reponse|explication|citation|phrase)s?"
_POINT = (
    r"(?:l[ae]s? |ton |votre )?(?:(?:point|exemple|paragraphe|partie|numero|n°|phrase) ?\d+"
    r"|(?:premier|deuxieme|second|troisieme|quatrieme|dernier)e?"
    r"(?: (?:point|exemple|paragraphe|partie|phrase|citation|source|lien|reponse))?)"
)
# « tu es sûr », « tu peux préciser le point 2 », « et le deuxième », « reformule », « faites-moi un
# résumé de nos échanges », « le lien du guide ».
_ABOUT_REPLY = re.compile(
    r"(?:(?:oui|ouais|non|si|yes|no|are you sure|peut-etre|exact|exactement|pas vraiment)"
    r"|(?:tu es|t'es|vous etes|es[- ]tu|etes[- ]vous|en es-tu|en etes-vous)(?: \w+ment| bien)? "
    rf"sure?s?(?: de (?:toi|vous|ca|cela|{_REPLY}))?"
    rf"|(?:et |mais |c'est quoi )?{_POINT}"
    r"|(?:(?:(?:tu|vous) )?(?:peux|peut|pouvez|pourr\w+)(?:[- ](?:tu|vous))? )?(?:me |m'|nous )?"
    rf"(?:(?:precise|detaille|developpe|explique|resume)[rz]?(?:[- ]moi)? (?:{_POINT}|{_REPLY})"
    rf"|(?:reformule|repete|tradui[ts]|traduire)[rz]?(?: {_REPLY}| ca| cela)?)"
    r"|(?:(?:je |j')(?:ne |n')?(?:ai )?pas compris[ ,;:.]*)?(?:(?:peux|pouvez)[- ](?:tu|vous) )?"
    r"(?:me |m'|l')?explique[rz]?(?:[- ]moi)?(?: ca| cela)? (?:plus |tres )?(?:simple|claire)ment"
    rf"|(?:je |j')(?:ne |n')?(?:ai )?(?:(?:pas|rien) )?(?:compris|comprends)(?: pas| rien)?"
    rf"(?: {_REPLY})?"
    r"|(?:pour (?:finir|terminer),? )?(?:(?:peux|pouvez)[- ](?:tu|vous) )?(?:me |m'|nous )?"
    r"(?:fai(?:s|tes|re)|donne[rz]?|redige[rz]?|prepare[rz]?)(?:[- ](?:moi|nous))? "
    r"(?:(?:une?|l[ae]) )?(?:(?:court|petit|bref|breve|rapide)e? )?(?:resume|recap\w*|synthese) "
    r"(?:de (?:tout )?(?:ce que|ca|cela|l[ae] conversation|[nv]os? echanges?)"
    r"|d'ensemble|en \w+ (?:points|phrases|lignes))\b[^?]*?"
    r"|(?:(?:et|ok|merci),? )?(?:(?:donne[rz]?|envoye[rz]?)(?:[- ](?:moi|nous))? )?"
    r"(?:l[ae]s? )?(?:lien|url)s?(?: (?:du|de la|de ce(?:tte)?|vers l[ae]) "
    r"(?:guide|fiche|rapport|kit|page|document))?(?: (?:stp|svp|s'il (?:te|vous) plait))?"
    r"|(?:en )?plus (?:court|bref|simple|clair)(?:e?ment)?"
    r"(?: (?:stp|svp|s'il (?:te|vous) plait))?"
    r"(?:[ ,]+(?:ca|cela|il) (?:doit|faut) (?:tenir|etre|que ca) [\w' ]+)?"
    r"|(?:(?:ca|cela) (?:doit|peut) tenir )?en (?:une?|deux|trois|quelques|\d+)"
    r" (?:mots|phrases?|lignes))"
    r"[ ?!.…]*$"
)

# « votre source », « dans un tableau », « en deux phrases », « vous êtes certain ».
_OF_REPLY = re.compile(
    r"\b(?:vo(?:tre|s)|t(?:a|es|on)|reponses?|repondu|tableaux?|mail|courriel|courrier|phrases?"
    r"|lignes?|puces?|mots?|paragraphes?|sures?|certains?|sources?(?! d)|d'ou|pages?|resum\w+"
    r"|reformul\w+|redi\w+|compri[st]|comprends|pig\w+|clair\w*|long\w*|court\w*|simpl\w+"
    r"|vous (?:dites|citez|parlez|avez (?:dit|ecrit|cite|mis))|tu (?:dis|cites|parles)|merci"
    r"|dommage|trouve\w*|lu|lis|tire\w*|guides?|documents?)\b"
)


def is_courtesy(text: str) -> bool:
    """Whether a message only thanks, greets or takes note."""
    said = text.strip()
    return 0 < len(said) == _said(said)


def is_about_reply(text: str) -> bool:
    """Whether a message speaks of the reply, and asks the fiches nothing: « tu es sûr ? »."""
    return _ABOUT_REPLY.match(flat(without_greeting(text))) is not None


def speaks_of_reply(text: str) -> bool:
    """Whether a message has words of a reply: its source, its form, whether it is right."""
    return _OF_REPLY.search(flat(text)) is not None


def without_greeting(text: str) -> str:
    """The text without the greeting, thanks or « une question : » that it begins with, and without
    what it says of the reply or wants no more.
    """
    rest = _turned(text)
    rest = rest[_said(rest) :]
    announced = _ANNOUNCED.match(flat(rest))
    rest = rest[announced.end() :] if announced else rest
    return capitalised(rest) if rest != text and re.search(r"\w", rest) else text


def turns_away(text: str) -> bool:
    """Whether a message says that it asks of something else, and names it: « autre chose : »."""
    text = _turned(text)
    announced = _ANNOUNCED.match(flat(text[_said(text) :]))
    if announced is None or not (announced["other"] or announced["another"]):
        return False
    asked = without_greeting(text)
    return not (lacks_subject(asked) or _TIED.match(flat(asked)))


def unwanted(text: str) -> str:
    """What a message says that it wants no more, ahead of what it asks; empty for nothing.

    It stays with what refers to it: « laissez la SCIC, elle ne… ».
    """
    plain = flat(text)
    found = next((match for one in _UNWANTED if (match := one.match(plain))), None)
    return text[: found.end()] if found and _stands(text[found.end() :]) else ""


def _stands(rest: str) -> bool:
    """Whether what follows is asked without what stands before it."""
    return len(rest) > _SHORTEST and not (has_pronoun(rest) or _TIED.match(flat(rest)))


def _turned(text: str) -> str:
    turned = _TURNED.match(flat(text))
    text = text[turned.end() :] if turned else text
    if dropped := unwanted(text):
        text = text[len(dropped) :]
        meant = _MEANT.match(flat(text))
        # « je parlais du vélo » puts that in place of what was asked (follow_up.py).
        return text[meant.end() :] if meant and len(text.split()) > _REPLACED else text
    reproached = _REPROACHED.match(flat(text))
    return text[reproached.end() :] if reproached and _stands(text[reproached.end() :]) else text


def _said(text: str) -> int:
    """Where the greetings and thanks end that a text begins with.

    Thanks for a thing that what follows needs are left: « merci pour la fiche SCIC, qui la gère ».
    """
    plain = flat(text)
    end = at = 0
    kept = None
    while match := _SAID.match(plain, at):
        if match["thanked"] and _names_thing(match["thanked"]):
            kept = at
        at = match.end()
        ends = match["mark"] or match[0].rstrip().endswith("?")
        if match["free"] or ends or at == len(plain) or plain.startswith("et ", at):
            end = at
    rest = text[end:]
    return kept if kept is not None and re.search(r"\w", rest) and refers(rest) else end


def _names_thing(thanked: str) -> bool:
    """Whether one thanks for a thing of the fiches, and not for the reply."""
    return not _FOR_REPLY.match(thanked) and bool(set(stems(thanked)) - general("framing"))
