"""What each act weighs in give and take: kept as somebody set it, with the reason; all is added up anew with it."""

from collections.abc import Mapping

from django.db import transaction

from mutuals.record.kinds import ActName
from mutuals.relate.ledger import DEFAULTS, weights_checked
from mutuals.relate.models import Weights
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append

RIGHT = "ties_edit"


def weights_set(*, actor: User, values: Mapping[str, object], reason: str, now_ms: int) -> bool:
    """Sets what acts weigh, by their names; False where that is what they weigh already.

    Raises NotAllowed, BadWeight.
    """
    require(actor, RIGHT)
    wanted = weights_checked(values)
    if wanted == weights_now():
        return False
    named = {act.name.lower(): weight for act, weight in wanted.items()}
    with transaction.atomic():
        Weights.objects.create(values=named, reason=reason.strip()[:500], user=actor, at=now_ms)
        log_append(actor=actor, verb="weights_set", subject="weights", details=named)
    return True


def weights_now() -> dict[ActName, float]:
    """What acts weigh now: as last set, else the defaults."""
    last = Weights.objects.order_by("-pk").first()
    return weights_checked(last.values) if last is not None else dict(DEFAULTS)
