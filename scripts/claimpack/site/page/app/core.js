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
    const columns = Object.keys(held.columns);
    // How each column is read: a list of cells, or a list of values with the number of each row's value.
    const readers = Object.fromEntries(columns.map((column) => {
      const cells = held.columns[column];
      return [column, Array.isArray(cells) ? (row) => cells[row] : (row) => cells.of[cells.at[row]]];
    }));
    // A row is an object that reads its cells when asked: fifty thousand of them cost next to nothing.
    class Row {
      constructor(number) {
        this.number = number;
      }
    }
    for (const column of columns) {
      Object.defineProperty(Row.prototype, column, { get() { return readers[column](this.number); } });
    }
    const places = {};
    return {
      name,
      columns,
      rows: held.rows,
      held: held.columns,
      cell: (row, column) => readers[column](row),
      row: (number) => new Row(number),
      // The numbers of the rows that have `value` in `column`.
      where: (column, value) => {
        if (!places[column]) {
          places[column] = new Map();
          for (let row = 0; row < held.rows; row++) {
            const cell = readers[column](row);
            if (!places[column].has(cell)) places[column].set(cell, []);
            places[column].get(cell).push(row);
          }
        }
        return places[column].get(value) ?? [];
      },
    };
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
