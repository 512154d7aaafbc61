"""Against PyTorch's own: the loss of the last layer and its gradients, a few rows at a time; Muon, by shape."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mt.training import optimisers
from mt.training.cross_entropy import cross_entropy
from mt.training.recipe import Learning


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


def test_matrices_of_one_shape_stepped_at_once_move_as_muon_moves_them_one_by_one():
    shapes = [(16, 16), (16, 16), (16, 40), (40, 16), (16, 40), (16, 16)]
    ours, theirs = (torch.nn.Sequential(*(torch.nn.Linear(*shape) for shape in shapes)) for _ in range(2))
    theirs.load_state_dict(ours.state_dict())
    matrices = [part for part in theirs.parameters() if part.ndim == 2]
    steps = (
        optimisers.of(ours, Learning(), 1e-2),
        torch.optim.Muon(matrices, lr=1e-2, weight_decay=Learning().weight_decay, adjust_lr_fn="match_rms_adamw"),
    )
    dice = torch.Generator().manual_seed(1)
    for number in range(3):
        for one, other in zip(ours.parameters(), theirs.parameters(), strict=True):
            gradient = torch.randn(one.shape, generator=dice)
            one.grad, other.grad = gradient.clone(), gradient.clone()
        if number == 1:
            ours[0].weight.grad = theirs[0].weight.grad = None
        for optimiser in steps:
            optimiser.step()
    moved = [part for part in ours.parameters() if part.ndim == 2]
    for one, other in zip(moved, matrices, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-4)
