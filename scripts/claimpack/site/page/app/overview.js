// The first view: what the package is about, its figures over time, the same figure by others, who claims what.
'use strict';

(() => {
  const C = window.Claimpack;
  const { t, h } = C;
  const { page, figures: held } = C.data;
  const FILTERS = ['item', 'item_actor_id', 'predicate', 'status', 'claimant_country'];
  const MOST_OPTIONS = 500;
  const MOST_LISTED = 100;
  const FEW_GROUPS = 4;
  const MOST_PREDICATES = 12;
  const FEW_CLAIMANTS = 20;
  const table = C.table('figures', held);
  const rows = Array.from({ length: table.rows }, (_, number) => table.row(number));
  const shown = { groups: FEW_GROUPS, claimants: FEW_CLAIMANTS };

  // The filters in the address; without any, the item of which most claimants speak.
  function filters(state) {
    const chosen = Object.fromEntries(FILTERS.map((name) => [name, state[name] ?? '']));
    if (FILTERS.some((name) => state[name] !== undefined)) return chosen;
    return { ...chosen, item: held.focus.item, item_actor_id: held.focus.whose };
  }

  // The columns of the filters as numbers, 0 for an empty cell: fifty thousand rows are sifted at every change.
  const coded = FILTERS.map((name) => {
    const numbers = new Map([['', 0]]);
    const at = Int32Array.from(rows, (row) => {
      const value = row[name];
      if (!numbers.has(value)) numbers.set(value, numbers.size);
      return numbers.get(value);
    });
    return { numbers, values: [...numbers.keys()], at };
  });

  // The rows that fit, and for each filter how many rows each of its values has among those that fit all other filters.
  function sift(chosen) {
    const wanted = FILTERS.map((name, place) => (chosen[name] && chosen[name] !== '*' ? coded[place].numbers.get(chosen[name]) ?? -1 : null));
    const counts = coded.map(({ values }) => new Int32Array(values.length));
    const fit = [];
    for (let row = 0; row < rows.length; row++) {
      let misses = 0;
      let missed = -1;
      for (let place = 0; place < FILTERS.length; place++) {
        if (wanted[place] !== null && coded[place].at[row] !== wanted[place]) {
          misses++;
          missed = place;
        }
      }
      if (misses === 0) fit.push(rows[row]);
      for (let place = 0; place < FILTERS.length; place++) {
        if (misses === 0 || (misses === 1 && missed === place)) counts[place][coded[place].at[row]]++;
      }
    }
    const named = (place) => new Map(coded[place].values.map((value, number) => [value, counts[place][number]]).filter(([value, n]) => value && n));
    return [fit, Object.fromEntries(FILTERS.map((name, place) => [name, named(place)]))];
  }

  const spoken = {
    item: (item) => item,
    item_actor_id: (id) => C.actor(id),
    predicate: (predicate) => predicate,
    status: (status) => C.value('status', status),
    claimant_country: (code) => C.country(code),
  };

  function show(state) {
    const view = h('div', { class: 'overview' }, lede());
    if (!rows.length) return h('div', {}, view, h('p', { class: 'none' }, t('no-figures-at-all')), matrix());
    const figures = h('section', { 'aria-labelledby': 'h-figures', class: 'figures' });
    view.append(figures, same(), matrix());
    draw(figures, state);
    return view;
  }

  function lede() {
    const claimants = new Set(page.acts.map(([id]) => id)).size;
    const parts = [
      t('n-articles', { n: page.counts.sources ?? 0 }),
      t('n-claimants', { n: claimants }),
      t('n-claims', { n: page.counts.claims ?? 0 }),
      t('n-figures', { n: page.counts.quantities ?? 0 }),
    ];
    const time = page.days.length ? h('span', {}, C.days(...page.days)) : null;
    return h('div', { class: 'lede' },
      page.about.description && h('p', { class: 'description' }, page.about.description),
      h('p', { class: 'counts' }, parts.map((part) => h('span', {}, part)), time),
      page.missing.length ? h('p', { class: 'missing' }, t('missing', { tables: page.missing.join(', ') })) : null);
  }

  function draw(section, state) {
    const chosen = filters(state);
    const [fit, counts] = sift(chosen);
    const change = (name) => (event) => {
      const next = { ...chosen, [name]: event.target.value };
      C.go({ ...next, item: next.item || '*' });
    };
    const focus = document.activeElement?.id;
    const controls = h('form', { class: 'filters', onsubmit: (event) => event.preventDefault() },
      FILTERS.map((name) => choice(name, chosen, counts[name], change(name))),
      h('button', { type: 'button', class: 'quiet', onclick: () => C.go({ item: '*', ...Object.fromEntries(FILTERS.slice(1).map((one) => [one, ''])) }) }, t('all')));
    section.replaceChildren(
      h('p', { class: 'eyebrow' }, t('figures-over-time')),
      h('h2', { id: 'h-figures' }, headline(chosen, fit)),
      h('p', { class: 'finding' }, finding(fit)),
      happens(chosen, fit),
      controls,
      legend(fit),
      h('figure', { class: 'chart', id: 'figures-chart' }),
      h('p', { class: 'hint' }, t(fit.length > C.charts.MOST_MARKS ? 'hint-crowd' : 'hint-figures')),
      list(fit));
    const chart = section.querySelector('.chart');
    requestAnimationFrame(() => {
      chart.replaceChildren(C.charts.figures(fit, chart.clientWidth || 900));
      if (focus) document.getElementById(focus)?.focus();
    });
  }

  function choice(name, chosen, counts, change) {
    if (chosen[name] && chosen[name] !== '*' && !counts.has(chosen[name])) counts.set(chosen[name], 0);
    const order = [...counts].sort((a, b) => b[1] - a[1] || spoken[name](a[0]).localeCompare(spoken[name](b[0]))).slice(0, MOST_OPTIONS);
    const id = `filter-${name}`;
    return h('p', {}, h('label', { for: id }, t(`filter.${name}`)),
      h('select', { id, onchange: change },
        h('option', { value: '' }, t('any')),
        order.map(([value, n]) => h('option', { value, selected: value === chosen[name] }, `${spoken[name](value)} (${C.number(n)})`))));
  }

  function headline(chosen, fit) {
    if (!chosen.item || chosen.item === '*') return t('headline-all', { n: fit.length });
    const printed = window.d3.rollups(fit, (some) => some.length, (row) => row.printed || row.item);
    const item = window.d3.greatest(printed, ([, n]) => n)?.[0] ?? chosen.item;
    const whose = chosen.item_actor_id ? C.actor(chosen.item_actor_id) : '';
    return whose ? t('headline-whose', { item, whose }) : t('headline', { item });
  }

  // What the chosen figures are in a sentence; only what can be said of any package.
  function finding(fit) {
    if (!fit.length) return t('no-figures');
    const claimants = new Set(fit.map((row) => row.claimant_id).filter(Boolean)).size;
    const articles = new Set(fit.map((row) => row.source_id)).size;
    const counted = { figures: t('n-figures', { n: fit.length }), claimants: t('n-claimants-by', { n: claimants }), articles: t('n-articles-in', { n: articles }) };
    const [first, last] = [window.d3.min(fit, (row) => row.date_earliest || null), window.d3.max(fit, (row) => row.date_latest || null)];
    return first ? t('by-days', { ...counted, days: C.days(first, last) }) : t('by', counted);
  }

  // What is said to happen to the counted things, each with the numbers given for it: the sent are neither the deserted
  // nor those whose sending is planned.
  function happens(chosen, fit) {
    if (!chosen.item || chosen.item === '*' || chosen.predicate) return '';
    const told = fit.filter((row) => row.predicate && (row.low || row.high));
    const groups = window.d3.flatRollup(told, (some) => some, (row) => row.predicate, (row) => row.status);
    groups.sort((a, b) => b[2].length - a[2].length || a[0].localeCompare(b[0]) || a[1].localeCompare(b[1]));
    if (groups.length < 2) return '';
    return h('ul', { class: 'happens' }, groups.slice(0, MOST_PREDICATES).map(([predicate, status, some]) => {
      const address = C.address({ ...C.read(), ...chosen, predicate, status });
      const how = status === 'stated' ? '' : h('span', { class: 'soft' }, ` · ${C.value('status', status)}`);
      return h('li', {}, h('a', { href: address }, h('strong', {}, together(some)), ' ', h('span', { lang: 'de' }, predicate), how));
    }));
  }

  // Figures in a word: one or two as they are bounded, more as a range. A vague one has no number that a range could have.
  function together(some) {
    const told = [...new Set(some.map((row) => C.figure(row)))];
    const numbered = some.filter((row) => row.comparator !== 'vague');
    if (told.length <= 2 || !numbered.length) return told.slice(0, 2).join(' / ');
    const [low, high] = [window.d3.min, window.d3.max].map((most) => C.number(most(numbered, (row) => Number(row.low || row.high))));
    return low === high ? low : `${low} – ${high}`;
  }

  function legend(fit) {
    const byCount = window.d3.rollups(fit, (some) => some.length, (row) => row.claimant_country).sort((a, b) => b[1] - a[1]);
    const coloured = byCount.filter(([code]) => C.colour(code) !== 'var(--c-other)');
    const others = byCount.some(([code]) => C.colour(code) === 'var(--c-other)');
    const chip = (colour, text) => h('li', {}, dot(colour), text);
    const used = new Set(fit.map((row) => row.comparator));
    const signs = [[['exact'], '●', 'exact'], [['about'], '○', 'about'], [['almost'], '○↓', 'almost'], [['at_least', 'more_than'], '●↑', 'more'], [['at_most', 'less_than'], '●↓', 'less'], [['between'], '■', 'between'], [['vague'], '◇⇡', 'vague']];
    return h('div', { class: 'legend' },
      h('ul', { 'aria-label': t('filter.claimant_country') }, coloured.map(([code]) => chip(C.colour(code), C.country(code))), others && chip('var(--c-other)', t('other-countries'))),
      fit.length <= C.charts.MOST_MARKS && h('ul', { 'aria-label': t('comparators') }, signs.filter(([comparators]) => comparators.some((one) => used.has(one))).map(([, sign, key]) => h('li', {}, h('span', { 'aria-hidden': 'true', class: 'sign' }, sign), t(`sign.${key}`)))));
  }

  function dot(colour) {
    const element = h('span', { class: 'dot', 'aria-hidden': 'true' });
    element.style.background = colour;
    return element;
  }

  // The same figures as text, for those who cannot use the chart; made when somebody opens it, or prints.
  function list(fit) {
    const made = h('details', { class: 'listed' }, h('summary', {}, t('as-list', { n: fit.length })));
    made.addEventListener('toggle', () => {
      if (made.childElementCount > 1) return;
      const sorted = window.d3.sort(fit, (row) => row.date_earliest, (row) => -row.low);
      made.append(lines(sorted.slice(0, MOST_LISTED)));
      if (fit.length > MOST_LISTED) made.append(h('p', {}, h('a', { href: C.to('rows', { table: 'quantities_wide' }) }, t('all-in-rows'))));
    });
    return made;
  }

  // Figures as the lines of a table: day, claimant, figure, what is done, article.
  function lines(some) {
    return h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('figures-as-table') }, h('table', { class: 'plain lines' },
      h('thead', {}, h('tr', {}, ['day', 'claimant', 'figure', 'said-to-be', 'article'].map((key) => h('th', { scope: 'col' }, t(`col.${key}`))))),
      h('tbody', {}, some.map((row) => h('tr', {},
        h('td', { class: 'nowrap' }, C.days(row.date_earliest, row.date_latest)),
        h('td', {}, dot(C.colour(row.claimant_country)), row.claimant_id ? C.actor(row.claimant_id) : h('em', {}, t('nobody'))),
        h('td', {}, h('a', { href: C.address({ ...C.read(), card: C.cardOf(row) }) }, C.figure(row)), ' ', row.item_phrase || row.item),
        h('td', {}, [row.predicate && h('span', { lang: 'de' }, row.predicate), row.predicate && ' · ', C.value('status', row.status)]),
        h('td', { class: 'soft' }, C.title(row.source_id)))))));
  }

  // The same number of the same thing, given by others elsewhere.
  function same() {
    const section = h('section', { 'aria-labelledby': 'h-same', class: 'same' });
    const fill = () => section.replaceChildren(
      h('p', { class: 'eyebrow' }, t('same-eyebrow')),
      h('h2', { id: 'h-same' }, t('same-title')),
      h('p', { class: 'finding' }, t(held.same.length ? 'same-lede' : 'same-none')),
      ...held.same.slice(0, shown.groups).map(group),
      held.same.length > shown.groups ? h('p', {}, h('button', { type: 'button', onclick: () => { shown.groups = held.same.length; fill(); } }, t('show-more', { n: held.same.length - shown.groups }))) : '');
    fill();
    return section;
  }

  function group(one) {
    const whose = one.whose && C.actor(rows[one.places[0]].item_actor_id);
    const what = [one.unit, one.item, one.per && `/ ${one.per}`].filter(Boolean).join(' ');
    return h('article', {},
      h('h3', {}, h('span', { class: 'big' }, C.number(one.number)), ' ', h('span', { lang: 'de' }, what), whose ? ` · ${whose}` : ''),
      h('p', { class: 'soft' }, t('same-counts', { claimants: t('n-claimants', { n: one.claimants }), articles: t('n-articles', { n: one.articles }) })),
      lines(one.places.map((place) => rows[place])),
      one.more ? h('p', { class: 'soft' }, t('n-more', { n: one.more })) : null);
  }

  // Who claims what: claimants by speech act.
  function matrix() {
    const section = h('section', { 'aria-labelledby': 'h-acts', class: 'acts' });
    const totals = window.d3.rollup(page.acts, (some) => window.d3.sum(some, ([, , n]) => n), ([id]) => id);
    const order = [...totals].sort((a, b) => b[1] - a[1] || C.actor(a[0]).localeCompare(C.actor(b[0])));
    const fill = () => {
      const kept = new Map(order.slice(0, shown.claimants));
      const counts = page.acts.filter(([id]) => kept.has(id)).map(([claimant, act, n]) => ({ claimant, act, n }));
      counts.sort((a, b) => kept.get(b.claimant) - kept.get(a.claimant) || C.actor(a.claimant).localeCompare(C.actor(b.claimant)));
      const chart = h('figure', { class: 'chart' });
      section.replaceChildren(
        h('p', { class: 'eyebrow' }, t('acts-eyebrow')),
        h('h2', { id: 'h-acts' }, t('acts-title')),
        h('p', { class: 'finding' }, t(counts.length ? 'acts-lede' : 'acts-none')),
        chart,
        order.length > shown.claimants ? h('p', {}, h('button', { type: 'button', onclick: () => { shown.claimants += 100; fill(); } }, t('show-more', { n: order.length - shown.claimants }))) : '');
      if (counts.length) requestAnimationFrame(() => chart.replaceChildren(C.charts.acts(counts, Math.min(chart.clientWidth || 900, 1000))));
    };
    fill();
    return section;
  }

  // A change of filters or size draws the figures anew, and nothing else.
  function update(view, state) {
    const section = view.querySelector('.figures');
    if (section) draw(section, state);
  }

  Object.assign(C, { overview: { show, update }, dot });
})();
