"""Our own accounts, and which actors are ourselves."""

from mutuals.record.keys import key64
from mutuals.record.models import Account, Identifier, Own, TieDay
from mutuals.record.services.actors import actor_make
from mutuals.record.services.bulk import rows_add
from mutuals.record.services.interactions import pairs_dirty
from mutuals.team.models import User
from mutuals.team.permissions import NotAllowed
from mutuals.team.services.log import log_append


def account_for(*, network: str, holder: User | None, title: str = "") -> Account:
    """The holder's account of a network, made when there is none."""
    account, _ = Account.objects.get_or_create(network=network, holder=holder, title=title)
    return account


def account_share(*, actor: User, account: Account, shared: bool) -> None:
    """Lets the team see what an account saw, or keeps it to its holder; only the holder may say so.

    The ties it makes are reckoned again at once, for whoever sees them now and for whoever no longer does.
    """
    if account.holder_id not in (None, actor.pk):
        raise NotAllowed("settings_edit")
    Account.objects.filter(pk=account.pk).update(shared=shared)
    pairs_dirty(TieDay.objects.filter(scope=account.pk).values_list("a", "b").distinct())
    log_append(actor=actor, verb="account_share", subject=str(account.public_id), details={"shared": shared})


def own_add(*, account: Account, uri: str, sure: bool, evidence: str) -> None:
    """Notes that an actor is the account's holder, as the files say; a person's own decision is never overwritten."""
    found = actor_make(uri, account=account.pk)
    rows_add(Own, ["account_id", "actor", "sure", "evidence"], [(account.pk, found, False, evidence)])
    Own.objects.filter(account=account, actor=found, sure=False).update(sure=sure, evidence=evidence)
    if sure and account.actor_id is None:
        Account.objects.filter(pk=account.pk, actor=None).update(actor=found)


def own_decide(*, actor: User, account: Account, uri: str, mine: bool) -> None:
    """A person says that an actor is, or is not, themselves."""
    found = Identifier.objects.filter(key=key64(uri), value=uri).values_list("actor", flat=True).first()
    if found is None:
        raise LookupError(f"No actor has the id {uri}.")
    Own.objects.update_or_create(
        account=account, actor=found, defaults={"confirmed": mine, "sure": mine, "evidence": "You said so."}
    )
    log_append(
        actor=actor, verb="own_decide", subject=str(account.public_id), details={"uri": uri, "mine": mine}
    )
