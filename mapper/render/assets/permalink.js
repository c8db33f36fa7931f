// What is shown, kept behind the # of the address, so that it can be sent to somebody.
"use strict";

(function () {
  const { data, choice } = IM;

  IM.readLink = function () {
    const link = new URLSearchParams(location.hash.slice(1));
    const list = (name) => (link.get(name) || "").split(",").filter(Boolean);
    list("f").filter((fact) => data.facts.includes(fact)).forEach((fact) => choice.hiddenFacts.add(fact));
    const least = Number(link.get("s"));
    if (least > 0 && least < 1) choice.least = least;
    choice.raw = link.get("q") || "";
    choice.text = IM.folded(choice.raw.trim());
    const range = (link.get("t") || "").split("/").map((day) => IM.days(day));
    if (range.length === 2 && range[0] && range[1] && range[0][0] <= range[1][0]) choice.range = [range[0][0], range[1][0]];
    choice.undated = link.get("u") !== "0";
    const place = (link.get("m") || "").split("/").map(Number);
    return {
      view: place.length === 3 && place.every(Number.isFinite) && Math.abs(place[1]) <= 90 ? place : null,
      hidden: list("c"),
      incident: data.incidents.find((incident) => link.get("i") === `${incident.article}.${incident.id}`) || null,
      text: link.get("x") === "1",
    };
  };

  IM.writeLink = function (map, groups, state) {
    const link = new URLSearchParams();
    const center = map.getCenter();
    link.set("m", `${map.getZoom()}/${center.lat.toFixed(3)}/${center.lng.toFixed(3)}`);
    const hidden = Object.keys(groups.categories).filter((key) => !map.hasLayer(groups.categories[key]));
    if (hidden.length) link.set("c", hidden.join(","));
    if (choice.hiddenFacts.size) link.set("f", [...choice.hiddenFacts].join(","));
    if (choice.least) link.set("s", String(choice.least));
    if (choice.raw) link.set("q", choice.raw);
    if (choice.range) link.set("t", choice.range.map(IM.isoDay).join("/"));
    if (!choice.undated) link.set("u", "0");
    if (state.incident) link.set("i", `${state.incident.article}.${state.incident.id}`);
    if (state.text) link.set("x", "1");
    const text = `#${link.toString().replace(/%2F/g, "/").replace(/%2C/g, ",")}`;
    // A page shown inside another (a notebook) has no address of its own.
    if (text !== location.hash && location.protocol !== "about:") history.replaceState(null, "", text);
  };
})();
