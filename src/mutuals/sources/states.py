"""The allowed moves of an import, in one table. Pure."""

MOVES = {
    "waiting": frozenset({"reading", "failed"}),
    "reading": frozenset({"asks", "done", "failed"}),
    "asks": frozenset({"reading", "done", "failed"}),
    "failed": frozenset({"reading"}),
    "done": frozenset({"reading"}),
}


def may_move(old: str, new: str) -> bool:
    """Whether an import may go from one state to another; an interrupted reading is taken up again as it is."""
    return new in MOVES[old] or (old == new == "reading")
