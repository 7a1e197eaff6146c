// The charts, drawn by Observable Plot. Every mark that stands for one row is a link to its card.
'use strict';

(() => {
  const C = window.Claimpack;
  const { t, h } = C;
  const Plot = window.Plot;
  const d3 = window.d3;

  // How a comparator is drawn: its sign, whether the sign is filled, and where an arrow leads.
  const DRAWN = {
    exact: { symbol: 'circle', filled: true },
    about: { symbol: 'circle' },
    almost: { symbol: 'circle', arrow: -1 },
    at_least: { symbol: 'circle', filled: true, arrow: 1 },
    more_than: { symbol: 'circle', filled: true, arrow: 1 },
    at_most: { symbol: 'circle', filled: true, arrow: -1 },
    less_than: { symbol: 'circle', filled: true, arrow: -1 },
    between: { symbol: 'square', filled: true },
    vague: { symbol: 'diamond', arrow: 1 },
  };
  const STATUS = ['stated', 'planned', 'possible', 'asked', 'negated'];
  const MOST_MARKS = 400;
  const MOST_LABELS = 70;
  const DECADE = 74; // px, all of these
  const LINEAR = 240;
  const CELL = 18;
  const TOP = 34;
  const LEFT = 66;
  const RIGHT = 16;

  // Figures over time. `rows` have numbers and days; each status has a panel of its own, so that what is planned does
  // not mix with what has happened. A panel is as high as its numbers need, and a factor of ten as high in all of them.
  function figures(rows, width) {
    const points = rows.filter((row) => row.date_earliest && (row.low || row.high)).map((row) => (row.point ??= point(row)));
    if (!points.length) return h('p', { class: 'none' }, t('no-figures'));
    const first = d3.min(points, (one) => one.from);
    const last = d3.max(points, (one) => one.to);
    const edge = Math.max((last - first) * 0.04, 12 * 3600e3);
    const days = [new Date(first - edge), new Date(last + edge)];
    const low = d3.min(points, (one) => one.low);
    const high = d3.max(points, (one) => one.high);
    const log = low > 0 && high / low > 30;
    const present = STATUS.filter((status) => points.some((one) => one.status === status));
    return h('div', {}, present.map((status) => {
      const some = points.filter((one) => one.status === status);
      return panel(some, { status, width, days, log, crowded: points.length > MOST_MARKS, isLast: status === present.at(-1) });
    }));
  }

  function panel(points, { status, width, days, log, crowded, isLast }) {
    const low = d3.min(points, (one) => one.low);
    const high = d3.max(points, (one) => one.high);
    const domain = log ? [low / 2, high * 3] : [Math.min(0, low), high * 1.2 || 1];
    const inner = log ? Math.max(62, Math.round(Math.log10(domain[1] / domain[0]) * DECADE)) : LINEAR;
    const bottom = isLast ? 30 : 8;
    const y = (log ? d3.scaleLog : d3.scaleLinear)(domain, [TOP + inner, TOP]);
    const x = d3.scaleUtc(days, [LEFT, width - RIGHT]);
    const format = new Intl.NumberFormat(C.language(), { notation: width < 500 ? 'compact' : 'standard' });
    const ticks = log ? powers(domain) : y.ticks(4);
    const chart = Plot.plot({
      width,
      height: TOP + inner + bottom,
      marginLeft: LEFT,
      marginRight: RIGHT,
      marginTop: TOP,
      marginBottom: bottom,
      x: { type: 'utc', domain: days, axis: null },
      y: { type: log ? 'log' : 'linear', domain, axis: null },
      r: { range: [0, 12] },
      style: { fontFamily: 'inherit', fontSize: '12px', background: 'transparent', overflow: 'visible' },
      marks: [
        Plot.gridY(ticks, { stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.axisY(ticks, { tickSize: 0, tickFormat: (value) => format.format(value), label: null }),
        isLast ? Plot.axisX({ ticks: Math.max(2, Math.round(width / 130)), tickSize: 4, tickFormat: (date) => tick(date, days), label: null }) : null,
        Plot.text([C.value('status', status)], { frameAnchor: 'top-left', dx: 2 - LEFT, dy: -18, fontWeight: 600, fill: 'var(--ink)' }),
        ...(crowded ? crowd(points, x, y) : single(points, x, y, width)),
      ],
    });
    named(chart);
    chart.addEventListener('click', (event) => {
      if (chart.value?.row && !event.target.closest('a')) C.go({ card: cardOf(chart.value.row) });
    });
    return chart;
  }

  const powers = ([low, high]) => {
    const all = d3.range(Math.ceil(Math.log10(low)), Math.floor(Math.log10(high)) + 1).map((power) => 10 ** power);
    return all.length ? all : [10 ** Math.round(Math.log10(Math.sqrt(low * high)))];
  };
  const cardOf = (row) => `claims/${row.claim_id}`;

  function tick(date, [first, last]) {
    const form = last - first > 400 * 864e5 ? { month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' };
    return new Intl.DateTimeFormat(C.language(), { ...form, timeZone: 'UTC' }).format(date);
  }

  const times = new Map();

  // A day in milliseconds.
  function time(iso) {
    if (!times.has(iso)) times.set(iso, Date.parse(`${iso}T00:00:00Z`));
    return times.get(iso);
  }

  function point(row) {
    const from = time(row.date_earliest);
    const to = time(row.date_latest || row.date_earliest);
    const low = Number(row.low || row.high);
    const high = Number(row.high || row.low);
    const between = row.comparator === 'between';
    const y = between && low > 0 ? Math.sqrt(low * high) : between ? (low + high) / 2 : low;
    const { symbol, filled, arrow } = DRAWN[row.comparator];
    return { row, status: row.status, from, to, x: (from + to) / 2, low: Math.min(low, high), high: Math.max(low, high), y, symbol, filled, arrow };
  }

  // Points at the same place stand side by side; the arrow of a bound is as long on any scale.
  function single(points, x, y, width) {
    const places = d3.group(points, (one) => `${one.x} ${one.y}`);
    for (const group of places.values()) {
      group.forEach((one, number) => {
        const shift = (number - (group.length - 1) / 2) * 13;
        one.at = x.invert(x(one.x) + shift);
        one.tip = one.arrow ? y.invert(y(one.y) - one.arrow * 24) : null;
      });
    }
    const place = { x: 'at', y: 'y' };
    const stroke = (one) => C.colour(one.row.claimant_country);
    const marks = [
      Plot.link(points.filter((one) => one.to > one.from), { x1: 'from', x2: 'to', y1: 'y', y2: 'y', stroke, strokeWidth: 1.5, strokeOpacity: 0.35 }),
      Plot.link(points.filter((one) => one.row.comparator === 'between'), { x1: 'at', x2: 'at', y1: 'low', y2: 'high', stroke, strokeWidth: 4, strokeOpacity: 0.5 }),
      ...[false, true].map((vague) =>
        Plot.arrow(points.filter((one) => one.arrow && (one.row.comparator === 'vague') === vague), {
          x1: 'at', x2: 'at', y1: 'y', y2: 'tip', stroke, strokeWidth: 1.8, headLength: 5, headAngle: 70, insetStart: 4, strokeDasharray: vague ? '2 3' : null,
        }),
      ),
      ...d3.groups(points, (one) => one.symbol).flatMap(([symbol, some]) =>
        [true, false].map((filled) =>
          Plot.dot(some.filter((one) => !!one.filled === filled), {
            ...place, symbol, r: 5, stroke, strokeWidth: 2, fill: filled ? stroke : 'var(--paper)', href: (one) => C.address({ ...C.read(), card: cardOf(one.row) }), ariaLabel: (one) => told(one.row).replaceAll('\n', ', '),
          }),
        ),
      ),
    ];
    const labels = points.length <= MOST_LABELS && width > 560 ? labelled(places, x, y, width) : [];
    return [
      ...marks,
      Plot.text(labels, { x: 'at', y: 'y', text: 'text', textAnchor: 'start', dx: 10, fill: 'var(--soft)', stroke: 'var(--paper)', strokeWidth: 4, pointerEvents: 'none' }),
      tip(points, place, (one) => told(one.row)),
    ];
  }

  // The number, and what is done with the counted things, beside each place, as far as there is room.
  function labelled(places, x, y, width) {
    const kept = [];
    const all = [...places.values()].flat();
    for (const group of d3.sort(places.values(), (group) => -group.length)) {
      const predicates = [...new Set(group.map((one) => one.row.predicate).filter(Boolean))].slice(0, 3);
      const last = group.at(-1);
      const told = new Set(group.map((one) => C.figure(one.row)));
      if (told.size > 1) continue; // their signs lie side by side and say it
      const text = [...told, predicates.join(', ')].filter(Boolean).join(' ');
      const label = { at: last.at, y: last.y, text, left: x(last.at) + 9, top: y(last.y) };
      label.right = label.left + 4 + 6.6 * text.length;
      const clear = (other) => Math.abs(other.top - label.top) > 14 || other.right < label.left || label.right < other.left;
      const free = (one) => group.includes(one) || Math.abs(y(one.y) - label.top) > 10 || x(one.at) < label.left - 4 || x(one.at) > label.right + 9;
      if (label.right < width && kept.every(clear) && all.every(free)) kept.push(label);
    }
    return kept;
  }

  // Too many for single marks: how many there are at each place. A circle has a country's colour where most are its.
  function crowd(points, x, y) {
    const cells = new Map();
    const column = new Map();
    for (const one of points) {
      if (!column.has(one.x)) column.set(one.x, Math.round(x(one.x) / CELL));
      const [across, down] = [column.get(one.x), Math.round(y(one.y) / CELL)];
      const key = across * 10000 + down;
      if (!cells.has(key)) cells.set(key, { n: 0, at: x.invert(across * CELL), y: y.invert(down * CELL), countries: new Map() });
      const cell = cells.get(key);
      cell.n++;
      const country = one.row.claimant_country;
      cell.countries.set(country, (cell.countries.get(country) ?? 0) + 1);
    }
    const place = { x: 'at', y: 'y' };
    const all = d3.sort(cells.values(), (cell) => -cell.n);
    for (const cell of all) {
      cell.order = d3.sort(cell.countries, ([, n]) => -n);
      const [country, n] = cell.order[0];
      cell.colour = n > cell.n / 2 ? C.colour(country) : 'var(--c-other)';
    }
    const words = (cell) => [`${t('n-figures', { n: cell.n })}, ≈ ${C.number(Number(cell.y.toPrecision(2)))}`, ...cell.order.slice(0, 3).map(([country, n]) => `${C.country(country)}: ${C.number(n)}`)].join('\n');
    return [Plot.dot(all, { ...place, r: 'n', fill: 'colour', fillOpacity: 0.55, stroke: 'var(--paper)', strokeWidth: 0.5 }), tip(all, place, words)];
  }

  const tip = (data, place, title) => Plot.tip(data, Plot.pointer({ ...place, title, fill: 'var(--raised)', stroke: 'var(--line-strong)', fontSize: 12.5, lineHeight: 1.35, lineWidth: 26, maxRadius: 24, pathFilter: 'none' }));

  // A figure in lines: who, how many of what, what is done, when and where.
  function told(row) {
    const who = row.claimant_id ? C.actor(row.claimant_id) : t('nobody');
    const what = [row.predicate, C.value('status', row.status)].filter(Boolean).join(' · ');
    return [who, C.counted(row), what, `${C.days(row.date_earliest, row.date_latest)} · ${C.title(row.source_id)}`].join('\n');
  }

  // A link is called what its mark is called.
  function named(chart) {
    for (const anchor of chart.querySelectorAll('a')) {
      const mark = anchor.firstElementChild;
      anchor.setAttribute('aria-label', mark.getAttribute('aria-label') ?? '');
      mark.removeAttribute('aria-label');
      anchor.setAttribute('href', anchor.getAttributeNS('http://www.w3.org/1999/xlink', 'href') ?? anchor.getAttribute('href'));
    }
    for (const group of chart.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label');
  }

  // Claimants by speech act: how many claims each makes of each kind.
  function acts(counts, width) {
    const claimants = [...new Set(counts.map((one) => one.claimant))];
    const order = C.data.page.dictionary.find((one) => one.name === 'claims').fields.find((one) => one.name === 'act').enum;
    const used = order.filter((act) => counts.some((one) => one.act === act));
    const most = d3.max(counts, (one) => one.n);
    const left = width < 560 ? 128 : 270;
    const room = Math.floor((left - 18) / 7.2);
    const short = (id) => (C.actor(id).length > room ? `${C.actor(id).slice(0, room - 1)}…` : C.actor(id));
    const strength = (one) => 0.14 + 0.86 * Math.sqrt((one.n - 1) / Math.max(1, most - 1));
    const chart = Plot.plot({
      width,
      height: claimants.length * 25 + 96,
      marginLeft: left,
      marginTop: 90,
      marginBottom: 4,
      marginRight: 30,
      x: { domain: used, axis: null, padding: 0.06 },
      y: { domain: claimants, axis: null, padding: 0.1 },
      style: { fontFamily: 'inherit', fontSize: '12.5px', background: 'transparent', overflow: 'visible' },
      marks: [
        Plot.axisX({ anchor: 'top', tickSize: 0, tickRotate: -42, textAnchor: 'start', dx: -4, tickFormat: (act) => C.value('act', act), label: null }),
        Plot.axisY({ tickSize: 0, tickFormat: short, label: null, dx: -8 }),
        Plot.ruleY(claimants, { y: (id) => id, stroke: 'var(--line)', strokeDasharray: '1 4' }),
        Plot.dot(claimants, { y: (id) => id, frameAnchor: 'left', dx: -5, r: 4, fill: (id) => C.colour(C.countryOf(id)), stroke: 'none' }),
        Plot.cell(counts, { x: 'act', y: 'claimant', fill: 'var(--accent)', fillOpacity: strength, rx: 3, href: (one) => C.to('rows', { table: 'claims', 'f.claimant_id': one.claimant, 'f.act': one.act }), ariaLabel: (one) => `${C.actor(one.claimant)}, ${C.value('act', one.act)}: ${t('n-claims', { n: one.n })}` }),
        Plot.text(counts, { x: 'act', y: 'claimant', text: (one) => String(one.n), fill: (one) => (strength(one) > 0.55 ? 'var(--on-accent)' : 'var(--ink)'), pointerEvents: 'none' }),
      ],
    });
    named(chart);
    return chart;
  }

  Object.assign(C, { charts: { figures, acts, MOST_MARKS }, cardOf });
})();
