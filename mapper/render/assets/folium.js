// Stands in for the two libraries that folium's own markers and popups expect on the page.
"use strict";

(function (images) {
  if (images) {
    L.Icon.Default.imagePath = "data:,";
    L.Icon.Default.mergeOptions(images);
    L.Icon.Default.prototype._getIconUrl = function (name) { return this.options[`${name}Url`]; };
  }
  if (!window.$) {
    window.$ = function (what) {
      if (what === document) return { ready: (work) => work() };
      const frame = document.createElement("template");
      frame.innerHTML = what;
      return [frame.content.firstElementChild];
    };
  }
  if (!L.AwesomeMarkers) {
    L.AwesomeMarkers = {
      icon(options) {
        const pin = IM.svg("svg", { viewBox: "0 0 26 38", width: 26, height: 38, "aria-hidden": "true" },
          IM.svg("path", { d: "M13 37C13 37 25 21 25 13A12 12 0 1 0 1 13C1 21 13 37 13 37Z", stroke: "#fff", "stroke-width": 1.5 }),
          IM.svg("circle", { cx: 13, cy: 13, r: 4.5, fill: options.iconColor || "#fff" }));
        const holder = document.createElement("span");
        holder.append(pin);
        pin.firstChild.style.fill = options.markerColor || options.color || "blue";
        return L.divIcon({ className: "im-foreign", html: holder, iconSize: [26, 38], iconAnchor: [13, 37], popupAnchor: [0, -34] });
      },
    };
  }
})(/*IMAGES*/ null);
