"""The fast engine: CTranslate2, int8 on a processor, float16 on a graphics card.

A checkpoint is converted once and kept in the user's cache folder under its fingerprint; only that first time needs
torch. The converted folder appears in one move, so a conversion that is killed leaves nothing behind that looks whole.
"""

from __future__ import annotations

import lzma
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from mt.document import Link, Span
from mt.engines import Options, Translation, _cards, batches, bound, piece_links
from mt.errors import Fallback, ModelError
from mt.models import SHORTLIST, Checkpoint
from mt.models.pieces import Encoded, Pieces
from mt.pools import giving_way

VOCABULARY_MAP = "vmap.txt"  # where CTranslate2 looks for a shortlist; float32 goes without, to be the reference
LAYOUT = "1"  # of the converted folder; part of its name, so a change here converts anew


def load(checkpoint: Checkpoint, options: Options) -> CTranslate2:
    """The checkpoint, converted if it was not before, ready to translate.

    Raises:
        ModelError: if it cannot be loaded or converted.
    """
    return CTranslate2(checkpoint, options)


def cache() -> Path:
    """Where converted models are kept: $MT_CACHE, else $XDG_CACHE_HOME/mt, else ~/.cache/mt."""
    if named := os.environ.get("MT_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mt"


def converted(checkpoint: Checkpoint, precision: str) -> Path:
    """The checkpoint as a CTranslate2 folder of this precision, made now if need be.

    Raises:
        ModelError: if the weights cannot be read, or the cache folder cannot be written.
    """
    folder = cache() / "ct2" / f"{checkpoint.fingerprint[:32]}-{precision}-{LAYOUT}"
    if (folder / "model.bin").exists():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as scratch:
            _convert(checkpoint, precision, Path(scratch))
            if not (folder / "model.bin").exists():
                shutil.rmtree(folder, ignore_errors=True)
                (Path(scratch) / "out").replace(folder)
    except OSError as error:
        if not (folder / "model.bin").exists():  # else another process was faster
            raise ModelError(
                f"cannot keep the converted model in {folder.parent} ({error.strerror}): "
                "set MT_CACHE to a folder that can be written"
            ) from error
    return folder


def _convert(checkpoint: Checkpoint, precision: str, scratch: Path) -> None:
    """Write scratch/out: the `<pad>` row at zero, the alignment head moved to place 0, where CTranslate2 reads it."""
    warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")  # normalisation is our own
    from ctranslate2.converters import TransformersConverter
    from transformers import MarianTokenizer

    from mt.engines.marian import weights

    model = weights(checkpoint)
    _to_front(model, checkpoint.alignment_head)
    model.save_pretrained(scratch / "in")
    MarianTokenizer.from_pretrained(checkpoint.folder, local_files_only=True).save_pretrained(scratch / "in")
    TransformersConverter(str(scratch / "in")).convert(str(scratch / "out"), quantization=precision)
    if precision == "int8" and (checkpoint.folder / SHORTLIST).is_file():
        (scratch / "out" / VOCABULARY_MAP).write_bytes(_shortlist(checkpoint))


def _shortlist(checkpoint: Checkpoint) -> bytes:
    try:
        return lzma.decompress((checkpoint.folder / SHORTLIST).read_bytes())
    except lzma.LZMAError as error:
        raise ModelError(f"model {checkpoint.name!r} is damaged: its {SHORTLIST} cannot be read ({error})") from error


def _to_front(model: Any, head: int) -> None:
    """Exchange a cross-attention head of the last decoder layer with head 0; what the model says stays the same."""
    import torch

    if head == 0:
        return
    attention = model.model.decoder.layers[-1].encoder_attn
    width = attention.head_dim
    order = torch.arange(attention.embed_dim)
    order[:width], order[head * width : (head + 1) * width] = (
        torch.arange(head * width, (head + 1) * width),
        torch.arange(width),
    )
    with torch.no_grad():
        for part in (attention.q_proj, attention.k_proj, attention.v_proj):
            part.weight.copy_(part.weight[order].clone())
            part.bias.copy_(part.bias[order].clone())
        attention.out_proj.weight.copy_(attention.out_proj.weight[:, order].clone())


def _on_card(checkpoint: Checkpoint, options: Options) -> tuple[Any, Path, str] | None:
    """The model on a graphics card, its folder and precision; None if the processor is to do it.

    Raises:
        ModelError: if the card that was asked for cannot be used; with "auto" this is a `Fallback` warning.
    """
    if options.device == "cpu" or (options.device == "auto" and not _cards.count()):
        return None
    precision = "float16" if options.precision == "int8" else options.precision
    folder = converted(checkpoint, precision)
    try:
        return _cards.translator(folder, precision), folder, precision
    except (RuntimeError, ValueError) as error:
        what, hint = f"the graphics card cannot be used ({error})", "the extra mt[cuda] brings cuBLAS 12"
        if options.device == "cuda":
            raise ModelError(f"{what}: {hint}; with device cpu none is needed") from error
        warnings.warn(f"{what}, so the processor is: {hint}; with device cpu none is tried", Fallback, stacklevel=2)
    return None


def _on_processor(checkpoint: Checkpoint, options: Options) -> tuple[Any, Path, str]:
    """The model on the processor, its folder and precision.

    Raises:
        ModelError: if the converted folder is damaged.
    """
    import ctranslate2

    folder, threads = converted(checkpoint, options.precision), options.threads or os.cpu_count() or 1
    load = partial(
        ctranslate2.Translator, str(folder), compute_type=options.precision, inter_threads=threads, intra_threads=1
    )
    try:
        return giving_way(load), folder, options.precision
    except (RuntimeError, ValueError) as error:
        room = "free some memory, or use fewer threads" if "alloc" in str(error) else "delete that folder and run again"
        raise ModelError(f"the converted model in {folder} cannot be loaded ({error}): {room}") from error


class CTranslate2:
    """A converted MarianMT model run by CTranslate2."""

    def __init__(self, checkpoint: Checkpoint, options: Options) -> None:
        """Convert if need be and load; under half a second once converted."""
        self._pieces = Pieces(checkpoint)
        self._options = options
        self.longest = checkpoint.longest
        self.count = self._pieces.count
        on_card = _on_card(checkpoint, options)
        self._translator, folder, precision = on_card or _on_processor(checkpoint, options)
        self._tokens = options.padded(precision)
        self._shortlist = (folder / VOCABULARY_MAP).is_file()
        listed = "|shortlist:yes" if self._shortlist else ""
        self.signature = f"ct2|type:{precision}|beam:{options.beam}{listed}"

    def pieces(self, texts: Sequence[str]) -> list[list[Span]]:
        """For every text the spans of its pieces."""
        return [encoded.spans for encoded in self._pieces.encode(texts)]

    def translate(self, texts: Sequence[str]) -> list[Translation]:
        """Translate sentences; same order, same number."""
        coded = self._pieces.encode(texts)
        groups = batches([len(encoded.tokens) for encoded in coded], self._tokens)
        running = [(group, self._start([coded[k] for k in group])) for group in groups]
        result: list[Translation | None] = [None] * len(coded)
        for group, answers in running:
            done = self._finish([coded[k] for k in group], [answer.result() for answer in answers])
            for k, translation in zip(group, done, strict=True):
                result[k] = translation
        return [translation for translation in result if translation is not None]

    def links(self, sources: Sequence[str], targets: Sequence[str]) -> list[Sequence[Link]]:
        """The soft links between pieces when the model is made to say the targets, of any translator.

        A pair with an empty side, or one longer than the model takes, has none.
        """
        coded = self._pieces.encode(sources), self._pieces.encode_target(targets)
        sizes = [[len(encoded.tokens) for encoded in side] for side in coded]
        fit = [k for k, pair in enumerate(zip(*sizes, strict=True)) if min(pair) and max(pair) <= self.longest]
        groups = batches([max(sizes[0][k], sizes[1][k]) for k in fit], self._tokens)
        running = [(some, self._force(coded, some)) for some in ([fit[k] for k in group] for group in groups)]
        found: list[Sequence[Link]] = [()] * len(sources)
        for some, answers in running:
            attention = [answer.result().attention[0] for answer in answers]
            places = [[side[k].offsets for k in some] for side in coded]
            for k, links in zip(some, piece_links(attention, *places), strict=True):
                found[k] = links
        return found

    def _force(self, coded: Sequence[Sequence[Encoded]], some: Sequence[int]) -> list[Any]:
        """Hand one batch of pairs to a free worker, to say the targets."""
        return list(
            self._translator.translate_batch(
                [[*coded[0][k].tokens, "</s>"] for k in some],
                target_prefix=[coded[1][k].tokens for k in some],
                beam_size=1,
                max_input_length=0,
                max_decoding_length=1 + max(len(coded[1][k].tokens) for k in some),
                return_attention=True,
                asynchronous=True,
            )
        )

    def _start(self, coded: Sequence[Encoded]) -> list[Any]:
        """Hand one batch to a free worker."""
        return list(
            self._translator.translate_batch(
                [[*encoded.tokens, "</s>"] for encoded in coded],
                beam_size=self._options.beam,
                max_input_length=0,
                max_decoding_length=bound(max(len(encoded.tokens) for encoded in coded)),
                return_scores=True,
                return_attention=True,
                use_vmap=self._shortlist,
                asynchronous=True,
            )
        )

    def _finish(self, coded: Sequence[Encoded], answers: Sequence[Any]) -> list[Translation]:
        cut = [
            answer.hypotheses[0][: bound(len(encoded.tokens))] for encoded, answer in zip(coded, answers, strict=True)
        ]
        texts, places = zip(*self._pieces.decode(cut), strict=True)
        links = piece_links([answer.attention[0] for answer in answers], [one.offsets for one in coded], places)
        return [
            Translation(text, answer.scores[0], soft) for text, answer, soft in zip(texts, answers, links, strict=True)
        ]
