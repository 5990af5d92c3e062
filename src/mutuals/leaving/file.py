"""What is held about one person as one file that opens in any browser, and prints: nothing in it comes from elsewhere.
Pure; written piece by piece.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

_STYLE = """
:root{color-scheme:light dark;--ink:#1f2a24;--soft:#56635b;--line:#d9d4c7;--sheet:#fffdf7;--desk:#f6f2e8}
@media(prefers-color-scheme:dark){:root{--ink:#ece7da;--soft:#b3ad9e;--line:#3c413b;--sheet:#1c211d;--desk:#151915}}
body{font:17px/1.55 Georgia,serif;color:var(--ink);background:var(--desk);margin:0}
main{max-width:46rem;margin:0 auto;padding:2.5rem 1.25rem 4rem;background:var(--sheet)}
h1{font-size:2rem;line-height:1.2;margin:0 0 .5rem}h2{font-size:1.25rem;margin:2.5rem 0 .75rem}
p,li,dd{overflow-wrap:anywhere}.soft{color:var(--soft)}
article{border-top:1px solid var(--line);padding:.6rem 0}
dl{display:grid;grid-template-columns:minmax(7rem,11rem) 1fr;gap:.15rem 1rem;margin:0}
dt{color:var(--soft)}dd{margin:0;white-space:pre-wrap}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-top:1px solid var(--line)}
th{color:var(--soft);font-weight:400}
@media(max-width:34rem){dl{grid-template-columns:1fr}dd{margin-bottom:.35rem}}
@media print{body,main{background:#fff}article{break-inside:avoid}}
"""
# Kinds of many short rows, and which of their names stand in columns; JSON holds all of them.
TABLES = {
    "interactions": ("time", "kind", "from", "to", "minutes"),
    "facts": ("name", "value", "since"),
    "lists": ("list", "of", "since", "gone"),
    "matches": ("id", "why", "sure"),
    "corrections": ("time", "about", "said", "says"),
    "acts": ("time", "kind", "act", "by_them", "is_so"),
    "deeds": ("day", "act", "words"),
    "membership": ("group",),
    "log": ("time", "by", "what"),
}
_WORDS = {"id": "address", "at": "when", "uri": "address", "url": "link", "n": "times"}
# Milliseconds of the years 1980 to 2100: what `at` and its like hold.
_MOMENTS = range(315_532_800_000, 4_102_444_800_000)


def file_begin(*, name: str, made: str, by: str, not_included: Iterable[str]) -> str:
    """The head of the file, with what it does not hold."""
    left_out = "".join(f"<li>{escape(one)}</li>" for one in not_included)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>What is held about {escape(name)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>What is held about {escape(name)}</h1>"
        f'<p class="soft">Everything that {escape(by)} can read about {escape(name)} in Mutuals, '
        f"as of {escape(made)}.</p>"
        f"<h2>What is not in it</h2><ul>{left_out}</ul>"
    )


def as_table(kind: str) -> tuple[str, ...]:
    """The columns of a kind that reads best as a table; () for one whose rows are read one by one."""
    return TABLES.get(kind, ())


def file_part(kind: str, title: str, count: int, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One kind of thing: its title, then each row."""
    yield f'<section><h2>{escape(title)} <span class="soft">{count:,}</span></h2>'
    columns = as_table(kind)
    if columns:
        heads = "".join(f"<th scope=col>{escape(word(one))}</th>" for one in columns)
        yield f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>'
        for row in rows:
            cells = "".join(f"<td>{escape(said(one, row.get(one)))}</td>" for one in columns)
            yield f"<tr>{cells}</tr>"
        yield "</tbody></table></div></section>"
        return
    for row in rows:
        lines = [(word(name), said(name, value)) for name, value in row.items()]
        told = "".join(f"<dt>{escape(one)}</dt><dd>{escape(text)}</dd>" for one, text in lines if text)
        yield f"<article><dl>{told}</dl></article>"
    yield "</section>"


def file_end() -> str:
    """The foot of the file."""
    return "</main></body></html>\n"


def word(name: str) -> str:
    """A name of a document in words."""
    return _WORDS.get(name, name.replace("_", " "))


def said(name: str, value: Any) -> str:
    """A value of a document as people read it; "" for nothing."""
    if value is None or value == "" or (not value and isinstance(value, list | dict)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(name, value)
    if isinstance(value, str):
        day = name in ("time", "since", "gone", "day", "last") and len(value) in (10, 20)
        return _day(value) if day else value
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _number(name: str, value: float) -> str:
    """A number; where it stands for a moment, its day."""
    if isinstance(value, int) and (name in ("at", "time") or name.endswith("_at")) and value in _MOMENTS:
        return dt.datetime.fromtimestamp(value / 1000, dt.UTC).strftime("%d %B %Y").lstrip("0")
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _day(text: str) -> str:
    """A moment as documents write it, for people: 3 May 2026, 14:05."""
    try:
        moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    day = moment.strftime("%d %B %Y").lstrip("0")
    return day if len(text) == 10 else f"{day}, {moment:%H:%M}"
