"""What was given and taken, added up for each view: a cache over acts, forms and deeds, swapped in as ties are."""

from django.db import models


class Ledger(models.Model):
    """One adding up of all that was given in a view (as in `Reckoning`); readers take the one that is current.

    `state` is a digest of what it was made with: scopes, us, thresholds, weights, quarter; "" while it is due anew.
    """

    view = models.BigIntegerField()
    state = models.CharField(max_length=64, blank=True)
    # The first quarter that the balances of `LedgerTie` count, and the weights they were made with, by act.
    since = models.IntegerField()
    weights = models.JSONField(default=dict)
    made_at = models.BigIntegerField()
    current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["view"], condition=models.Q(current=True), name="relate_ledger_current"
            ),
        ]


class LedgerSum(models.Model):
    """How often one of us (`a`) and somebody (`b`; 0 for everybody together) gave each other something in a quarter,
    and on which UTC day last."""

    pk = models.CompositePrimaryKey("ledger", "b", "a", "act", "out", "quarter")
    ledger = models.BigIntegerField()
    b = models.BigIntegerField()
    a = models.BigIntegerField()
    act = models.SmallIntegerField()
    out = models.BooleanField()
    quarter = models.IntegerField()
    n = models.IntegerField()
    last = models.IntegerField(null=True)

    class Meta:
        # With whom a sum over everybody was: the way down from every number of the page, walked in the index alone.
        indexes = [
            models.Index(
                fields=["ledger", "quarter", "act", "out", "b", "a", "n"],
                # So that no other question is drawn into it: those ask by person, and do not say this.
                condition=models.Q(n__gt=0),
                name="relate_ledgersum_who",
            )
        ]


class LedgerTie(models.Model):
    """The balance of one of us with somebody over the last four quarters, weighed."""

    pk = models.CompositePrimaryKey("ledger", "b", "a")
    ledger = models.BigIntegerField()
    b = models.BigIntegerField()
    a = models.BigIntegerField()
    given = models.FloatField()
    taken = models.FloatField()
    entries = models.IntegerField()
    uneven = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["ledger", "uneven", "a", "b"], name="relate_ledgertie_uneven")]
