"""What kind of event it is by rule: the frame, then means, sufferers, doers and the story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.events.kind_sides import by_sides
from mapper.events.lexicon import Frame, lexicon
from mapper.grammar import Grammar, lemma
from mapper.model import Category, EventType

if TYPE_CHECKING:
    from mapper.events.triggers import Trigger
    from mapper.model import Token

__all__ = [
    "Kind",
    "clause_words",
    "explosion",
    "parties",
    "rule_kind",
    "sentence_words",
    "usual_kind",
]

_BLAST = "Explosions/Remote violence"
_CIVIL = ("Violence against civilians", "Attack")
_HARM = frozenset(
    [Category.EXPLOSION, Category.BATTLE, Category.CIVILIANS, Category.DISASTER, Category.RIOT]
)
_ACCIDENTAL = frozenset(
    ["gas", "boiler", "factory", "plant", "cylinder", "volcano", "firework", "fireworks", "petrol",
     "silo", "steel", "refinery", "grain", "store", "importer", "kitchen", "furnace"]
)  # fmt: skip
_BY_MEANS = frozenset(
    ["casualty", "killing", "attack", "destruction", "strike", "gunfire", "generic"]
)  # fmt: skip
_BLASTS = frozenset(["blast", "shelling", "airstrike", "suicide_bombing", "interception"])
_BOMBS = frozenset(["bomb", "drone", "rocket", "missile"])
_FLYING = frozenset(["drone", "missile", "rocket", "shell"])
_ROWDY = frozenset(
    ["protester", "fan", "supporter", "youth", "demonstrator", "student", "looter", "rioter"]
)  # fmt: skip
_PICKETS = frozenset(
    ["protester", "demonstrator", "farmer", "resident", "villager", "activist", "striker",
     "picket"]
)  # fmt: skip
_RAIDERS = frozenset(["gunman", "militant", "bandit", "jihadist", "rebel", "raider", "herder"])
_MOB = frozenset(["protester", "mob", "rioter", "looter", "crowd", "riot", "demonstrator"])
_WRECKS = frozenset(
    ["crash", "collision", "derail", "capsize", "overturn", "drown", "collapse", "sink"]
)  # fmt: skip
_RANKS = frozenset(["position", "post", "officer", "general", "major", "private"])


@dataclass(frozen=True, slots=True)
class Kind:
    """How an event is coded."""

    category: Category
    event_type: EventType
    acled_type: str
    acled_sub_type: str


def usual_kind(frame: Frame) -> Kind:
    """Give the coding that a frame has in the lexicon."""
    return Kind(frame.category, frame.event_type, frame.acled_type, frame.acled_sub_type)


def explosion(words: set[str]) -> Kind:
    """Code an explosion by the weapons among some words."""
    lex = lexicon()
    sub = "Shelling/artillery/missile attack"
    if words & {"suicide", "bomber"} and "suicide" in words:
        sub = "Suicide bomb"
    elif words & lex.classes["mine"]:
        sub = "Remote explosive/landmine/IED"
    elif words & lex.classes["air"]:
        sub = "Air/drone strike"
    elif "grenade" in words:
        sub = "Grenade"
    elif words & {"bomb", "explosive", "charge", "device", "explosion", "blast"}:
        sub = "Remote explosive/landmine/IED"
    return Kind(Category.EXPLOSION, EventType.ASSAULT, _BLAST, sub)


def _battle() -> Kind:
    return Kind(Category.BATTLE, EventType.ASSAULT, "Battles", "Armed clash")


def _civilians() -> Kind:
    return Kind(Category.CIVILIANS, EventType.ASSAULT, *_CIVIL)


def _disaster() -> Kind:
    return Kind(Category.DISASTER, EventType.OTHER, "", "")


def _riot() -> Kind:
    return Kind(Category.RIOT, EventType.PROTEST, "Riots", "Violent demonstration")


def rule_kind(grammar: Grammar, trigger: Trigger, before: Kind | None) -> Kind:
    """Code an event by rule alone.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The trigger with what it has absorbed.
    before
        The kind of the event told just before in the same paragraph.
    """
    near = clause_words(grammar, trigger)
    wide = near | sentence_words(grammar, trigger.token)
    name = trigger.frame.name
    sides = by_sides(grammar, trigger, near)
    if sides:
        return usual_kind(lexicon().frames[sides])
    if name in _BY_MEANS:
        return _by_means(grammar, trigger, near, wide, before)
    if name in _BLASTS:
        return _blast(name, near)
    return _by_setting(name, near, wide) or usual_kind(trigger.frame)


def _blast(name: str, near: set[str]) -> Kind:
    """Tell explosions apart by their means; boilers and gas are accidents."""
    if name == "blast" and near & _ACCIDENTAL and not near & (lexicon().classes["mine"] | _BOMBS):
        return _disaster()
    kind = explosion(near)
    if name == "airstrike":
        return Kind(kind.category, kind.event_type, _BLAST, "Air/drone strike")
    return kind


def _by_setting(name: str, near: set[str], wide: set[str]) -> Kind | None:
    """Give the kind of frames that the words around turn into another."""
    classes, frames = lexicon().classes, lexicon().frames
    if name == "clearance" and not near & classes["explosive"]:
        return _battle()
    if name == "fire":
        return _fire(near, wide)
    if name == "clash" and near & classes["crowd"] & _ROWDY:
        return _riot()
    if name == "blockade" and near & _PICKETS:
        return usual_kind(frames["protest"])
    if name == "accident" and near & _FLYING:
        return explosion(near)
    if name == "raid" and near & _RAIDERS:
        return _civilians()
    if name == "seize" and near & classes["settlement"] and near & classes["soldier"]:
        return usual_kind(frames["capture"])
    return None


def _by_means(
    grammar: Grammar, trigger: Trigger, near: set[str], wide: set[str], before: Kind | None
) -> Kind:
    """Killing, wounding and hitting: by what, to whom, by whom."""
    name = trigger.frame.name
    victims = parties(grammar, trigger, victims=True)
    doers = parties(grammar, trigger, victims=False)
    for words in (near, wide):
        kind = _by_weapon(words, near) or _by_arms(name, words, victims, doers)
        if kind is not None:
            return kind
    outcome = name in ("casualty", "destruction") and not trigger.nominal
    if outcome and before is not None and before.category in _HARM:
        return before
    soldiers = lexicon().classes["soldier"]
    if name == "killing":
        return _battle() if victims & soldiers else _civilians()
    if name == "gunfire" or (name == "casualty" and victims & soldiers):
        return _battle()
    return usual_kind(trigger.frame)


def _by_weapon(words: set[str], near: set[str]) -> Kind | None:
    """Bombs, forces of nature, wrecks, the tools of riots, blades: in this order."""
    classes = lexicon().classes
    explosive = words & (classes["explosive"] - {"charge", "round", "gunner"})
    disaster = words & (classes["disaster"] - {"fire", "water", "rain", "wind", "heat", "river"})
    if explosive and not (disaster and not explosive & (_BOMBS | {"mine"})):
        return explosion(words)
    if disaster or near & _WRECKS:
        return _disaster()
    if words & (classes["angry"] - {"bottle"}):
        return _riot()
    return _civilians() if words & classes["blade"] else None


def _by_arms(name: str, words: set[str], victims: set[str], doers: set[str]) -> Kind | None:
    """Guns and attacks: a battle where the hit, or only the hitters, are armed."""
    classes = lexicon().classes
    armed = classes["soldier"] - _RANKS
    if words & classes["gun"] or name == "gunfire":
        one_sided = doers & armed and not victims & classes["civilian"]
        return _battle() if victims & armed or one_sided else _civilians()
    if name == "attack":
        aims = armed | {"post", "position", "base", "convoy"}
        return _battle() if victims & aims else _civilians()
    return None


def _fire(near: set[str], wide: set[str]) -> Kind:
    lex = lexicon()
    if near & (lex.classes["explosive"] - {"charge", "round"}):
        return explosion(near)
    if wide & _MOB:
        return _riot()
    return _disaster()


def clause_words(grammar: Grammar, trigger: Trigger) -> set[str]:
    """Lemmas and forms of the clauses that tell of the event."""
    return set[str]().union(*map(grammar.clause_words, trigger.tokens()))


def sentence_words(grammar: Grammar, token: Token) -> set[str]:
    """Lemmas of a token's sentence."""
    return set(grammar.sentence_lemmas(token))


def parties(grammar: Grammar, trigger: Trigger, *, victims: bool) -> set[str]:
    """Lemmas of who suffers (or does) it, by every verb that tells of it."""
    found: set[str] = set()
    for token in trigger.tokens():
        if token.pos in ("VERB", "AUX"):
            nouns = grammar.patients(token) if victims else grammar.agents(token)
            if victims and lemma(token) in ("die", "perish", "fall"):
                nouns = grammar.subjects(token)
            for noun in nouns:
                found |= grammar.heads(noun)
        else:
            wanted = ("of", "on", "against") if victims else ("by", "from")
            for prep in grammar.kids(token, "prep", "agent"):
                if lemma(prep) in wanted:
                    for noun in grammar.kids(prep, "pobj"):
                        found |= grammar.heads(noun)
    return found
