// The places that the articles name, whether or not anything happened there.
"use strict";

IM.places = function (map, group) {
  const { data } = IM;
  const MOST = 250; // in sight at once: more would hide the map
  const used = new Set(data.tables.spots.place);
  const { place: placeOf, kind } = data.tables.mentions;
  const first = new Map();
  for (let i = 0; i < placeOf.length; i++) {
    if (placeOf[i] >= 0 && (kind[i] === "literal" || kind[i] === "relative") && !first.has(placeOf[i])) first.set(placeOf[i], i);
  }
  const all = [];
  for (const [index, mention] of first) {
    // A country is no point, and its borders are there already: its name is enough.
    if (!data.places[index].code.startsWith("A.PCL")) all.push(named(index, data.mentions[mention]));
  }
  let shown = new Set();

  function named(index, mention) {
    const place = data.places[index];
    const shape = mention.shape >= 0 ? data.shapes[mention.shape] : null;
    const latlng = shape && shape.kind === "line" ? L.latLngBounds(IM.shapePaths(shape).flat()).getCenter() : L.latLng(place.lat, place.lon);
    const area = place.code.startsWith("A.") || "LTHRUV".includes(place.code[0]);
    const dot = used.has(index) || (shape && shape.kind === "line") ? 0 : area ? 7 : 4.5; // its radius in pixels
    return { place, mention, shape, latlng, area, dot, name: place.written || mention.text.replace(/\s+/g, " "), layer: used.has(index) ? L.layerGroup() : null };
  }

  /** What is drawn for a place without an incident: its shape, and a dot that is hollow for an area. */
  function drawing({ place, mention, shape, area, dot: radius }) {
    const popup = () => IM.mentionCard(mention);
    const parts = L.layerGroup();
    if (shape) {
      const drawn = IM.drawShape(shape, { tint: IM.css("--place"), pane: "im-place", faint: true, name: mention.text, open: null });
      if (drawn.eachLayer) drawn.eachLayer((part) => part.options.interactive !== false && part.bindPopup(popup, IM.popupOptions()));
      else drawn.bindPopup(popup, IM.popupOptions());
      parts.addLayer(drawn);
    }
    if (radius) {
      const dot = L.circleMarker([place.lat, place.lon], { pane: "im-place", radius, weight: 1.8, color: IM.css("--place"),
        fillColor: IM.css("--halo"), fillOpacity: area ? 0.25 : 0.95, dashArray: area ? "3 3" : null, className: "im-dot" });
      dot.bindPopup(popup, IM.popupOptions());
      IM.on("theme", () => dot.setStyle({ color: IM.css("--place"), fillColor: IM.css("--halo") }));
      parts.addLayer(dot);
    }
    return parts;
  }

  return {
    /** Draw those in sight, unless they are too many; gives what may have a label. */
    draw() {
      const bounds = map.getBounds().pad(0.3);
      const near = all.length <= MOST ? all : all.filter((each) => bounds.contains(each.latlng));
      const next = near.length <= MOST ? new Set(near) : new Set();
      for (const each of shown) if (!next.has(each)) group.removeLayer(each.layer);
      for (const each of next) {
        if (shown.has(each)) continue;
        if (!each.layer) each.layer = drawing(each);
        group.addLayer(each.layer);
      }
      shown = next;
      return [...next];
    },
  };
};
