"""What stands between two lines of a paragraph: a space, a word's own hyphen, or nothing."""

import re
from collections.abc import Sequence

_LINE_HYPHEN = re.compile(r"(\w+(?:-\w+)*)([-\u2010\u00ad])$")
_WORD = re.compile(r"\w+(?:-\w+)*")
_BROKEN_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/=?&_.-]$")
# First parts that are seldom those of a word without a hyphen. Of the 1,008 compounds in small
# letters of devset, 79 % show by these rules (29 % by the first nine words and the pronouns alone);
# of 164,255 places within words where a line may end, 7 are taken for one.
_COMPOUND = re.compile(
    r"(?:vice|non|quasi|demi|semi|médico|tiers|celui|ceux|celle|celles|arrière|après|artistes?|"
    r"assurance|avant|centre|chef|chèques?|commissaires?|compte|dommages|est|expert|grands?|hauts?|"
    r"moins|nord|ouest|outre|petite?s?|peut|plus|procès|quelques|quote|rendez|sages?|sans|sapeurs?|"
    r"savoir|sud|titres?|week|dix|vingt|trente|quarante|cinquante|soixante|quatre|"
    r"co(?=-con)|contre(?=-(?:vis|prop|exp))|micro(?=-(?:cr|so|t))|socio(?!-log)|"
    r"sous(?!-(?:cri|sign|trai(?!tan))))-"
)
# What stands after a hyphen of its own, whatever the line: « celui-ci », « dit-il », « au-delà »,
# « c'est-à-dire », « existe-t-il », « Val-de-Marne ».
_AFTER_HYPHEN = re.compile(
    r"(?:ci|là|ils?|on|je|tu|mêmes?|vous|nous|delà|dessus|dessous|être)$|"
    r"(?:à|au|de|du|en|et|la|les?|sur|t)-"
)
# No line's end cuts a word between two vowels: « auto-école ». « é » may end « ré- » and « pré- ».
_HIATUS = re.compile(r"[aeiouâîôû]-[aeiouéèêâîô]")
# Letters by which « co-construite » is known for a relative of « co-construction ».
_STEM = 4


class Joints:
    """How the lines of a document are joined, by the words that stand whole in it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words, broken = _words(lines)
        self._stems = {word[: word.index("-") + 1 + _STEM] for word in self._words if "-" in word}
        # Where hyphens at line ends are this few, and cut no word that stands whole elsewhere,
        # nothing hyphenates: they are the words' own.
        self._hyphenates = len(broken) > 0.02 * len(lines) or any(
            start + end in self._words for start, end in broken
        )

    def joint(self, left: str, right: str) -> tuple[str, str]:
        """The text before a line's end without a hyphen that is the line's, and what follows it."""
        lower = right[:1].islower()
        if lower and _BROKEN_ADDRESS.search(left):
            return left, ""
        broken, word = _LINE_HYPHEN.search(left), _WORD.match(right)
        if broken is None or word is None:
            return left, " "
        start, end = broken[1].lower(), word[0].lower()
        own = f"{start}-{end}" in self._words
        if not own and broken[2] == "-" and start + end not in self._words:
            capital = not lower and not (broken[1].isupper() and word[0].isupper())
            own = capital or not self._hyphenates or self._is_compound(start, end)
        return (left if own and broken[2] != "\u00ad" else left[:-1]), ""

    def _is_compound(self, start: str, end: str) -> bool:
        """Whether a word that stands nowhere else whole is known for one with a hyphen."""
        return (
            "-" in start
            or f"{start}-{end[:_STEM]}" in self._stems
            or _COMPOUND.match(f"{start}-{end}") is not None
            or _AFTER_HYPHEN.match(end) is not None
            or _HIATUS.match(f"{start[-1]}-{end}") is not None
        )


def _words(lines: Sequence[str]) -> tuple[set[str], list[tuple[str, str]]]:
    """The words that stand whole on a line, and the halves of those that a line's end cuts."""
    words: set[str] = set()
    broken: list[tuple[str, str]] = []
    start = ""
    for line in lines:
        text = line.lower()
        first, last = _WORD.match(text), _LINE_HYPHEN.search(text)
        if start and first:
            broken.append((start, first[0]))
            text = text[first.end() :]
        start = last[1] if last else ""
        words.update(_WORD.findall(text.removesuffix(last[0]) if last else text))
    return words, broken
