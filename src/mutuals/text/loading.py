"""Loads what reads posts: the default tier, which every install has, or the better one of the extra `text`."""

from functools import cache
from importlib.util import find_spec

from mutuals.text import language, linear, minilm, near
from mutuals.text.personal import finder
from mutuals.text.readings import Model, Reader, Tier


@cache
def load(tier: Tier = "default") -> Reader:
    """The reader of a tier, loaded once; `minilm.NotInstalled` where a package is missing that the better tier needs,
    `weights.Damaged` where a file of weights is not the one that was measured."""
    model: Model = linear.load()
    if tier == "better":
        if find_spec("onnxruntime") is None:
            raise minilm.NotInstalled(minilm.MISSING)
        model = minilm.Cascade(model, minilm.MiniLM())
    parts = "+".join((language.VERSION, finder.VERSION, near.VERSION))
    return Reader(model, language.detect, finder.find, near.near_key, parts=parts)
