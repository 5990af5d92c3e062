"""Texts in, readings out, one JSON object a line, as they come. Pure; whoever calls opens the stream and prints.

In: `{"id": any, "text": "..."}` (https://github.com/ndjson/ndjson-spec). Out, in the same order: `{"id", "lang",
"tone", "tone_score", "emotions": {name: p}, "labels": {name: p}, "toxic": p or null, "personal": [{"kind", "start",
"end"}], "near": 16 hexadecimal digits}`, numbers with 4 decimals, `"hint": true` at soft finds; for a line that cannot
be read `{"id", "error"}` with its number. What the names mean stands in docs/models/readings.md.

Lines are put together from templates by the names that they hold: an encoder would take as long as the reading.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from mutuals.text.readings import Reading, Reads, Span

# A block holds what is there to be read: of a file this much, of a pipe what was written to it.
BLOCK = 1 << 18
LONGEST = 1 << 24
MOST = 2_000
_decode = json.JSONDecoder().decode


class BadLine(ValueError):
    """This line is no object with a text."""


@dataclass(slots=True)
class Lines:
    """Cuts a stream of bytes into lines and reads them in batches; counts `read` and `bad` ones.

    Memory is flat: a line longer than 16 MB is passed over and told as bad.
    """

    reader: Reads
    tell: Callable[[Any, Reading], str]
    number: int = 0
    read: int = 0
    bad: int = 0
    _rest: bytes = b""
    _skips: bool = field(default=False)

    def answers(self, blocks: Iterable[bytes]) -> Iterator[str]:
        """For each block of bytes the answers to the lines that end in it, each ending in a newline."""
        for block in blocks:
            *lines, self._rest = (self._rest + block).split(b"\n")
            if len(self._rest) > LONGEST:
                self._rest, self._skips = b"", True
            yield from self._batches(lines)
        if self._rest or self._skips:
            yield from self._batches([self._rest])

    def _batches(self, lines: list[bytes]) -> Iterator[str]:
        for at in range(0, len(lines), MOST):
            yield self._batch(lines[at : at + MOST])

    def _batch(self, lines: list[bytes]) -> str:
        out: list[str] = []
        places: list[int] = []
        ids: list[Any] = []
        texts: list[str] = []
        for line in lines:
            self.number += 1
            if not line.strip() and not self._skips:
                continue
            try:
                name, text = self._parsed(line)
            except (ValueError, RecursionError) as error:
                out.append(self._error(error))
                continue
            places.append(len(out))
            ids.append(name)
            texts.append(text)
            out.append("")
        for place, answer in zip(places, self._answered(ids, texts), strict=True):
            out[place] = answer
        return "".join(out)

    def _parsed(self, line: bytes) -> tuple[Any, str]:
        if self._skips or len(line) > LONGEST:
            self._skips = False
            raise BadLine(f"longer than {LONGEST >> 20} MB")
        row = _decode((line.removeprefix(b"\xef\xbb\xbf") if self.number == 1 else line).decode())
        if type(row) is not dict:
            raise BadLine("no object, such as {\"id\": 1, \"text\": \"...\"}")  # fmt: skip
        text = row.get("text")
        if type(text) is not str:
            raise BadText(row.get("id"))
        return row.get("id"), whole(text)

    def _error(self, error: Exception) -> str:
        self.bad += 1
        name = error.id if isinstance(error, BadText) else None
        return failed(name, f"line {self.number}: {_why(error)}")

    def _answered(self, ids: Sequence[Any], texts: Sequence[str]) -> list[str]:
        if not texts:
            return []
        try:
            found = self.reader.read(texts)
        except Exception as error:  # noqa: BLE001  one text must not end a file
            if len(texts) > 1:
                return [
                    one
                    for name, text in zip(ids, texts, strict=True)
                    for one in self._answered([name], [text])
                ]
            self.bad += 1
            return [failed(ids[0], f"the reader failed: {type(error).__name__}: {error}")]
        self.read += len(found)
        return [self.tell(name, one) for name, one in zip(ids, found, strict=True)]


class BadText(BadLine):
    """This object has no text."""

    def __init__(self, name: Any) -> None:
        super().__init__("no \"text\", or one that is no string")  # fmt: skip
        self.id = name


def answer(name: Any, reading: Reading) -> str:
    """The line for one reading."""
    return (
        f'{{"id":{_json(name)},"lang":{_quoted(reading.lang)},"tone":"{reading.tone}",'
        f'"tone_score":{reading.tone_score:.4f},"emotions":{_numbers(reading.emotions)},'
        f'"labels":{_numbers(reading.labels)},"toxic":{_number(reading.toxic)},'
        f'"personal":[{",".join(map(_span, reading.personal)) if reading.personal else ""}],'
        f'"near":"{reading.near:016x}"}}\n'
    )


def failed(name: Any, error: str) -> str:
    """The line for a line that could not be read."""
    return f'{{"id":{_json(name)},"error":{_quoted(whole(error))}}}\n'


def whole(text: str) -> str:
    """The text with halves of characters (lone surrogates), which no model reads, replaced one by one."""
    try:
        text.isascii() or text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _why(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "no UTF-8"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return f"no JSON ({error})" if isinstance(error, json.JSONDecodeError) else str(error)


def _json(name: Any) -> str:
    if type(name) is str:
        return _quoted(name) if name.isascii() else _quoted(whole(name))
    if type(name) is int:
        return str(name)
    try:
        return json.dumps(name, allow_nan=False)
    except (ValueError, RecursionError):
        return "null"


def _numbers(values: dict[str, float]) -> str:
    return _template(tuple(values)) % tuple(values.values())


@lru_cache(maxsize=256)
def _template(names: tuple[str, ...]) -> str:
    return "{" + ",".join(f"{_quoted(name).replace('%', '%%')}:%.4f" for name in names) + "}"


def _number(value: float | None) -> str:
    return "null" if value is None else f"{value:.4f}"


def _span(span: Span) -> str:
    hint = ',"hint":true' if span.hint else ""
    return f'{{"kind":{_quoted(span.kind)},"start":{span.start},"end":{span.end}{hint}}}'
