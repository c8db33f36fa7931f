"""What kind of event it is, told from the trigger's frame and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.events.kind_model import likeliest
from mapper.events.lexicon import Frame, lexicon
from mapper.grammar import Grammar, lemma
from mapper.model import Category, EventType

if TYPE_CHECKING:
    from mapper.events.triggers import Trigger
    from mapper.model import Token

__all__ = ["Kind", "kind_of"]

_BLAST = "Explosions/Remote violence"
_ACCIDENTAL = frozenset(
    ["gas", "boiler", "factory", "plant", "cylinder", "volcano", "firework", "fireworks", "petrol",
     "silo", "steel", "refinery", "grain", "store", "importer", "kitchen", "furnace"]
)  # fmt: skip
_HARM = frozenset(
    [Category.EXPLOSION, Category.BATTLE, Category.CIVILIANS, Category.DISASTER, Category.RIOT]
)
# Frames whose words say little of the kind: there the model may overrule.
_UNSURE = frozenset(
    ["generic", "casualty", "strike", "destruction", "fire", "outage", "travel", "find", "seize",
     "gunfire", "raid", "displacement", "rescue", "movement", "crime", "opening", "accident"]
)  # fmt: skip
_CIVIL = ("Violence against civilians", "Attack")


@dataclass(frozen=True, slots=True)
class Kind:
    """How an event is coded."""

    category: Category
    event_type: EventType
    acled_type: str
    acled_sub_type: str


def _as_is(frame: Frame) -> Kind:
    return Kind(frame.category, frame.event_type, frame.acled_type, frame.acled_sub_type)


def _explosion(words: set[str]) -> Kind:
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


def kind_of(grammar: Grammar, trigger: Trigger, before: Kind | None) -> Kind:
    """Code an event: by rule, then weighed by a small model.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The trigger with what it has absorbed.
    before
        The kind of the event told just before in the same paragraph: an outcome without a cause of
        its own ("two died") takes that.
    """
    rule = rule_kind(grammar, trigger, before)
    if trigger.frame.name not in _UNSURE:
        return rule
    category = likeliest(circumstances(grammar, trigger, before))
    return settle(rule, category, clause_words(grammar, trigger))


def rule_kind(grammar: Grammar, trigger: Trigger, before: Kind | None) -> Kind:
    """Code an event by rule alone."""
    lex = lexicon()
    frame = trigger.frame
    near = clause_words(grammar, trigger)
    wide = near | _sentence_words(grammar, trigger.token)
    name = frame.name
    if name in ("casualty", "killing", "attack", "destruction", "strike", "gunfire", "generic"):
        return _by_means(grammar, trigger, near, wide, before)
    if name in ("blast", "shelling", "airstrike", "suicide_bombing", "interception"):
        if (
            name == "blast"
            and near & _ACCIDENTAL
            and (not near & (lex.classes["mine"] | {"bomb", "drone", "rocket", "missile"}))
        ):
            return _disaster()
        kind = _explosion(near)
        if name == "airstrike":
            return Kind(kind.category, kind.event_type, _BLAST, "Air/drone strike")
        return kind
    if name == "clearance" and not near & lex.classes["explosive"]:
        return _battle()
    if name == "fire":
        return _fire(near, wide)
    if name == "clash":
        if near & (
            lex.classes["crowd"]
            & {
                "protester",
                "fan",
                "supporter",
                "youth",
                "demonstrator",
                "student",
                "looter",
                "rioter",
            }
        ):
            return _riot()
        return _as_is(frame)
    if name == "blockade" and near & {
        "protester",
        "demonstrator",
        "farmer",
        "resident",
        "villager",
        "activist",
        "striker",
        "picket",
    }:
        return _as_is(lex.frames["protest"])
    if name == "accident" and near & {"drone", "missile", "rocket", "shell"}:
        return _explosion(near)
    if name == "raid" and near & {
        "gunman",
        "militant",
        "bandit",
        "jihadist",
        "rebel",
        "raider",
        "herder",
    }:
        return _civilians()
    if name == "seize" and near & lex.classes["settlement"] and near & lex.classes["soldier"]:
        return _as_is(lex.frames["capture"])
    return _as_is(frame)


def settle(rule: Kind, category: Category, near: set[str]) -> Kind:
    """Give the rule's kind if the category agrees with it, else the usual kind of that category."""
    if category is rule.category:
        return rule
    if category is Category.EXPLOSION:
        return _explosion(near)
    frames = lexicon().frames
    usual = {
        Category.BATTLE: "clash",
        Category.CIVILIANS: "attack",
        Category.PROTEST: "protest",
        Category.RIOT: "mob",
        Category.STRATEGIC: "checkpoint",
        Category.DIPLOMACY: "meeting",
        Category.AGREEMENT: "agreement",
        Category.DISASTER: "accident",
        Category.OTHER: "find",
    }
    return _as_is(frames[usual[category]])


