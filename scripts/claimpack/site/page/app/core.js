// What all other scripts share: the data, and the making of elements. Text is only ever put in as text, never as markup.
'use strict';

window.Claimpack = (() => {
  const data = {};
  const waiting = {};

  // Called by the scripts in data/.
  function put(name, text) {
    data[name] = JSON.parse(text);
  }

  // Resolves once the scripts are loaded; a page from disk may load scripts, and nothing else.
  function script(path) {
    waiting[path] ??= new Promise((resolve, reject) => {
      const element = document.createElement('script');
      element.src = path;
      element.onload = resolve;
      element.onerror = () => reject(new Error(path));
      document.head.append(element);
    });
    return waiting[path];
  }

  const tables = {};

  // The tables by their names, each with `rows` (their number), `columns` and `cell(row, column)`.
  async function need(...names) {
    await Promise.all(names.map((name) => data[name] ?? script(`data/${name}.js`)));
    return names.map((name) => (tables[name] ??= table(name, data[name])));
  }

  function table(name, held) {
    const places = {};
    const made = {
      name,
      rows: held.rows,
      columns: Object.keys(held.columns),
      held: held.columns,
      cell: (row, column) => {
        const cells = held.columns[column];
        return Array.isArray(cells) ? cells[row] : cells.of[cells.at[row]];
      },
      row: (number) => Object.fromEntries(made.columns.map((column) => [column, made.cell(number, column)])),
      // The numbers of the rows that have `value` in `column`.
      where: (column, value) => {
        if (!places[column]) {
          places[column] = new Map();
          for (let row = 0; row < held.rows; row++) {
            const cell = made.cell(row, column);
            if (!places[column].has(cell)) places[column].set(cell, []);
            places[column].get(cell).push(row);
          }
        }
        return places[column].get(value) ?? [];
      },
    };
    return made;
  }

  // An element with attributes (`on…` are listeners, `true` an attribute without value) and children; a child that is
  // no element is text.
  function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === null || value === undefined) continue;
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  // Only addresses that a browser may follow become links.
  function link(address, text) {
    return /^https?:\/\//.test(address) ? h('a', { href: address, rel: 'noreferrer' }, text) : text;
  }

  // The theme is set before anything is drawn. Storage may be forbidden: then the page follows the system.
  function theme(value) {
    try {
      if (value !== undefined) localStorage.setItem('claimpack-theme', value);
      value = localStorage.getItem('claimpack-theme');
    } catch (error) {
      if (error.name !== 'SecurityError') throw error;
    }
    if (value) document.documentElement.dataset.theme = value;
    return value;
  }

  theme();
  return { data, put, script, need, table, h, link, theme };
})();
