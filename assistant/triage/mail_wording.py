"""Which words of a mail ask something, tell about the mail itself, or lean on what was said."""

import re

# All patterns read folded text. Requests that need no question mark.
_KNOW = (
    r"(?:savoir|connaitre|comprendre|obtenir|avoir|disposer|recevoir|etre (?:informe|eclaire"
    r"|renseigne)\w*|que vous|un (?:avis|eclairage|apercu)|des (?:exemples|precisions|retours)"
    r"|votre (?:avis|eclairage|analyse))"
)
REQUEST = re.compile(
    r"\b(?:souhait|voudr|aimer|desir)(?:er)?(?:ai[st]?|ions|aient|ait|e|ons|ent)\b"
    rf"[^.:]{{0,40}}?(?:{_KNOW}\b|:)"
    r"|\bmerci (?:par avance |d'avance )?de (?:bien vouloir|me |m'|nous|preciser|dire|indiquer)"
    r"|\bremerci\w+ (?:par avance |d'avance )?de (?:bien vouloir|me |m'|nous)"
    r"|\b(?:pouvez|pourriez|sauriez|auriez)[- ]vous\b|\bvous serait-il possible"
    r"|\b(?:m'|nous |se |s')interrog\w+|\b(?:me|nous|se) demand(?:e|ons|ent)\b"
    r"|\b(?:veut|veulent) (?:savoir|comprendre|connaitre)\b|\b(?:demande|demandent|cherchons"
    r"|cherche|recherchons)\b"
    r"|\bbesoin (?:de (?:savoir|connaitre|comprendre)|d'(?:un avis|une reponse|un eclairage))"
    r"|\b(?:gre|reconnaissante?s?) de (?:bien vouloir|me |m'|nous)"
    r"|\b(?:ma|notre|la|une autre) question (?:est|porte|concerne)"
    r"|\b(?:ne sai[st]|ne savons|ignor\w+|pas (?:sure?s?|certaine?s?))\b.{0,20}?\b(?:pas|si"
    r"|comment|qui"
    r"|quel\w*)\b|\bqu'en est-il\b|\bseraient? (?:precieux|utiles?|bienvenu\w*)"
)
# Sentences about the sender or the mail, which help no answer.
ABOUT_THE_MAIL = re.compile(
    r"^(?:je (?:suis|prepare|me permets|vous (?:ecris|contacte|sollicite|soumets? une)|decouvre"
    r"|reviens|prends|viens (?:vers|d'arriver))|nous (?:revenons|prenons|vous (?:contactons"
    r"|ecrivons|sollicitons))|suite a |en (?:tant que|ma qualite)|j'ai (?:vu|lu|bien)"
    r"|une (?:petite )?"
    r"question\b|elue? |merci\b|c'est (?:assez |tres )?urgent|j'espere|au plaisir|bien recu)"
)
# What ties a question to the sentences before it.
TIED = re.compile(
    r"\b(?:cet|cette|ces) (?!annee|fois)\w|(?<!est-)(?<!qu'est-)\bce (?!que?\b|qu'|qui\b|sont"
    r"|n'est)"
    r"[a-z]|\b(?:cela|ceci|ca|celui|celle|ceux|celles)\b|\b(?:le|la|les) memes?\b"
    r"|\b(?:le|ce) (?:sujet|cas|danger|risque)\b|\ble bon \w|\bquand meme\b|\bdans ce cas\b"
    r"|\b(?:son|sa|ses|leurs?) [a-z]|\b(?:du|des|les|aux) (?:deux|trois|quatre|cinq|six|sept|huit"
    r"|neuf|dix|onze|douze|\d+) |\b(?:en|y) (?:avons|avez|a|ont|est|sont|aller)\b|\blui\b"
    r"|\b(?:l[ae]s?|l'|nous les?|nous la|s'y|y) ?(?:faire|obliger|confirmer|recourir"
    r"|[a-z]+er)\b(?! (?:de|d'|des)\b)"
    r"|^(?:et |ou )?(?!faut-il|y a-t-il|existe-t-il|est-il (?:possible|obligatoire|permis|legal))"
    r"(?:[a-z]+-(?:t-)?(?:ils?|elles?)|est[- ]ce (?:une?|la|le|bien|que cela|possible)|qu'en)\b"
    r"|^(?:qu'advient|a qui|quelles? suites?|quel accord|que nous|un [a-z]+ suffit)"
    r"|^(?:le|la|les|l'|au[x]?|du) ?[a-z]|\bou (?:le|la) \w+ d(?:e|'|u) ?\w* ?\?$"
)
# A question about things in general, which leans on no case.
GENERAL = re.compile(
    r"^(?:qui sont|qu'est[- ]ce qu(?:e |')(?:une?|l[ae]s?)\b|que (?:recouvre|signifie|veut dire)"
    r"|comment (?:des|une?|on)\b"
    r"|quelles? (?:sont|solutions|structures|differences?)\b|quels (?:sont|acteurs|outils)\b"
    r"|a quoi (?:sert|servent)|ce qu(?:e |')|existe-t-il|combien (?!de temps))"
)
# A question about a thing that no earlier one named.
ANOTHER = re.compile(
    r"^(?:et )?(?:comment|qu'est[- ]ce qu|quel(?:le)?s?|qui|combien|pourquoi|(?:une?|des) [a-z]+ )"
    r".*?(?:\b|')(?:une?|des) \w"
)
# What a third person asks of the sender: a fact of the case, where the sender asks too.
REPORTED = re.compile(
    r"\b(?:nous|me|m'a|lui|nous a) demand|^(?:le|la|les|l'|il|elle|un|une)\b.*\b(?:veut|veulent"
    r"|demande) "
)
# In a list, what says that an item leans on the first.
ITEM_TIED = re.compile(
    r"\b(?:le|ce) (?:sujet|cas)\b|\b(?:cela|ceci|celui-ci|celle-ci|ce dernier)\b"
)
# What the sender says of a mail that he hands on with his own.
BELOW = re.compile(r"\bci-?dessous\b|\bplus bas\b|\b(?:vous|te) (?:transfere|transmet|fais suivre)")
