"""The instrument: corpora with gold in, the field's figures out.

`read_corpus` reads a file, `run` asks the program and judges its answers, `make_report` counts.
"""

from mapper.evaluate.gold import Corpus, Document
from mapper.evaluate.outcome import Outcome
from mapper.evaluate.readers import read_corpus

__all__ = ["Corpus", "Document", "Outcome", "read_corpus"]
