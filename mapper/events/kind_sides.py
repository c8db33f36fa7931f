"""What kind of event it is by who does it to whom: the frame that the sides turn it into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.senses import sorts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["by_sides"]

_Sorts = frozenset[str]
_VERBS = frozenset(["VERB", "AUX"])
_NATURE = frozenset(["hazard", "slope", "fault", "animal"])
_ON_WHEELS = frozenset(["road_vehicle", "rail_vehicle", "vessel"])
_IN_THE_AIR = frozenset(["aircraft"])
_IN_THE_WAY = frozenset(["fault", "animal", "aircraft", "slope"])
_ARMED = frozenset(["state_force", "armed_group"])
_WEAPONS = frozenset(["blast_weapon", "warcraft", "gun"])
_UNARMED = frozenset(["civilian", "workers", "exposed", "displaced", "building", "territory"])
_PEOPLE = frozenset(["suspect", "civilian", "criminal", "gunman", "exposed", "workers"])
_GROUND = frozenset(["territory", "position", "state", "land", "route"])
_CROWD_CONTROL = frozenset(
    ["stun", "stun-grenade", "flash-bang", "tear-gas", "teargas", "truncheon", "water-cannon"]
)
_RAIDERS = frozenset(["state_force", "armed_group", "gunman", "criminal"])
_KILLS = frozenset(["kill", "shoot", "murder", "behead", "execute", "massacre", "slaughter"])
# Frames whose own verb alone is asked: what it has absorbed has other objects.
_ALONE = frozenset(["capture", "seize"])


def by_sides(grammar: Grammar, trigger: Trigger, near: set[str]) -> str:
    """Give the frame whose coding the event has for its sides; empty if they decide nothing.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The trigger with what it has absorbed.
    near
        Lemmas and forms of the clauses that tell of the event.
    """
    rule = _RULES.get(trigger.frame.name)
    if rule is None:
        return ""
    doers = _sorts(grammar, trigger, grammar.agents)
    return rule(doers, _sorts(grammar, trigger, grammar.patients), near)


def _sorts(grammar: Grammar, trigger: Trigger, side: Callable[[Token], list[Token]]) -> _Sorts:
    alone = trigger.frame.name in _ALONE
    tokens = (trigger.support or trigger.token,) if alone else trigger.tokens()
    verbs = (token for token in tokens if token.pos in _VERBS)
    found: Iterator[_Sorts] = (sorts_of(grammar, noun) for verb in verbs for noun in side(verb))
    return frozenset[str]().union(*found)


def _harming(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """Killing, hurting, hitting, wrecking: by nature, by a vehicle, by the police at a crowd."""
    if near & _CROWD_CONTROL:
        return "dispersal"
    if doers & (_WEAPONS | _ARMED):
        return ""
    driven = doers & _ON_WHEELS or (doers & _IN_THE_AIR and done & _IN_THE_WAY)
    return "accident" if doers & _NATURE or driven else ""


def _doing(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """What an unknown verb tells: only what nature does is harm."""
    if near & _CROWD_CONTROL:
        return "dispersal"
    nature = doers & {"hazard", "slope"} and not doers & (_WEAPONS | _ARMED)
    return "accident" if nature else ""


def _hitting(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """Hitting: as killing, but that only bombs and shells strike a place."""
    return "airstrike" if doers & {"warcraft"} else _harming(doers, done, near)


def _attacking(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """Forces of a state that attack nobody in particular attack the enemy."""
    if doers & {"state_force"} and not done & _UNARMED:
        return "clash"
    return _harming(doers, done, near)


def _capturing(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """Armed forces that capture a place take it by force; who captures a person arrests him."""
    if done & _GROUND:
        return _seizing(doers, done, near)
    return "arrest" if done & _PEOPLE else ""


def _raiding(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """Who raids a place and kills the unarmed there attacks them."""
    return "attack" if doers & _RAIDERS and done & {"civilian"} and near & _KILLS else ""


def _seizing(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """Armed forces that seize a place take it by force."""
    del near
    return "capture" if doers & _ARMED and done & _GROUND else ""


def _blocking(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """Rocks and rivers that cut a road are no siege, a slope that gives way concedes nothing."""
    del done, near
    return "accident" if doers & _NATURE and not doers & (_WEAPONS | _ARMED) else ""


def _moving(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """Who deploys tents and food moves no force."""
    del doers, near
    return "aid" if "aid_goods" in done and not done & (_ARMED | _WEAPONS) else ""


def _meeting(doers: _Sorts, done: _Sorts, near: set[str]) -> str:
    """Vehicles that meet collide."""
    del near
    return "accident" if doers & _ON_WHEELS and not done & {"official", "institution"} else ""


_RULES: dict[str, Callable[[_Sorts, _Sorts, set[str]], str]] = {
    "attack": _attacking,
    "blockade": _blocking,
    "capture": _capturing,
    "casualty": _harming,
    "commemoration": _doing,
    "concede": _blocking,
    "destruction": _harming,
    "generic": _doing,
    "killing": _harming,
    "meeting": _meeting,
    "movement": _moving,
    "raid": _raiding,
    "seize": _seizing,
    "strike": _hitting,
}
