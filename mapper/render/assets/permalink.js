// What is shown, kept behind the # of the address, so that it can be sent to somebody.
"use strict";

(function () {
  const { data, choice } = IM;
  const OVERLAYS = ["places", "names", "provinces", "disputed", "uncertainty"];

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
    // The sources that are hidden, or, if they are fewer, those that are shown.
    const [off, on] = [new Set(link.getAll("a")), new Set(link.getAll("ao"))];
    for (const source of data.sources) {
      if (on.size ? !on.has(source.name) : off.has(source.name)) choice.hiddenSources.add(source.index);
    }
    if (link.get("n") in IM.NAMINGS) IM.naming = link.get("n");
    const place = (link.get("m") || "").split("/").map(Number);
    const article = Number(link.get("d"));
    return {
      view: place.length === 3 && place.every(Number.isFinite) && Math.abs(place[1]) <= 90 ? place : null,
      hidden: list("c"), without: list("l").filter((name) => OVERLAYS.includes(name)),
      incident: data.incidents.find((incident) => link.get("i") === `${incident.article}.${incident.id}`) || null,
      text: link.get("x") === "1", order: IM.ORDERS.includes(link.get("o")) ? link.get("o") : "text",
      article: data.articles[article] ? article : 0,
      report: link.get("r") === "1",
    };
  };

  IM.writeLink = function (map, groups, state) {
    const link = new URLSearchParams();
    const center = map.getCenter();
    link.set("m", `${map.getZoom()}/${center.lat.toFixed(3)}/${center.lng.toFixed(3)}`);
    const hidden = Object.keys(groups.categories).filter((key) => !map.hasLayer(groups.categories[key]));
    if (hidden.length) link.set("c", hidden.join(","));
    const without = OVERLAYS.filter((name) => groups[name] && !map.hasLayer(groups[name]));
    if (without.length) link.set("l", without.join(","));
    if (choice.hiddenFacts.size) link.set("f", [...choice.hiddenFacts].join(","));
    const off = data.sources.filter((source) => choice.hiddenSources.has(source.index));
    const few = 2 * off.length <= data.sources.length || off.length === data.sources.length;
    for (const source of few ? off : data.sources.filter((each) => !choice.hiddenSources.has(each.index))) {
      link.append(few ? "a" : "ao", source.name);
    }
    if (choice.least) link.set("s", String(choice.least));
    if (choice.raw) link.set("q", choice.raw);
    if (choice.range) link.set("t", choice.range.map(IM.isoDay).join("/"));
    if (!choice.undated) link.set("u", "0");
    if (IM.naming !== "written") link.set("n", IM.naming);
    if (state.order !== "text") link.set("o", state.order);
    if (state.incident) link.set("i", `${state.incident.article}.${state.incident.id}`);
    if (state.text) link.set("x", "1");
    if (state.text && state.article) link.set("d", String(state.article));
    if (state.report) link.set("r", "1");
    const text = `#${link.toString().replace(/%2F/g, "/").replace(/%2C/g, ",")}`;
    // A page shown inside another (a notebook) has no address of its own.
    if (text !== location.hash && location.protocol !== "about:") history.replaceState(null, "", text);
  };
})();
