"""One look a page: alike within it, anew on the next, and anew wherever something may change."""

import pytest

from mutuals.record.selectors.scopes import accounts_readable
from mutuals.record.services.accounts import account_for
from mutuals.team.once import once, page_of_one_state


@pytest.mark.django_db
def test_a_page_looks_once_and_the_next_one_again():
    told = iter(range(9))
    with page_of_one_state():
        assert [once("it", lambda: next(told)) for _ in range(3)] == [0, 0, 0]
        assert once("other", lambda: next(told)) == 1
    with page_of_one_state():
        assert once("it", lambda: next(told)) == 2
    assert [once("it", lambda: next(told)) for _ in range(2)] == [3, 4]


@pytest.mark.django_db
def test_what_a_viewer_may_read_is_looked_up_once_a_page_for_each_viewer(ada, ben, django_assert_num_queries):
    mine = account_for(network="mail", holder=ada).pk
    with page_of_one_state(), django_assert_num_queries(2):
        assert [accounts_readable(ada) for _ in range(3)] == [[mine]] * 3
        assert accounts_readable(ben) == []
    theirs = account_for(network="mail", holder=ben).pk
    with page_of_one_state():
        assert accounts_readable(ben) == [theirs]
