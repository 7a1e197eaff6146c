// What somebody needs to use the data: files, how to load them, how to cite them, what changed.
'use strict';

(() => {
  const C = window.Claimpack;
  const { t, h } = C;
  const { page } = C.data;

  function show() {
    return h('div', { class: 'use' },
      h('h2', {}, t('use-title')),
      h('section', { 'aria-labelledby': 'h-files' }, h('h3', { id: 'h-files' }, t('downloads')), files()),
      h('section', { 'aria-labelledby': 'h-cite' }, h('h3', { id: 'h-cite' }, t('cite')), h('p', { class: 'citation' }, page.about.citation),
        h('p', {}, t('licence'), ' ', page.about.licenses.map((one, place) => [place ? ', ' : '', C.link(one.path, one.title)]), '. ', t('quotations'))),
      h('section', { 'aria-labelledby': 'h-load' }, h('h3', { id: 'h-load' }, t('load')), page.loading.length ? blocks(page.loading, true) : h('p', {}, t('load-none'))),
      h('section', { 'aria-labelledby': 'h-changes' }, h('h3', { id: 'h-changes' }, t('changelog')), page.changelog.length ? blocks(page.changelog, false) : h('p', {}, t('changelog-none'))),
      h('section', { 'aria-labelledby': 'h-made' }, h('h3', { id: 'h-made' }, t('made-with')), h('ul', {},
        h('li', {}, `claimpack ${page.about.claimpack} (MIT)`),
        page.libraries.map((one) => h('li', {}, `${one.name} ${one.version} (`, h('a', { href: `lib/${one.files.find((name) => name.endsWith('LICENSE.txt'))}` }, one.license), ')')))));
  }

  function files() {
    return h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('downloads') }, h('table', { class: 'plain' },
      h('thead', {}, h('tr', {}, ['file', 'rows', 'size'].map((key) => h('th', { scope: 'col', class: key === 'file' ? '' : 'number' }, t(`col.${key}`))), h('th', { scope: 'col' }, 'SHA-256'))),
      h('tbody', {}, page.downloads.map((one) => {
        const rows = page.counts[one.name.replace(/\.csv$/, '')];
        return h('tr', {}, h('th', { scope: 'row' }, h('a', { href: `datapackage/${one.name}`, download: one.name }, one.name)), h('td', { class: 'number' }, rows === undefined ? '' : C.number(rows)), h('td', { class: 'number nowrap' }, C.bytes(one.bytes)), h('td', {}, h('code', { class: 'hash' }, one.sha256)));
      }))));
  }

  // Blocks of a page of ours. With `folded`, each second heading and what is below it can be opened.
  function blocks(all, folded) {
    const made = h('div', { class: 'blocks' });
    let into = made;
    for (const block of all) {
      const level = Number(/^h(\d)$/.exec(block.is)?.[1] ?? 0);
      if (level === 1) continue;
      if (level && folded && level <= 3) {
        into = h('details', { open: false }, h('summary', {}, block.text));
        made.append(into);
      } else if (level) into.append(h('h4', {}, block.text));
      else if (block.is === 'code') into.append(h('pre', { tabindex: '0' }, h('code', {}, block.text)));
      else if (block.is === 'table') {
        const [head, ...rows] = block.rows;
        into.append(h('div', { class: 'scroll' }, h('table', { class: 'plain' }, h('thead', {}, h('tr', {}, head.map((cell) => h('th', { scope: 'col' }, ticked(cell))))), h('tbody', {}, rows.map((row) => h('tr', {}, row.map((cell) => h('td', {}, ticked(cell)))))))));
      } else if (block.is === 'item') {
        if (into.lastElementChild?.tagName !== 'UL') into.append(h('ul', {}));
        into.lastElementChild.append(h('li', {}, ticked(block.text)));
      } else into.append(h('p', {}, ticked(block.text)));
    }
    return made;
  }

  // What stands between backticks is code.
  const ticked = (text) => text.split(/`([^`]*)`/).map((part, place) => (place % 2 ? h('code', {}, part) : part));

  Object.assign(C, { use: { show } });
})();
