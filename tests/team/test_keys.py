"""Public ids sort by their moment and never repeat."""

import uuid

from mutuals.team.keys import uuid7, uuid7_ms


def test_an_id_is_a_version_7_uuid_of_the_rfc_variant() -> None:
    key = uuid7()
    assert key.version == 7
    assert key.variant == uuid.RFC_4122


def test_an_id_carries_its_moment() -> None:
    assert uuid7_ms(uuid7(1_764_000_000_123)) == 1_764_000_000_123


def test_the_example_of_the_standard_is_read_back() -> None:
    # RFC 9562 appendix A.6: 2022-02-22T19:22:22Z
    assert uuid7_ms(uuid.UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")) == 0x017F22E279B0


def test_later_ids_sort_after_earlier_ones() -> None:
    keys = [uuid7(ms) for ms in range(1_764_000_000_000, 1_764_000_001_000)]
    assert keys == sorted(keys)
    assert [key.bytes for key in keys] == sorted(key.bytes for key in keys)


def test_ids_of_one_millisecond_differ() -> None:
    assert len({uuid7(1) for _ in range(10_000)}) == 10_000
