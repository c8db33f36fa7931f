// Names that no gazetteer has: which an incident has, and how a reader tells where they lie.
"use strict";

(function () {
  const { el, bdi } = IM;

  /** The names of mentions, each once; null stands for none. */
  IM.named = (mentions) => [...new Set(mentions.filter(Boolean).map((mention) => IM.flat(mention.text)))];

  /** Names that an incident has and no gazetteer. */
  IM.lacking = (incident) => IM.named([...incident.spots.map((spot) => spot.finer), ...incident.unlocated]);

  /** The first of some names, and how many more there are. */
  IM.some = (names, most) => (names.length > most ? `${names.slice(0, most).join(", ")} and ${names.length - most} more` : names.join(", "));

  const told = new Map(); // latitude and longitude, as typed, by name
  const EDGES = [90, 180];
  const right = (spot) => spot.every((text, i) => text.trim() !== "" && Math.abs(Number(text)) <= EDGES[i]);
  /** A table of places as the program takes it. */
  IM.ownPlaces = () => [...told].filter(([, spot]) => right(spot))
    .map(([name, spot]) => [name, ...spot.map(Number)].map(IM.cell).join(",")).reduce((text, line) => `${text}${line}\r\n`, "name,lat,lon\r\n");

  let stop = null; // ends what waits for a click on the map
  /** Calls with the point that the reader clicks next. */
  function pick(button, then) {
    if (stop) { stop(); return; }
    const map = IM.map, holder = map.getContainer();
    const done = ({ latlng }) => { stop(); then(latlng); };
    stop = () => {
      stop = null;
      map.off("click", done);
      map.options.closePopupOnClick = true;
      holder.classList.remove("im-picking");
      button.setAttribute("aria-pressed", "false");
    };
    map.options.closePopupOnClick = false;
    map.on("click", done);
    holder.classList.add("im-picking");
    button.setAttribute("aria-pressed", "true");
    IM.say("Click the place on the map; Escape ends");
  }
  /** Whether the next click on the map tells a place, and opens nothing. */
  IM.isPicking = () => stop !== null;
  IM.endPicking = () => { if (stop) stop(); };
  IM.on("select", IM.endPicking);

  function row(name, changed) {
    if (!told.has(name)) told.set(name, ["", ""]);
    const spot = told.get(name);
    const inputs = ["Latitude", "Longitude"].map((words, i) => {
      const input = el("input", { type: "text", inputmode: "decimal", size: 9, "aria-label": `${words} of ${name.slice(0, 80)}`, placeholder: words, oninput: () => {
        spot[i] = input.value;
        changed();
      } });
      input.value = spot[i];
      return input;
    });
    const button = el("button", { type: "button", class: "im-button", "aria-pressed": "false", onclick: () => pick(button, (at) => {
      [at.lat, L.Util.wrapNum(at.lng, [-180, 180], true)].forEach((degrees, i) => { inputs[i].value = spot[i] = degrees.toFixed(5); });
      changed();
    }) }, "Point to it");
    return el("div", { class: "im-placing-row" }, el("b", {}, bdi(name)), ...inputs, button);
  }

  /** How to put places on the map that the gazetteer lacks; null where nothing is lacking. */
  IM.placing = function (mentions) {
    const names = IM.named(mentions);
    if (!names.length) return null;
    const save = el("button", { type: "button", class: "im-button", onclick: () => {
      IM.give(IM.ownPlaces(), "text/csv;charset=utf-8", "places.csv");
      IM.say("Saved as places.csv");
    } }, "Save places.csv");
    const changed = () => { save.disabled = ![...told.values()].some(right); };
    const node = el("details", { class: "im-placing" }, el("summary", {}, "Put ", ...(names.length > 1 ? ["them"] : ["“", bdi(names[0]), "”"]), " on the map"),
      ...names.map((name) => row(name, changed)),
      el("p", {}, "Point to it or type decimal degrees, save the table, and map the article again with ",
        el("code", {}, "--gazetteer places.csv"), "; ", el("code", {}, "mapper gazetteer add places.csv"), " keeps it for good."), save);
    changed();
    return node;
  };
})();
