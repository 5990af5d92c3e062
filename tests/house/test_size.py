"""What a plain installation brings stays light."""

import re
from importlib.metadata import PackageNotFoundError, distribution

from tests.house import tree

MOST_MB = 250


def test_what_running_needs_stays_under_250_megabytes() -> None:
    lock = (tree.ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    sizes = {}
    for name in re.findall(r"^([\w.-]+)==", lock, re.M):
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            continue  # for another system or another Python
        sizes[name] = sum(path.stat().st_size for file in files if (path := file.locate()).is_file())
    assert len(sizes) > 30
    assert sum(sizes.values()) < MOST_MB * 2**20, sorted(sizes.items(), key=lambda item: -item[1])[:10]
