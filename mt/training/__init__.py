"""How a model is made or adapted: corpora -> pieces -> word links -> MarianMT weights.

    recipe        what to do, from a TOML file
    corpora       reads TSV, TMX and review files as streams of pairs; filters says why a pair is left out
    variations    the capitals, missing stops and unknown names that news has and corpora lack
    selection     which general pairs are most like the domain, and are seen more often
    vocabulary    SentencePiece models: trained, taken over, and used on both sides
    preparation   all of that together: corpora in, arrays of numbers out (arrays)
    word_links    statistical word links for the guided attention head, made by eflomal where it is installed
    shortlist     which target pieces may stand for each source piece, for a faster engine
    batches       token-bucketed batches, prepared ahead in a thread
    schedule      the learning rate over the share of the schedule used up
    steps         one training step and what happens between steps, in transformers' Trainer
    runs          a run with its folder: start, slice, resume, export
    adaptation    the same on a user's corrections, refused where it does harm
    measuring     loss, BLEU and chrF on a development set; progress writes them down

torch and transformers are imported inside functions only. Training needs the extra `mt[train]`; eflomal is a program of
its own (GPL-3) that is called if it is there and never required.
"""

from __future__ import annotations

from mt.errors import MtError


class TrainingError(MtError):
    """A run cannot start, cannot go on, or made a model that must not be saved."""


class Refused(TrainingError):
    """A model is not saved, because what it was to learn from did it no good."""
