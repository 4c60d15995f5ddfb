'use strict';
/* Sorts, filters and refreshes the page in place. Without it the page is complete, and reloads as a whole. */
(() => {
  const $ = (query, root = document) => root.querySelector(query);
  const $$ = (query, root = document) => [...root.querySelectorAll(query)];
  const tools = $('#tools');
  const proxies = $('#proxies');
  const asked = Number(document.body.dataset.refresh);
  const everyMs = (asked || 5) * 1000;
  const saved = new URLSearchParams(location.hash.slice(1));
  const state = {
    find: saved.get('find') || '',
    trouble: saved.has('trouble'),
    sort: saved.get('sort') || '',
    down: saved.get('order') !== 'up',
    live: asked > 0,
  };

  const build = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /* ---- what is shown, and in which order */

  const valueOf = (row, key) => {
    if (key === 'name') return row.dataset.key;
    const cell = key === 'status' ? $('td.status', row) : row.cells[columns.get(key)];
    return cell ? cell.dataset.value : undefined;
  };
  const compare = (a, b) => {
    if (a === b) return 0;
    if (a === undefined || a === '') return -1;
    if (b === undefined || b === '') return 1;
    const numbers = a - b;
    return Number.isNaN(numbers) ? a.localeCompare(b, undefined, {numeric: true}) : numbers;
  };
  const place = (parent, ordered) => {
    if (ordered.some((child, i) => parent.children[i] !== child)) parent.append(...ordered);
  };
  const sorted = (items, value) => {
    const sign = state.down ? -1 : 1;
    return [...items].sort((a, b) => sign * compare(value(a), value(b)) || a.order - b.order);
  };
  const asConfigured = (items) => [...items].sort((a, b) => a.order - b.order);
  const extreme = (section) => {
    const values = $$('tbody tr', section).map((row) => valueOf(row, state.sort)).sort(compare);
    return state.down ? values.at(-1) : values[0];
  };

  function arrange() {
    const rank = (row) => row.classList.contains('frontend') ? 0 : row.classList.contains('server') ? 1 : 2;
    for (const body of $$('tbody', proxies)) {
      const rows = [...body.rows];
      const inOrder = state.sort ? sorted(rows, (row) => valueOf(row, state.sort)) : asConfigured(rows);
      place(body, inOrder.sort((a, b) => rank(a) - rank(b)));
    }
    const sections = $$('section.proxy', proxies);
    const byName = (section) => section.dataset.proxy;
    place(proxies, state.sort ? sorted(sections, state.sort === 'name' ? byName : extreme) : asConfigured(sections));
    for (const heading of $$('th[data-sort]', proxies)) {
      const sorts = heading.dataset.sort === state.sort;
      if (sorts) heading.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      else heading.removeAttribute('aria-sort');
    }
  }

  function filter() {
    const find = state.find.trim().toLowerCase();
    let shown = 0;
    for (const section of $$('section.proxy', proxies)) {
      const all = section.dataset.proxy.toLowerCase().includes(find);
      let any = false;
      for (const row of $$('tbody tr', section)) {
        const found = all || row.dataset.key.toLowerCase().includes(find);
        const troubled = !['good', 'unknown'].includes(row.dataset.state);
        row.hidden = !found || (state.trouble && !troubled);
        any = any || !row.hidden;
      }
      section.hidden = !any;
      shown += any;
    }
    nothing.hidden = shown > 0;
  }

  function show() {
    arrange();
    filter();
    sortBy.value = state.sort;
    const save = new URLSearchParams();
    if (state.find) save.set('find', state.find);
    if (state.trouble) save.set('trouble', '1');
    if (state.sort) save.set('sort', state.sort);
    if (state.sort && !state.down) save.set('order', 'up');
    const hash = save.toString();
    if (hash !== location.hash.slice(1)) history.replaceState(null, '', hash ? '#' + hash : location.pathname + location.search);
  }

  const isText = (key) => key === 'name' || key === 'status' || key === 'check_status';

  /* A heading's first click: the highest first, or A to Z; the second turns it round; the third undoes it. */
  function sortOn(key) {
    const first = !isText(key);
    if (state.sort !== key) Object.assign(state, {sort: key, down: first});
    else if (state.down === first) state.down = !first;
    else state.sort = '';
    show();
  }

  /* ---- what comes with every document */

  const columns = new Map();

  function adopt() {
    columns.clear();
    $$('section.proxy', proxies).forEach((section, i) => {
      section.order = i;
      $$('tbody tr', section).forEach((row, j) => { row.order = j; });
    });
    $$('section.proxy:first-child thead tr:last-child th', proxies)
      .forEach((heading, i) => columns.set(heading.dataset.sort, i + 2));
    for (const heading of $$('th[data-sort]', proxies)) {
      const label = heading.textContent;
      heading.replaceChildren(build('button', {type: 'button', textContent: label, onclick: () => sortOn(heading.dataset.sort)}));
    }
  }

  const keys = (root) => $$('section.proxy', root)
    .flatMap((section) => $$('tbody tr', section).map((row) => section.dataset.proxy + '/' + row.className + '/' + row.dataset.key))
    .sort().join('\n');

  function replace(old, fresh) {
    if (old.outerHTML !== fresh.outerHTML) old.replaceWith(document.importNode(fresh, true));
  }

  function take(fresh) {
    for (const part of $$('[data-live]')) {
      const other = $(`[data-live="${part.dataset.live}"]`, fresh);
      if (other) replace(part, other); // another process may have taken over, which has less to show
    }
    const other = $('#proxies', fresh);
    if (keys(proxies) !== keys(other)) {
      proxies.replaceChildren(...[...other.children].map((child) => document.importNode(child, true)));
      adopt();
    } else {
      const sections = new Map($$('section.proxy', other).map((section) => [section.dataset.proxy, section]));
      for (const section of $$('section.proxy', proxies)) {
        const rows = new Map($$('tbody tr', sections.get(section.dataset.proxy)).map((row) => [row.className + row.dataset.key, row]));
        for (const row of $$('tbody tr', section)) {
          const freshRow = rows.get(row.className + row.dataset.key);
          row.dataset.state = freshRow.dataset.state;
          [...row.cells].forEach((cell, i) => replace(cell, freshRow.cells[i]));
        }
      }
    }
    show();
  }

  /* ---- refreshing */

  let timer = 0;

  async function refresh() {
    try {
      const answer = await fetch(location.origin + location.pathname + location.search, {cache: 'no-store'});
      if (!answer.ok) throw new Error(answer.status + ' ' + answer.statusText);
      take(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      said.textContent = 'updated ' + new Date().toLocaleTimeString();
      said.className = '';
    } catch (problem) {
      said.textContent = 'not updated: ' + problem.message;
      said.className = 'bad';
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (state.live && !document.hidden) timer = setTimeout(refresh, everyMs);
    live.setAttribute('aria-pressed', state.live);
  }

  /* ---- tools */

  const find = build('input', {type: 'search', id: 'find', placeholder: 'Proxy or server', value: state.find,
    oninput: () => { state.find = find.value; show(); }});
  const trouble = build('input', {type: 'checkbox', id: 'trouble', checked: state.trouble,
    onchange: () => { state.trouble = trouble.checked; show(); }});
  const sortBy = build('select', {id: 'sort', onchange: () =>
    { Object.assign(state, {sort: sortBy.value, down: !isText(sortBy.value)}); show(); }});
  sortBy.append(build('option', {value: '', textContent: 'as configured'}),
    build('option', {value: 'name', textContent: 'name'}), build('option', {value: 'status', textContent: 'status'}));
  const groups = $$('section.proxy:first-child thead tr:first-child th[colspan]', proxies)
    .flatMap((group) => Array(group.colSpan).fill(group.textContent));
  $$('section.proxy:first-child thead tr:last-child th', proxies).forEach((heading, i) => sortBy.append(
    build('option', {value: heading.dataset.sort, textContent: groups[i].toLowerCase() + ' ' + heading.textContent.toLowerCase()})));
  const live = build('button', {type: 'button', id: 'live', textContent: 'Refresh every ' + everyMs / 1000 + ' s',
    onclick: () => { state.live = !state.live; if (state.live) refresh(); else plan(); }});
  const said = build('span', {id: 'said'});
  said.setAttribute('role', 'status');
  const nothing = build('p', {id: 'nothing', textContent: 'Nothing matches.', hidden: true});
  tools.append(build('label', {htmlFor: 'find', textContent: 'Find '}, find),
    build('label', {htmlFor: 'trouble'}, trouble, ' only what is not well'),
    build('label', {htmlFor: 'sort', textContent: 'Sort by '}, sortBy), live, said);
  tools.hidden = false;
  proxies.after(nothing);
  document.addEventListener('visibilitychange', () => { if (!document.hidden && state.live) refresh(); else plan(); });
  adopt();
  show();
  plan();
})();
