"""Bends a small archive as chance says: bytes, lines, cells, fields of JSON, names of files, two archives in one.

`dice` is a `random.Random`, or hypothesis' stand-in for one.
"""

import csv
import io
import json

from tests.sources.archives.mangle import ODD

MARKS = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\\u0000",
    b"\r",
    b"\n\n",
    b'"',
    b'\\"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b";",
    b"<",
    b"@",
    b"%",
    b"=?utf-8?b?",
    b"99999999999999999999",
    b"-1",
    b"1e999",
    b"NaN",
    b"0000-00-00T00:00:00Z",
    b"9999-12-31T23:59:59+99:59",
    b"29/02/2023, 25:61",
    "\u202e\u200f\u0301\U0001f600".encode(),
)
TEXTS = (
    "",
    " ",
    "\0",
    "\ud800",
    "\r\n",
    "\u2028",
    "a" * 3000,
    "mailto:",
    "https://",
    "://[::1",
    "http://[x/y z",
    "@",
    "+",
    "-1",
    "1e308",
    "9" * 40,
    "٣٤٥",
    "0",
    "²",
    "9999-12-31T23:59:59.999-14:00",
    "0001-01-01T00:00:00+14:00",
    "2021-13-45T99:99:99Z",
    "2021-02-03 04:05:06 UTC",
    "253402300800000",
    "\u202eabc",
    "<b>x</b>",
    "#create",
    "a b",
    "%zz%00",
)
NUMBERS = (0, -1, 1, 10**13, 253402300800, 253402300800000, -(10**15), 2**31, 2**63, 10**30, 1.5, 1e308, -0.0)
NAMES = ("x", "a/b/../c", "é\u0301", "\u202etxt", "new\nline.json", "A" * 300, "[x]", "%s", "1.json", ".")


def bent(files, others, dice):
    """The files with one to four things done to them; `others` are archives to take pieces of."""
    files = dict(files)
    for _ in range(dice.randint(1, 4)):
        if not files:
            return files
        name = dice.choice(sorted(files))
        way = dice.choice(WAYS)
        way(files, name, others, dice)
    return files


def bent_bytes(data, dice):
    """Bytes flipped, cut out, doubled, put in."""
    data = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at = dice.randint(0, len(data))
        kind = dice.randint(0, 5)
        if kind == 0 and at < len(data):
            data[at] = dice.randint(0, 255)
        elif kind == 1:
            data[at:at] = dice.choice(MARKS)
        elif kind == 2:
            del data[at : at + dice.choice((1, 2, 7, 60))]
        elif kind == 3:
            data[at:at] = data[at : at + dice.choice((1, 9, 200))]
        elif kind == 4 and at < len(data):
            data[at] ^= 1 << dice.randint(0, 7)
        else:
            mark = dice.choice(MARKS)
            data[at : at + len(mark)] = mark
    return bytes(data)


def bent_value(value, dice, budget=3):
    """A copy of a value of JSON with about `budget` of its parts dropped, doubled, renamed, retyped."""
    paths = list(_paths(value))
    for _ in range(dice.randint(1, budget)):
        value = _changed(value, dice.choice(paths), dice)
    return value


def odd(dice):
    """A value that nobody expects."""
    return dice.choice((dice.choice(ODD), dice.choice(TEXTS), dice.choice(NUMBERS)))


