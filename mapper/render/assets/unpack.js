// Columns out of the page: as they stand there, or out of a packed block (see pack.py).
"use strict";

(function () {
  /** Bytes of a base 64 text. */
  function bytes(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const raw = atob(text);
    const out = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
    return out;
  }

  async function inflated(packed) {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** Whole numbers of a column. */
  function numbers(raw, start, rows, width, difference) {
    const out = new Int32Array(rows);
    const shift = 32 - 8 * width;
    for (let plane = 0; plane < width; plane++) {
      const from = start + plane * rows;
      for (let i = 0; i < rows; i++) out[i] |= raw[from + i] << (8 * plane);
    }
    let last = 0;
    for (let i = 0; i < rows; i++) {
      const value = (out[i] << shift) >> shift; // the sign
      out[i] = last = difference ? last + value : value;
    }
    return out;
  }

  function column(raw, [scale, width, difference, start], rows, texts) {
    const whole = width ? numbers(raw, start, rows, width, difference) : new Int32Array(rows);
    if (scale === 1) return whole;
    const out = scale ? new Float64Array(rows) : new Array(rows);
    if (scale) for (let i = 0; i < rows; i++) out[i] = whole[i] / scale;
    else for (let i = 0; i < rows; i++) out[i] = texts[whole[i]];
    return out;
  }

  /** The columns of a table, each unpacked when first asked for: most maps never need them all. */
  function table(raw, columns, rows, texts) {
    const made = {};
    for (const [name, about] of Object.entries(columns)) {
      Object.defineProperty(made, name, { enumerable: true, configurable: true, get() {
        const value = column(raw, about, rows, texts && texts[name]);
        Object.defineProperty(made, name, { enumerable: true, value });
        return value;
      } });
    }
    return made;
  }

  /** Calls with the data block, its tables `{name: {column: values}}`, and how many rows each has. */
  IM.unpack = function (data, then) {
    if (!data.packed) {
      const tables = Object.entries(data).filter(([, value]) => value && value.constructor === Object);
      then(data, Object.fromEntries(tables.map(([name, columns]) => [name, Object.values(columns)[0].length])));
      return;
    }
    if (!window.DecompressionStream) { failed(); return; }
    const { texts: length, rows, columns } = data.packed;
    const block = document.getElementById("im-pack");
    const packed = bytes(block.textContent.slice(1, -1));
    block.remove(); // a hundred thousand incidents need not stand in memory twice
    inflated(packed).then((raw) => {
      const texts = JSON.parse(new TextDecoder().decode(raw.subarray(0, length)));
      const body = raw.subarray(length);
      for (const name of Object.keys(columns)) data[name] = table(body, columns[name], rows[name], texts[name]);
      then(data, rows);
    }, failed);
  };

  /** The data cannot be read: say so instead of showing an empty map. */
  function failed() {
    document.body.prepend(IM.el("p", { class: "im-notice", role: "alert" },
      "The incidents of this map cannot be unpacked: the file is damaged, or the browser is older than 2023."));
  }
})();
