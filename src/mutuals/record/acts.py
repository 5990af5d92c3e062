"""What the interactions of a post mean, as far as its reading and that of the post it answers tell. Pure.

Only what may be said with `FLOOR` or more is proposed; which of it is shown is decided by the thresholds of its labels.
"""

from collections.abc import Iterator, Mapping

from mutuals.record.kinds import ActName, Kind

FLOOR = 0.3
# The forms that carry words of their own to whom they reach.
SPOKEN = frozenset({Kind.REPLY, Kind.MENTION, Kind.MESSAGE, Kind.QUOTE, Kind.EMAIL})
# Which labels of a post make which act of it; the surest speaks.
SAID: Mapping[ActName, tuple[str, ...]] = {
    ActName.THANKED: ("thanks",),
    ActName.ASKED: ("ask", "need", "question"),
    ActName.PROMOTED: ("promotion",),
}
# What speaks for a label that a reader does not tell: gratitude is read better than thanks (docs/models/readings.md).
INSTEAD: Mapping[str, str] = {"thanks": "gratitude"}
# Which labels of the post that is answered make the reply an answer.
WANTS_ANSWER = ("question", "ask")
PROPOSED = frozenset({*SAID, ActName.ANSWERED})
# What a source says in so many words, by a sign in the id that `wire/` makes of it: told, not read.
TOLD: Mapping[str, ActName] = {
    "#endorsement/": ActName.ENDORSED,
    "#recommendation/": ActName.RECOMMENDED,
}
NEEDED = frozenset(label for labels in (*SAID.values(), WANTS_ANSWER, INSTEAD.values()) for label in labels)


def acts_proposed(
    own: Mapping[str, float], answered: Mapping[str, float]
) -> Iterator[tuple[ActName, str, float]]:
    """The acts that words with these confidences may be, each with the label that makes it and how sure that is.

    `answered` are the confidences of the post that these words reply to, empty where there is none.
    """
    if own:
        for act, labels in SAID.items():
            yield from _surest(act, labels, own)
    if answered:
        yield from _surest(ActName.ANSWERED, WANTS_ANSWER, answered)


def _surest(
    act: ActName, labels: tuple[str, ...], sure: Mapping[str, float]
) -> Iterator[tuple[ActName, str, float]]:
    told = [name if name in sure else INSTEAD.get(name, name) for name in labels]
    label = max(told, key=lambda name: sure.get(name, 0.0))
    if sure.get(label, 0.0) >= FLOOR:
        yield act, label, sure[label]


def act_told(uri: str) -> ActName | None:
    """The act that the id of a post or activity tells: LinkedIn's endorsements and recommendations; else None."""
    if "#" not in uri:
        return None
    return next((act for sign, act in TOLD.items() if sign in uri), None)


def sure_enough(places: Mapping[str, float]) -> str:
    """The condition of SQL that an act `x` is sure enough to be shown: for the lowest place of the labels that make it,
    by the places from which labels are shown."""
    labels = {**SAID, ActName.ANSWERED: WANTS_ANSWER}
    parts = [
        f"(x.act = {int(act)} AND x.confidence >= {min(places[name] for name in names):.4f})"
        for act, names in labels.items()
    ]
    others = ",".join(str(int(act)) for act in labels)
    # What somebody said is not so has no confidence left.
    return " OR ".join([*parts, f"(x.act NOT IN ({others}) AND x.confidence > 0)"])
