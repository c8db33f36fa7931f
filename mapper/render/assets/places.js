// The places that the article names, whether or not anything happened there.
"use strict";

IM.places = function (map, group) {
  const { data } = IM;
  const used = new Set(data.spots.map((spot) => spot.place.index));
  const first = new Map();
  for (const mention of data.mentions) {
    if (mention.place < 0 || (mention.kind !== "literal" && mention.kind !== "relative")) continue;
    if (!first.has(mention.place)) first.set(mention.place, mention);
  }
  const shown = [];
  for (const [index, mention] of first) {
    const place = data.places[index];
    const latlng = L.latLng(place.lat, place.lon);
    const shape = mention.shape >= 0 ? data.shapes[mention.shape] : null;
    const popup = () => IM.mentionCard(mention);
    const country = place.code.startsWith("A.PCL");
    // A country is no point, and its borders are there already: its name is enough.
    if (country) continue;
    if (shape && !used.has(index)) {
      const drawn = IM.drawShape(shape, { tint: IM.css("--place"), pane: "im-place", faint: true, name: mention.text, open: null });
      drawn.eachLayer ? drawn.eachLayer((part) => part.options.interactive !== false && part.bindPopup(popup, IM.popupOptions())) : drawn.bindPopup(popup, IM.popupOptions());
      group.addLayer(drawn);
    }
    if (!used.has(index) && !(shape && shape.kind === "line")) {
      const area = place.code.startsWith("A.") || "LTHRUV".includes(place.code[0]);
      const dot = L.circleMarker(latlng, { pane: "im-place", radius: area ? 7 : 4.5, weight: 1.8, color: IM.css("--place"),
        fillColor: IM.css("--halo"), fillOpacity: area ? 0.25 : 0.95, dashArray: area ? "3 3" : null, className: "im-dot" });
      dot.bindPopup(popup, IM.popupOptions());
      group.addLayer(dot);
      IM.on("theme", () => dot.setStyle({ color: IM.css("--place"), fillColor: IM.css("--halo") }));
    }
    shown.push({ place, latlng: shape && shape.kind === "line" ? L.latLngBounds(IM.shapePaths(shape).flat()).getCenter() : latlng, name: place.written || mention.text.replace(/\s+/g, " ") });
  }
  return shown;
};
