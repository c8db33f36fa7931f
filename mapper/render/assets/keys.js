// Keyboard and touch: where the focus goes, what Escape closes, and the sheet on phones.
"use strict";

(function () {
  const { el } = IM;

  /** Whether the reader last used the keyboard. */
  IM.byKeyboard = false;
  addEventListener("keydown", () => { IM.byKeyboard = true; }, true);
  addEventListener("pointerdown", () => { IM.byKeyboard = false; }, true);

  let origin = null;
  /** Move the focus into what has opened, if the keyboard opened it. */
  IM.enter = function (selector) {
    const node = document.querySelector(selector);
    if (!IM.byKeyboard || !node) return;
    if (!node.contains(document.activeElement)) origin = document.activeElement;
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  };

  /** Escape closes what is open, the innermost first; `closers` are pairs of a test and what closes. */
  IM.keys = function (map, closers, home) {
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (/^(search|text)$/.test(event.target.type || "") && event.target.value) return; // it empties the box
      const found = closers.find(([isOpen]) => isOpen());
      if (!found) return;
      event.preventDefault();
      event.stopPropagation();
      found[1]();
      restore();
    }, true);
    map.on("popupclose", () => setTimeout(restore));

    function restore() {
      const active = document.activeElement || document.body;
      // A popup that was closed fades away with the focus still in it.
      const fading = active.closest(".leaflet-popup") && !map.hasLayer(map._popup || {});
      if (!IM.byKeyboard || (active !== document.body && !fading)) return;
      if (origin && origin.isConnected && origin !== document.body) origin.focus({ preventScroll: true }); else home();
      origin = null;
    }
  };

  /** The bar at the sheet's upper edge: pressed it goes round the three heights, pulled it follows. */
  IM.sheetHandle = function (app, map) {
    const STEPS = ["im-sheet-down", "", "im-sheet-up"];
    const now = () => Math.max(0, STEPS.findIndex((step) => (step ? app.classList.contains(step) : !/im-sheet/.test(app.className))));
    const go = (number) => {
      STEPS.forEach((step) => step && app.classList.remove(step));
      const step = STEPS[Math.max(0, Math.min(STEPS.length - 1, number))];
      if (step) app.classList.add(step);
      map.invalidateSize({ animate: false });
      setTimeout(() => map.invalidateSize({ animate: false }), 250); // once it has slid there
    };
    let from = null, pulled = false;
    return el("button", { type: "button", class: "im-handle", "aria-label": "Enlarge or shrink the list",
      onclick: () => { if (!pulled) go((now() + 1) % STEPS.length); pulled = false; },
      onpointerdown: (event) => { from = event.clientY; pulled = false; event.target.setPointerCapture(event.pointerId); },
      onpointerup: (event) => {
        const way = from === null ? 0 : event.clientY - from;
        pulled = Math.abs(way) > 24;
        if (pulled) go(now() + (way < 0 ? 1 : -1));
        from = null;
      },
      onpointercancel: () => { from = null; },
    });
  };
})();
