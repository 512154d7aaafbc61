"""One step: the loss of the last layer and its gradients, and a batch in parts, against PyTorch's own of the whole."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import MarianConfig, MarianMTModel

from mt.training.cross_entropy import cross_entropy
from mt.training.losses import Objective
from mt.training.parallel import Parallel, parts_for
from mt.training.recipe import Learning

PAD, END = 60, 0


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 1200), st.integers(1, 90), st.sampled_from([0.0, 0.1]), st.booleans(), st.floats(0.1, 30), st.data()
)
def test_the_loss_and_its_gradients_are_pytorchs(rows, vocabulary, smoothing, biased, scale, data):
    dice = torch.Generator().manual_seed(data.draw(st.integers(0, 1000)))
    hidden = (scale * torch.randn(max(rows, 1), 8, generator=dice)).requires_grad_()
    weight = torch.randn(vocabulary, 8, generator=dice, requires_grad=True)
    bias = torch.randn(vocabulary, generator=dice) if biased else torch.zeros(vocabulary)
    target = torch.randint(0, vocabulary, (max(rows, 1),), generator=dice)
    wanted = torch.nn.functional.cross_entropy(hidden @ weight.T + bias, target, label_smoothing=smoothing)
    given = cross_entropy(hidden, weight, bias, target, smoothing)
    torch.testing.assert_close(given, wanted, rtol=1e-4, atol=1e-4)
    for ours, theirs in zip(
        *(torch.autograd.grad(3 * loss, (hidden, weight)) for loss in (given, wanted)), strict=True
    ):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-5)


def test_in_lower_precision_the_loss_stays_near_and_no_gradient_is_made_that_nobody_asks_for():
    dice = torch.Generator().manual_seed(1)
    hidden, weight = torch.randn(700, 32, generator=dice), torch.randn(500, 32, generator=dice, requires_grad=True)
    target = torch.randint(0, 500, (700,), generator=dice)
    exact = cross_entropy(hidden, weight, torch.zeros(500), target, 0.1)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        low = cross_entropy(hidden, weight, torch.zeros(500), target, 0.1)
    assert low.dtype == torch.float32
    assert low.item() == pytest.approx(exact.item(), rel=2e-3)
    with torch.inference_mode():
        assert cross_entropy(hidden, weight, torch.zeros(500), target, 0.1).item() == pytest.approx(exact.item())


def network() -> MarianMTModel:
    torch.manual_seed(1)
    config = MarianConfig(
        vocab_size=61, d_model=16, encoder_layers=1, decoder_layers=2, encoder_ffn_dim=32, decoder_ffn_dim=32,
        encoder_attention_heads=2, decoder_attention_heads=2, pad_token_id=PAD, eos_token_id=END,
        decoder_start_token_id=PAD, dropout=0.0, max_position_embeddings=64,
    )  # fmt: skip
    config._attn_implementation = "eager"
    return MarianMTModel(config).train()


def batch(lengths: list[int]) -> dict[str, torch.Tensor]:
    dice = torch.Generator().manual_seed(2)
    table = torch.full((len(lengths), max(lengths) + 1), PAD)
    for row, length in enumerate(lengths):
        table[row, :length] = torch.randint(1, PAD, (length,), generator=dice)
        table[row, length] = END
    return {"input_ids": table, "target": table.flip(0)}


@pytest.mark.parametrize("parts", [2, 3, 5])
def test_a_batch_in_parts_has_the_loss_and_gradients_of_the_whole(parts):
    threads = torch.get_num_threads()
    inputs = batch([9, 3, 7, 12])  # of five parts one has no row
    model = network()
    objective = Objective(model, Learning(precision="float32"))
    whole = objective(inputs["input_ids"], inputs["target"])
    whole.total.backward()
    wanted = {name: weight.grad for name, weight in model.named_parameters()}
    model.zero_grad(set_to_none=True)
    shared = Parallel(model, objective, PAD, parts)
    losses = shared.step(inputs)
    shared.close()
    torch.testing.assert_close(losses.words, whole.words)
    assert losses.links is None
    for name, weight in model.named_parameters():
        assert (weight.grad is None) == (wanted[name] is None)
        if weight.grad is not None:
            torch.testing.assert_close(weight.grad, wanted[name], rtol=1e-4, atol=1e-6)
    assert torch.get_num_threads() == threads


def test_a_graphics_card_and_small_batches_are_not_shared(monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: 4)
    assert parts_for("cuda", 48_000) == 1
    assert parts_for("cpu", 800) == 1
    assert parts_for("cpu", 3_000) == 3
    assert parts_for("cpu", 8_000) == 4