def _paths(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from _paths(value[key], (*path, key))
    elif isinstance(value, list):
        for at, one in enumerate(value[:40]):
            yield from _paths(one, (*path, at))


def _changed(value, path, dice):
    if not path:
        return _replaced(value, dice)
    key, rest = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        value = dict(value)
        if rest:
            value[key] = _changed(value[key], rest, dice)
        else:
            _rekeyed(value, key, dice)
    elif isinstance(value, list) and isinstance(key, int) and key < len(value):
        value = list(value)
        if rest:
            value[key] = _changed(value[key], rest, dice)
        else:
            value[key : key + 1] = dice.choice(([], [value[key]] * 2, [odd(dice)], [[value[key]]]))
    return value


def _rekeyed(value, key, dice):
    kind = dice.randint(0, 5)
    if kind == 0:
        del value[key]
    elif kind == 1:
        value[dice.choice(("id", "type", "name", "text", key.upper(), key + "s", ""))] = value.pop(key)
    elif kind == 2:
        other = dice.choice(sorted(value))
        value[key], value[other] = value[other], value[key]
    else:
        value[key] = _replaced(value[key], dice)


def _replaced(value, dice):
    kind = dice.randint(0, 4)
    if kind == 0:
        return [value]
    if kind == 1:
        return {"value": value, "id": value}
    if kind == 2 and isinstance(value, str):
        return value + dice.choice(TEXTS) + value[: dice.randint(0, 5)]
    if kind == 3 and isinstance(value, (str, int)):
        return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else str(value)
    return odd(dice)


def _as_bytes(files, name, others, dice):
    files[name] = bent_bytes(files[name], dice)


def _as_json(files, name, others, dice):
    """Retypes and drops fields of a file of JSON, also behind `window.… = `, or in each line."""
    data = files[name]
    start = min((at for at in (data.find(b"{"), data.find(b"[")) if at >= 0), default=-1)
    try:
        value = json.loads(data[start:].rstrip(b"; \n")) if start >= 0 else None
    except ValueError:
        value = None
    if value is None:
        _as_rows(files, name, others, dice)
        return
    text = json.dumps(bent_value(value, dice), ensure_ascii=dice.randint(0, 1) == 0)
    files[name] = data[:start] + text.encode("utf-8", "surrogatepass")


def _as_rows(files, name, others, dice):
    """Drops, doubles, retypes cells of a table; of other texts lines."""
    text = files[name].decode("utf-8", "replace")
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        rows = []
    if sum(len(row) > 1 for row in rows) * 2 < len(rows) or not rows or dice.randint(0, 3) == 0:
        _as_lines(files, name, others, dice)
        return
    for _ in range(dice.randint(1, 3)):
        row = dice.choice(rows)
        if row:
            at = dice.randint(0, len(row) - 1)
            row[at : at + 1] = dice.choice(([], [row[at]] * 2, [dice.choice(TEXTS)], [row[at] + ',"'], [""]))
    out = io.StringIO()
    csv.writer(out, lineterminator=dice.choice(("\n", "\r\n", "\r"))).writerows(rows)
    files[name] = out.getvalue().encode("utf-8", "surrogatepass")


def _as_lines(files, name, others, dice):
    """Moves, doubles, drops and splices lines, and puts odd words behind their marks."""
    lines = files[name].splitlines(keepends=True)
    for _ in range(dice.randint(1, 4)):
        if not lines:
            break
        at, kind = dice.randint(0, len(lines) - 1), dice.randint(0, 5)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines[at:at] = [dice.choice(lines)] * dice.choice((1, 2, 30))
        elif kind == 2:
            to = dice.randint(0, len(lines) - 1)
            lines[at], lines[to] = lines[to], lines[at]
        elif kind == 3:
            head, mark, _ = lines[at].partition(dice.choice((b":", b"=", b";", b" ", b",")))
            lines[at] = head + mark + dice.choice(TEXTS).encode("utf-8", "surrogatepass") + b"\n"
        elif kind == 4:
            lines[at] = lines[at].rstrip(b"\r\n")
        else:
            lines[at] = dice.choice((b" ", b">", b"\t", b"From ", b"BEGIN:", b"END:")) + lines[at]
    files[name] = b"".join(lines)


def _cut(files, name, others, dice):
    files[name] = files[name][: dice.randint(0, len(files[name]))]


def _spliced(files, name, others, dice):
    """Goes on in the middle of a file with the middle of another, perhaps of another archive."""
    other = dice.choice(others)
    if other:
        data = other[dice.choice(sorted(other))]
        at, to = dice.randint(0, len(files[name])), dice.randint(0, len(data))
        files[name] = files[name][:at] + data[to:]


def _added(files, name, others, dice):
    """Takes over a file of another archive, under its own name or this one's."""
    other = dice.choice(others)
    if other:
        taken = dice.choice(sorted(other))
        files[dice.choice((taken, name, f"x/{taken}"))] = other[taken]


def _renamed(files, name, others, dice):
    stem, slash, last = name.rpartition("/")
    swapped = dice.choice(sorted(files))
    new = dice.choice(
        (dice.choice(NAMES), f"{stem}{slash}{dice.choice(NAMES)}", f"deep/{name}", last, swapped)
    )
    files[new] = files.pop(name)


def _dropped(files, name, others, dice):
    del files[name]


def _recoded(files, name, others, dice):
    text = files[name].decode("utf-8", "replace")
    kind = dice.choice(("utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252", "utf-32", "utf-8-sig"))
    files[name] = text.encode(kind, "replace")


# Twice what goes deepest.
WAYS = (
    *(_as_json, _as_json, _as_json, _as_rows, _as_bytes, _as_bytes),
    *(_as_lines, _cut, _spliced, _added, _renamed, _dropped, _recoded),
)
