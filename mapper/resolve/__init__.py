"""Mentions to places: candidates, features, ranker, belief; computed places for the relative."""

from mapper.resolve.online import Nominatim
from mapper.resolve.resolver import resolve

__all__ = ["Nominatim", "resolve"]
