// The dictionary: what each table and column means, which values it may have, which rules hold, and what it holds here.
'use strict';

(() => {
  const C = window.Claimpack;
  const { t, h } = C;
  const { page } = C.data;

  function show() {
    return h('div', { class: 'dictionary' },
      h('h2', {}, t('nav.dictionary')),
      h('p', { class: 'finding' }, t('dictionary-lede')),
      h('figure', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('diagram-label') }, C.diagram(page.dictionary)),
      h('nav', { 'aria-label': t('tables'), class: 'contents' }, page.dictionary.map((table) => h('button', { type: 'button', class: 'quiet', onclick: () => jump(table.name) }, table.name))),
      h('h3', {}, t('conventions')), h('ul', {}, page.conventions.map((text) => h('li', {}, text))),
      page.dictionary.map(section));
  }

  // "#" in the address is taken by the state of the page.
  function jump(name) {
    const heading = document.getElementById(`table-${name}`);
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  }

  function section(table) {
    return h('section', { 'aria-labelledby': `table-${table.name}` },
      h('h3', { id: `table-${table.name}`, tabindex: '-1', class: 'table-name' }, table.name, ' ', h('span', { class: 'soft' }, table.rows === null ? t('is-missing') : t('n-rows', { n: table.rows }))),
      h('p', {}, table.description, ' ', t('key'), ' ', table.primaryKey.map((name, place) => [place ? ' + ' : '', h('code', {}, name)])),
      h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('columns-of', { table: table.name }) }, h('table', { class: 'plain fields' },
        h('thead', {}, h('tr', {}, ['column', 'meaning', 'example', 'holds'].map((key) => h('th', { scope: 'col' }, t(`col.${key}`))))),
        h('tbody', {}, table.fields.map((field) => row(table, field))))),
      table.rules.length ? rules(table) : null);
  }

  function row(table, field) {
    return h('tr', {},
      h('th', { scope: 'row' }, h('code', {}, field.name), h('span', { class: 'soft' }, field.type, field.required ? '' : `, ${t('optional')}`)),
      h('td', { lang: 'en' }, field.description,
        field.notation ? h('span', { class: 'soft' }, ` ${field.notation}.`) : null,
        field.to ? h('span', { class: 'soft' }, ` → ${field.to[0]}`) : null,
        field.repeats ? h('span', { class: 'soft' }, ` (${t('as')} ${field.repeats})`) : null,
        field.enumDescriptions && !field.repeats ? h('dl', { class: 'values' }, Object.entries(field.enumDescriptions).map(([value, meaning]) => [h('dt', {}, value), h('dd', {}, meaning)])) : null),
      h('td', {}, h('code', { class: 'example' }, field.example)),
      h('td', { class: 'holds' }, field.holds ? holds(table, field) : null));
  }

  // The distribution of a column: usual values with bars, or the least, middle and greatest.
  function holds(table, field) {
    const { filled, distinct, counts, range } = field.holds;
    const parts = [h('p', { class: 'soft' }, filled === table.rows ? t('n-values', { n: distinct }) : t('filled', { filled, rows: table.rows, distinct }))];
    if (range) {
      const [low, middle, high] = range.map((one) => (field.type === 'date' ? C.day(one) : C.number(one)));
      parts.push(h('p', {}, t('range', { low, middle, high })));
    }
    if (counts?.length) {
      const most = Math.max(...counts.map(([, n]) => n));
      parts.push(h('ul', { class: 'bars' }, counts.map(([value, n]) => h('li', {}, bar(n / Math.max(1, most)), h('span', { class: 'value', dir: 'auto' }, value), ' ', h('span', { class: 'soft' }, C.number(n))))));
    }
    return parts;
  }

  function bar(share) {
    const element = h('span', { class: 'bar', 'aria-hidden': 'true' });
    element.style.width = `${Math.round(100 * share)}%`;
    return element;
  }

  function rules(table) {
    return h('details', { class: 'rules' }, h('summary', {}, t('n-rules', { n: table.rules.length })), h('dl', { lang: 'en' }, table.rules.map((rule) => [
      h('dt', {}, rule.name, ' ', h('span', { class: 'soft' }, rule.level)),
      h('dd', {}, h('p', {}, rule.description), h('code', { class: 'check' }, rule.check), h('p', { class: 'soft' }, t('breaks'), ' ', h('code', {}, JSON.stringify(rule.example)))),
    ])));
  }

  Object.assign(C, { dictionary: { show } });
})();
