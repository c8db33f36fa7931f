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
    if (scale === 0) return Array.from(whole, (number) => texts[number]);
    return scale === 1 ? whole : Float64Array.from(whole, (number) => number / scale);
  }

  /** Calls with the tables `{name: {column: values}}` of the data block. */
  IM.unpack = function (data, then) {
    if (!data.packed) { then(data); return; }
    const { texts: length, rows, columns } = data.packed;
    const block = document.getElementById("im-pack");
    const packed = bytes(block.textContent.slice(1, -1));
    block.remove(); // a hundred thousand incidents need not stand in memory twice
    inflated(packed).then((raw) => {
      const texts = JSON.parse(new TextDecoder().decode(raw.subarray(0, length)));
      const body = raw.subarray(length);
      for (const [name, table] of Object.entries(columns)) {
        data[name] = Object.fromEntries(Object.entries(table).map(([key, about]) =>
          [key, column(body, about, rows[name], texts[name] && texts[name][key])]));
      }
      then(data);
    });
  };
})();
