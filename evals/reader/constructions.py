"""Which near misses are made by construction, each beside the window that answers.

The answering sentence cut out; other windows of the same text; the best BM25 windows of others;
questions of another kind (an amount, a date, a sanction) than the window speaks of.
"""

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.text import fold
from evals.reader.pairs import Group, Pair
from evals.reader.texts import SHORTEST, Guides, Neighbours, Paragraphs, Text

# One text in twelve is kept aside, by document, for evaluation.
_ASIDE = 12
# Windows of the same guide a question, and the share of sections that are not asked about:
# headings make stiff questions.
_OTHERS = 1
_LEFT_OUT = 0.45
_WITHOUT_ANSWER = 0.04


def encyclopedia(paragraphs: Paragraphs, near: Neighbours) -> Iterator[Group]:
    """PIAF: the window with the answer; without its sentence; the paragraph's others; BM25's."""
    for text, questions in paragraphs.values():
        for entry in questions:
            if not entry.get("answers"):
                continue
            question = " ".join(entry["question"].split())
            pairs = _with_answer(text, question, entry["answers"][0]["answer_start"])
            if not pairs:
                continue
            rng = seeded(question)
            others = [n for n in range(len(text.windows)) if text.window(n) != pairs[0].window]
            rng.shuffle(others)
            pairs += [
                Pair(question, text.title, text.window(n), False, "same text") for n in others[:1]
            ]
            pairs += _unrelated(question, text, near, 3 - len(pairs))
            yield Group("piaf", aside(text.document), tuple(_noised(pairs, rng)))


def _with_answer(text: Text, question: str, start: int) -> list[Pair]:
    """The window in which the answer starts, and the same without the answering sentence."""
    spans = next((w for w in text.windows if w[0][0] <= start < w[-1][1]), None)
    if spans is None:
        return []
    sentence = next((s for s in spans if s[0] <= start < s[1]), spans[0])
    offset = spans[0][0]
    window = text.text[offset : spans[-1][1]]
    where = ((sentence[0] - offset, sentence[1] - offset),)
    pairs = [Pair(question, text.title, window, True, "answer", where)]
    cut = " ".join(text.text[a:b] for a, b in spans if (a, b) != sentence)
    if len(cut) >= SHORTEST:
        pairs.append(Pair(question, text.title, cut, False, "cut"))
    return pairs


def _unrelated(question: str, text: Text, near: Neighbours, count: int) -> list[Pair]:
    return [
        Pair(question, other.title, other.window(n), False, "bm25")
        for other, n in near.of(question, text.document, count)
    ]


def headings(guides: Guides, near: Neighbours) -> Iterator[Group]:
    """service-public: a question of title and heading; its section, another one, BM25's."""
    for guide, sections in guides.items():
        cut = [(heading, text) for heading, text in sections if text.windows]
        for number, (heading, text) in enumerate(cut):
            rng = seeded(guide + heading + str(number))
            if heading and rng.random() >= _LEFT_OUT:
                pairs = _of_heading(heading, text, [other for _, other in cut], rng)
                if pairs:
                    pairs += _unrelated(pairs[0].question, text, near, 3 - len(pairs))
                    group = tuple(_noised(pairs, rng))
                    yield Group("service-public", aside(text.document), group)


def _of_heading(heading: str, text: Text, texts: list[Text], rng: random.Random) -> list[Pair]:
    """A question about one section: one of its windows, and one of the guide's other sections.

    Half of the groups show the guide's title alone, so that a heading is not the only clue.
    """
    title = text.title.split(" › ")[0]
    question = _asked(title, heading, rng)
    shown = rng.choice((title, text.title))
    position = rng.randrange(min(2, len(text.windows)))
    if len(text.window(position)) < SHORTEST:
        return []
    others = [
        (other, n)
        for other in texts
        if other is not text
        for n in range(len(other.windows))
        if len(other.window(n)) >= SHORTEST
    ]
    rng.shuffle(others)
    return [
        Pair(question, shown, text.window(position), True, "answer"),
        *(
            Pair(question, title if shown == title else t.title, t.window(n), False, "same guide")
            for t, n in others[:_OTHERS]
        ),
    ]


_FORMS = (
    "{title} : {heading}",
    "{heading} : {title}",
    "{title}, {heading} ?",
    "Que prévoit-on pour « {title} » concernant {heading} ?",
    "{heading} dans le cas suivant : {title} ?",
    "Pouvez-vous me dire : {heading}, pour {title} ?",
)


def _asked(title: str, heading: str, rng: random.Random) -> str:
    if heading.rstrip().endswith("?") and rng.random() < 0.5:
        return f"{heading} ({title})" if rng.random() < 0.5 else f"{title} : {heading}"
    return rng.choice(_FORMS).format(title=_lower(title), heading=_lower(heading.rstrip(" ?:")))


def _lower(text: str) -> str:
    second = text[1:2]
    return text[:1].lower() + text[1:] if second.islower() or second in " '’" else text


