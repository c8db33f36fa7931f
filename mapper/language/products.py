"""Matrix products of the parser by NumPy's library of them, and not by the parser's own.

The parser brings products that are the same everywhere and slow on many processors; NumPy's take
a third of the time there, and they are half of a parse. Their last bits differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from thinc.api import Model, NumpyOps

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

__all__ = ["multiply_by_numpy"]


class _Products(NumpyOps):  # type: ignore[misc]
    """What the parser's networks compute with; only whole products are not as they were."""

    def gemm(
        self,
        x: NDArray[np.float32],
        y: NDArray[np.float32],
        out: NDArray[np.float32] | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> NDArray[np.float32]:
        """Give ``x @ y``, either transposed first if asked for."""
        found: NDArray[np.float32] = np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
        return found


def multiply_by_numpy(pipeline: Language) -> Language:
    """Let all networks of a pipeline multiply by NumPy.

    Parameters
    ----------
    pipeline
        A pipeline just loaded; changed in place.
    """
    products = _Products()
    for _, part in pipeline.pipeline:
        network = getattr(part, "model", None)
        if isinstance(network, Model):
            for layer in network.walk():
                layer.ops = products
    return pipeline
