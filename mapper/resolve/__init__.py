"""Mentions to places: candidates, features, ranker, belief; computed places for the relative."""

from mapper.resolve.resolver import resolve

__all__ = ["resolve"]
