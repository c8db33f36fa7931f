"""The small network that runs over every article: what is a name, what tells an incident."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from mapper.encode.windows import windows
from mapper.errors import DataError
from mapper.model import HEADS, Span, WordScores

__all__ = ["Encoder"]


class Encoder:
    """The trained network, loaded once; it keeps nothing of the texts that it reads.

    Parameters
    ----------
    folder
        Holds ``encoder.onnx``, ``tokenizer.json`` and ``encoder.json``; None for those that the
        program ships.
    threads
        How many threads one call may use.

    Raises
    ------
    DataError
        If a file is missing or damaged.
    """

    def __init__(self, folder: Path | None = None, *, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = folder or Path(__file__).parent
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            card = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
            self.name = str(card["name"])
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise DataError(
                f"the recognition model in {folder.name} is missing or damaged: install again"
            ) from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def read(self, text: str, stretches: Sequence[Span]) -> WordScores:
        """Score the words of some stretches of a text.

        Parameters
        ----------
        text
            The whole text.
        stretches
            What to read of it, in text order.
        """
        import numpy as np

        words: list[Span] = []
        found = {name: [np.zeros((0, size), np.float32)] for name, size in HEADS.items()}
        for stretch in stretches:
            for window in windows(self._tokenizer, text, stretch):
                answers = self._session.run(
                    list(HEADS),
                    {
                        "pieces": np.array([window.pieces], np.int64),
                        "shapes": np.array([window.shapes], np.int64),
                    },
                )
                words += window.words
                for rows, answer in zip(found.values(), answers, strict=True):
                    rows.append(answer[0, window.first])
        return WordScores(
            tuple(words), {name: np.concatenate(rows) for name, rows in found.items()}
        )
