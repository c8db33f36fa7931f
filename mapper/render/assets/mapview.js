// The map itself: ground, markers, names, and which part of the world is in sight.
"use strict";

/** So many incidents that they are drawn as a crowd: on one canvas, gathered where they are close. */
IM.isCrowd = () => IM.data.incidents.length > 1000;

/** What is drawn on the map; `groups` are its folium layers. */
IM.mapView = function (map, groups) {
  const { data } = IM;
  map.attributionControl.setPrefix("Leaflet");
  map.attributionControl.addAttribution("Places: GeoNames (CC BY 4.0) | Natural Earth");
  map.createPane("im-place").style.zIndex = 380;
  map.setMinZoom(2);
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  const holder = map.getContainer();
  holder.setAttribute("aria-label", "Map of the incidents");
  holder.setAttribute("role", "region");

  const labels = IM.ground(map, groups);
  const pins = IM.pins(map, groups);
  const named = IM.places(map, groups.places);
  const drawLabels = IM.labels(map, labels, groups);
  const crowded = IM.isCrowd() ? IM.crowded(map, groups, pins) : null;
  let visible = [], started = false;

  function layout() {
    started = true;
    const taken = crowded ? crowded.layout() : pins.layout(visible.flatMap((incident) => incident.spots));
    drawLabels(taken, named.draw());
    IM.emit("drawn");
  }
  const relayout = IM.soon(() => { if (started) layout(); });

  function fit(edges) {
    if (!edges) { map.setView([24, 20], 2, { animate: false }); return; }
    const [west, south, east, north] = edges;
    map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 9, padding: IM.phone() ? [24, 24] : [56, 56] });
  }

  /** Names of the places that the first view leaves out; null if there are none. */
  function strays() {
    if (!data.view || String(data.view) === String(data.whole)) return null;
    const [west, south, east, north] = data.view;
    const away = new Set(data.tables.spots.place);
    const names = [...new Set([...away].map((index) => data.places[index])
      .filter((place) => place.lat < south || place.lat > north || place.lon < west || place.lon > east).map((place) => place.name))];
    if (!names.length) return null;
    return names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(" and ");
  }

  IM.on("layout", layout);
  IM.on("theme", relayout);
  IM.on("point", (incident) => { pins.point(incident); if (crowded) crowded.point(incident); });
  IM.on("look", (mention) => {
    const place = data.places[mention.place];
    map.setView([place.lat, place.lon], Math.max(map.getZoom(), place.code.startsWith("A.PCL") ? 5 : 8), { animate: false });
  });
  map.on("moveend zoomend resize", relayout);
  map.on("layeradd layerremove", (event) => { if ([groups.names, groups.places, groups.uncertainty].includes(event.layer)) relayout(); });
  map.on("baselayerchange", (event) => { if (event.layer !== groups.ground) map.removeLayer(groups.names); else map.addLayer(groups.names); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => IM.emit("theme"));
  addEventListener("resize", () => map.invalidateSize({ animate: false }));

  // Paper has another shape than the window: show the same region in it.
  const shape = (printing) => {
    const bounds = map.getBounds();
    document.documentElement.classList.toggle("im-printing", printing);
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, { animate: false });
    layout();
  };
  let before = null;
  addEventListener("beforeprint", () => { before = [map.getCenter(), map.getZoom()]; shape(true); });
  addEventListener("afterprint", () => { shape(false); if (before) map.setView(...before, { animate: false }); });

  return {
    fit, layout, strays,
    /** Show these incidents, as far as their layers are on. */
    show(incidents) {
      visible = incidents;
      if (crowded) crowded.filter(incidents);
      if (started) layout(); // at first the page is still being put together
    },
    mark(incident) {
      pins.mark(incident);
      if (crowded) { crowded.select(incident); layout(); }
    },
    open: pins.open, goTo: pins.show,
  };
};

/** The markers of a crowd: single ones as ever where few are in sight, else a picture of all. */
IM.crowded = function (map, groups, pins) {
  const { data } = IM;
  const CLUSTERED = 20000; // incidents: beyond, rings are few and large
  const FEW = 150; // spots in sight that still are markers of their own
  const COUNTRIES = IM.phone() ? 2 : 6; // named aside
  const AREAS = 120; // shapes drawn at once
  const roomy = data.incidents.length > CLUSTERED;
  const crowd = IM.crowd(), canvas = IM.canvas(map);
  let selected = null;

  // What is only known to be somewhere in a country has no place among so many: it stands aside.
  const aside = IM.el("div", { class: "im-aside-countries leaflet-control", role: "group", "aria-label": "Somewhere in a country" });
  const corner = L.control({ position: "bottomleft" });
  corner.onAdd = () => { L.DomEvent.disableClickPropagation(aside); return aside; };
  corner.addTo(map);
  function drawCountries() {
    const spots = new Map();
    for (const spot of crowd.countries()) {
      if (!spots.has(spot.place)) spots.set(spot.place, []);
      spots.get(spot.place).push(spot);
    }
    const rows = [...spots].sort((a, b) => b[1].length - a[1].length);
    const buttons = rows.slice(0, COUNTRIES).map(([place, own]) => IM.el("button", { type: "button", onclick: () => {
      map.setView([place.lat, place.lon], map.getZoom(), { animate: false });
      pins.list({ spots: own }, L.latLng(place.lat, place.lon));
    } }, IM.bdi(IM.spotName(own[0])), IM.el("b", {}, own.length.toLocaleString("en"))));
    aside.hidden = !rows.length;
    const left = rows.length - buttons.length;
    aside.replaceChildren(IM.el("span", {}, "Somewhere in"), ...buttons, left > 0 ? IM.el("span", {}, `and ${IM.plural(left, "more country", "more countries")}`) : "");
  }

  canvas.onOpen((group) => {
    const spots = group.spots.map((spot) => data.spots[spot]);
    if (group.count === 1) { IM.emit("select", spots[0].incident, "map", spots[0]); return; }
    const [west, north, east, south] = group.box;
    const size = 256 * 2 ** map.getZoom();
    const at = (x, y) => map.unproject([x * size, y * size], map.getZoom());
    const box = L.latLngBounds(at(west, north), at(east, south));
    const close = Math.max(east - west, south - north) * 256 * 2 ** map.getMaxZoom() < 30;
    if (close || map.getZoom() >= map.getMaxZoom()) pins.list({ spots }, map.layerPointToLatLng(group.point));
    else map.fitBounds(box.pad(0.2), { maxZoom: map.getZoom() + 4, animate: false });
  });

  return {
    filter(incidents) {
      const on = data.categories.map(({ key }) => Boolean(groups.categories[key]) && map.hasLayer(groups.categories[key]));
      crowd.filter(incidents.filter((incident) => on[incident.category]));
      drawCountries();
    },
    layout() {
      const few = crowd.spots(IM.worldBounds(map, 0.1), FEW);
      const chosen = selected && crowd.isShown(selected) ? selected.spots : [];
      if (few) {
        canvas.clear();
        return pins.layout([...new Set([...few, ...chosen])]);
      }
      const drawn = canvas.draw(crowd.groups(map.getZoom(), roomy ? 56 : 36, IM.worldBounds(map, 0.25)), roomy);
      const single = pins.layout(chosen, crowd.outlines(map, AREAS));
      return [...single, ...drawn];
    },
    select(incident) { selected = incident; },
    point(incident) {
      canvas.halo(incident && crowd.isShown(incident) && incident.spots.find((spot) => spot.precision !== "country"));
    },
  };
};
