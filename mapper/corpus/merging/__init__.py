"""The same incident in many articles: found, merged, every source and figure kept."""

from mapper.corpus.merging.merge import Summary, merge
from mapper.corpus.merging.writing import FORMATS

__all__ = ["FORMATS", "Summary", "merge"]
