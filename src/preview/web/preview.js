// The page of the preview: it is told of a new version, asks for it, and shows it.

import { goToFirst, showMessages, step } from './messages.js';
import { Gone, bring, desk, hold, inView, mark, pageCount, show } from './pages.js';
import './places.js';
import { fit, goBack, larger, place, size, smaller } from './view.js';
import { say, sign, speak } from './words.js';

const at = (id) => document.getElementById(id);

/** The most that is marked after a save: of a document that is new as a whole, nothing is worth pointing at. */
const MARKS = 60;

// --- Versions ---------------------------------------------------------------------------------

let isAsking = false;
let isOutdated = false;

/** Shows the newest version. While one is being fetched, the next ones are one. */
async function refresh() {
  isOutdated = true;
  if (isAsking) return;
  isAsking = true;
  while (isOutdated) {
    isOutdated = false;
    try {
      await showState(await (await fetch('state')).json());
    } catch (error) {
      if (error instanceof Gone) isOutdated = true;
      else console.error(error);
    }
  }
  isAsking = false;
}

async function showState(state) {
  const isFirst = pageCount() === 0;
  await useFonts(state.fonts);
  const changed = await show(state.pages);
  size();
  if (isFirst) goBack();
  showMessages(state.messages);
  showDocument(state);
  showStanding(state);
  showChanges(changed);
  place();
  desk.dataset.version = state.version;
}

/** Has the browser know the fonts of the pages, which a digest names. */
async function useFonts(digest) {
  const old = at('fonts');
  if (!digest || old?.dataset.digest === digest) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.id = 'fonts';
  link.dataset.digest = digest;
  link.href = `fonts.css?${digest}`;
  const isRead = new Promise((done) => { link.onload = done; link.onerror = done; });
  document.head.append(link);
  await isRead;
  old?.remove();
}

function showDocument({ document: { title, file }, pages, stale }) {
  at('title').textContent = title || file;
  at('title').title = file;
  at('file').textContent = file;
  document.title = `${stale ? '⚠ ' : ''}${title || file}`;
  const stem = file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  for (const button of document.querySelectorAll('[data-format]')) {
    if (pages.length > 0) {
      button.href = `files/${encodeURIComponent(stem)}.${button.dataset.format}`;
      button.download = `${stem}.${button.dataset.format}`;
      button.removeAttribute('aria-disabled');
      button.removeAttribute('role');
    } else {
      button.removeAttribute('href');
      button.setAttribute('role', 'link');
      button.setAttribute('aria-disabled', 'true');
    }
  }
}

/** Says how the document stands: what the bar says, and the band over pages that are not of now. */
function showStanding({ stale, pages, messages, summary }) {
  const heaviest = ['error', 'warning', 'note'].find((weight) => messages.some(({ severity }) => severity === weight));
  const isEmpty = pages.length === 0;
  const is = heaviest ?? (isEmpty ? 'waiting' : 'good');
  at('state').dataset.is = is;
  sign(at('state'), is);
  at('state-text').textContent = summary || say('good');
  keepingPlace(() => {
    at('stale').hidden = !stale || isEmpty;
    at('empty').hidden = !isEmpty;
  });
  speak(stale ? say(isEmpty ? 'empty' : 'stale', { summary }) : summary || say('good'));
}

/** Does something that moves the desk, and keeps in view what is. */
function keepingPlace(act) {
  const held = hold();
  keepingFocus(act);
  held.release();
}

/** Does something that may hide what has the focus, which the pages then get. */
function keepingFocus(act) {
  const focused = document.activeElement;
  act();
  if (focused !== document.body && !focused?.checkVisibility()) desk.focus({ preventScroll: true });
}

// --- What changed -------------------------------------------------------------------------------

let change = null;

function showChanges(changed) {
  if (changed.length === 0) {
    if (!change?.element.isConnected) offer(null);
    return;
  }
  if (changed.length <= MARKS) changed.forEach(({ element }) => mark(element, 'fresh'));
  offer(changed.some(({ element }) => inView(element)) ? null : changed[0]);
}

/** Offers to go to a change that is out of view. */
function offer(next) {
  change = next;
  keepingFocus(() => { at('changed').hidden = !change; });
  if (!change) return;
  const isAbove = change.element.getBoundingClientRect().top < desk.getBoundingClientRect().top;
  at('changed').textContent = `${say('changed', { page: change.page })} ${isAbove ? '↑' : '↓'}`;
}

at('changed').addEventListener('click', () => {
  bring(change.element);
  mark(change.element, 'fresh');
  offer(null);
});
desk.addEventListener('scroll', () => {
  if (change && inView(change.element)) offer(null);
}, { passive: true });

// --- Keys ---------------------------------------------------------------------------------------

const KEYS = {
  n: () => step(1),
  p: () => step(-1),
  '+': larger,
  '=': larger,
  '-': smaller,
  '−': smaller,
  0: fit,
  '?': showKeys,
};

function showKeys() {
  at('keys').showModal();
}

document.addEventListener('keydown', (event) => {
  const isTyping = event.target.matches?.('input:not([type=checkbox]), textarea');
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping || at('keys').open || !at('single').checked) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});

at('single').checked = localStorage.getItem('single') !== 'off';
at('single').addEventListener('change', () => localStorage.setItem('single', at('single').checked ? 'on' : 'off'));
at('help').addEventListener('click', showKeys);
at('close').addEventListener('click', () => at('keys').close());
at('keys').addEventListener('click', (event) => { if (event.target === at('keys')) at('keys').close(); });
at('state').addEventListener('click', goToFirst);
at('first-error').addEventListener('click', goToFirst);

// --- The connection -----------------------------------------------------------------------------

let source;

function connect() {
  source = new EventSource('events');
  source.addEventListener('state', refresh);
  source.addEventListener('open', () => keepingPlace(() => { at('lost').hidden = true; }));
  source.addEventListener('end', () => {
    source.close();
    tell('ended');
  });
  source.addEventListener('error', () => {
    tell('lost');
    // The browser tries again by itself, but for an answer that it does not understand.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
  });
}

function tell(what) {
  keepingPlace(() => {
    at('lost').hidden = what !== 'lost';
    at('ended').hidden = what !== 'ended';
  });
  at('state').dataset.is = 'waiting';
  sign(at('state'), 'waiting');
  at('state-text').textContent = say('apart');
  speak(say(what));
}

connect();
desk.focus({ preventScroll: true });
