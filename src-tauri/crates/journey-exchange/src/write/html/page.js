'use strict';
// The page without this script shows the map and, below it, the same as text. With it the map fills the
// window, can be moved, zoomed and searched, and the text is one click away.
(() => {
  const $ = (id) => document.getElementById(id);
  const stage = $('map'), sheet = $('sheet'), svg = sheet.querySelector('svg');
  const reading = document.querySelector('main > article'), toggle = $('toggle'), find = $('find'), count = $('count'), level = $('level');
  const size = { width: svg.width.baseVal.value || 1, height: svg.height.baseVal.value || 1 };
  const MIN = 0.05, MAX = 8;
  let x = 0, y = 0, k = 1, fitted = true;

  const show = () => {
    sheet.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    level.textContent = `${Math.round(k * 100)} %`;
  };
  // Some of the map always stays in the window.
  const place = (nx, ny) => {
    const { clientWidth: w, clientHeight: h } = stage;
    const keep = 60;
    x = Math.min(w - keep, Math.max(keep - size.width * k, nx));
    y = Math.min(h - keep, Math.max(keep - size.height * k, ny));
    show();
  };
  const zoom = (to, cx = stage.clientWidth / 2, cy = stage.clientHeight / 2) => {
    const next = Math.min(MAX, Math.max(MIN, to));
    const nx = cx - (cx - x) * (next / k), ny = cy - (cy - y) * (next / k);
    k = next;
    fitted = false;
    place(nx, ny);
  };
  const fit = () => {
    const { clientWidth: w, clientHeight: h } = stage;
    k = Math.min(1, (w - 32) / size.width, (h - 32) / size.height);
    k = Math.max(MIN, k);
    x = (w - size.width * k) / 2;
    y = Math.max(16, (h - size.height * k) / 2);
    fitted = true;
    show();
  };

  // Dragging and pinching.
  const pointers = new Map();
  let moved = 0;
  const middle = () => {
    const all = [...pointers.values()];
    const mx = all.reduce((sum, p) => sum + p.x, 0) / all.length;
    const my = all.reduce((sum, p) => sum + p.y, 0) / all.length;
    const spread = all.length > 1 ? Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y) : 0;
    return { x: mx, y: my, spread };
  };
  const local = (event) => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    moved = pointers.size ? moved : 0;
    pointers.set(event.pointerId, local(event));
  });
  stage.addEventListener('pointermove', (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = middle();
    pointers.set(event.pointerId, local(event));
    const now = middle();
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    // A click on a link stays a click: the pointer is ours only once it has moved.
    if (moved > 4 || pointers.size > 1) {
      stage.setPointerCapture(event.pointerId);
      stage.classList.add('moving');
      fitted = false;
      place(x + now.x - before.x, y + now.y - before.y);
      if (before.spread > 0 && now.spread > 0) zoom(k * (now.spread / before.spread), now.x, now.y);
    }
  });
  const release = (event) => {
    pointers.delete(event.pointerId);
    if (!pointers.size) stage.classList.remove('moving');
  };
  stage.addEventListener('pointerup', release);
  stage.addEventListener('pointercancel', release);
  stage.addEventListener('click', (event) => { if (moved > 4) event.preventDefault(); }, true);
  stage.addEventListener('dragstart', (event) => event.preventDefault());
  stage.addEventListener('wheel', (event) => {
    event.preventDefault();
    const at = local(event);
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? stage.clientHeight : 1;
    if (event.ctrlKey || event.metaKey) {
      const turn = Math.max(-60, Math.min(60, event.deltaY * unit));
      zoom(k * Math.exp(-turn / 200), at.x, at.y);
    } else {
      const [dx, dy] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      fitted = false;
      place(x - dx * unit, y - dy * unit);
    }
  }, { passive: false });

  let go = () => {};

  // Text or picture.
  const text = (on) => {
    document.documentElement.classList.toggle('text', on);
    toggle.setAttribute('aria-pressed', String(on));
    if (!on && fitted) fit();
    go();
  };
  const isText = () => document.documentElement.classList.contains('text');
  toggle.addEventListener('click', () => text(!isText()));
  $('skip').addEventListener('click', (event) => {
    event.preventDefault();
    text(true);
    reading.focus();
  });
  // Somebody who reaches a link of the text by Tab has to see it.
  reading.addEventListener('focusin', () => text(true));

  // Search: without regard to case and accents, over what the text says.
  const plain = (s) => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const entries = [...reading.querySelectorAll('[data-id]')].map((item) => {
    const own = item.cloneNode(true);
    own.querySelectorAll('[data-id]').forEach((inner) => inner.remove());
    return { item, words: plain(own.textContent), id: item.dataset.id };
  });
  const drawn = (id) => svg.querySelector(`[id="${CSS.escape(id)}"]`);
  let hits = [], at = -1;
  const marks = [];
  const mark = (id, current) => {
    const group = drawn(id);
    if (!group) return;
    const box = group.getBBox();
    const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    const pad = 3;
    for (const [name, value] of Object.entries({
      x: box.x - pad, y: box.y - pad, width: box.width + 2 * pad, height: box.height + 2 * pad, rx: 8,
    })) rect.setAttribute(name, value);
    rect.setAttribute('class', current ? 'hit now' : 'hit');
    group.append(rect);
    marks.push(rect);
  };
  const paint = () => {
    marks.splice(0).forEach((rect) => rect.remove());
    entries.forEach(({ item }) => item.classList.remove('hit', 'now'));
    hits.forEach(({ item, id }, i) => {
      item.classList.add('hit');
      item.classList.toggle('now', i === at);
      mark(id, i === at);
    });
    const words = find.value.trim();
    count.textContent = !words ? '' : hits.length ? `${at + 1} of ${hits.length}` : 'Nothing found';
    $('previous').disabled = $('next').disabled = hits.length < 2;
  };
  go = () => {
    const hit = hits[at];
    if (!hit) return;
    if (isText()) {
      hit.item.scrollIntoView({ block: 'center' });
      return;
    }
    const group = drawn(hit.id);
    if (!group) return;
    const box = group.getBoundingClientRect(), frame = stage.getBoundingClientRect();
    const cx = (box.left + box.width / 2 - frame.left - x) / k, cy = (box.top + box.height / 2 - frame.top - y) / k;
    k = Math.max(k, 0.9);
    fitted = false;
    place(stage.clientWidth / 2 - cx * k, stage.clientHeight / 2 - cy * k);
  };
  const search = () => {
    const words = plain(find.value.trim());
    hits = words ? entries.filter((entry) => entry.words.includes(words)) : [];
    at = hits.length ? 0 : -1;
    paint();
    go();
  };
  const step = (by) => {
    if (!hits.length) return;
    at = (at + by + hits.length) % hits.length;
    paint();
    go();
  };
  find.addEventListener('input', search);
  find.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') { find.value = ''; search(); stage.focus(); }
    else return;
    event.preventDefault();
  });
  $('previous').addEventListener('click', () => step(-1));
  $('next').addEventListener('click', () => step(1));
  $('in').addEventListener('click', () => zoom(k * 1.25));
  $('out').addEventListener('click', () => zoom(k / 1.25));
  $('fit').addEventListener('click', fit);
  level.addEventListener('click', () => zoom(1));

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === find) return;
    if (event.key === '/') { find.focus(); find.select(); }
    else if (isText()) return;
    else if (event.key === '+' || event.key === '=') zoom(k * 1.25);
    else if (event.key === '-') zoom(k / 1.25);
    else if (event.key === '0') fit();
    else if (event.key === '1') zoom(1);
    else if (event.target === stage && event.key.startsWith('Arrow')) {
      const by = event.shiftKey ? 300 : 60;
      const d = { ArrowLeft: [by, 0], ArrowRight: [-by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }[event.key];
      fitted = false;
      place(x + d[0], y + d[1]);
    } else return;
    event.preventDefault();
  });

  // The picture is read as the text below it; its links are reached there too.
  svg.setAttribute('aria-hidden', 'true');
  svg.querySelectorAll('a').forEach((link) => link.setAttribute('tabindex', '-1'));
  document.documentElement.classList.add('live');
  new ResizeObserver(() => (fitted && !isText() ? fit() : show())).observe(stage);
  fit();
})();
