// The card of a row: a claim with all its evidence, and every other row with its cells and what it points to.
'use strict';

(() => {
  const C = window.Claimpack;
  const { t, h } = C;
  const { page } = C.data;
  const dialog = document.getElementById('card');
  const there = (name) => page.counts[name] !== undefined;
  let opener = null;

  // Shows the card that the address names, or none.
  async function update(state) {
    if (!state.card) {
      if (dialog.open) dialog.close();
      return;
    }
    if (!dialog.open) {
      opener = document.activeElement;
      dialog.showModal();
    }
    const [name, key] = state.card.split(/\/(.*)/s);
    dialog.replaceChildren(...frame(t('loading'), ''));
    const content = there(name) && key ? await (name === 'claims' ? claim(key) : row(name, key)) : null;
    if (C.read().card !== state.card) return;
    dialog.replaceChildren(...(content ?? frame(t('no-such-row'), state.card)));
    dialog.scrollTop = 0;
    dialog.querySelector('h2').focus();
  }

  // Closed by key, button or a click beside it: the address follows, and the focus goes back.
  dialog.addEventListener('close', () => {
    if (C.read().card) C.go({ card: '' });
    if (opener?.isConnected) opener.focus();
    opener = null;
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });

  function frame(title, kind, ...content) {
    return [
      h('div', { class: 'card-head' }, h('p', { class: 'eyebrow' }, kind), h('button', { type: 'button', class: 'close', 'aria-label': t('close'), onclick: () => dialog.close() }, '×')),
      h('h2', { id: 'card-title', tabindex: '-1' }, title),
      ...content.filter(Boolean),
    ];
  }

  async function claim(id) {
    const names = ['claims', 'quantities', 'claim_actors', 'dates'].filter(there);
    const tables = Object.fromEntries((await C.need(...names)).map((table) => [table.name, table]));
    const number = tables.claims.where('claim_id', id)[0];
    if (number === undefined) return null;
    const one = tables.claims.row(number);
    const rowsOf = (name, column, value) => (tables[name] ? tables[name].where(column, value).map(tables[name].row) : []);
    const numbers = rowsOf('quantities', 'claim_id', one.repeats_claim_id || id);
    const people = rowsOf('claim_actors', 'claim_id', id);
    const together = people.filter((person) => person.role === 'co_claimant');
    const outlet = C.outlet(one.source_id);
    const who = one.claimant_id ? C.actor(one.claimant_id) : one.form === 'narration' && outlet ? outlet : t('nobody');
    return frame(
      h('span', {}, C.dot(C.colour(C.countryOf(one.claimant_id))), [who, ...together.map((person) => C.actor(person.actor_id))].join(', ')), t('claim'),
      h('p', { class: 'chips' },
        h('span', { class: `chip act` }, C.value('act', one.act)),
        h('span', { class: `chip ${one.polarity}` }, C.value('polarity', one.polarity)),
        h('span', { class: 'chip' }, C.value('form', one.form)),
        h('span', { class: 'chip' }, C.value('review', one.review))),
      one.quote ? h('blockquote', { lang: 'de', dir: 'auto', class: 'passage' }, one.quote, one.quote_complete === 'true' ? '' : ' […]') : h('p', { class: 'soft' }, t('no-quote')),
      one.quote && one.quote_complete !== 'true' ? h('p', { class: 'soft' }, t('cut')) : null,
      one.summary ? h('p', { class: 'summary', lang: 'en' }, one.summary) : null,
      numbers.length ? h('div', {}, h('h3', {}, t('numbers')), h('ul', { class: 'numbers' }, numbers.map((row) => h('li', {},
        h('strong', {}, C.figure(row)), ' ', h('span', { lang: 'de' }, row.item_phrase || row.item), row.item_actor_id ? ` · ${C.actor(row.item_actor_id)}` : '',
        h('span', { class: 'soft' }, [row.predicate && ` · ${row.predicate}`, ` · ${C.value('status', row.status)} · `], t('printed'), ' ', C.passage(row.text)))))) : null,
      h('h3', {}, t('who-said')), chain(one, people, outlet),
      h('h3', {}, t('evidence')), facts(evidence(one, tables, rowsOf)),
      cite('claims', id),
      cells('claims', one));
  }

  // From the content outwards: the claimant, whoever passed the statement on, the outlet.
  function chain(one, people, outlet) {
    const relays = people.filter((person) => person.role === 'relay').sort((a, b) => a.rank - b.rank);
    const steps = [
      [t('role.claimant'), one.claimant_id ? actorLink(one.claimant_id) : t('nobody'), one.claimant_text],
      ...people.filter((person) => person.role === 'co_claimant').map((person) => [t('role.co_claimant'), actorLink(person.actor_id), person.text]),
      ...relays.map((person) => [t('role.relay'), actorLink(person.actor_id), person.text]),
      [t('role.article'), h('a', { href: open('sources', one.source_id) }, C.title(one.source_id)), outlet],
    ];
    return h('ol', { class: 'chain' }, steps.map(([role, who, text]) => h('li', {}, h('span', { class: 'soft' }, role), ' ', who, text && text !== outlet ? [' ', C.passage(text)] : text ? ` · ${text}` : '')));
  }

  const open = (name, id) => C.address({ ...C.read(), card: `${name}/${id}` });
  const actorLink = (id) => h('a', { href: open('actors', id) }, C.actor(id), C.countryOf(id) ? ` (${C.country(C.countryOf(id))})` : '');

  function evidence(one, tables, rowsOf) {
    const article = C.articlesById.get(one.source_id);
    const date = (id) => rowsOf('dates', 'date_id', id)[0];
    const when = one.date_id && date(one.date_id);
    const said = one.said_date_id && date(one.said_date_id);
    const told = (row, relation) => [relation ? `${C.value('date_relation', relation)} ` : '', row.earliest || row.latest ? C.days(row.earliest, row.latest) : row.value, ' ', C.passage(row.text)];
    return [
      [t('published'), article?.[2] ? C.days(article[3], article[4]) : t('no-day')],
      article?.[6] ? [t('address'), C.link(article[6], article[6])] : null,
      when ? [t('happens'), told(when, one.date_relation)] : null,
      said ? [t('said-on'), told(said)] : null,
      [t('place'), t('place-told', { zone: C.value('zone', one.zone), start: Number(one.start), stop: Number(one.stop) })],
      one.cue ? [t('cue'), C.passage(one.cue)] : null,
      [t('hash'), h('code', { class: 'hash' }, one.span_sha256)],
      one.parent_claim_id ? [t('inside'), h('a', { href: open('claims', one.parent_claim_id) }, one.parent_claim_id)] : null,
      one.repeats_claim_id ? [t('repeats'), h('a', { href: open('claims', one.repeats_claim_id) }, one.repeats_claim_id)] : null,
      ...basis('claims', one),
    ].filter(Boolean);
  }

  // The rule behind a row, where it stands, and the people who added, corrected or reviewed.
  function basis(name, row) {
    const people = (action) => page.people?.articles[`${name} ${action} ${row.source_id}`]?.join(', ');
    const file = /(?:^|;)contribution:([^;]+)/.exec(row.rule ?? '')?.[1];
    const made = [];
    if (row.rule) made.push([t('rule'), [h('code', {}, row.rule), (page.rules[row.rule] ?? []).map((place) => h('div', { class: 'soft place' }, place))]]);
    if (row.origin) made.push([t('origin'), [C.value('origin', row.origin), named(row.origin === 'contributed' ? page.people?.files[file]?.join(', ') : row.origin === 'corrected' ? people('correct') : '')]]);
    if (row.review) made.push([t('review'), [C.value('review', row.review), named(row.review === 'reviewed' ? people('review') ?? page.people?.articles[`sources review ${row.source_id}`]?.join(', ') : '')]]);
    return made;
  }

  const named = (who) => (who ? ` · ${who}` : '');
  const facts = (pairs) => h('dl', { class: 'facts' }, pairs.map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));

  // How to cite the row, and its address in this page.
  function cite(name, id) {
    const text = `${page.about.citation} ${name}: ${id}`;
    return h('div', { class: 'cite' }, h('h3', {}, t('cite')), h('p', { class: 'citation' }, text),
      h('p', {}, h('button', { type: 'button', onclick: () => copy(text) }, t('copy-reference')), ' ', h('button', { type: 'button', onclick: () => copy(location.href) }, t('copy-link'))));
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      note(t('copied'));
    } catch (error) {
      note(`${t('not-copied')} ${text}`); // browsers may forbid it, above all from disk
    }
  }

  function note(text) {
    C.say(text);
    const place = dialog.querySelector('.cite');
    place.querySelector('.note')?.remove();
    place.append(h('p', { class: 'note' }, text));
  }

  // All cells of a row with what the columns mean.
  function cells(name, row, isOpen = false) {
    return h('details', { class: 'cells', open: isOpen }, h('summary', {}, t('all-cells')),
      h('dl', { class: 'facts' }, C.fieldsOf(name).map((field) => [
        h('dt', { title: field.description }, field.name),
        h('dd', {}, !row[field.name] ? h('span', { class: 'soft' }, '–') : field.to && there(field.to[0]) ? h('a', { href: open(...target(field, row)) }, C.spoken(field, row[field.name])) : h('span', { dir: 'auto', class: 'passage' }, row[field.name])),
      ])));
  }

  const target = (field, row) => [field.to[0], row[field.name]];

  // The card of a row of any other table.
  async function row(name, key) {
    const [table] = await C.need(name);
    const names = page.dictionary.find((one) => one.name === name).primaryKey;
    const parts = key.split(' ');
    const number = table.where(names[0], parts[0]).find((row) => names.every((column, place) => table.cell(row, column) === parts[place]));
    if (number === undefined) return null;
    const one = table.row(number);
    const title = name === 'actors' ? C.actor(key) : name === 'sources' ? C.title(key) : one.text || key;
    const about = { actors: ['claimant_id', key], sources: ['source_id', key] }[name];
    return frame(h('span', { dir: 'auto', class: 'passage' }, title), name,
      about ? h('p', {}, h('a', { href: C.to('rows', { table: 'claims', [`f.${about[0]}`]: about[1] }) }, t('claims-of'))) : null,
      one.claim_id ? h('p', {}, h('a', { href: open('claims', one.claim_id) }, t('its-claim'))) : null,
      name === 'actors' && one.wikidata_id ? h('p', {}, C.link(`https://www.wikidata.org/wiki/${one.wikidata_id}`, `Wikidata ${one.wikidata_id}`)) : null,
      name === 'sources' && one.url ? h('p', {}, C.link(one.url, one.url)) : null,
      facts(basis(name, one)), cite(name, key), cells(name, one, true));
  }

  Object.assign(C, { card: { update } });
})();
