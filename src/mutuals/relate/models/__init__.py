"""What this room holds of relationships."""

from mutuals.relate.models.ledger import Ledger, LedgerSum, LedgerTie
from mutuals.relate.models.ties import Reckoning, Taken, Tie
from mutuals.relate.models.today import (
    Declaration,
    Introduction,
    Nudge,
    Outcome,
    Plan,
    PlanFor,
    Weights,
)

__all__ = [
    "Declaration",
    "Introduction",
    "Ledger",
    "LedgerSum",
    "LedgerTie",
    "Nudge",
    "Outcome",
    "Plan",
    "PlanFor",
    "Reckoning",
    "Taken",
    "Tie",
    "Weights",
]
