"""Tables as CSV that a spreadsheet opens without running anything in them."""

import csv
from collections.abc import Iterable
from typing import TextIO

# What a spreadsheet takes for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: object) -> object:
    """A cell as it may stand in a table: a text that begins like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
        return f"'{text}" if text.startswith(_FORMULA) else text
    return value


def rows_write(stream: TextIO, header: Iterable[str], rows: Iterable[Iterable[object]]) -> int:
    """Writes a table (RFC 4180) row by row; gives how many rows there were."""
    out = csv.writer(stream, lineterminator="\r\n")
    out.writerow(list(header))
    count = 0
    for row in rows:
        out.writerow([safe(one) for one in row])
        count += 1
    return count
