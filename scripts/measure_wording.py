"""What it does to a translation that the engine is given other words than stand in the French, or some of them alone.

    python scripts/measure_wording.py SETTING news.fr news.en [--limit 3000] [--show 10]

words: everyday words that the model does not know, in English (`words.tsv` in its folder). Of `mt/phrasing/`: press,
phrases of the French press, put plainly, and all that goes with them; quotations, what is quoted, asked for alone as
well; partial, words quoted within a clause, asked for without their marks as well; participles, those that sentences
open with, introduced.
pronouns: those that agree with whom they mean (`mt/anaphora`); lines that they change count as having any. The two
files are translations of each other, line by line. Every line is translated as `mt translate` does it, with this and
without. Printed are BLEU and chrF2 of all lines and of those with any of it, how many of these have a word that is no
known English, and the first of them, both ways.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from unittest.mock import patch

from mt import checks, evaluation, pipeline
from mt import config as configuration
from mt.document import Document, Paragraph, Segment
from mt.phrasing import partial_quotations, participles, quotations

STEPS = {  # that no setting leaves out: where they look for what they change, and what they find if there is nothing
    "quotations": (quotations, "quotation", None),
    "partial": (partial_quotations, "unmarked", None),
    "participles": (participles, "introduced", ()),
}


def invented(source: str, target: str) -> bool:
    """Whether a translation has a word that is no known English."""
    document = Document("-", (Paragraph((Segment("1", source, target=target),)),))
    return any(flag.code == "unknown-word" for part in checks.flag(document).segments for flag in part.flags)


def main() -> None:
    """Translate both ways and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("setting", choices=("words", "press", *STEPS, "pronouns"))
    parser.add_argument("source", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--model", default="fr-en", help="the embedded model, a folder or a Hub id")
    parser.add_argument("--limit", type=int, default=3000, help="so many lines from the beginning")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="so many of the lines that change")
    given = parser.parse_args()
    source = evaluation.lines(given.source)[: given.limit]
    references = evaluation.lines(given.reference)[: given.limit]
    config = configuration.load(model=given.model, beam=given.beam)
    engine, signature = pipeline.engine_of(config)
    if given.setting in STEPS:
        module, name, nothing = STEPS[given.setting]
        having = [at for at, line in enumerate(source) if getattr(module, name)(line)]
        with patch.object(module, name, return_value=nothing):
            without = evaluation.hypothesis(source, config, engine)
    elif given.setting == "pronouns":
        without = evaluation.hypothesis(source, config.model_copy(update={"pronouns": False}), engine)
        having = []
    else:
        others = pipeline.for_engine(config.model_copy(update={"press": False, "words": False, given.setting: True}))
        having = [at for at, line in enumerate(source) if others(Segment("1", line), {})]
        without = evaluation.hypothesis(source, config.model_copy(update={given.setting: False}), engine)
    ways = {"without": without, "with": evaluation.hypothesis(source, config, engine)}
    if given.setting == "pronouns":
        having = [at for at in range(len(source)) if without[at] != ways["with"][at]]
    print(f"{signature}\n{len(source)} lines, {len(having)} with {given.setting} that are put otherwise")
    for way, said in ways.items():
        for which, lines in (("all", range(len(source))), ("these", having)):
            scores = evaluation.scores([said[at] for at in lines], [references[at] for at in lines])
            print(f"{way:7} {which:5} " + "  ".join(f"{name} {scores[name].score:.2f}" for name in ("BLEU", "chrF2")))
        print(f"{way:7} these {sum(invented(source[at], said[at]) for at in having)} lines with no known English word")
    for at in having[: given.show]:
        print(f"\n{source[at]}\n{references[at]}", *(f"{way}: {said[at]}" for way, said in ways.items()), sep="\n")


if __name__ == "__main__":
    main()
