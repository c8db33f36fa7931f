"""Closed lists of English words that tell how a name is used. All in lower case."""

from __future__ import annotations

__all__ = [
    "AREA_NOUNS",
    "CARDINALS",
    "CONNECTORS",
    "DAYS",
    "DIRECTIONS",
    "FACILITY_NOUNS",
    "GENERIC_PREFIXES",
    "GROUND_VERBS",
    "HONORIFICS",
    "INSTITUTION_NOUNS",
    "ORGANISATION_NOUNS",
    "PARTY_WORDS",
    "PART_NOUNS",
    "PLACE_PREPOSITIONS",
    "RELATIONAL_NOUNS",
    "SHORT_DAYS",
    "SITE_NOUNS",
    "STRIKE_VERBS",
    "WATER_NOUNS",
]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words in lower case that may stand inside a name: Bosnia and Herzegovina, Rostov-on-Don.
CONNECTORS = _set(
    "of the de la le les du des del della di da do dos das al el ul an ar as ash at- ad az il i y e"
    " en et und and upon on in by sur sous am auf bei der den dem zu ou ye va na nad pod pri"
    " aux lès l d - – — ' ’ 's ’s . / &"
)

AREA_NOUNS = _set(
    "district districts region regions province provinces county counties state municipality"
    " governorate oblast krai raion rayon prefecture canton department territory republic"
    " community parish commune county's autonomous exclave enclave emirate kingdom"
    " village villages town towns city cities settlement hamlet township suburb suburbs"
    " neighbourhood neighborhood neighbourhoods neighborhoods quarter borough area areas"
    " capital island islands archipelago peninsula valley valleys plain plateau desert steppe"
    " mountain mountains hill hills heights range ridge gorge forest coast"
)
WATER_NOUNS = _set(
    "river rivers lake lakes sea seas ocean gulf bay strait straits channel canal creek falls"
    " reservoir basin delta lagoon sound"
)
FACILITY_NOUNS = _set(
    "airport airfield airbase base port harbour harbor station square street avenue road highway"
    " motorway railway bridge tunnel dam pass corridor checkpoint crossing camp prison hospital"
    " monastery mosque cathedral church stadium mine refinery plant terminal market park bazaar"
    " embassy consulate palace barracks pipeline border line front"
)
# What may well be called as a place is: "a height called Karaglukh".
SITE_NOUNS = (
    AREA_NOUNS
    | WATER_NOUNS
    | FACILITY_NOUNS
    | _set(
        "place spot site height farm locality estate peak field outpost position post point cape"
        " rock spring well oasis junction crossroads complex compound facility factory building"
        " clearing quarry colony ranch reef shoal bank hollow pasture ward block sector"
    )
)
DAYS = _set("monday tuesday wednesday thursday friday saturday sunday")
SHORT_DAYS = _set("mon tue tues wed thu thur thurs fri sat sun")
GENERIC_PREFIXES = _set(
    "lake mount mt mt. river port fort cape gulf bay strait sea isle island camp point st st. saint"
    " san santa el la los las north south east west northern southern eastern western central"
    " upper lower new old greater inner outer"
)
ORGANISATION_NOUNS = _set(
    "university college school institute party bank company corporation corp inc ltd llc group"
    " ministry agency council committee commission association society union club team league"
    " times post journal news herald tribune gazette telegraph observer radio tv television press"
    " united fc airlines airways court department office bureau foundation center centre authority"
    " police army navy brigade battalion division regiment guard forces front movement"
    " church hospital museum theatre theater orchestra act treaty agreement award cup prize"
    " championship festival games hotel records"
)
HONORIFICS = _set(
    "mr mr. mrs mrs. ms ms. dr dr. prof prof. professor sir lord lady president minister"
    " secretary senator sen. sen rep. rep governor gov. gov mayor judge justice general gen. gen"
    " colonel col. col major maj. captain capt. capt lieutenant lt. lt sergeant sgt. sgt corporal"
    " private pvt. admiral commander officer inspector detective sheriff chief ambassador king"
    " queen prince princess pope bishop archbishop cardinal father rev. rev reverend ayatollah"
    " sheikh imam mullah chancellor premier coach director chairman chairwoman spokesman"
    " spokeswoman spokesperson lawyer journalist author actor singer"
)
# What a place's name in front of it, or "of" behind it, turns into somebody who acts.
INSTITUTION_NOUNS = _set(
    "government governments ministry minister ministers president premier embassy ambassador"
    " consul consulate mission police army military forces force troops navy air guard guards"
    " parliament senate congress assembly court courts judge judges prosecutor prosecutors"
    " official officials authorities authority administration regime leadership leader leaders"
    " diplomat diplomats delegation council mayor governor prefect bishop commander commanders"
    " spokesman spokeswoman spokesperson agency service services intelligence state media"
    " television team side club coach squad envoy negotiator negotiators policy policies"
    " sanctions position stance claim claims demand demands interests ally allies proxy proxies"
    " rebels militia militants fighters commission committee office bureau party opposition"
)
# What only governments, peoples or teams have with, or feel toward, one another.
PARTY_WORDS = _set(
    "relation relations tie ties talk talks peace war conflict dispute tension tensions agreement"
    " deal treaty accord pact ceasefire truce cooperation partnership rivalry negotiation"
    " negotiations dialogue match game friendship alliance rift row feud normalisation"
    " normalization hostility hostilities reconciliation diplomacy hostile friendly policy policies"
    " stance attitude enmity animosity"
)
# What is done to ground and not to a government; the second list to both.
GROUND_VERBS = _set(
    "shell bomb bombard shake flood inundate devastate batter raid storm surround besiege encircle"
    " overrun retake recapture evacuate torch loot ransack"
)
STRIKE_VERBS = _set("hit strike target rock capture seize occupy liberate attack")
# "The outskirts of X": a part of it, or what it is.
PART_NOUNS = _set(
    "neighbourhood neighborhood outskirt suburb quarter street centre center district city town"
    " village settlement hamlet part area vicinity"
)
PLACE_PREPOSITIONS = _set(
    "in at near from to into toward towards outside inside around across through throughout via"
    " off over above below beyond along between within on onto by behind under past"
)
# Nouns between two places that no spot lies between: relations, not ground.
RELATIONAL_NOUNS = _set(
    "relations relation ties talks peace war wars conflict dispute disputes tension tensions"
    " agreement agreements deal treaty ceasefire truce trade cooperation rivalry negotiations"
    " dialogue match game friendship alliance rift row feud clash clashes fighting hostilities"
    " exchange exchanges contacts differences difference border frontier boundary normalisation"
    " normalization accord partnership summit meeting visit comparison distinction link links"
    " hostility battle"
)

CARDINALS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}
DIRECTIONS = {
    **CARDINALS,
    "northeast": 45.0,
    "southeast": 135.0,
    "southwest": 225.0,
    "northwest": 315.0,
    "north-east": 45.0,
    "south-east": 135.0,
    "south-west": 225.0,
    "north-west": 315.0,
    "north-northeast": 22.5,
    "east-northeast": 67.5,
    "east-southeast": 112.5,
    "south-southeast": 157.5,
    "south-southwest": 202.5,
    "west-southwest": 247.5,
    "west-northwest": 292.5,
    "north-northwest": 337.5,
}
