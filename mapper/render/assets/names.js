// What a place is called: as the text writes it, as others do, or both. No side is taken.
"use strict";

(function () {
  const { data } = IM;
  const MOST = 3;
  const MODES = { written: "as the text writes them", others: "by their other names", both: "both" };

  /** One of `written`, `others` and `both`. */
  IM.naming = "written";
  IM.NAMINGS = MODES;

  const known = new Map();
  /** The names that other sides use for a place on which they disagree; none for any other. */
  IM.otherNames = function (place, written) {
    if (!place.disputed) return [];
    const key = `${place.index}\n${written}`;
    if (!known.has(key)) {
      // One a language, and so of every side that the gazetteer knows: an official name alone is one side's.
      const languages = new Set();
      const others = place.names.filter(([, language, kind]) => {
        if (kind === "historical" || (language && languages.has(language))) return false;
        languages.add(language);
        return true;
      });
      const texts = [place.name, ...others.map((name) => name[0])].map((name) => name.replace(/\s+/g, " "));
      known.set(key, [...new Set(texts)].filter((text) => text !== written).slice(0, MOST));
    }
    return known.get(key);
  };

  // Isolated, so that a name in another script cannot turn its neighbours round.
  const alone = (text) => `\u2068${text}\u2069`;

  /** A place's name as the reader chose to see it; `written` is what the text calls it. */
  IM.nameOf = function (place, written) {
    if (IM.naming === "written") return written;
    const others = IM.otherNames(place, written);
    if (!others.length) return written;
    const side = others.map(alone).join(" / ");
    return IM.naming === "others" ? side : `${alone(written)} (${side})`;
  };

  /** The same for a place where something happened. */
  IM.spotName = (spot) => IM.nameOf(spot.place, spot.name);

  /** Whether there is anything to choose on this map. */
  IM.anyOtherNames = () => data.spots.some((spot) => IM.otherNames(spot.place, spot.name).length) ||
    data.mentions.some((mention) => mention.place >= 0 && IM.otherNames(data.places[mention.place], mention.text).length);

  IM.setNaming = function (mode) {
    IM.naming = mode in MODES ? mode : "written";
    IM.emit("names");
  };
})();
