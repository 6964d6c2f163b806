// The messages of the check, each with its line.

import { isClick, jump, noted, reveal } from './places.js';
import { say, sign, write } from './words.js';

const panel = document.getElementById('messages');
const body = document.getElementById('messages-body');
const list = document.getElementById('list');
const fold = document.getElementById('fold');
const mould = document.getElementById('message').content.firstElementChild;

/** What is listed, as text: the same messages are left as they are. */
let listed = '';

/** Lists the messages of a version. */
export function showMessages(messages) {
  const text = JSON.stringify(messages);
  if (text === listed) return;
  listed = text;
  const focused = items().indexOf(document.activeElement?.closest('.message'));
  list.replaceChildren(...messages.map(item));
  document.getElementById('none').hidden = messages.length > 0;
  document.getElementById('count').textContent = messages.length || '';
  // The focus stays among the messages; the one that had it may be mended.
  if (focused >= 0) (items()[Math.min(focused, items().length - 1)] ?? body).focus({ preventScroll: true });
}

const items = () => [...list.children];

function item(message) {
  const element = mould.cloneNode(true);
  const part = (name) => element.querySelector(`.${name}`);
  const optional = (name, text) => (text ? write(part(name), text) : part(name).remove());
  element.dataset.is = message.severity;
  sign(part('kind'), message.severity);
  part('kind').querySelector('b').textContent = say(message.severity);
  part('code').textContent = message.code;
  write(part('sentence'), message.message);
  if (message.place) part('sentence').after(placeOf(message));
  if (message.line?.trim()) part('line').firstChild.textContent = message.line.trim();
  else part('line').remove();
  optional('label', message.label);
  fill(part('hints'), message.hints ?? [], (hint, row) => write(row, hint));
  fill(part('related'), message.related ?? [], (related, row) => {
    write(row, related.message ?? '');
    if (related.place) row.append(document.createElement('br'), placeOf(related));
  });
  return element;
}

function fill(element, values, of) {
  element.append(...values.map((value) => {
    const row = document.createElement('li');
    of(value, row);
    return row;
  }));
  if (values.length === 0) element.remove();
}

/** What leads to a place: a link to the editor, or a button that copies. */
function placeOf({ place, link }) {
  const element = document.createElement(link ? 'a' : 'button');
  element.className = link ? 'button place' : 'place';
  element.textContent = place;
  element.dataset.to = place;
  if (link) element.href = link;
  else element.type = 'button';
  return element;
}

list.addEventListener('mousedown', noted);
list.addEventListener('click', (event) => {
  // A press of Enter on a place comes as a click, too, but without a mouse.
  if (event.detail > 0 && !isClick(event)) return;
  const message = event.target.closest('.message');
  const to = event.target.closest('.place') ?? message?.querySelector('.place');
  if (!to) return;
  event.preventDefault();
  reveal(to.dataset.to);
  jump(to.dataset.to, to.getAttribute('href'));
});

/** Goes to the next message, or to the one before; round at the ends. */
export function step(way) {
  const all = items();
  if (all.length === 0) return;
  const at = all.indexOf(document.activeElement?.closest('.message'));
  const next = all[at < 0 ? (way > 0 ? 0 : all.length - 1) : (at + way + all.length) % all.length];
  go(next);
}

/** Goes to the first message that says what has to be mended. */
export function goToFirst() {
  go(list.querySelector('[data-is="error"]') ?? list.firstElementChild);
}

function go(message) {
  unfold();
  (message?.querySelector('.place') ?? message ?? body).focus();
  message?.scrollIntoView({ block: 'nearest' });
  const place = message?.querySelector('.place')?.dataset.to;
  if (place) reveal(place);
}

/** Shows the panel, if it is folded. */
export function unfold(isOpen = true) {
  panel.classList.toggle('folded', !isOpen);
  fold.setAttribute('aria-expanded', String(isOpen));
  sessionStorage.setItem('folded', isOpen ? '' : 'yes');
}

fold.addEventListener('click', () => unfold(panel.classList.contains('folded')));
if (sessionStorage.getItem('folded')) unfold(false);
