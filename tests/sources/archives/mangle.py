"""Random mutations of valid files: fields dropped, doubled and retyped, bytes cut, damaged and repeated."""

import json

ODD = (
    None,
    [],
    {},
    5,
    True,
    -1.5,
    "x",
    ["y"],
    [[]],
    [None],
    {"id": 7},
    10**30,
    "\u0000",
    {"type": "message"},
)


def mangled(value, dice, odds=0.06):
    """A copy of a JSON value with some of its parts dropped, doubled or of another type."""
    if dice.random() < odds / 2:
        return dice.choice(ODD)
    if isinstance(value, dict):
        kept = {key: mangled(one, dice, odds) for key, one in value.items() if dice.random() > odds}
        return dict(dice.sample(list(kept.items()), len(kept))) if dice.random() < odds else kept
    if isinstance(value, list):
        kept = [mangled(one, dice, odds) for one in value if dice.random() > odds]
        return kept + kept[:2] if dice.random() < odds else kept
    return value


def damaged(data, dice):
    """Bytes cut off, overwritten or repeated."""
    data = bytearray(data)
    for _ in range(dice.randrange(4)):
        at = dice.randrange(len(data) + 1)
        data[at : at + dice.randrange(9)] = bytes(dice.choices(b'{}[]",:\\\xff\x001e\n', k=dice.randrange(9)))
    if dice.random() < 0.4:
        data = data[: dice.randrange(len(data) + 1)]
    return bytes(data)


def mangled_json(data, dice):
    """Both at once, for a file of JSON; other files are only damaged."""
    try:
        value = json.loads(data)
    except ValueError:
        return damaged(data, dice)
    if dice.random() < 0.7:
        data = json.dumps(mangled(value, dice), ensure_ascii=dice.random() < 0.5).encode("utf-8", "replace")
    return damaged(data, dice) if dice.random() < 0.5 else data
