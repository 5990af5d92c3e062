"""What the better tier thinks of all that may be trained on: `python -m training.teach FOLDER`.

Writes `texts.jsonl` ({id, text}) and `targets.npz` (`logits`, calibrated, in the order of TARGETS; labels are NaN, as
only our own posts teach those). Needs the extra `text` and the better tier's weights.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from mutuals.text.minilm import MiniLM
from mutuals.text.weights import HERE
from training import sets
from training.course import TOLD

LINES_OF_IRC = 12_000
"""Talk of one kind only: more of it would teach how #ubuntu speaks."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--weights", type=Path, default=HERE, help="where the better tier's weights lie")
    told = ask.parse_args()
    folder: Path = told.folder
    folder.mkdir(parents=True, exist_ok=True)
    said = sets.irc("train")
    parts = [sets.goemotions("train"), sets.vader("train"), sets.davidson("train")]
    parts.append(said.pick(range(0, len(said), max(1, len(said) // LINES_OF_IRC))))
    ids, texts = [key for part in parts for key in part.ids], [text for part in parts for text in part.texts]
    model = MiniLM(told.weights)
    logits = np.full((len(texts), len(sets.TARGETS)), np.nan)
    logits[:, TOLD] = model.logits(texts) * model.card.scale + model.card.shift
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as lines:
        for key, text in zip(ids, texts, strict=True):
            lines.write(json.dumps({"id": key, "text": text}, ensure_ascii=False) + "\n")
    np.savez_compressed(folder / "targets.npz", logits=logits.astype(np.float32))


if __name__ == "__main__":
    main()
