"""The nine labels of the default tier: a linear model each, on words, pairs, triples, cues and what the network says.

The network never sees our posts. So each of the sixteen folds (`splits`) fits new heads only, and what is measured
knows neither writer nor situation. Other sets help where they tell of a label: a little, for they are of another kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from mutuals.text.features import FIRST, Vocabulary
from mutuals.text.readings import LABELS
from training.cues import cues
from training.network import Keys, among, keys
from training.sets import TARGETS

STRICT = 10.0
OF_HIDDEN, OF_CUES, OF_KNOWN, OF_TOLD = 0.1, 4.0, 0.5, 0.3
HELPED = {"written": (9000, 0.5), "goemotions": (2000, 0.15), "clinc": (1200, 0.03), "sms": (800, 0.15)}
"""How many texts of another set help, and what each counts beside one of ours."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class View:
    """How the heads see texts: `cues` (rows + grams, labels), `known` (rows, ...), `mean` and `spread` of what the
    network makes of them: its hidden values, then its outputs.
    """

    rows: int
    grams: Keys
    cues: sp.csr_matrix
    known: Floats
    mean: Floats
    spread: Floats

    def of(self, texts: Sequence[Sequence[int]], inner: Floats, asks: npt.NDArray[np.bool_]) -> sp.csr_matrix:
        """(texts, everything the heads look at); `inner` are hidden values and outputs of the network, `asks` tells
        which texts look like questions."""
        direct = self._direct(texts)
        scaled = (inner - self.mean) / self.spread * self._scale()
        told = direct[:, : self.rows] @ self.known * OF_KNOWN
        return sp.hstack(
            (
                direct,
                direct @ self.cues * OF_CUES,
                sp.csr_matrix(told),
                sp.csr_matrix(scaled),
                sp.csr_matrix(asks[:, None].astype(np.float32)),
            )
        ).tocsr()

    def _direct(self, texts: Sequence[Sequence[int]]) -> sp.csr_matrix:
        columns = [
            np.concatenate((np.array(one, dtype=np.int64), self.rows + among(one, self.grams)))
            for one in texts
        ]
        values = [
            np.full(len(at), 1 / np.sqrt(max(1, len(one)))) for at, one in zip(columns, texts, strict=True)
        ]
        begins = np.concatenate(([0], np.cumsum([len(one) for one in columns])))
        shape = (len(texts), self.rows + len(self.grams))
        return sp.csr_matrix((np.concatenate(values), np.concatenate(columns), begins), shape=shape)

    def _scale(self) -> Floats:
        scale = np.full(len(self.mean), OF_HIDDEN, dtype=np.float32)
        scale[-len(TARGETS) :] = OF_TOLD
        return scale

    def spread_out(self, weights: Floats) -> tuple[Floats, Floats, Floats, float, float]:
        """A head's weights as what each row, gram and inner value adds, what to add at last, and what more where a text
        looks like a question."""
        weights, asks = weights[:-1], float(weights[-1])
        size, own = self.rows + len(self.grams), self.known.shape[1]
        direct, cue, told, inner = np.split(weights, (size, size + len(LABELS), size + len(LABELS) + own))
        direct = direct + self.cues @ cue * OF_CUES
        of_inner = inner * self._scale() / self.spread
        rows = direct[: self.rows] + self.known @ told * OF_KNOWN
        return rows, direct[self.rows :], of_inner, -float(self.mean @ of_inner), asks


def view(vocabulary: Vocabulary, grams: Keys, known: Floats, inner: Floats) -> View:
    """A view for this vocabulary; `inner` of our posts tells its usual size."""
    table = sp.lil_matrix((vocabulary.size + len(grams), len(LABELS)), dtype=np.float32)
    for column, label in enumerate(LABELS):
        for cue in cues(label):
            rows = vocabulary.rows(cue)
            if len(rows) == 1 and rows[0] >= FIRST:
                table[rows[0], column] = 1
            elif len(rows) > 1 and (at := _place(grams, rows)) is not None:
                table[vocabulary.size + at, column] = 1
    scale = known[FIRST : FIRST + 5000].std() * np.sqrt(known.shape[1])
    spread = inner.std(axis=0) + 1e-2
    return View(vocabulary.size, grams, table.tocsr(), known / scale, inner.mean(axis=0), spread)


def cue_grams(vocabulary: Vocabulary) -> Keys:
    """The pairs and triples that are cues."""
    rows = (vocabulary.rows(cue) for label in LABELS for cue in cues(label))
    return np.array(sorted({_key(one) for one in rows if len(one) in (2, 3)}), dtype=np.int64)


def fitted(
    seen: sp.csr_matrix, told: Floats, helping: sp.csr_matrix, helped: Floats, worth: Floats
) -> tuple[Floats, float]:
    """The weights and the constant of one label's head."""
    known = np.isfinite(helped)
    if known.any() and helped[known].max() > helped[known].min():
        seen = sp.vstack((seen, helping[known]))
        weights = np.concatenate((np.ones(len(told)), worth[known]))
        told = np.concatenate((told, helped[known]))
    else:
        weights = np.ones(len(told))
    head = LogisticRegression(C=STRICT, solver="liblinear", dual=True, max_iter=300, tol=1e-3, random_state=0)
    head.fit(seen, told > 0.5, sample_weight=weights)
    return head.coef_[0], float(head.intercept_[0])


def _key(rows: Sequence[int]) -> int:
    """The key of the pair or triple that these rows are, whole."""
    return int(keys(rows)[1] if len(rows) == 2 else keys(rows)[len(rows) + 2])


def _place(grams: Keys, rows: Sequence[int]) -> int | None:
    if len(rows) not in (2, 3):
        return None
    at = int(np.searchsorted(grams, key := _key(rows)))
    return at if at < len(grams) and grams[at] == key else None
