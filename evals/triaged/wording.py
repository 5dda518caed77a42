"""How are the decisions of the triage put to a French reader? By short names."""

from assistant.triage import types

DECISIONS = {
    "never": "Pour le juriste, sujet réservé",
    "doublon_autre": "Déjà répondu, à une autre question",
} | types.DECISIONS
TUNED = (
    "Les modèles du triage ont été réglés sur des lignes de cette moitié\u00a0: "
    "les chiffres y sont flatteurs."
)
PAIRS = {"duplicate": "même question", "lookalike": "questions qui se ressemblent seulement"}
