// Words, numbers, days and names in the language of the page.
'use strict';

(() => {
  const C = window.Claimpack;
  const { page, words } = C.data;
  const { h } = C;

  // The language of the address, else that of the page; the formats of a language are made once, which takes its time.
  let spoken = page.language;
  let numbers;
  let plurals;

  function speak(code) {
    spoken = words[code] ? code : page.language;
    numbers = new Intl.NumberFormat(spoken, { maximumFractionDigits: 20 });
    plurals = new Intl.PluralRules(spoken);
  }

  speak(C.read().lang);
  const language = () => spoken;

  // A word of the interface, with {names} filled in; with `n` the form for that number (key.one, key.other).
  function t(key, values = {}) {
    const own = words[language()];
    let text = own[key];
    if (text === undefined && 'n' in values) text = own[`${key}.${plurals.select(values.n)}`];
    if (text === undefined) throw new Error(`no word for ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === 'number' ? number(values[name]) : values[name]));
  }

  // The word for a value of a vocabulary, else the value itself.
  const value = (column, code) => words[language()][`${column}.${code}`] ?? code;

  const number = (text) => numbers.format(text);
  const bytes = (size) => (size < 1000 ? `${size} B` : size < 1e6 ? `${number(Math.round(size / 1e3))} kB` : `${number(Math.round(size / 1e5) / 10)} MB`);

  function day(iso, form = { day: 'numeric', month: 'short', year: 'numeric' }) {
    const date = new Date(`${iso}T00:00:00Z`);
    return Number.isNaN(date.valueOf()) ? iso : new Intl.DateTimeFormat(language(), { ...form, timeZone: 'UTC' }).format(date);
  }

  // A day, or the first and last of those that it may be.
  function days(first, last) {
    if (!first && !last) return t('no-day');
    if (first === last) return day(first);
    if (!first || !last) return `${first ? day(first) : '…'} – ${last ? day(last) : '…'}`;
    const format = new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
    return format.formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`));
  }

  const actorsById = new Map(page.actors.map((actor) => [actor[0], actor]));
  const articlesById = new Map(page.articles.map((article) => [article[0], article]));
  const countriesByCode = new Map(page.countries.map((country) => [country[0], country]));

  function actor(id) {
    const found = actorsById.get(id);
    if (!found) return id;
    return (language() === 'de' && found[2]) || found[1];
  }

  const countryOf = (id) => actorsById.get(id)?.[3] ?? '';
  const country = (code) => (code ? countriesByCode.get(code)?.[language() === 'de' ? 2 : 1] ?? code : t('no-country'));
  const title = (id) => articlesById.get(id)?.[1] || id;
  const outlet = (id) => (articlesById.get(id)?.[5] ? actor(articlesById.get(id)[5]) : '');

  // A number as the article bounds it: "more than 13,000". A vague one as printed: "mehrere Tausend".
  function figure(row) {
    const bounds = { low: row.low && number(row.low), high: row.high && number(row.high), text: row.text };
    const told = t(`figure.${row.comparator}`, { ...bounds, n: row.low ? bounds.low : bounds.high });
    return row.unit ? `${told} ${row.unit}` : told;
  }

  // A figure with what it counts, whose that is, and what is done: "about 12,000 Soldaten (North Korea) entsenden".
  function counted(row) {
    const whose = row.item_actor_id ? ` (${actor(row.item_actor_id)})` : '';
    return `${figure(row)} ${row.item_phrase || row.item || ''}${row.per ? ` / ${row.per}` : ''}${whose}`.trim();
  }

  // The colours of countries: those with most figures have their own, all others share one.
  const COLOURS = 7;
  const colours = new Map(page.countries.slice(0, COLOURS).map(([code], place) => [code, `var(--c${place + 1})`]));
  const colour = (code) => colours.get(code) ?? (code ? 'var(--c-other)' : 'var(--c-none)');

  // A passage of an article: German, and in a direction of its own, whatever stands in it.
  const passage = (text, tag = 'q') => h(tag, { lang: 'de', dir: 'auto', class: 'passage' }, text);

  const say = (text) => {
    document.getElementById('status').textContent = text;
  };

  const parts = { language, speak, t, value, number, bytes, day, days, actor, country, countryOf, title, outlet };
  Object.assign(C, parts, { figure, counted, colour, passage, say, articlesById });
})();
