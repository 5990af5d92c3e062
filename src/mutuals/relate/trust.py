"""What the record says for trusting somebody: counts, each shrunk, and the word they add up to. Pure.

Trust is a person's own to declare; this only suggests. It looks at two people alone: whom others trust plays no part,
since a transitive score lost to the plain mean on real data. Few cases say little: a count n gives n / (n + half),
where `half` cases give half of all it can. The halves, weights and places of the words are judgement, validated
nowhere.
"""

from dataclasses import dataclass

from mutuals.relate.declared import Trust

# What each count can add at most, and how many cases give half of it.
PRIVATE, YEARS, MET, PROMISES, ACTS = (0.30, 10.0), (0.20, 2.0), (0.25, 3.0), (0.10, 2.0), (0.15, 3.0)
# From how much on which word is suggested.
KNOWN_FROM, TRUSTED_FROM, CONFIDED_FROM = 0.12, 0.38, 0.58
# Nobody is suggested to confide in without private words both ways on so many days.
CONFIDED_DAYS = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """What passed between two people: days with private words from us and from them, years since the first day, days
    on which they met, promises of theirs kept and broken, acts of theirs that gave us something; whether it is
    strained."""

    private_out: int = 0
    private_in: int = 0
    years: float = 0.0
    met: int = 0
    kept: int = 0
    broken: int = 0
    acts: int = 0
    strained: bool = False

    @property
    def private(self) -> int:
        """Days with private words of whoever wrote fewer: both have to speak."""
        return min(self.private_out, self.private_in)


def support(evidence: Evidence) -> float:
    """Return how much speaks for trust, from -0.1 (promises broken, nothing else) to 1; 0 where nothing is known."""
    told = evidence.kept + evidence.broken
    promises = (evidence.kept - evidence.broken) / (told + PROMISES[1])
    return PROMISES[0] * promises + sum(
        most * count / (count + half)
        for count, (most, half) in (
            (evidence.private, PRIVATE), (evidence.years, YEARS), (evidence.met, MET), (evidence.acts, ACTS),
        )
    )  # fmt: skip


def suggested(evidence: Evidence) -> Trust:
    """Return the word that the evidence suggests; never *guarded*, which only a person can say.

    While a relationship is strained nothing beyond *known* is suggested.
    """
    found = support(evidence)
    if found < KNOWN_FROM:
        return Trust.UNKNOWN
    if found < TRUSTED_FROM or evidence.strained:
        return Trust.KNOWN
    if found < CONFIDED_FROM or evidence.private < CONFIDED_DAYS:
        return Trust.TRUSTED
    return Trust.CONFIDED


def agreement(declared: Trust, evidence: Evidence) -> str:
    """Return how the evidence stands to what was declared: "agrees", "more" (it says more), "less" or "silent"."""
    found = suggested(evidence)
    if found is Trust.UNKNOWN and declared is not Trust.UNKNOWN:
        return "silent"
    if declared is found:
        return "agrees"
    return "more" if found.height > declared.height else "less"
