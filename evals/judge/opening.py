"""Which judge does a name stand for? All that can be wrong is said before anything is asked."""

import os

from pydantic import SecretStr, ValidationError

from corpus.errors import AssistantError
from corpus.settings import Settings
from evals.judge.inference import Inference
from evals.judge.language_model import LanguageModel
from evals.judge.types import Judge, Named

_NLI = "nli"


def open_judge(named: Named, settings: Settings) -> Judge:
    """The judge that is named; AssistantError where there is none of that name."""
    kind, _, model = named.model.partition(":")
    if not kind or not model.strip():
        raise AssistantError(
            f"Le juge « {named.model} » n'est pas reconnu : donnez « openai:NOM » pour un modèle "
            "de langue, ou « nli:NOM » pour un modèle d'inférence (un nom ou un dossier)."
        )
    if kind != _NLI:
        return _language_model(named, settings)
    if named.url or named.key_variable:
        raise AssistantError(
            "--judge-url et --judge-key ne vont pas avec un juge « nli: », qui tourne sur ce "
            "poste : retirez-les."
        )
    return Inference(model.strip())


def _language_model(named: Named, settings: Settings) -> LanguageModel:
    """A chat model with settings of its own: none of ASSISTANT_LLM's is read."""
    key = os.environ.get(named.key_variable, "") if named.key_variable else ""
    if named.key_variable and not key.strip():
        # What is named is not repeated: it may be the key itself, given by mistake.
        raise AssistantError(
            "La variable d'environnement que nomme --judge-key n'a pas de clé : mettez-y la clé "
            "du juge, et donnez à l'option le nom de la variable."
        )
    own = {
        "llm": named.model,
        "llm_base_url": named.url,
        "llm_api_key": SecretStr(key),
        "llm_timeout": named.seconds,
    }
    try:
        return LanguageModel(Settings(**(dict(settings) | own)), named.at_once)
    except (ValidationError, AssistantError) as error:
        raise AssistantError(
            f"Le juge « {named.model} » ne peut pas être demandé : donnez --judge sous la forme "
            "« fournisseur:modèle » (« openai: » est installé), --judge-url sous celle d'une "
            "adresse http jusqu'à « /v1 »."
        ) from error
