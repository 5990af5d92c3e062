"""What people said in place of the model, as far as a viewer may know of it: how often the model was right, and where
that moves a threshold."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from django.core.cache import cache
from django.db.models import Count, Max

from mutuals.record.corrected import YES, YES_OR_NO
from mutuals.record.models import Correction, ReadingRun
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.record.thresholds import LEAST, SHOWN, Judged, Proposal, proposal
from mutuals.team.models import User

_SAID = (
    "SELECT about, post, edited_at, version, says, said, confidence, model, at FROM record_correction "
    "WHERE undone_at IS NULL AND said <> '' AND scope IN ({}) ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Quarter:
    """Of what was shown and judged in one quarter of a year (its first month, as 2026-10): how much was right."""

    began: str
    right: int
    judged: int


@dataclass(frozen=True, slots=True)
class Known:
    """How well a label fares here: judged how often, of those shown how many right, by quarters, from how sure it is
    shown, and what the corrections propose (None of too few)."""

    label: str
    judged: int
    shown: int
    right: int
    quarters: tuple[Quarter, ...]
    threshold: float
    proposal: Proposal | None

    @property
    def early(self) -> bool:
        """Whether it is too early to tell."""
        return self.judged < LEAST


def thresholds_of(viewer: User | None) -> dict[str, float]:
    """From how sure each label, emotion and the tone is shown to a viewer: the usual places, and those that the
    corrections they may know of moved beyond doubt."""
    scopes = scopes_readable(viewer)
    said = Correction.objects.filter(scope__in=scopes).aggregate(Count("pk"), Max("pk"), Count("undone_at"))
    if not said["pk__count"]:
        return dict(SHOWN)
    # Every page asks; what makes them changes seldom.
    key = f"thresholds {scopes} {sorted(said.items())} {_model()}".replace(" ", "")
    places: dict[str, float] | None = cache.get(key)
    if places is None:
        found = _proposals(_judged(viewer))
        places = SHOWN | {label: one.threshold for label, one in found.items() if one and one.used}
        cache.set(key, places)
    return places


def known_of(viewer: User) -> list[Known]:
    """How well each label fares by what people said of it, the most judged first."""
    rows = _judged(viewer)
    proposals = _proposals(rows)
    found = []
    for label, said in rows.items():
        shown = [row for row in said if row[5] == YES]
        offered = proposals.get(label)
        place = offered.threshold if offered is not None and offered.used else SHOWN[label]
        right = sum(row[4] == YES for row in shown)
        found.append(Known(label, len(said), len(shown), right, _quarters(shown), place, offered))
    return sorted(found, key=lambda one: (-one.judged, one.label))


def _judged(viewer: User | None) -> dict[str, list[tuple[Any, ...]]]:
    """The latest word on each label of each version of a post, by label."""
    latest = {row[:4]: row for row in rows_in(_SAID, scopes_readable(viewer)) if row[0] in YES_OR_NO}
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in latest.values():
        found[row[0]].append(row)
    return found


def _proposals(rows: Mapping[str, Iterable[tuple[Any, ...]]]) -> dict[str, Proposal | None]:
    """What the corrections of the model that reads now propose; another one was sure of other things."""
    model, found = _model(), {}
    for label, said in rows.items():
        judged = [Judged(row[6], row[4] == YES) for row in said if row[7] == model]
        # The same corrections always propose the same.
        rng = np.random.default_rng(crc32(label.encode()))
        found[label] = proposal(judged, usual=SHOWN[label], rng=rng)
    return found


def _model() -> int:
    return ReadingRun.objects.filter(pk=1).values_list("model", flat=True).first() or 0


def _quarters(rows: Iterable[tuple[Any, ...]]) -> tuple[Quarter, ...]:
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        month = np.datetime64(int(row[8]), "ms").astype("datetime64[M]").astype(int)
        one = counted[str(np.datetime64(int(month) // 3 * 3, "M"))]
        one[0] += row[4] == YES
        one[1] += 1
    return tuple(Quarter(began, *counted[began]) for began in sorted(counted))
