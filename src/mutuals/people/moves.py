"""Which moves a promise, an aim and a thing on the shelf may make, and the column that marks each state. Pure.

The states lie in moments: open is where none of the columns is set. A move is a compare-and-set on these columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Move:
    """From which states a move goes, and to which."""

    of: tuple[str, ...]
    to: str


# The column that holds the moment at which a state was reached.
PROMISE_MARKS: Mapping[str, str] = {"kept": "kept_at", "dropped": "dropped_at"}
PROMISE_MOVES: Mapping[str, Move] = {
    "keep": Move((OPEN,), "kept"),
    "drop": Move((OPEN,), "dropped"),
    "reopen": Move(("kept", "dropped"), OPEN),
}
AIM_MARKS: Mapping[str, str] = {"true": "true_at", "dropped": "dropped_at", "refused": "refused_at"}
AIM_MOVES: Mapping[str, Move] = {
    "true": Move((OPEN,), "true"),
    "drop": Move((OPEN,), "dropped"),
    "reopen": Move(("true", "dropped"), OPEN),
}


def columns_before(move: Move, marks: Mapping[str, str]) -> list[dict[str, bool]]:
    """The conditions on the columns under which a move may be made, one for each state that it may start from."""
    return [{f"{column}__isnull": state != one for one, column in marks.items()} for state in move.of]


def columns_after(move: Move, marks: Mapping[str, str], now_ms: int) -> dict[str, int | None]:
    """The columns as a move leaves them."""
    return {column: now_ms if one == move.to else None for one, column in marks.items()}
