// What is shown stands in the address, behind "#", so that every view can be shared: #rows?table=claims&q=…
'use strict';

(() => {
  const C = window.Claimpack;
  const VIEWS = ['overview', 'rows', 'dictionary', 'use'];

  function read() {
    const [view, query] = decodeHash(location.hash).split(/\?(.*)/s);
    return { view: VIEWS.includes(view) ? view : VIEWS[0], ...Object.fromEntries(new URLSearchParams(query ?? '')) };
  }

  function decodeHash(hash) {
    return hash.startsWith('#') ? hash.slice(1) : hash;
  }

  // The address of a state; what is empty is left out.
  function address(state) {
    const { view, ...rest } = state;
    const query = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== '' && value != null));
    return `#${view}${query.size ? `?${query}` : ''}`;
  }

  // The address of another view: the language stays.
  function to(view, more = {}) {
    return address({ view, lang: read().lang, ...more });
  }

  // Goes to the present state with `changes`; typing into a field makes no new entry in the history.
  function go(changes, replace = false) {
    const target = address({ ...read(), ...changes });
    if (target === location.hash) return;
    if (replace) {
      history.replaceState(null, '', target);
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    } else {
      location.hash = target;
    }
  }

  Object.assign(C, { VIEWS, read, address, to, go });
})();
