// When: a histogram with two handles, and a way to watch it run.
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
  const without = data.incidents.length - dated.length;
  const undated = el("input", { type: "checkbox", onchange: () => { choice.undated = undated.checked; changed(); } });
  undated.checked = choice.undated;
  let timer = 0;

  function moved() {
    let from = Number(low.value), to = Number(high.value);
    if (from > to) [from, to] = [to, from];
    choice.range = from === 0 && to === span ? null : [first + from, first + to];
    show(from, to);
    changed();
  }
  function show(from, to) {
    output.textContent = `${IM.dateText(IM.isoDay(first + from))} – ${IM.dateText(IM.isoDay(first + to))}`;
    for (const input of [low, high]) input.setAttribute("aria-valuetext", IM.dateText(IM.isoDay(first + Number(input.value))));
    bars.forEach((bar, i) => {
      const day = (i / BINS) * (span + 1);
      bar.classList.toggle("im-out", day + (span + 1) / BINS <= from || day > to);
    });
  }
  function start() {
    const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (Number(high.value) >= span) high.value = low.value;
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
  if (choice.range) {
    low.value = choice.range[0] - first;
    high.value = choice.range[1] - first;
  }
  show(Number(low.value), Number(high.value));
  return el("section", { class: "im-time", "aria-label": "Time" }, play,
    el("div", { class: "im-track" }, el("div", { class: "im-bars", "aria-hidden": "true" }, ...bars), low, high),
    el("div", { class: "im-time-text" }, output,
      without ? el("label", {}, undated, `undated (${without})`) : null));
};
