// Puts the views into the page and keeps them in step with the address.
'use strict';

(() => {
  const C = window.Claimpack;
  const { t, h } = C;
  const { page } = C.data;
  const main = document.getElementById('main');
  const THEMES = ['', 'light', 'dark'];
  let shown = null;

  function header(state) {
    const theme = C.theme() ?? '';
    document.getElementById('top').replaceChildren(
      h('button', { type: 'button', class: 'skip', onclick: () => main.focus() }, t('skip')),
      h('div', { class: 'title' }, h('h1', {}, h('a', { href: C.to('overview') }, page.about.title)),
        page.about.version && h('p', { class: 'soft' }, t('version', { version: page.about.version }))),
      h('nav', { 'aria-label': t('views') },
        h('ul', {}, C.VIEWS.map((view) => h('li', {}, h('a', { href: C.to(view), 'aria-current': view === state.view ? 'page' : null }, t(`nav.${view}`))))),
        h('p', { class: 'tools' },
          Object.keys(C.data.words).map((code) => h('button', { type: 'button', class: 'quiet', lang: code, 'aria-pressed': String(code === C.language()), title: C.data.words[code]['language-name'], onclick: () => C.go({ lang: code }) }, code.toUpperCase())),
          h('button', { type: 'button', class: 'quiet', 'aria-label': t('theme', { theme: t(`theme.${theme || 'system'}`) }), title: t('theme', { theme: t(`theme.${theme || 'system'}`) }), onclick: (event) => nextTheme(event) }, { '': '◐', light: '○', dark: '●' }[theme]))));
  }

  function nextTheme(event) {
    const next = THEMES[(THEMES.indexOf(C.theme() ?? '') + 1) % THEMES.length];
    if (!next) delete document.documentElement.dataset.theme;
    C.theme(next);
    const place = [...document.querySelectorAll('.tools button')].indexOf(event.currentTarget);
    header(C.read());
    document.querySelectorAll('.tools button')[place].focus();
  }

  function footer() {
    document.getElementById('foot').replaceChildren(h('p', {}, page.about.citation), h('p', { class: 'soft' }, t('footer', { version: page.about.claimpack })));
  }

  const without = (state, ...keys) => JSON.stringify(Object.entries(state).filter(([key]) => !keys.includes(key)).sort());

  function render() {
    const state = C.read();
    const before = shown;
    shown = state;
    C.speak(state.lang);
    if (!before || before.view !== state.view || before.lang !== state.lang) {
      const focus = document.activeElement?.closest?.('.tools') ? [...document.querySelectorAll('.tools button')].indexOf(document.activeElement) : -1;
      document.documentElement.lang = C.language();
      document.title = state.view === 'overview' ? page.about.title : `${t(`nav.${state.view}`)} · ${page.about.title}`;
      header(state);
      footer();
      main.replaceChildren(C[state.view].show(state));
      if (focus >= 0) document.querySelectorAll('.tools button')[focus].focus();
      else if (before && !state.card) main.focus({ preventScroll: true });
      if (before && before.view !== state.view) window.scrollTo(0, 0);
    } else if (without(before, 'card') !== without(state, 'card')) {
      const view = main.firstElementChild;
      if (state.view === 'overview') C.overview.update(view, state);
      if (state.view === 'rows' && without(before, 'card', 'sort') !== without(state, 'card', 'sort') && !C.rows.update(view, state, before)) {
        const focus = document.activeElement?.id;
        main.replaceChildren(C.rows.show(state));
        if (focus) document.getElementById(focus)?.focus();
      }
    }
    C.card.update(state);
  }

  // What goes wrong is said, and not swallowed.
  window.addEventListener('unhandledrejection', (event) => C.say(String(event.reason)));
  window.addEventListener('hashchange', render);
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width || shown.view === 'dictionary' || shown.view === 'use') return;
    width = window.innerWidth;
    main.replaceChildren(C[shown.view].show(shown));
  });
  render();
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('drawn')));
})();
