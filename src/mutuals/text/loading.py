"""Loads what reads posts: the default tier, which every install has, or the better one of the extra `text`."""

from functools import cache
from importlib.util import find_spec

from mutuals.text import language, linear, minilm, near, topics, vectors
from mutuals.text.personal import finder
from mutuals.text.readings import Model, Reader, Tier


@cache
def load(tier: Tier = "default", *, about: bool = False) -> Reader:
    """The reader of a tier, loaded once, which also tells what texts are `about` where that is wanted.

    `minilm.NotInstalled` where a package is missing that the better tier needs, `weights.Damaged` where a file of
    weights is not the one that was measured.
    """
    model: Model = linear.load()
    if tier == "better":
        if find_spec("onnxruntime") is None:
            raise minilm.NotInstalled(minilm.MISSING)
        model = minilm.Cascade(model, minilm.MiniLM())
    parts = [language.VERSION, finder.VERSION, near.VERSION]
    told = topics.Topics(vectors.load()) if about else None
    if told is not None:
        parts += [topics.VERSION, vectors.load().version]
    return Reader(model, language.detect, finder.find, near.near_key, told, parts="+".join(parts))
