"""How much each kind of evidence counts beside the others, and from when two are one: the fitted numbers. Pure."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "weights" / "likeness.json"


@dataclass(frozen=True, slots=True)
class Weighing:
    """`scales` multiply what speaks for two being one, by kind, `against` what speaks against; `start` and `among` make
    the odds before any evidence. From `certain` two are joined without asking, from `perhaps` one is asked."""

    version: str = "even"
    start: float = 0.0
    among: float = 1.0
    scales: dict[str, float] = field(default_factory=dict)
    against: dict[str, float] = field(default_factory=dict)
    certain: float = 0.995
    perhaps: float = 0.15


def weighing_load() -> Weighing:
    """The numbers that this version came with."""
    return Weighing(**json.loads(FILE.read_text("utf-8"))) if FILE.exists() else Weighing()


WEIGHING: Final = weighing_load()
