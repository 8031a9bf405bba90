'use strict';
(() => {
  const form = document.getElementById('filters');
  const entries = [...document.querySelectorAll('.entry')];
  const shown = document.getElementById('shown');
  const all = document.getElementById('all');

  function filter() {
    const asked = new FormData(form);
    const words = asked.get('search').toLowerCase().split(/\s+/).filter(Boolean);
    const kind = asked.get('kind');
    const missing = asked.getAll('missing');
    const flagged = asked.has('flagged');
    let count = 0;
    for (const entry of entries) {
      const lacks = entry.dataset.missing.split(' ');
      const fits = (!kind || entry.dataset.kind === kind)
        && (!flagged || !entry.classList.contains('clean'))
        && missing.every(fact => lacks.includes(fact))
        && words.every(word => entry.dataset.words.includes(word));
      entry.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = count === entries.length ? `${count} shown` : `${count} of ${entries.length} shown`;
    document.getElementById('none').hidden = count > 0 || entries.length === 0;
  }

  all.addEventListener('click', () => {
    const open = all.textContent === 'Open all';
    for (const entry of entries) if (!entry.hidden) entry.open = open;
    all.textContent = open ? 'Close all' : 'Open all';
  });
  form.addEventListener('input', filter);
  form.addEventListener('submit', event => event.preventDefault());
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.target.closest('input, select, button')) return;
    event.preventDefault();
    form.elements.search.focus();
  });
  form.hidden = entries.length === 0;
  filter();
})();
