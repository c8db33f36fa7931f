"""Events tied to the places where they were: which place, in which role, how precisely."""

from mapper.attach.incidents import attach

__all__ = ["attach"]
