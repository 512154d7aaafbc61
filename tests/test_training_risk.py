"""What a model's own translations lead one to expect, against a computation that spares nothing."""

from __future__ import annotations

import pytest
import torch
from transformers import MarianConfig, MarianMTModel

from mt.training.batches import padded
from mt.training.risk import expected

PAD, END = 29, 0


@pytest.fixture
def model() -> MarianMTModel:
    torch.manual_seed(1)
    ends = {"pad_token_id": PAD, "eos_token_id": END, "decoder_start_token_id": PAD, "bos_token_id": END}
    shape = {"encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 32, "decoder_ffn_dim": 32}
    heads = {"encoder_attention_heads": 2, "decoder_attention_heads": 2}
    return MarianMTModel(MarianConfig(vocab_size=30, d_model=16, dropout=0.0, **ends, **shape, **heads)).eval()


SOURCES = [[5, 6, 7, 8], [9, 10]]
SAID = [[[11, 12], [13, 14, 15, 16], [17]], [[18, 19, 20], [21], [22, 23]]]
COSTS = torch.tensor([[0.9, 0.1, 0.5], [0.2, 0.7, 0.4]])


def ids(rows):
    return torch.from_numpy(padded(rows, PAD, END))


def given(model, **options):
    said = ids([row for rows in SAID for row in rows])
    return expected(model, ids(SOURCES), said, COSTS, precision="float32", **options)


def mean_log_probability(model, source, said):
    row = [*said, END]
    output = model(input_ids=ids([source]), decoder_input_ids=torch.tensor([[PAD, *said]]))
    logs = output.logits[0].log_softmax(-1)
    return torch.stack([logs[place, piece] for place, piece in enumerate(row)]).mean()


@pytest.mark.parametrize("sharpness", [1.0, 7.0])
def test_the_cost_is_expected_under_the_models_own_probabilities(model, sharpness):
    found = given(model, sharpness=sharpness)
    means = torch.stack(
        [
            torch.stack([mean_log_probability(model, s, said) for said in rows])
            for s, rows in zip(SOURCES, SAID, strict=True)
        ]
    )
    shares = (sharpness * means).softmax(1)
    torch.testing.assert_close(found.cost, (shares * COSTS).sum(1).mean(), rtol=1e-4, atol=1e-6)
    torch.testing.assert_close(found.cheapest, -(means[0, 1] + means[1, 0]) / 2, rtol=1e-4, atol=1e-6)


def test_steps_down_the_cost_make_cheap_translations_likelier_than_dear_ones(model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    before = given(model, sharpness=7.0).cost.item()
    for _ in range(20):
        given(model, sharpness=7.0).cost.backward()
        optimizer.step()
        optimizer.zero_grad()
    assert given(model, sharpness=7.0).cost.item() < before - 0.02
    likely = [mean_log_probability(model, SOURCES[0], said).item() for said in SAID[0]]
    assert max(range(3), key=likely.__getitem__) == 1
