"""Article to grammar: sentences, tokens, dependency arcs and entities, once.

The only room that loads a language model.
"""

from mapper.language.model import LanguageModel

__all__ = ["LanguageModel"]
