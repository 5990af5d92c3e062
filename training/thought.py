"""What the better tier thinks of texts, by which the default one is taught (distillation: Hinton et al. 2015).

A folder holds `texts.jsonl` ({id, text}) and `targets.npz` (`logits`, calibrated, in the order of TARGETS).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training import sets
from training.sets import TARGETS, TONES

BELIEVED = np.full(len(TARGETS), 0.5, dtype=np.float32)
BELIEVED[: len(TONES)] = 0.7
"""How much the teacher counts against what a set says, where both speak; of tone the sets know less."""
OWN_WORD = 0.3
"""How much it counts against what our written posts say: they were written to be so."""
Floats = npt.NDArray[np.float32]


def write(texts: Sequence[tuple[str, str]], logits: Floats, folder: Path) -> None:
    """Writes what is thought of texts (id, text) into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as lines:
        for key, text in texts:
            lines.write(json.dumps({"id": key, "text": text}, ensure_ascii=False) + "\n")
    np.savez_compressed(folder / "targets.npz", logits=logits.astype(np.float32))


def read(folder: Path) -> dict[str, Floats]:
    """How likely each target is of each text, by its id."""
    lines = (folder / "texts.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    with np.load(folder / "targets.npz", allow_pickle=False) as stored:
        logits = stored["logits"]
    sure = 1 / (1 + np.exp(-logits))
    tones = np.exp(logits[:, : len(TONES)] - logits[:, : len(TONES)].max(axis=1, keepdims=True))
    sure[:, : len(TONES)] = tones / tones.sum(axis=1, keepdims=True)
    return dict(zip((json.loads(line)["id"] for line in lines), sure, strict=True))


def moved(part: sets.Texts, thought: Mapping[str, Floats]) -> sets.Texts:
    """The texts with targets moved towards what a teacher thinks, and told by it where their set does not tell."""
    targets = part.targets.copy()
    believed = BELIEVED * OWN_WORD if part.name == "written" else BELIEVED
    for row, key in enumerate(part.ids):
        if (sure := thought.get(key)) is not None:
            both = np.isfinite(targets[row])
            targets[row] = np.where(both, believed * sure + (1 - believed) * targets[row], sure)
    return replace(part, targets=targets)
