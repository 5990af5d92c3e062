"""What the tests of what is brought share."""

import pytest

from mutuals.sources.parcel import OpenedParcel


@pytest.fixture
def opened(tmp_path):
    """Opens what lies at a path, with a folder to unpack to."""
    return lambda path, **more: OpenedParcel(path, spool=tmp_path / "spool", **more)
