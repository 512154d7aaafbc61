"""The network: built from a recipe or loaded from a checkpoint, averaged on the way, exported for the engines."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import Any

from mt.errors import OutputError
from mt.models import SHORTLIST, WORDS, Checkpoint
from mt.training.recipe import Learning, Recipe
from mt.training.vocabulary import POSITIONS, TOKENISER_FILES, Vocabulary

_KEPT = ("generation_config.json", "tokenizer_config.json", "special_tokens_map.json")


def device() -> str:
    """Where to train: "cuda" if there is a graphics card, else "cpu"."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def attention(where: str) -> str:
    """The attention that trains fastest on "cuda" or "cpu", by transformers' name; on a processor eager, by a tenth.

    cuDNN's is switched off: it plans anew for every shape of batch, and nearly each batch has one of its own.
    """
    import torch

    if where != "cuda":
        return "eager"
    torch.backends.cuda.enable_cudnn_sdp(False)
    return "sdpa"


def quiet() -> None:
    """Keep transformers' warnings and progress bars, which say nothing to our user, off the screen."""
    from transformers.utils import logging

    warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")  # normalisation is our own
    logging.set_verbosity_error()
    logging.disable_progress_bar()


def describe(recipe: Recipe, pieces: Vocabulary, folder: Path) -> None:
    """Write the config of a new network, and how it is to translate, beside its tokeniser."""
    from transformers import GenerationConfig, MarianConfig, MarianTokenizer

    quiet()
    shape, ends = recipe.shape, {"bos_token_id": pieces.end, "eos_token_id": pieces.end, "pad_token_id": pieces.pad}
    config = MarianConfig(
        vocab_size=len(pieces),
        d_model=shape.width,
        encoder_layers=shape.encoder,
        decoder_layers=shape.decoder,
        encoder_ffn_dim=shape.feed_forward,
        decoder_ffn_dim=shape.feed_forward,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        max_position_embeddings=POSITIONS,
        decoder_start_token_id=pieces.pad,
        forced_eos_token_id=pieces.end,
        activation_function="relu",
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        attention_dropout=0.0,
        init_std=0.9
        * shape.width**-0.5,  # as the embedding is scaled by the root of the width, activations start near 1
        text_normalisation=recipe.normalisation,
        text_longest=recipe.pieces.longest,
        text_alignment_head=0,
        **ends,
    )
    config.save_pretrained(folder)
    GenerationConfig(
        bad_words_ids=[[pieces.pad]],
        decoder_start_token_id=pieces.pad,
        forced_eos_token_id=pieces.end,
        max_length=POSITIONS,
        num_beams=4,
        **ends,
    ).save_pretrained(folder)
    MarianTokenizer(
        source_spm=str(folder / "source.spm"),
        target_spm=str(folder / "target.spm"),
        vocab=str(folder / "vocab.json"),
        source_lang=recipe.source_language,
        target_lang=recipe.target_language,
        model_max_length=POSITIONS,
    ).save_pretrained(folder)


def adopt(checkpoint: Checkpoint, folder: Path) -> None:
    """Copy what describes a checkpoint, all but its weights and its tokeniser, to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", *_KEPT, WORDS):
        if (checkpoint.folder / name).is_file():
            shutil.copyfile(checkpoint.folder / name, folder / name)


def build(folder: Path, learning: Learning, weights: Checkpoint | None = None) -> Any:
    """The MarianMTModel that `folder` describes, on its device, in float32, its `<pad>` row at zero.

    Args:
        folder: holds config.json.
        learning: for dropout and the seed of fresh weights.
        weights: where the weights come from; without it they are drawn at random.
    """
    import torch
    from transformers import MarianConfig, MarianMTModel

    from mt.engines.marian import weights as loaded

    torch.manual_seed(learning.seed)
    where = device()
    config = MarianConfig.from_pretrained(folder)
    config.dropout = learning.dropout if learning.dropout is not None else (0.1 if where == "cuda" else 0.0)
    config._attn_implementation = attention(where)
    model = MarianMTModel(config)
    if weights is not None:
        model.load_state_dict(loaded(weights).state_dict())
    silence_padding(model)
    return model.to(where)


def silence_padding(model: Any) -> None:
    """Put the `<pad>` rows at zero: decoding starts from them, and CTranslate2 starts from a zero vector."""
    import torch

    pad = model.config.pad_token_id
    with torch.no_grad():
        for table in (model.model.encoder.embed_tokens, model.model.decoder.embed_tokens, model.lm_head):
            if pad < table.weight.shape[0]:
                table.weight[pad].zero_()


class Average:
    """A running mean of the weights over about the last `steps` steps; it translates better than the last weights."""

    def __init__(self, model: Any, every: int, steps: int) -> None:
        """Begin with the weights as they are."""
        self._every, self._steps = every, steps
        self.tensors = {name: part.detach().clone().float() for name, part in model.named_parameters()}

    def update(self, model: Any, step: int) -> None:
        """Take in the weights after `step` steps; young averages forget faster, so the random start is soon gone."""
        import torch

        if step % self._every:
            return
        fresh = self._every / min(step + self._every, max(self._steps, self._every))
        live = dict(model.named_parameters())
        with torch.no_grad():
            torch._foreach_lerp_(list(self.tensors.values()), [live[name].float() for name in self.tensors], fresh)

    def exchange(self, model: Any) -> None:
        """Put the average into the model and the model's weights here; the second call undoes the first."""
        import torch

        with torch.no_grad():
            for name, part in model.named_parameters():
                held = self.tensors[name].clone()
                self.tensors[name].copy_(part)
                part.copy_(held)


def export(model: Any, average: Average, description: Path, folder: Path) -> None:
    """Write the averaged weights in half precision, with all that `from_pretrained` and the engines need.

    The folder appears in one move; one that is there already is replaced.

    Raises:
        OutputError: if it cannot be written.
    """
    import torch
    from transformers import GenerationConfig, MarianConfig, MarianMTModel

    quiet()
    config = MarianConfig.from_pretrained(description)
    final = MarianMTModel(config)
    final.load_state_dict({name: part.cpu() for name, part in model.state_dict().items()})
    with torch.no_grad():
        for name, part in final.named_parameters():
            part.copy_(average.tensors[name])
    silence_padding(final)
    if (description / "generation_config.json").is_file():
        final.generation_config = GenerationConfig.from_pretrained(description)
    new, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    try:
        shutil.rmtree(new, ignore_errors=True)
        final.half().save_pretrained(new)
        for name in (*TOKENISER_FILES, *_KEPT[1:], SHORTLIST, WORDS):
            if (description / name).is_file():
                shutil.copyfile(description / name, new / name)
        for weights in new.glob("*.safetensors"):  # written for their owner alone
            weights.chmod((new / "config.json").stat().st_mode)
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.replace(old)
        new.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"the model cannot be written to {folder}: {error}") from error
