"""Ties as documents: the schema of `mutuals ties --json`."""

from typing import Any

from mutuals.relate.selectors.ties import TieRow


def tie_document(row: TieRow) -> dict[str, Any]:
    """One tie: `{contact, name, circle, depth, probability_28d, rung, reciprocity, balance, days_active, last,
    usual_gap_days, trend, networks}`; `last` is an ISO date (UTC)."""
    return {
        "contact": row.contact, "name": row.name, "circle": str(row.circle), "depth": row.depth,
        "probability_28d": row.chance, "rung": row.step, "reciprocity": row.reciprocity, "balance": row.balance,
        "days_active": row.days_active, "last": row.last, "usual_gap_days": row.usual_gap, "trend": row.trend,
        "networks": list(row.networks),
    }  # fmt: skip
