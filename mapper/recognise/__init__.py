"""Article to mentions: which places it names, and how it uses them."""

from mapper.recognise.recogniser import recognise

__all__ = ["recognise"]
