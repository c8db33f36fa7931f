// The map itself: ground, markers, names, and which part of the world is in sight.
"use strict";

/** What is drawn on the map; `groups` are its folium layers. */
IM.mapView = function (map, groups) {
  const { data } = IM;
  map.attributionControl.setPrefix("Leaflet");
  map.attributionControl.addAttribution("Natural Earth");
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
  let visible = [];

  function layout() {
    const taken = pins.layout(visible.flatMap((incident) => incident.spots));
    drawLabels(taken, visible, named);
    IM.emit("drawn");
  }
  const relayout = IM.soon(layout);

  function fit(edges) {
    if (!edges) { map.setView([24, 20], 2, { animate: false }); return; }
    const [west, south, east, north] = edges;
    map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 9, padding: IM.phone() ? [24, 24] : [56, 56] });
  }

  /** Names of the places that the first view leaves out; null if there are none. */
  function strays() {
    if (!data.view || String(data.view) === String(data.whole)) return null;
    const [west, south, east, north] = data.view;
    const out = data.spots.filter((spot) => spot.place.lat < south || spot.place.lat > north || spot.place.lon < west || spot.place.lon > east);
    const names = [...new Set(out.map((spot) => spot.place.name))];
    if (!names.length) return null;
    return names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(" and ");
  }

  IM.on("layout", layout);
  IM.on("theme", relayout);
  IM.on("point", (incident) => pins.point(incident));
  IM.on("look", (mention) => {
    const place = data.places[mention.place];
    map.setView([place.lat, place.lon], Math.max(map.getZoom(), place.code.startsWith("A.PCL") ? 5 : 8), { animate: false });
  });
  map.on("moveend zoomend resize", relayout);
  map.on("layeradd layerremove", (event) => { if ([groups.names, groups.places].includes(event.layer)) relayout(); });
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
    show(incidents) { visible = incidents; layout(); },
    mark: pins.mark, open: pins.open, goTo: pins.show,
  };
};
