// When: a histogram to draw a span on, two handles for the keyboard, and a way to watch it run.
"use strict";

IM.timeline = function (changed) {
  const { el, data, choice } = IM;
  const dated = data.incidents.filter((incident) => incident.days);
  if (!dated.length) return null;
  let first = Infinity, last = -Infinity;
  for (const { days } of dated) { first = Math.min(first, days[0]); last = Math.max(last, days[1]); }
  if (last <= first) return null;
  const span = last - first;
  const BINS = Math.min(60, span + 1);
  const bin = (day) => Math.min(BINS - 1, Math.floor(((day - first) / (span + 1)) * BINS));
  const heights = new Array(BINS).fill(0);
  // An incident of unknown day counts where its span begins to where it ends, thinly.
  for (const { days } of dated) {
    const from = bin(days[0]), to = bin(days[1]);
    for (let i = from; i <= to; i++) heights[i] += 1 / (to - from + 1);
  }
  const most = Math.max(...heights);
  const bars = heights.map((height) => {
    const bar = el("i");
    bar.style.height = height ? `${Math.max(8, (height / most) * 100)}%` : "0";
    return bar;
  });
  const range = (label, value) => el("input", { type: "range", min: 0, max: span, step: 1, value, "aria-label": label, oninput: () => { stop(); moved(); } });
  const low = range("From day", 0), high = range("To day", span);
  const output = el("output", {});
  const play = el("button", { type: "button", class: "im-play", "aria-label": "Play", onclick: () => (timer ? stop() : start()) }, IM.icon("play"));
  const whole = el("button", { type: "button", class: "im-link im-whole", hidden: true, onclick: () => { stop(); set(0, span); play.focus(); } }, "all days");
  const without = data.incidents.length - dated.length;
  const undated = el("input", { type: "checkbox", onchange: () => { choice.undated = undated.checked; changed(); } });
  let timer = 0;

  const ends = () => [Number(low.value), Number(high.value)].sort((a, b) => a - b);
  function moved() {
    const [from, to] = ends();
    choice.range = from === 0 && to === span ? null : [first + from, first + to];
    show();
    changed();
  }
  function set(from, to) {
    low.value = from;
    high.value = to;
    moved();
  }
  function show() {
    const [from, to] = ends();
    const day = (value) => IM.dateText(IM.isoDay(first + value));
    output.textContent = from === to ? day(from) : `${day(from)} – ${day(to)}`;
    for (const input of [low, high]) input.setAttribute("aria-valuetext", day(Number(input.value)));
    whole.hidden = from === 0 && to === span;
    bars.forEach((bar, i) => {
      const start = (i / BINS) * (span + 1);
      bar.classList.toggle("im-out", start + (span + 1) / BINS <= from || start > to);
    });
  }
  function start() {
    const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const [from, to] = ends();
    low.value = from;
    high.value = to >= span ? from : to;
    play.replaceChildren(IM.icon("pause"));
    play.setAttribute("aria-label", "Pause");
    const step = Math.max(1, Math.ceil(span / (quiet ? 12 : 60)));
    timer = setInterval(() => {
      high.value = Math.min(span, Number(high.value) + step);
      moved();
      if (Number(high.value) >= span) stop();
    }, quiet ? 1000 : 220);
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    play.replaceChildren(IM.icon("play"));
    play.setAttribute("aria-label", "Play");
  }

  // Draw a span over the bars; a click takes one bar's days.
  const field = el("div", { class: "im-bars", "aria-hidden": "true" }, ...bars);
  let began = null; // where the pointer went down: pixels, days from the first
  const dayAt = (event) => {
    const frame = field.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - frame.left) / frame.width)) * (span + 1);
  };
  function drawn(event) {
    let [from, to] = [began.day, dayAt(event)].sort((a, b) => a - b);
    if (Math.abs(event.clientX - began.x) < 3) {
      const each = (span + 1) / BINS, number = bin(first + began.day);
      [from, to] = [Math.ceil(number * each - 1e-9), (number + 1) * each - 1e-9];
    }
    from = Math.min(span, Math.floor(from));
    set(from, Math.max(from, Math.min(span, Math.floor(to))));
  }
  field.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    stop();
    began = { x: event.clientX, day: dayAt(event) };
    field.setPointerCapture(event.pointerId);
  });
  field.addEventListener("pointermove", (event) => { if (began) drawn(event); });
  field.addEventListener("pointerup", (event) => { if (began) drawn(event); began = null; });
  field.addEventListener("pointercancel", () => { began = null; });

  /** Bring the handles to where the choice says. */
  function restore() {
    low.value = choice.range ? choice.range[0] - first : 0;
    high.value = choice.range ? choice.range[1] - first : span;
    undated.checked = choice.undated;
    show();
  }
  restore();
  IM.on("restored", () => { stop(); restore(); });
  return el("section", { class: "im-time", "aria-label": "Time" }, play,
    el("div", { class: "im-track" }, field, low, high),
    el("div", { class: "im-time-text" }, output, whole,
      without ? el("label", {}, undated, `undated (${without.toLocaleString("en")})`) : null));
};
