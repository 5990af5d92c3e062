"""Public ids: UUID version 7, whose first 48 bits are the moment of making, so that new rows lie together on disk."""

import os
import time
import uuid

_VERSION = 7 << 76
_VARIANT = 0b10 << 62
_RANDOM = ~(0xF << 76 | 0b11 << 62) & (1 << 80) - 1


def uuid7(now_ms: int | None = None) -> uuid.UUID:
    """A new id: 48 bits of Unix milliseconds, version, 12 random bits, variant, 62 random bits.

    RFC 9562 section 5.7. `now_ms` stands in for the clock.
    """
    at = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    rest = int.from_bytes(os.urandom(10), "big") & _RANDOM
    return uuid.UUID(int=(at & 0xFFFF_FFFF_FFFF) << 80 | _VERSION | _VARIANT | rest)


def uuid7_ms(key: uuid.UUID) -> int:
    """The Unix milliseconds inside a UUIDv7."""
    return key.int >> 80
