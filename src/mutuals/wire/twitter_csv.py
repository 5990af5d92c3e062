"""Brings a row of tweets.csv (X archives until 2018) into the shape of that archive's JSON. Pure."""

import re
from typing import Any

from mutuals.text.folding import clean

_SHORT = re.compile(r"https?://t\.co/\w+", re.ASCII)
_SHARED = re.compile(r"RT @(\w{1,20}): ?(.*)", re.DOTALL | re.ASCII)


def cells_of(row: dict[str | None, Any]) -> dict[str, str]:
    """A row as `csv.DictReader` gives it, with text in every column; raises ValueError when the columns do not fit."""
    if None in row or None in row.values():
        raise ValueError("It has too many or too few columns.")
    return {str(key): clean(str(value)) for key, value in row.items()}


def tweet_of(row: dict[str, str]) -> dict[str, Any]:
    """One row as a post of the JSON files; short links are paired with their addresses where their numbers agree.

    `row` has the columns as keys, "" where a cell is empty."""
    text = row.get("text", "")
    tweet: dict[str, Any] = {
        "id_str": row.get("tweet_id", ""),
        "created_at": row.get("timestamp", ""),
        "text": _expanded(text, row.get("expanded_urls", "")),
        "in_reply_to_status_id_str": row.get("in_reply_to_status_id", ""),
        "in_reply_to_user_id_str": row.get("in_reply_to_user_id", ""),
    }
    first = re.match(r"\.?@(\w{1,20})", text, re.ASCII)
    if first and tweet["in_reply_to_user_id_str"]:
        tweet["in_reply_to_screen_name"] = first[1]
    shared = _SHARED.match(text)
    if row.get("retweeted_status_id"):
        tweet["retweeted_status"] = {
            "id_str": row["retweeted_status_id"],
            "created_at": row.get("retweeted_status_timestamp", ""),
            "text": _expanded(shared[2] if shared else text, row.get("expanded_urls", "")),
            "user": {
                "id_str": row.get("retweeted_status_user_id", ""),
                "screen_name": shared[1] if shared else "",
            },
        }
    return tweet


def _expanded(text: str, addresses: str) -> str:
    """A picture's address is given once for each picture, hence counted once."""
    short = list(dict.fromkeys(_SHORT.findall(text)))
    full = list(dict.fromkeys(address for address in addresses.split(",") if address))
    if len(short) != len(full):
        return text
    for one, other in zip(short, full, strict=True):
        text = text.replace(one, other)
    return text
