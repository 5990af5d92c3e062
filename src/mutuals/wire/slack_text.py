"""The words of Slack messages as people read them, and whom they mention. Pure.

Slack writes `<@U1>` for people, `<#C1|name>` for channels, `<!here>` for everybody, `<url|label>` for links, and
escapes only `&lt; &gt; &amp;` (https://api.slack.com/reference/surfaces/formatting).
"""

import re
from collections.abc import Callable
from typing import Any

from mutuals.text.folding import clean
from mutuals.wire.json_values import rows_of, words_of

_MARK = re.compile(r"<([@#!]?)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
MAX_PARTS = 50

# Gives the name of a user or channel by its id and the name written beside it.
Naming = Callable[[str, str, str], str]


def unescaped(text: str) -> str:
    """Text without Slack's three escapes."""
    if "&" in text:
        for written, sign in _ESCAPES:
            text = text.replace(written, sign)
    return text


def plain(text: str, naming: Naming) -> str:
    """The text as it is read; `naming(mark, id, written)` is asked for each person (@) and channel (#)."""
    if "<" in text:
        text = _MARK.sub(lambda match: _shown(match, naming), text)
    return clean(unescaped(text)).strip()


def _shown(match: re.Match[str], naming: Naming) -> str:
    mark, what, written = match[1], match[2], match[3] or ""
    if mark in ("@", "#") and mark:
        return mark + naming(mark, what, written.lstrip("@#"))
    if mark == "!":
        kind = what.partition("^")[0]
        return written or ("" if kind in ("date", "subteam") else f"@{kind}")
    return _link(what, written)


def _link(url: str, label: str) -> str:
    bare = url.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in (url, bare) or url.endswith(label):
        return bare
    return f"{label} ({bare})"


def text_of(row: dict[str, Any]) -> str:
    """The raw words of a message: its text, else what its attachments say, as those of apps do."""
    text = words_of(row.get("text"))
    if text.strip():
        return text
    parts = []
    for one in list(rows_of(row.get("attachments")))[:MAX_PARTS]:
        said = [words_of(one.get(name)) for name in ("pretext", "title", "text")]
        parts.append("\n".join(filter(None, said)) or words_of(one.get("fallback")))
    return "\n".join(filter(None, parts))
