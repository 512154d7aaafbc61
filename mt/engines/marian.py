"""The reference engine: transformers' `MarianMTModel.generate` in float32.

Slow and plain on purpose: the other engines are tested against it. Scores and word links come from one forced pass
over the finished translation, so they are the same whatever the beam did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mt.document import Link, Span
from mt.engines import Options, Translation, batches, bound, piece_links
from mt.errors import ModelError
from mt.models import Checkpoint
from mt.models.pieces import Encoded, Pieces


def load(checkpoint: Checkpoint, options: Options) -> Marian:
    """The checkpoint in float32, ready to translate.

    Raises:
        ModelError: if its weights cannot be loaded.
    """
    return Marian(checkpoint, options)


def weights(checkpoint: Checkpoint) -> Any:
    """The MarianMTModel in float32 with its `<pad>` row at zero, as CTranslate2 starts decoding from a zero vector.

    Raises:
        ModelError: if its weights cannot be loaded.
    """
    import torch
    from transformers import MarianMTModel
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        model = MarianMTModel.from_pretrained(
            checkpoint.folder, dtype=torch.float32, attn_implementation="eager", local_files_only=True
        )
    except Exception as error:  # safetensors, pickle and shape errors have no class in common
        raise ModelError(f"model {checkpoint.name!r} is damaged: its weights cannot be loaded ({error})") from error
    with torch.no_grad():
        model.model.shared.weight[model.config.pad_token_id] = 0.0
        if model.config.pad_token_id < model.lm_head.weight.shape[0]:
            model.lm_head.weight[model.config.pad_token_id] = 0.0
    return model.eval()


class Marian:
    """A MarianMT model run by transformers."""

    def __init__(self, checkpoint: Checkpoint, options: Options) -> None:
        """Load the weights; takes a second or two."""
        import torch

        self._pieces = Pieces(checkpoint)
        self._options = options
        self._head = checkpoint.alignment_head
        self.longest = checkpoint.longest
        cuda = options.device == "cuda" or (options.device == "auto" and torch.cuda.is_available())
        self._device = "cuda" if cuda else "cpu"
        self._tokens = options.padded("float32")
        if options.threads:
            torch.set_num_threads(options.threads)
        self._model = weights(checkpoint).to(self._device)
        self._pad = int(self._model.config.pad_token_id)
        self._end = int(self._model.config.eos_token_id)
        self.signature = f"marian|type:float32|beam:{options.beam}"
        self.count = self._pieces.count

    def pieces(self, texts: Sequence[str]) -> list[list[Span]]:
        """For every text the spans of its pieces."""
        return [encoded.spans for encoded in self._pieces.encode(texts)]

    def translate(self, texts: Sequence[str]) -> list[Translation]:
        """Translate sentences; same order, same number."""
        coded = self._pieces.encode(texts)
        result: list[Translation | None] = [None] * len(coded)
        for batch in batches([len(encoded.tokens) for encoded in coded], self._tokens):
            for k, translation in zip(batch, self._batch([coded[k] for k in batch]), strict=True):
                result[k] = translation
        return [translation for translation in result if translation is not None]

    def links(self, sources: Sequence[str], targets: Sequence[str]) -> list[Sequence[Link]]:
        """The soft links between pieces when the model is made to say the targets, of any translator."""
        import torch

        coded = self._pieces.encode(sources), self._pieces.encode_target(targets)
        found: list[Sequence[Link]] = [()] * len(sources)
        for k, (ours, theirs) in enumerate(zip(*coded, strict=True)):
            sizes = len(ours.tokens), len(theirs.tokens)
            if min(sizes) and max(sizes) <= self.longest:
                source, target = (self._ids(encoded) for encoded in (ours, theirs))
                with torch.inference_mode():
                    _, attention = self._forced(self._padded([source]), [target])
                (found[k],) = piece_links(attention, [ours.offsets], [theirs.offsets])
        return found

    def _ids(self, encoded: Encoded) -> list[int]:
        return [*(self._pieces.vocabulary[token] for token in encoded.tokens), self._end]

    def _batch(self, coded: Sequence[Encoded]) -> list[Translation]:
        import torch

        ids = [self._ids(encoded) for encoded in coded]
        source = self._padded(ids)
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=source,
                attention_mask=(source != self._pad).long(),
                num_beams=self._options.beam,
                do_sample=False,
                max_length=None,
                max_new_tokens=bound(source.shape[1] - 1) + 1,
                min_new_tokens=1,  # never nothing, as CTranslate2
                bad_words_ids=[[self._pad]],
            )
            kept = [self._kept(row, bound(len(line) - 1)) for row, line in zip(output.tolist(), ids, strict=True)]
            scores, attention = self._forced(source, kept)
        decoded = self._pieces.decode([[self._pieces.tokens[t] for t in row if t != self._end] for row in kept])
        texts, places = zip(*decoded, strict=True)
        links = piece_links(attention, [encoded.offsets for encoded in coded], places)
        return [Translation(*parts) for parts in zip(texts, scores, links, strict=True)]

    def _padded(self, rows: Sequence[Sequence[int]]) -> Any:
        import torch

        width = max(map(len, rows))
        padded = [[*row, *[self._pad] * (width - len(row))] for row in rows]
        return torch.tensor(padded, device=self._device)

    def _kept(self, row: list[int], limit: int) -> list[int]:
        """The tokens generated, without the start token and padding, at most `limit`, then `</s>`."""
        body = row[1:]
        body = body[: body.index(self._end)] if self._end in body else body
        return [*[token for token in body if token != self._pad][:limit], self._end]

    def _forced(self, source: Any, kept: Sequence[Sequence[int]]) -> tuple[list[float], Any]:
        """Mean log-probability of each row, and the alignment head's attention (rows, target, source)."""
        import torch

        target = self._padded(kept)
        shifted = torch.cat([torch.full_like(target[:, :1], self._pad), target[:, :-1]], 1)
        output = self._model(
            input_ids=source,
            attention_mask=(source != self._pad).long(),
            decoder_input_ids=shifted,
            output_attentions=True,
            use_cache=False,
        )
        logits = output.logits.float()
        logits[..., self._pad] = -torch.inf
        logits[:, 0, self._end] = -torch.inf
        chosen = logits.log_softmax(-1).gather(-1, target[..., None])[..., 0].masked_fill(target == self._pad, 0.0)
        scores = (chosen.sum(1) / (target != self._pad).sum(1)).tolist()
        return scores, output.cross_attentions[-1][:, self._head].float().cpu().numpy()
