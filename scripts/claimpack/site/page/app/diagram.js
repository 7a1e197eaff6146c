// The tables and their foreign keys as a diagram, drawn with D3 from the schema.
'use strict';

(() => {
  const C = window.Claimpack;
  const { t } = C;
  const LINE = 17;
  const WIDTH = 158;
  const GAP = 58;

  // Each table stands right of all those that it points to.
  function ranks(tables) {
    const targets = new Map(tables.map((table) => [table.name, new Set(keys(table).map((field) => field.to[0]).filter((name) => name !== table.name))]));
    const rank = (name, above) => (above.includes(name) ? 0 : Math.max(0, ...[...targets.get(name)].map((to) => 1 + rank(to, [...above, name]))));
    return new Map(tables.map((table) => [table.name, rank(table.name, [])]));
  }

  const keys = (table) => table.fields.filter((field) => field.to);

  function diagram(described) {
    const tables = described.filter((table) => !table.fields.some((field) => field.repeats)); // derived ones point to all
    const rank = ranks(tables);
    const columns = window.d3.group(tables, (table) => rank.get(table.name));
    const boxes = new Map();
    for (const [place, some] of columns) {
      let top = 14;
      for (const table of some) {
        const lines = [...new Set([...table.primaryKey, ...keys(table).map((field) => field.name)])];
        boxes.set(table.name, { table, lines, x: place * (WIDTH + GAP) + 8, y: top, height: (lines.length + 1) * LINE + 16 });
        top += (lines.length + 1) * LINE + 16 + 26;
      }
    }
    const all = [...boxes.values()];
    const tallest = Math.max(...all.map((box) => box.y + box.height));
    for (const some of columns.values()) {
      const used = Math.max(...some.map((table) => boxes.get(table.name).y + boxes.get(table.name).height));
      for (const table of some) boxes.get(table.name).y += (tallest - used) / 2;
    }
    const size = [columns.size * (WIDTH + GAP) - GAP + 44, tallest + 14];
    const svg = window.d3.create('svg').attr('viewBox', `0 0 ${size.join(' ')}`).attr('width', size[0]).attr('height', size[1]).attr('class', 'diagram').attr('role', 'img').attr('aria-label', t('diagram-label'));
    const link = window.d3.linkHorizontal();
    for (const box of all) {
      for (const field of keys(box.table)) {
        const to = boxes.get(field.to[0]);
        const from = box.y + LINE * (box.lines.indexOf(field.name) + 1) + 18;
        const own = to === box;
        const path = own
          ? `M${box.x + WIDTH},${from} c26,0 26,${box.y + 12 - from} 0,${box.y + 12 - from}`
          : link({ source: [box.x, from], target: [to.x + WIDTH, to.y + LINE + 18] });
        svg.append('path').attr('d', path).attr('class', 'edge');
        svg.append('circle').attr('cx', own ? box.x + WIDTH : box.x).attr('cy', from).attr('r', 2.5).attr('class', 'end');
      }
    }
    for (const box of all) {
      const group = svg.append('g').attr('transform', `translate(${box.x},${box.y})`);
      group.append('rect').attr('width', WIDTH).attr('height', box.height).attr('rx', 5);
      group.append('text').attr('x', 10).attr('y', 17).attr('class', 'name').text(box.table.name);
      box.lines.forEach((line, place) => {
        const key = box.table.primaryKey.includes(line);
        group.append('text').attr('x', 10).attr('y', 17 + LINE * (place + 1) + 4).attr('class', key ? 'key' : 'foreign').text(line);
      });
    }
    return svg.node();
  }

  Object.assign(C, { diagram });
})();
