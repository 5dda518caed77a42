"""A cross-encoder of one's choice orders the passages found."""

from pathlib import Path

import pytest
from sentence_transformers import CrossEncoder
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from assistant.answer import Assistant
from corpus.errors import AssistantError
from corpus.settings import settings

QUESTION = "Comment soutenir les garages solidaires ?"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of two small layers with random weights, over single characters."""
    return tiny_cross_encoder(tmp_path_factory.mktemp("tiny-cross-encoder"))


def tiny_cross_encoder(folder: Path, labels: int = 1) -> Path:
    import torch

    torch.manual_seed(3)
    letters = "abcdefghijklmnopqrstuvwxyzéèà '"
    vocabulary = {w: i for i, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", "[CLS] $A [SEP] $B [SEP]", [("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", model_max_length=128
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        num_labels=labels,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_the_passages_come_in_the_order_of_the_model_that_the_setting_names(
    digests: Path, tiny: Path
) -> None:
    plain = Assistant(digests, settings())
    reranked = Assistant(digests, settings().model_copy(update={"reranker": str(tiny)}))
    first = {hit.passage.passage_id: hit for hit in plain.search(QUESTION, 20)}
    found = reranked.search(QUESTION, 20)
    assert {hit.passage.passage_id for hit in found} == set(first)

    model = CrossEncoder(str(tiny))
    values = model.predict(
        [(QUESTION, f"{hit.document.title} › {hit.heading}\n{hit.text}") for hit in found]
    )
    assert list(values) == sorted(values, reverse=True)
    assert [hit.rank for hit in found] == list(range(1, len(found) + 1))
    assert [hit.score for hit in found] == sorted((h.score for h in found), reverse=True)
    assert [h.passage.passage_id for h in found] != list(first)


def test_fewer_passages_are_the_best_of_those_that_were_reranked(digests: Path, tiny: Path) -> None:
    assistant = Assistant(digests, settings().model_copy(update={"reranker": str(tiny)}))
    many = [hit.passage.passage_id for hit in assistant.search(QUESTION, 20)]
    assert [hit.passage.passage_id for hit in assistant.search(QUESTION, 5)] == many[:5]


def test_a_model_that_cannot_be_loaded_is_said_in_one_sentence(
    digests: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = settings().model_copy(update={"reranker": "/nowhere/at-all"})
    with pytest.raises(AssistantError, match="ASSISTANT_RERANKER"):
        Assistant(digests, wrong).search(QUESTION, 5)
    assert caplog.text == ""


def test_a_model_that_is_damaged_or_gives_several_scores_is_said_in_one_sentence(
    digests: Path, tmp_path: Path
) -> None:
    model = tiny_cross_encoder(tmp_path, labels=3)
    chosen = settings().model_copy(update={"reranker": str(model)})
    with pytest.raises(AssistantError, match=r"3 notes.*ASSISTANT_RERANKER"):
        Assistant(digests, chosen).search(QUESTION, 5)
    (model / "model.safetensors").write_bytes(b"rubbish")
    with pytest.raises(AssistantError, match="ASSISTANT_RERANKER"):
        Assistant(digests, chosen).search(QUESTION, 5)
