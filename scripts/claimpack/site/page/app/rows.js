// Every row of every table: search, filters, sorting. The table is Tabulator's, which draws only what is in sight.
'use strict';

(() => {
  const C = window.Claimpack;
  const { t, h } = C;
  const { page } = C.data;
  const FOLD = 640; // px: below this a table shows its narrow columns
  const MOST_OPTIONS = 500;
  const PAUSE = 120; // ms without a key before a search begins
  const fieldsOf = (name) => page.dictionary.find((one) => one.name === name).fields;
  const LONG = ['quote', 'summary', 'title']; // columns of sentences, which get most room
  const UNSOUGHT = /sha256|_start$|_stop$|^start$|^stop$/; // no one searches for these
  let grid = null;
  let current = null;

  const chosen = (state) => (Object.hasOwn(page.views, state.table) && page.counts[state.table] !== undefined ? state.table : Object.keys(page.views).find((name) => page.counts[name] !== undefined));

  // The text of a cell as people read it: actors by name, articles by title, codes in words.
  function spoken(field, cell) {
    if (!cell) return '';
    if (field.to?.[0] === 'actors') return C.actor(cell);
    if (field.to?.[0] === 'sources') return C.title(cell);
    if (field.name.endsWith('country')) return C.country(cell);
    if (field.enum) return C.value(field.name, cell);
    return cell;
  }

  function show(state) {
    const name = chosen(state);
    const tabs = h('div', { class: 'tabs', role: 'tablist', 'aria-label': t('tables'), onkeydown: arrows },
      Object.keys(page.views).map((one) => h('button', {
        type: 'button', role: 'tab', id: `tab-${one}`, 'aria-selected': String(one === name), 'aria-controls': 'rows-panel', tabindex: one === name ? '0' : '-1',
        disabled: page.counts[one] === undefined, onclick: () => C.go({ ...Object.fromEntries(Object.keys(C.read()).filter((key) => key.startsWith('f.')).map((key) => [key, ''])), table: one, q: '', sort: '' }),
      }, one, ' ', h('span', { class: 'count' }, page.counts[one] === undefined ? t('is-missing') : C.number(page.counts[one])))));
    const panel = h('div', { role: 'tabpanel', id: 'rows-panel', 'aria-labelledby': `tab-${name}` }, h('p', {}, t('loading')));
    const view = h('div', { class: 'rows' }, h('h2', { class: 'unseen' }, t('nav.rows')), tabs, panel);
    current = name;
    Promise.all([C.need(name), C.script('lib/tabulator.min.js')]).then(([[table]]) => {
      if (current === name && view.isConnected) fill(panel, table, C.read());
    });
    return view;
  }

  // Left and right go from tab to tab.
  function arrows(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...event.currentTarget.querySelectorAll('[role=tab]:not([disabled])')];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    event.preventDefault();
    next.focus();
    next.click();
  }

  function fill(panel, table, state) {
    const told = page.dictionary.find((one) => one.name === table.name);
    const count = h('p', { class: 'count-line', role: 'status' });
    const search = h('input', { type: 'search', id: 'q', value: state.q ?? '', placeholder: t('search-in', { table: table.name }), autocomplete: 'off', oninput: later(() => C.go({ q: search.value }, true), PAUSE) });
    const filters = page.views[table.name].filters.map((column) => choice(table, column, state)).filter(Boolean);
    const wide = h('input', { type: 'checkbox', id: 'all-columns', checked: state.columns === 'all', onchange: () => C.go({ columns: wide.checked ? 'all' : '' }) });
    const target = h('div', { class: 'grid' });
    panel.replaceChildren(
      h('p', { class: 'soft' }, told.description),
      h('form', { class: 'filters', role: 'search', onsubmit: (event) => event.preventDefault() },
        h('p', { class: 'search' }, h('label', { for: 'q' }, t('search')), search),
        h('details', { open: window.innerWidth >= FOLD || filters.some((filter) => filter.querySelector('select').value) },
          h('summary', {}, t('filters')), h('div', { class: 'filters' }, filters, h('p', { class: 'check' }, wide, h('label', { for: 'all-columns' }, t('all-columns')))))),
      count, target);
    if (!table.rows) {
      target.replaceWith(h('p', { class: 'none' }, t('no-rows')));
      return;
    }
    build(target, table, state, count);
  }

  function later(act, wait) {
    let timer = null;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, wait);
    };
  }

  function choice(table, column, state) {
    const field = fieldsOf(table.name).find((one) => one.name === column);
    const counts = new Map();
    for (let row = 0; row < table.rows; row++) {
      const cell = table.cell(row, column);
      if (cell) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    if (!counts.size) return null;
    const order = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_OPTIONS);
    const id = `f-${column}`;
    return h('p', {}, h('label', { for: id }, label(column)),
      h('select', { id, onchange: (event) => C.go({ [`f.${column}`]: event.target.value }) }, h('option', { value: '' }, t('any')),
        order.map(([value, n]) => h('option', { value, selected: state[`f.${column}`] === value }, `${spoken(field, value)} (${C.number(n)})`))));
  }

  const label = (column) => C.value('column', column).replace(/_id$/, '').replaceAll('_', ' ');

  // Which rows fit: a function of a row's number. Searching looks at the cells as files have them and as people read them.
  function matcher(table, state) {
    const words = (state.q ?? '').toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const found = words.map((word) => search(table, word));
    const filters = Object.entries(state).filter(([key, value]) => key.startsWith('f.') && value && table.columns.includes(key.slice(2))).map(([key, value]) => [key.slice(2), value]);
    return (row) => found.every((has) => has[row]) && filters.every(([column, value]) => table.cell(row, column) === value);
  }

  // For each row whether `word` stands in one of its cells. A value that many rows have is looked at once.
  function search(table, word) {
    const has = new Uint8Array(table.rows);
    table.lowered ??= {}; // by language: names and vocabularies have words of each
    table.lowered[C.language()] ??= fieldsOf(table.name).filter((field) => !UNSOUGHT.test(field.name)).map((field) => lowered(field, table.held[field.name]));
    for (const { values, at } of table.lowered[C.language()]) {
      const inside = at && values.map((value) => value.includes(word));
      for (let row = 0; row < table.rows; row++) {
        if (!has[row] && (at ? inside[at[row]] : values[row].includes(word))) has[row] = 1;
      }
    }
    return has;
  }

  function lowered(field, cells) {
    const both = (cell) => {
      const said = spoken(field, cell);
      return (said === cell ? cell : `${cell}\n${said}`).toLocaleLowerCase();
    };
    return Array.isArray(cells) ? { values: cells.map(both) } : { values: cells.of.map(both), at: cells.at };
  }

  function build(target, table, state, count) {
    const narrow = target.clientWidth < FOLD;
    const view = page.views[table.name];
    const names = state.columns === 'all' ? table.columns : narrow ? view.narrow : view.columns;
    const fields = names.map((name) => fieldsOf(table.name).find((field) => field.name === name));
    const fit = matcher(table, state);
    const [by, direction] = (state.sort ?? '').split(':');
    grid?.destroy();
    const made = new window.Tabulator(target, {
      data: Array.from({ length: table.rows }, (_, row) => ({ row })),
      height: Math.max(320, Math.min(window.innerHeight - 150, table.rows * 58 + 60)),
      layout: state.columns === 'all' ? 'fitData' : 'fitColumns',
      rowHeight: 56,
      index: 'row',
      placeholder: t('nothing-fits'),
      headerSortElement: '',
      columnDefaults: { headerSort: true, resizable: false, vertAlign: 'top' },
      columns: fields.map((field, place) => column(table, field, place, state)),
      initialSort: by && names.includes(by) ? [{ column: by, dir: direction === 'desc' ? 'desc' : 'asc' }] : [],
    });
    grid = made;
    made.on('tableBuilt', () => {
      made.setFilter((data) => fit(data.row));
      told(made, table, count);
      accessible(target, table);
      made.on('dataSorted', (sorters) => {
        const sort = sorters.length ? `${sorters[0].field}:${sorters[0].dir}` : '';
        if (made === grid && sort !== (C.read().sort ?? '')) C.go({ sort }, true);
      });
    });
    made.on('rowClick', (event, row) => {
      if (!event.target.closest('a')) C.go({ card: cardOf(table, row.getData().row) });
    });
    made.count = count;
    made.held = table;
  }

  // The library leaves out what a program for the blind wants to know.
  function accessible(target, table) {
    target.setAttribute('aria-label', table.name);
    target.querySelector('.tabulator-tableholder').removeAttribute('tabindex'); // the links in its rows are in the tab order
    target.setAttribute('aria-rowcount', String(table.rows + 1));
  }

  function told(made, table, count) {
    const n = made.getDataCount('active');
    count.textContent = t('n-of', { n, all: table.rows });
  }

  function column(table, field, place, state) {
    const grow = LONG.includes(field.name) ? 3 : field.to || ['claimant', 'item_phrase', 'name'].includes(field.name) ? 1.7 : 1;
    return {
      title: label(field.name),
      field: field.name,
      widthGrow: grow,
      minWidth: field.type === 'date' || field.name === 'date' ? 112 : 92,
      ...(state.columns === 'all' ? { maxInitialWidth: 320 } : {}),
      hozAlign: ['number', 'integer'].includes(field.type) ? 'right' : 'left',
      sorter: sorter(table, field),
      titleFormatter: () => h('span', { title: field.description }, label(field.name)),
      formatter: (cell) => {
        const row = cell.getData().row;
        const text = table.cell(row, field.name);
        const shown = field.type === 'number' && text ? C.number(text) : spoken(field, text);
        const inside = ['quote', 'text', 'item_phrase'].includes(field.name) ? h('span', { lang: 'de', dir: 'auto', class: 'passage' }, shown) : h('span', {}, shown);
        if (place > 0) return h('div', { class: 'cell' }, inside);
        const card = cardOf(table, row);
        return h('div', { class: 'cell' }, h('a', {
          href: C.address({ ...C.read(), card }),
          onclick: (event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            C.go({ card });
          },
        }, shown ? inside : h('em', {}, t(field.name.startsWith('claimant') ? 'nobody' : 'open'))));
      },
    };
  }

  // Sorts by what is shown, numbers by their value, empty cells last in both directions. Each value is ranked once.
  function sorter(table, field) {
    let ranks = null;
    const numeric = ['number', 'integer'].includes(field.type);
    const ranked = () => {
      const values = [...new Set(Array.from({ length: table.rows }, (_, row) => table.cell(row, field.name)))].filter(Boolean);
      const collator = new Intl.Collator(C.language(), { numeric: true });
      const keyed = values.map((one) => [one, numeric ? Number(one) : spoken(field, one)]);
      keyed.sort(numeric ? (a, b) => a[1] - b[1] : (a, b) => collator.compare(a[1], b[1]));
      return new Map(keyed.map(([one], rank) => [one, rank]));
    };
    return (a, b, one, other, _, direction) => {
      ranks ??= ranked();
      const empty = direction === 'asc' ? Infinity : -Infinity;
      const [x, y] = [one, other].map((component) => ranks.get(table.cell(component.getData().row, field.name)) ?? empty);
      return x === y ? 0 : x < y ? -1 : 1;
    };
  }

  function cardOf(table, row) {
    const key = page.dictionary.find((one) => one.name === table.name).primaryKey;
    if (table.name === 'quantities_wide') return `claims/${table.cell(row, 'claim_id')}`;
    return `${table.name}/${key.map((name) => table.cell(row, name)).join(' ')}`;
  }

  // A change of search or filters leaves the table where it is.
  function update(view, state, before) {
    const same = (key) => (state[key] ?? '') === (before[key] ?? '');
    if (!grid || chosen(state) !== current || !same('columns') || !same('lang')) return false;
    for (const select of view.querySelectorAll('select[id^="f-"]')) select.value = state[`f.${select.id.slice(2)}`] ?? '';
    const search = view.querySelector('#q');
    if (document.activeElement !== search) search.value = state.q ?? '';
    const fit = matcher(grid.held, state);
    grid.setFilter((data) => fit(data.row));
    told(grid, grid.held, grid.count);
    return true;
  }

  Object.assign(C, { rows: { show, update }, spoken, fieldsOf });
})();
