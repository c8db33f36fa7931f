// Small tools that every other part uses. All text reaches the page through text nodes.
"use strict";

const IM = {};

/** Element with attributes (`on…` are listeners) and children; strings become text nodes. */
IM.el = function (tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

/** SVG element. */
IM.svg = function (tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
  node.append(...children);
  return node;
};

/** Text that keeps its own direction, whatever stands around it. */
IM.bdi = (text, attributes) => IM.el("bdi", { dir: "auto", ...attributes }, text);

IM.json = (id) => JSON.parse(document.getElementById(id).textContent);

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGIT = new Map([...ALPHABET].map((char, value) => [char, value]));

/** Paths of [lat, lon] out of the packed text that `encode.py` writes. */
IM.decode = function (text, decimals) {
  const scale = 10 ** -decimals;
  if (!text) return [];
  return text.split(" ").map((word) => {
    const path = [];
    const at = [0, 0];
    let axis = 0, value = 0, shift = 0;
    for (const char of word) {
      const digit = DIGIT.get(char);
      value |= (digit & 31) << shift;
      if (digit & 32) { shift += 5; continue; }
      at[axis] += value & 1 ? -(value >> 1) : value >> 1;
      if (axis) path.push([at[1] * scale, at[0] * scale]);
      axis = 1 - axis;
      value = shift = 0;
    }
    return path;
  });
};

IM.css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

IM.percent = (share) => `${Math.round(share * 100)}\u00a0%`;

IM.distance = function (km) {
  if (km >= 10) return `${Math.round(km).toLocaleString("en")}\u00a0km`;
  return km >= 1 ? `${Number(km.toFixed(1))}\u00a0km` : `${Math.round(km * 1000)}\u00a0m`;
};

IM.plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many || one + "s"}`;

/** A name that the text breaks over two lines, in one. */
IM.flat = (text) => text.replace(/\s+/g, " ");

/** Letters without case, accents and apostrophes, for searching. */
IM.folded = (text) => (/^[\0-\x7f]*$/.test(text) ? text : text.normalize("NFKD")).replace(/[\u0300-\u036f'’ʻ]/g, "").toLowerCase();

/** The link if it is one that a reader may follow, else null. */
IM.safeUrl = function (text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch { return null; }
};

/** Calls once a frame at most. */
IM.soon = function (work) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; work(); });
  };
};

IM.listeners = new Map();
IM.on = (name, work) => {
  if (!IM.listeners.has(name)) IM.listeners.set(name, []);
  IM.listeners.get(name).push(work);
};
IM.emit = (name, ...values) => (IM.listeners.get(name) || []).forEach((work) => work(...values));
