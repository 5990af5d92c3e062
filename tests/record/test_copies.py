"""Of a private post everybody reads the words of the copy that they brought, and nobody those of another's."""

from itertools import permutations

import pytest

from mutuals.as2 import PUBLIC, Activity, Object, Time
from mutuals.record.models import Post, PostCopy
from mutuals.record.selectors.posts import posts_by_key, posts_get, posts_search
from mutuals.record.services.accounts import account_for
from mutuals.record.services.ingest import Ingest
from tests.record.worlds import empty

NOW = 1_700_000_000_000
MAIL = "mid:known.to.both@marsh.example"
pytestmark = pytest.mark.django_db


def copy(words, *, uri=MAIL, to="mailto:ada@home.example", edited=None):
    thing = Object(
        id=uri, attributed_to="mailto:kim@marsh.example", content=words, to=(to,), published=Time(NOW - 9_000_000, "s"),
        updated=Time(edited) if edited else Time(None, "unknown"),
    )  # fmt: skip
    return Activity(id=f"{uri}#create", actor=thing.attributed_to, object=thing)


def bring(account, *items):
    Ingest(account=account, now_ms=NOW).write(items)


def read(viewer):
    """The words that the viewer reads of the one post, by both selectors."""
    row = Post.objects.get()
    by_id, by_key = posts_get(viewer, [row.pk]), posts_by_key(viewer, [row.key])
    assert [one.content for one in by_id.values()] == [one.content for one in by_key]
    return by_key[0].content if by_key else None


@pytest.fixture
def hers(ada):
    return account_for(network="mail", holder=ada)


@pytest.fixture
def his(ben):
    return account_for(network="mail", holder=ben)


@pytest.mark.parametrize(
    "forged", ["x", "a much longer text than the true one, so that its version is the one kept"]
)
@pytest.mark.parametrize("first", [True, False])
def test_a_forged_copy_of_a_private_mail_opens_nothing_and_hides_nothing(hers, his, ada, ben, forged, first):
    true, false = lambda: bring(hers, copy("the heron is out")), lambda: bring(his, copy(forged))
    for step in (true, false) if first else (false, true):
        step()
    assert read(ada) == "the heron is out"
    assert read(ben) == forged
    assert posts_search(ben, "heron") == []


def test_a_public_forgery_brought_before_the_private_mail_opens_nothing(hers, his, ada, ben):
    bring(his, copy("made up", to=PUBLIC))
    bring(hers, copy("the heron is out, and far away by now"))
    assert (read(ada), read(ben)) == ("the heron is out, and far away by now", "made up")
    assert posts_search(ben, "heron") == []


def test_the_same_copy_in_two_mailboxes_is_kept_once(hers, his, ada, ben):
    bring(hers, copy("the heron is out"))
    bring(his, copy("the heron is out"))
    assert read(ada) == read(ben) == "the heron is out"
    assert not PostCopy.objects.exists()
    assert len(posts_search(ben, "heron")) == len(posts_search(ada, "heron")) == 1


def test_each_reads_their_own_best_copy_in_whatever_order_they_came(hers, his, ada, ben):
    steps = [(hers, "one heron"), (hers, "one heron and its nest"), (his, "one heron and"), (his, "o")]
    for order in permutations(steps):
        empty()
        for account, words in order:
            bring(account, copy(words))
        assert read(ada) == "one heron and its nest"
        assert read(ben) == "one heron and"


def test_an_edit_that_only_one_of_two_saw_leaves_the_other_the_older_words(hers, his, ada, ben):
    bring(hers, copy("the heron is out"))
    bring(his, copy("the heron is out"))
    bring(hers, copy("the stork is out", edited=NOW))
    assert (read(ada), read(ben)) == ("the stork is out", "the heron is out")
    bring(his, copy("the stork is out", edited=NOW))
    assert read(ben) == "the stork is out"
    assert not PostCopy.objects.exists()


def test_a_deleted_mail_leaves_no_copy(hers, his, ben):
    bring(hers, copy("the heron is out"))
    bring(his, copy("nothing"))
    bring(hers, Activity(id="mid:gone", type="Delete", object=MAIL))
    assert not PostCopy.objects.exists()
    bring(his, copy("nothing at all"))
    assert not PostCopy.objects.exists()
    assert read(ben) == ""
