"""What is noted by hand enters the record like everything else: local actors, interactions, tie days, dirty pairs."""

from collections import Counter
from collections.abc import Sequence

from mutuals.as2 import Time
from mutuals.record.keys import key64
from mutuals.record.kinds import Grain, Kind
from mutuals.record.models import Account, Actor, ActorSighting, Identifier, Interaction, Own
from mutuals.record.services.accounts import account_for
from mutuals.record.services.actors import actor_make
from mutuals.record.services.batch import DAY_MS, GRAINS, Batch, row_of
from mutuals.record.services.bulk import rows_add
from mutuals.record.services.erased import erased_among
from mutuals.record.services.interactions import interactions_write
from mutuals.team.models import User


def actor_by_hand(*, user: User, name: str, key: str) -> int:
    """The local actor of somebody without a network, made when there is none."""
    account = account_for(network="hand", holder=user)
    uri = f"tag:{user.public_id.hex[-12:]}.mutuals.invalid,2026:hand/{key}"
    found = Identifier.objects.filter(key=key64(uri), value=uri).first()
    if found is not None:
        return found.actor
    actor = Actor.objects.create(uri=uri, type="Person", network="hand", name=name)
    Identifier.objects.create(actor=actor.pk, scheme="uri", value=uri, key=key64(uri))
    rows_add(ActorSighting, ["actor", "account"], [(actor.pk, account.pk)])
    return actor.pk


def own_by_hand(*, user: User) -> int:
    """The actor that is the user in what they note by hand."""
    account = account_for(network="hand", holder=user)
    actor = actor_by_hand(user=user, name=user.name or user.username, key="me")
    Own.objects.get_or_create(
        account=account, actor=actor, defaults={"sure": True, "confirmed": True, "evidence": "Noted by hand."}
    )
    return actor


def interaction_add(
    *, a: int, b: int, kind: Kind, day: int, grain: Grain, account: Account, seconds: int = 0
) -> None:
    """One interaction noted by hand, private to the account's holder."""
    at = day * DAY_MS + DAY_MS // 2
    batch = Batch(account=account.pk, now_ms=at)
    batch.rows.append(row_of(a, b, int(kind), (at, int(grain)), seconds=seconds, scope=account.pk))
    interactions_write(batch)


def interactions_noted(*, account: Account, rows: Sequence[tuple[str, str, str, Time, int, int]]) -> None:
    """Interactions that somebody noted elsewhere: (a, b, kind, time, seconds, share), actors by their ids; each as
    often as it is told, whatever was noted here before. An unknown kind is passed over."""
    told: Counter[tuple[int, int, int, int | None, int, int, int]] = Counter()
    known = {kind.name.lower(): int(kind) for kind in Kind}
    gone = erased_among(uri for row in rows for uri in row[:2])
    rows = [row for row in rows if not gone.intersection(row[:2])]
    numbers = {uri: actor_make(uri, account=account.pk) for row in rows for uri in row[:2]}
    for a, b, kind, time, seconds, share in rows:
        if kind in known and numbers[a] != numbers[b]:
            told[numbers[a], numbers[b], known[kind], time.ms, GRAINS[time.grain], seconds, share] += 1
    batch = Batch(account=account.pk, now_ms=0)
    for (a, b, number, at, grain, seconds, share), times in sorted(told.items(), key=str):
        have = Interaction.objects.filter(
            a=a, b=b, kind=number, at=at, scope=account.pk, post=None, activity=None
        ).count()
        row = row_of(a, b, number, (at, grain), share=share, scope=account.pk, seconds=seconds)
        batch.rows += [row] * max(0, times - have)
    interactions_write(batch)
