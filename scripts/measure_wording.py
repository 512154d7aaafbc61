"""What it does to a translation that phrases of the French press are put plainly for the engine (`mt/press.toml`).

    python scripts/measure_press.py news.fr news.en [--limit 3000] [--beam 1] [--show 10]

The two files are translations of each other, line by line. Every line is translated as `mt translate` does it, with
the phrases left as they are and put plainly. Printed are BLEU and chrF2 of all lines and of those that have a phrase,
and the first of these lines, both ways.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from mt import config as configuration
from mt import evaluation, pipeline, press


def main() -> None:
    """Translate both ways and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--model", default="fr-en", help="the embedded model, a folder or a Hub id")
    parser.add_argument("--limit", type=int, default=3000, help="so many lines from the beginning")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="so many of the lines with a phrase")
    given = parser.parse_args()
    source = evaluation.lines(given.source)[: given.limit]
    references = evaluation.lines(given.reference)[: given.limit]
    config = configuration.load(model=given.model, beam=given.beam)
    engine, signature = pipeline.engine_of(config)
    ways = {
        "as they are": evaluation.hypothesis(source, config.model_copy(update={"press": False}), engine),
        "put plainly": evaluation.hypothesis(source, config, engine),
    }
    having = [at for at, line in enumerate(source) if press.plainly(line)]
    print(f"{signature}\n{len(source)} lines, {len(having)} with phrases of the press")
    for way, said in ways.items():
        for which, lines in (("all", range(len(source))), ("with phrases", having)):
            scores = evaluation.scores([said[at] for at in lines], [references[at] for at in lines])
            print(f"{way}, {which:12} " + "  ".join(f"{name} {scores[name].score:.2f}" for name in ("BLEU", "chrF2")))
    for at in having[: given.show]:
        print(f"\n{source[at]}\n{references[at]}", *(f"{way}: {said[at]}" for way, said in ways.items()), sep="\n")


if __name__ == "__main__":
    main()