def circumstances(grammar: Grammar, trigger: Trigger, before: Kind | None) -> dict[str, float]:
    """Named numbers of what tells the kind of an event: frame, means, sufferers, doers, story."""
    lex = lexicon()
    near = clause_words(grammar, trigger)
    wide = near | _sentence_words(grammar, trigger.token)
    parts = {
        "near": near,
        "wide": wide,
        "victim": _words(grammar, trigger, victims=True),
        "doer": _words(grammar, trigger, victims=False),
    }
    row = {
        f"{part}_{name}": 1.0
        for part, words in parts.items()
        for name, members in lex.classes.items()
        if words & members
    }
    row[f"frame_{trigger.frame.name}"] = 1.0
    row[f"rule_{rule_kind(grammar, trigger, before).category}"] = 1.0
    row["nominal"] = float(trigger.nominal)
    for other in trigger.absorbed:
        row[f"also_{other.frame.name}"] = 1.0
    if before is not None:
        row[f"before_{before.category}"] = 1.0
    return row


def _by_means(
    grammar: Grammar, trigger: Trigger, near: set[str], wide: set[str], before: Kind | None
) -> Kind:
    """Killing, wounding and hitting: by what, to whom, by whom."""
    lex = lexicon()
    name = trigger.frame.name
    victims, doers = _words(grammar, trigger, victims=True), _words(grammar, trigger, victims=False)
    for words in (near, wide):
        explosive = words & (lex.classes["explosive"] - {"charge", "round", "gunner"})
        disaster = words & (
            lex.classes["disaster"] - {"fire", "water", "rain", "wind", "heat", "river"}
        )
        transport = near & {
            "crash",
            "collision",
            "derail",
            "capsize",
            "overturn",
            "drown",
            "collapse",
            "sink",
        }
        if explosive and not (
            disaster and not explosive & {"drone", "missile", "bomb", "mine", "rocket"}
        ):
            return _explosion(words)
        if disaster or transport:
            return _disaster()
        if words & (lex.classes["angry"] - {"bottle"}):
            return _riot()
        if words & lex.classes["blade"]:
            return _civilians()
        armed = lex.classes["soldier"] - {
            "position",
            "post",
            "officer",
            "general",
            "major",
            "private",
        }
        if words & lex.classes["gun"] or name in ("gunfire",):
            return (
                _battle()
                if victims & armed or (doers & armed and not victims & lex.classes["civilian"])
                else _civilians()
            )
        if name == "attack":
            return (
                _battle()
                if victims & (armed | {"post", "position", "base", "convoy"})
                else _civilians()
            )
    outcome = name in ("casualty", "destruction") and not trigger.nominal
    if outcome and before is not None and before.category in _HARM:
        return before
    if name == "killing":
        armed = lex.classes["soldier"]
        return _battle() if victims & armed else _civilians()
    if name == "gunfire" or (name == "casualty" and victims & lex.classes["soldier"]):
        return _battle()
    return _as_is(trigger.frame)


def _fire(near: set[str], wide: set[str]) -> Kind:
    lex = lexicon()
    if near & (lex.classes["explosive"] - {"charge", "round"}):
        return _explosion(near)
    if wide & {"protester", "mob", "rioter", "looter", "crowd", "riot", "demonstrator"}:
        return _riot()
    return _disaster()


def clause_words(grammar: Grammar, trigger: Trigger) -> set[str]:
    """Lemmas and forms of the clauses that tell of the event."""
    words: set[str] = set()
    for token in trigger.tokens():
        for word in grammar.clause_tokens(token):
            words.add(lemma(word))
            words.add(word.text.lower())
    return words


def _sentence_words(grammar: Grammar, token: Token) -> set[str]:
    sentence = grammar.parsed.sentences[token.sentence]
    return {lemma(t) for t in grammar.parsed.tokens[sentence.first : sentence.last]}


def _words(grammar: Grammar, trigger: Trigger, *, victims: bool) -> set[str]:
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