# A kind of question about a guide's subject: the headings whose section answers it, what an
# answering window holds, and how it is asked.
_KINDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "amount": (
        r"\b(cout|montant|prix|tarif|frais|combien)",
        r"\d\s*(?:€|euros?)|gratuit",
        (
            "Combien coûte {s} ?",
            "Quel est le montant prévu pour {s} ?",
            "Quel budget faut-il prévoir pour {s} ?",
            "{s} : quel prix ?",
            "Quelle somme est en jeu pour {s} ?",
            "Quels sont les tarifs de {s} ?",
        ),
    ),
    "duration": (
        r"\b(duree|delai|combien de temps)",
        r"\d+[^.;]{0,12}\b(ans?|mois|jours?|semaines?|heures?)\b",
        (
            "Combien de temps dure {s} ?",
            "Quelle est la durée de {s} ?",
            "Quel délai pour {s} ?",
            "{s}, ça prend combien de temps ?",
        ),
    ),
    "sanction": (
        r"\b(sanction|peine|amende|infraction)",
        r"sanction|amende|peine|emprisonnement|puni",
        (
            "Quelle sanction est prévue pour {s} ?",
            "Que risque-t-on en matière de {s} ?",
            "Quelles sont les peines encourues : {s} ?",
        ),
    ),
    "where": (
        r"\b(ou s'adresser|ou faire|lieu|aupres de qui)",
        r"\b(mairie|prefecture|tribunal|guichet|caisse|consulat|commissariat|centre|service)\b",
        ("Où s'adresser pour {s} ?", "À quel endroit se fait {s} ?", "{s} : où aller ?"),
    ),
    "share": (
        r"\b(taux|pourcentage|part)\b",
        r"\d\s*%",
        (
            "Quel pourcentage s'applique à {s} ?",
            "Quel est le taux prévu pour {s} ?",
            "Quelle part représente {s} ?",
        ),
    ),
    "recourse": (
        r"\b(recours|contest|desaccord|litige)",
        r"recours|contest|saisir|litige|appel",
        ("Quels recours existent contre {s} ?", "Comment contester {s} ?"),
    ),
    "legal": (
        r"\b(texte|loi|article)",
        r"\barticle|\bloi\b|\bcode\b|decret",
        (
            "Quel article de loi encadre {s} ?",
            "Quel texte juridique s'applique à {s} ?",
        ),
    ),
    "date": (
        r"\b(date|quand|calendrier|echeance)",
        r"\b(?:19|20)\d\d\b|janvier|fevrier|avril|juin|juillet|aout|septembre|octobre|novembre"
        r"|decembre|\d+ mars",
        ("Depuis quelle date {s} existe ?", "Quand a lieu {s} ?", "{s} : quelle échéance ?"),
    ),
    "count": (
        r"\b(nombre|combien de|effectif)",
        r"\d",
        (
            "Combien de personnes sont concernées par {s} ?",
            "Quel est le nombre de bénéficiaires de {s} ?",
            "Combien de communes ont recours à {s} ?",
        ),
    ),
}


def kinds(guides: Guides) -> Iterator[Group]:
    """service-public: what is asked decides; a window without such an expression is no answer."""
    for guide, sections in guides.items():
        for kind in _KINDS:
            rng = seeded(guide + kind)
            pairs = _of_kind(kind, sections, rng)
            if pairs:
                group = tuple(_noised(pairs, rng))
                yield Group("kinds", aside(sections[0][1].document), group)


def _of_kind(kind: str, sections: list[tuple[str, Text]], rng: random.Random) -> list[Pair]:
    """A question of one kind about a guide: a window that answers if any, and two that cannot."""
    headings, holds, forms = _KINDS[kind]
    found = [
        (
            text,
            n,
            bool(re.search(headings, fold(heading))),
            bool(re.search(holds, fold(text.window(n)))),
        )
        for heading, text in sections
        for n in range(len(text.windows))
        if len(text.window(n)) >= SHORTEST
    ]
    right = [(text, n) for text, n, named, held in found if named and held]
    wrong = [(text, n) for text, n, _, held in found if not held]
    # Few of the guides that hold no answer are asked: they would outnumber the others.
    if not wrong or not (right or rng.random() < _WITHOUT_ANSWER):
        return []
    title = found[0][0].title.split(" › ")[0]
    question = rng.choice(forms).format(s=_lower(title.rstrip(" ?")))
    question = question[:1].upper() + question[1:]
    answering = rng.sample(right, min(1, len(right)))
    others = rng.sample(wrong, min(2, len(wrong)))
    return [
        *(Pair(question, title, text.window(n), True, "answer") for text, n in answering),
        *(Pair(question, title, text.window(n), False, "other kind") for text, n in others),
    ]


def aside(document: str, one_in: int = _ASIDE) -> bool:
    """Whether a document is kept for evaluation."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % one_in == 0


def seeded(name: str) -> random.Random:
    """A generator that depends on a name alone, so that no group depends on the others."""
    return random.Random(hashlib.sha256(name.encode()).hexdigest())


def _noised(pairs: list[Pair], rng: random.Random) -> list[Pair]:
    """One question in eight as people type: without accents, or with two letters exchanged."""
    chance = rng.random()
    if chance > 0.125:
        return pairs
    question = pairs[0].question
    if chance > 0.05:
        noisy = fold(question)
    else:
        at = rng.randrange(1, max(2, len(question) - 2))
        noisy = (
            question[:at] + question[at + 1 : at + 2] + question[at : at + 1] + question[at + 2 :]
        )
    return [replace(pair, question=noisy) for pair in pairs]
