"""Proposes what interactions mean from the readings of their posts, and keeps that in step with readings and
corrections; keeps what sources tell in so many words. What people declare themselves is never touched."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from mutuals.record.acts import FLOOR, NEEDED, PROPOSED, SPOKEN, TOLD, acts_proposed
from mutuals.record.kinds import ActName
from mutuals.record.models import Account, Act, DirtyAct
from mutuals.record.packed import PLACES, confident
from mutuals.record.services.batch import PRIVATE
from mutuals.record.services.bulk import rows_add, rows_execute, rows_in

# Stands in place of the name of a model where a person's correction made the act, or the source says it.
CORRECTED, SOURCE = "correction", "source"
COLUMNS = ["interaction", "act", "by", "b", "confidence", "decided_by", "at"]
LONGEST_NAME = 80
PUBLIC_SCOPE = 0
_SPOKEN = ",".join(str(int(kind)) for kind in sorted(SPOKEN))
# What tells its act itself is not read for others: a recommendation is no advertisement.
_UNTOLD = " AND ".join(f"p.uri NOT LIKE '%{sign}%'" for sign in TOLD)
_TOLD = (
    "SELECT i.id, i.a, i.post, i.scope, COALESCE(p.reply_to, 0), i.b FROM record_interaction i "  # noqa: S608
    f"JOIN record_post p ON p.id = i.post WHERE i.post IN ({{}}) AND i.activity IS NULL AND i.kind IN ({_SPOKEN}) "
    f"AND {_UNTOLD}"
)
_KEPT = (
    "SELECT r.post, p.audience, COALESCE(p.edited_at, 0), p.version, r.model, r.sure FROM record_reading r "
    "JOIN record_post p ON p.id = r.post WHERE r.post IN ({})"
)
_COPIES = (
    "SELECT r.post, r.account, s.edited_at, s.version, r.model, r.sure FROM record_readingcopy r "
    "JOIN record_sighting s ON s.post = r.post AND s.account = r.account WHERE r.post IN ({})"
)
_SIGHTED = "SELECT post, account, edited_at, version FROM record_sighting WHERE post IN ({})"
_CORRECTED = (
    "SELECT post, scope, edited_at, version, about, says FROM record_correction "
    "WHERE undone_at IS NULL AND post IN ({}) ORDER BY id"
)
_OURS = ",".join(str(int(act)) for act in sorted(PROPOSED))
_STORED = (
    "SELECT id, interaction, act, by, confidence, decided_by FROM record_act "  # noqa: S608  our own integers
    f"WHERE interaction IN ({{}}) AND act IN ({_OURS}) AND decided_by NOT LIKE 'user:%'"
)
_PLACES = tuple((name, PLACES[name]) for name in sorted(NEEDED))


class Sure(NamedTuple):
    """How sure each label of a post is, who says so by label where a person did, and the model that read."""

    labels: Mapping[str, float]
    corrected: frozenset[str]
    model: int


class Plan(NamedTuple):
    """What has to change in the stored acts: the rows that go (by id), and by (interaction, act, who did it) the
    confidence and who decided of those that come; the two of each interaction that any of it is about."""

    gone: list[int]
    wanted: dict[tuple[int, int, int], tuple[float, str]]
    pairs: dict[int, tuple[int, int]]


NOTHING = Sure({}, frozenset(), 0)
NOBODY: frozenset[str] = frozenset()
Wanted = dict[tuple[int, int, int], tuple[float, str]]


def acts_plan(posts: Collection[int]) -> Plan:
    """What has to change in the acts of the interactions of these posts, and of those that reply to them."""
    replies = [row[0] for row in rows_in("SELECT id FROM record_post WHERE reply_to IN ({})", posts)]
    told = rows_in(_TOLD, {*posts, *replies})
    sure = _Readings({row[2] for row in told} | {row[4] for row in told} - {0})
    names = sure.names()
    wanted: Wanted = {}
    for number, a, post, scope, parent, _ in told:
        own, answered = sure.of(post, scope), sure.of(parent, scope) if parent else NOTHING
        for act, label, confidence in acts_proposed(own.labels, answered.labels):
            by = answered if act is ActName.ANSWERED else own
            decided = CORRECTED if label in by.corrected else names.get(by.model, "")
            wanted[number, int(act), a] = (confidence, decided[:LONGEST_NAME])
    gone, pairs, ends = [], {}, {row[0]: (row[1], row[5]) for row in told}
    for number, interaction, act, by, *said in rows_in(_STORED, [row[0] for row in told]):
        if wanted.get((interaction, act, by)) == tuple(said):
            del wanted[interaction, act, by]
        else:
            gone.append(number)
            pairs[interaction] = ends[interaction]
    return Plan(gone, wanted, pairs | {key[0]: ends[key[0]] for key in wanted})


def acts_write(plan: Plan, *, now_ms: int) -> None:
    """Brings the stored proposals to a plan; what was taken out of the record meanwhile has no acts."""
    rows_execute("DELETE FROM record_act WHERE id = %s", [(number,) for number in plan.gone])
    interactions = {key[0] for key in plan.wanted}
    there = {row[0] for row in rows_in("SELECT id FROM record_interaction WHERE id IN ({})", interactions)}
    fresh = [
        (*key, plan.pairs[key[0]][1], *plan.wanted[key], now_ms)
        for key in sorted(plan.wanted)
        if key[0] in there
    ]
    rows_add(Act, COLUMNS, fresh)
    acts_dirty(plan.pairs.values())


def acts_dirty(pairs: Iterable[tuple[int, int]]) -> None:
    """Marks pairs of actors between whom what was given must be added up again."""
    rows_add(DirtyAct, ["a", "b"], sorted({(a, b) if a < b else (b, a) for a, b in pairs}))


def acts_tell(activities: Mapping[int, ActName], posts: Mapping[int, ActName], *, now_ms: int) -> None:
    """Keeps what the sources of these activities and posts (by id) tell of their interactions."""
    fresh = []
    for column, told in (("activity", activities), ("post", posts)):
        sql = f"SELECT id, a, b, {column} FROM record_interaction WHERE {column} IN ({{}})"  # noqa: S608
        rows = rows_in(sql, told)
        fresh += [(number, int(told[about]), a, b, 1.0, SOURCE, now_ms) for number, a, b, about in rows]
    rows_add(Act, COLUMNS, fresh)
    acts_dirty((row[2], row[3]) for row in fresh)


class _Readings:
    """What is read of some posts, for the eyes of each scope: a private post is read by each account's own words."""

    def __init__(self, posts: Collection[int]) -> None:
        self._kept = {row[0]: row[1:] for row in rows_in(_KEPT, posts)}
        self._copies = {row[:2]: row[2:] for row in rows_in(_COPIES, posts)}
        private = [post for post, row in self._kept.items() if row[0] in PRIVATE]
        self._sighted = {row[:2]: row[2:] for row in rows_in(_SIGHTED, private)}
        self._said: dict[tuple[int, int, int], list[tuple[int, str, str]]] = {}
        for post, scope, edited_at, version, about, says in rows_in(_CORRECTED, posts):
            self._said.setdefault((post, edited_at, version), []).append((scope, about, says))
        self._holders = dict(Account.objects.values_list("pk", "holder")) if self._said else {}

    def names(self) -> dict[int, str]:
        """The models that read these, by number."""
        models = {row[3] for row in self._kept.values()} | {row[2] for row in self._copies.values()}
        return dict(rows_in("SELECT id, name FROM record_readingmodel WHERE id IN ({})", models))

    def of(self, post: int, scope: int) -> Sure:
        """How sure the labels are of the words that a scope reads."""
        copy = self._copies.get((post, scope))
        if copy is not None:
            return self._corrected(post, scope, *copy)
        audience, *kept = self._kept.get(post, (None,))
        if audience is None:
            return NOTHING
        mine = audience not in PRIVATE or self._sighted.get((post, scope)) == tuple(kept[:2])
        return self._corrected(post, scope, *kept) if mine else NOTHING

    def _corrected(
        self, post: int, scope: int, edited_at: int, version: int, model: int, packed: bytes
    ) -> Sure:
        labels = confident(packed, _PLACES, FLOOR)
        if not self._said:
            return Sure(labels, NOBODY, model)
        corrected = set()
        for where, about, says in self._said.get((post, edited_at, version), ()):
            if where in (PUBLIC_SCOPE, scope) or self._one_holder(where, scope):
                corrected.add(about)
                labels[about] = float(says == "yes")
        return Sure(labels, frozenset(corrected), model)

    def _one_holder(self, one: int, other: int) -> bool:
        return self._holders.get(one) is not None and self._holders.get(one) == self._holders.get(other)
