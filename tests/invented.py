"""A small invented corpus, French sentences from a grammar of a few dozen words with their English, and its recipe."""

from __future__ import annotations

import random
from pathlib import Path

from mt.training import recipe

PEOPLE = ["Ankaran", "Morvela", "Petrossin", "Dalkova", "Estrune", "Kermadec", "Obrin", "Zalewan", "Tivoli", "Ravenne"]
SUBJECTS = [("le ministre", "the minister"), ("la présidente", "the president"), ("le juge", "the judge"),
            ("la banque", "the bank"), ("le témoin", "the witness"), ("la ville", "the town")]  # fmt: skip
VERBS = [("a vu", "saw"), ("a quitté", "left"), ("connaît", "knows"), ("cherche", "is looking for"),
         ("a trouvé", "found"), ("attend", "is waiting for")]  # fmt: skip
OBJECTS = [("le train", "the train"), ("la maison", "the house"), ("un livre", "a book"),
           ("les enfants", "the children"), ("la lettre", "the letter"), ("trois voitures", "three cars")]  # fmt: skip
TIMES = [("hier", "yesterday"), ("depuis lundi", "since Monday"), ("à midi", "at noon"), ("ce soir", "this evening")]


def sentence(dice: random.Random) -> tuple[str, str]:
    """One pair; a third of them hold a name."""
    subject, verb, thing, time = (dice.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, TIMES))
    if dice.random() < 0.34:
        name = dice.choice(PEOPLE)
        subject = (f"{subject[0]} {name}", f"{subject[1]} {name}")
    french, english = (f"{subject[k]} {verb[k]} {thing[k]} {time[k]}." for k in (0, 1))
    return french[0].upper() + french[1:], english[0].upper() + english[1:]


def sentences(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Distinct pairs."""
    dice = random.Random(seed)
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        found[sentence(dice)] = None
    return list(found)


def write(pairs: list[tuple[str, str]], path: Path) -> Path:
    """Pairs as TSV."""
    path.write_text("".join(f"{source}\t{target}\n" for source, target in pairs), encoding="utf-8")
    return path


RECIPE = """
save_minutes = 0.01
[pieces]
size = 330
[variations]
names = 0.2
[shape]
width = 32
feed_forward = 64
encoder = 1
decoder = 1
heads = 2
[schedule]
steps = {steps}
rate = 1e-2
warm_up = 20
[learning]
batch_tokens = 800
optimiser = "adamw"
average_every = 2
average_steps = 20
[links]
make = {links}
weight = 0.5
"""
DEVELOPMENT = '[development]\nsource = "dev.fr"\ntarget = "dev.en"\n'


def settings(folder: Path, count: int, *, links: bool = False, development: bool = False) -> recipe.Recipe:
    path = folder / f"recipe-{count}-{links}-{development}.toml"
    text = RECIPE.format(steps=count, links=str(links).lower())
    path.write_text(text + (DEVELOPMENT if development else ""), encoding="utf-8")
    return recipe.load(path)


def corpus(folder: Path) -> Path:
    """A folder with 600 pairs to train on and 40 to measure on."""
    pairs = sentences(640)
    (folder / "data").mkdir()
    write(pairs[:600], folder / "data" / "grammar.tsv")
    for side, name in enumerate(("dev.fr", "dev.en")):
        (folder / name).write_text("".join(pair[side] + "\n" for pair in pairs[600:]), encoding="utf-8")
    return folder
