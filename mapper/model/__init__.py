"""The vocabulary: what flows from one stage to the next.

Everything here is frozen. Offsets are end-exclusive code points into ``Article.text``;
coordinates are decimal degrees, EPSG:4326; distances are km.
"""

from mapper.model.article import (
    Article,
    Span,
)
from mapper.model.events import (
    Actor,
    ActorRole,
    Category,
    DatePrecision,
    Event,
    EventDate,
    EventType,
    Factuality,
    PlaceRole,
    Precision,
    Quantity,
)
from mapper.model.grammar import (
    Entity,
    Parsed,
    Sentence,
    Token,
)
from mapper.model.incidents import (
    Analysis,
    Generator,
    Incident,
    IncidentPlace,
)
from mapper.model.places import (
    Candidate,
    Mention,
    MentionKind,
    Relation,
    RelativeExpression,
    Resolution,
)
from mapper.model.scores import HEADS, TAGS, WordScores

__all__ = [
    "HEADS",
    "TAGS",
    "Actor",
    "ActorRole",
    "Analysis",
    "Article",
    "Candidate",
    "Category",
    "DatePrecision",
    "Entity",
    "Event",
    "EventDate",
    "EventType",
    "Factuality",
    "Generator",
    "Incident",
    "IncidentPlace",
    "Mention",
    "MentionKind",
    "Parsed",
    "PlaceRole",
    "Precision",
    "Quantity",
    "Relation",
    "RelativeExpression",
    "Resolution",
    "Sentence",
    "Span",
    "Token",
    "WordScores",
]
