"""Tokens of a text and full-text search over them: the one door to what lies in the files beside.

`folding` (from code points to comparable letters), `scanning` (pieces and their readings), `spans` (tokens with
places), `codes` and `indexing` (what the databases store), `search` (the search box).
"""

from mutuals.text.folding import clean
from mutuals.text.indexing import SEAM, index_terms, terms
from mutuals.text.scanning import ALL, GAP, JOINED, MARKS, WORDS
from mutuals.text.search import Query, matches, query, to_fts5, to_tsquery
from mutuals.text.spans import Token, tokens

__all__ = [
    "ALL",
    "GAP",
    "JOINED",
    "MARKS",
    "SEAM",
    "WORDS",
    "Query",
    "Token",
    "clean",
    "index_terms",
    "matches",
    "query",
    "terms",
    "to_fts5",
    "to_tsquery",
    "tokens",
]
