// Many incidents: which of them are in sight, and which stand too close to be told apart.
"use strict";

(function () {
  const { data } = IM;
  const TILE = 256;
  const SIDE = 1 << 20;

  /** World coordinates from 0 to 1, as Web Mercator has them. */
  const worldX = (lon) => lon / 360 + 0.5;
  const worldY = (lat) => {
    const sine = Math.min(0.9999, Math.max(-0.9999, Math.sin((lat * Math.PI) / 180)));
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  };

  /** Rows by owner: those of owner `i` are `rows[first[i] … first[i + 1] - 1]`, in order. */
  function byOwner(owners, count) {
    const first = new Int32Array(count + 1);
    for (const owner of owners) if (owner >= 0) first[owner + 1]++;
    for (let i = 0; i < count; i++) first[i + 1] += first[i];
    const next = first.slice(), rows = new Int32Array(first[count]);
    owners.forEach((owner, row) => { if (owner >= 0) rows[next[owner]++] = row; });
    return { first, rows };
  }

  /** Points on the map, each with its spots; what is known to a country only is no point. */
  function points() {
    const { spots, places } = data.tables;
    const own = new Int32Array(spots.place.length).fill(-1);
    const known = new Map(), xs = [], ys = [], countries = [];
    for (let spot = 0; spot < own.length; spot++) {
      if (spots.precision[spot] === "country") { countries.push(spot); continue; }
      const shape = spots.shape[spot], place = spots.place[spot];
      const line = shape >= 0 && data.shapes[shape].kind === "line";
      const key = line ? -1 - shape : place;
      if (!known.has(key)) {
        known.set(key, xs.length);
        const at = line ? data.spots[spot].latlng : null;
        xs.push(worldX(at ? at.lng : places.lon[place]));
        ys.push(worldY(at ? at.lat : places.lat[place]));
      }
      own[spot] = known.get(key);
    }
    return { own, xs: Float64Array.from(xs), ys: Float64Array.from(ys), countries, ...byOwner(own, xs.length) };
  }

  /** The spots of a map by place and zoom. Made once; `filter` says which incidents count. */
  IM.crowd = function () {
    const all = points();
    const { incident } = data.tables.spots;
    const count = all.xs.length;
    const weights = new Int32Array(count);
    let shown = new Uint8Array(data.incidents.length);
    let order = [];
    const levels = new Map();
    const outlined = []; // rows of the spots that have a shape, but no whole country's
    data.tables.spots.shape.forEach((shape, spot) => { if (shape >= 0 && data.tables.spots.precision[spot] !== "country") outlined.push(spot); });
    let shapes = [];

    /** A spot or two for each shape: the second where its incidents are of several categories. */
    function outlines() {
      const found = new Map();
      for (const spot of outlined) {
        if (!shown[incident[spot]]) continue;
        const shape = data.tables.spots.shape[spot], category = data.tables.incidents.category[incident[spot]];
        const known = found.get(shape);
        if (!known) found.set(shape, { shape: data.shapes[shape], category, spots: [spot], count: 1 });
        else {
          known.count += 1;
          if (known.spots.length < 2 && category !== known.category) known.spots.push(spot);
        }
      }
      return [...found.values()].sort((a, b) => b.count - a.count);
    }

    function filter(incidents) {
      shown = new Uint8Array(data.incidents.length);
      for (const each of incidents) shown[each.index] = 1;
      weights.fill(0);
      for (let spot = 0; spot < incident.length; spot++) {
        if (shown[incident[spot]] && all.own[spot] >= 0) weights[all.own[spot]]++;
      }
      order = [];
      for (let point = 0; point < count; point++) if (weights[point]) order.push(point);
      order.sort((a, b) => weights[b] - weights[a] || a - b);
      levels.clear();
      shapes = outlines();
    }

    /** Points gathered about the weightiest among them, none nearer to another than `reach` (0 to 1). */
    function gathered(reach) {
      const cells = new Map(), heads = [], homes = new Int32Array(count).fill(-1);
      for (const point of order) {
        const x = all.xs[point], y = all.ys[point];
        const column = Math.floor(x / reach), row = Math.floor(y / reach);
        let best = -1, least = reach * reach;
        for (let c = column - 1; c <= column + 1; c++) {
          for (let r = row - 1; r <= row + 1; r++) {
            for (const head of cells.get(c * SIDE + r) || []) {
              const dx = all.xs[heads[head]] - x, dy = all.ys[heads[head]] - y, away = dx * dx + dy * dy;
              if (away < least) { least = away; best = head; }
            }
          }
        }
        if (best < 0) {
          best = heads.push(point) - 1;
          const cell = column * SIDE + row;
          if (cells.has(cell)) cells.get(cell).push(best); else cells.set(cell, [best]);
        }
        homes[point] = best;
      }
      const { first, rows } = byOwner(homes, heads.length);
      return heads.map((head, i) => ({ x: all.xs[head], y: all.ys[head], head, members: rows.subarray(first[i], first[i + 1]) }));
    }

    /** Counts of a group by category, its spots (rows of numbers), and the box around it. */
    function told(group) {
      if (group.spots) return group;
      const spots = [];
      const shares = new Map();
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const point of group.members) {
        box[0] = Math.min(box[0], all.xs[point]); box[1] = Math.min(box[1], all.ys[point]);
        box[2] = Math.max(box[2], all.xs[point]); box[3] = Math.max(box[3], all.ys[point]);
        for (let i = all.first[point]; i < all.first[point + 1]; i++) {
          const spot = all.rows[i];
          if (!shown[incident[spot]]) continue;
          spots.push(spot);
          const category = data.tables.incidents.category[incident[spot]];
          shares.set(category, (shares.get(category) || 0) + 1);
        }
      }
      // The weightiest place gives the name: its spots come first.
      const head = spots.findIndex((spot) => all.own[spot] === group.head);
      group.first = spots[Math.max(head, 0)];
      return Object.assign(group, { spots, shares: [...shares].sort((a, b) => b[1] - a[1] || a[0] - b[0]), box, count: spots.length, places: group.members.length });
    }

    const inside = (x, y, [west, north, east, south]) => x >= west && x <= east && y >= north && y <= south;

    return {
      filter,
      /** The groups within world bounds at a zoom; `pixels` is the least distance between them. */
      groups(zoom, pixels, bounds) {
        const key = `${zoom}/${pixels}`;
        if (!levels.has(key)) levels.set(key, gathered(pixels / (TILE * 2 ** zoom)));
        return levels.get(key).filter((group) => inside(group.x, group.y, bounds)).map(told);
      },
      /** Spots within world bounds, at most `most`: null if there are more. */
      spots(bounds, most) {
        const found = [];
        let total = 0;
        for (const point of order) {
          if (!inside(all.xs[point], all.ys[point], bounds)) continue;
          total += weights[point];
          if (total > most) return null;
          for (let i = all.first[point]; i < all.first[point + 1]; i++) if (shown[incident[all.rows[i]]]) found.push(data.spots[all.rows[i]]);
        }
        return found;
      },
      /** Spots of the areas and lines in sight that are large enough on the screen, at most `most` shapes. */
      outlines(map, most) {
        const bounds = map.getBounds().pad(0.2), scale = (256 * 2 ** map.getZoom()) / 360;
        const large = shapes.filter(({ shape }) => {
          const box = IM.shapeBox(shape);
          return bounds.intersects(box) && Math.max(box.getEast() - box.getWest(), box.getNorth() - box.getSouth()) * scale > 26;
        });
        return large.slice(0, most).flatMap(({ spots }) => spots.map((spot) => data.spots[spot]));
      },
      /** Spots that are known to a country only. */
      countries: () => all.countries.filter((spot) => shown[incident[spot]]).map((spot) => data.spots[spot]),
      isShown: (each) => shown[each.index] === 1,
    };
  };

  /** World bounds of a map's window, `pad` times its size wider on every side. */
  IM.worldBounds = function (map, pad) {
    const size = TILE * 2 ** map.getZoom();
    const { min, max } = map.getPixelBounds();
    const [dx, dy] = [(max.x - min.x) * pad, (max.y - min.y) * pad];
    return [(min.x - dx) / size, (min.y - dy) / size, (max.x + dx) / size, (max.y + dy) / size];
  };
})();
