// The pages: which are shown, and how they become those of the next version without moving under the eye.

import { follow, nearest } from './following.js';
import { say } from './words.js';

export const desk = document.getElementById('pages');

/** The pages as they are shown, in order: `{ key, look, element, sheet, parts }`. */
let shown = [];

/** All parts of the document that have a place in a file, in order: `{ element, text, place, page }`. */
export const allParts = () => shown.flatMap((page) => page.parts);

export const pageCount = () => shown.length;

/** The parts by their elements. */
const partsByElement = new WeakMap();

/** The part that a node of a page belongs to. */
export function partOf(node) {
  const element = (node instanceof Element ? node : node?.parentElement)?.closest('[data-place]');
  return element && partsByElement.get(element);
}

/** A page that the server no longer has, since there is a newer version. */
export class Gone extends Error {}

/**
 * Shows these pages. Only those that are new are fetched; what was in view, selected and focused stays so.
 * Returns what changed, in order: `{ element, page }`; nothing if these are the first pages.
 */
export async function show(list) {
  const wanted = await fetchNew(list);
  const before = allParts();
  const looks = shown.map((page) => page.look);
  const held = hold(before);
  const place = focusAndSelection(before);

  const pool = new Map();
  for (const page of shown) pool.set(page.key, [...(pool.get(page.key) ?? []), page]);
  const taken = list.map(({ key }) => pool.get(key)?.shift());
  shown = list.map((entry, at) => taken[at] ?? renewed(shown[at], taken, entry, wanted.get(entry.key)));
  put();

  const after = allParts();
  const to = before.length || after.length ? follow(before.map(({ text }) => text), after.map(({ text }) => text)) : [];
  const heir = (index) => (to[index] >= 0 ? after[to[index]] : nearest(after, before[index].place));
  held.release((index) => (to[index] >= 0 ? after[to[index]] : null));
  place.restore(heir);
  return looks.length ? changes(after, to, looks) : [];
}

/** The texts of the pages that are not shown yet, by key. */
async function fetchNew(list) {
  const known = new Set(shown.map((page) => page.key));
  const keys = [...new Set(list.map(({ key }) => key))].filter((key) => !known.has(key));
  const texts = keys.map(async (key) => {
    const response = await fetch(`pages/${encodeURIComponent(key)}.svg`);
    if (!response.ok) throw new Gone(`page ${key}: ${response.status}`);
    return [key, await response.text()];
  });
  return new Map(await Promise.all(texts));
}

/** A page of a new version: a new one, or the old one if it looks the same and only its places moved. */
function renewed(old, taken, entry, text) {
  const look = text.replace(/ data-(?:place|link)="[^"]*"/g, '');
  const svg = read(text);
  if (old?.look !== look || taken.includes(old)) return made(entry, look, svg);
  const parts = partsOf(svg);
  old.key = entry.key;
  old.parts.forEach((part, at) => {
    part.place = parts[at].place;
    for (const name of ['data-place', 'data-link']) {
      const value = parts[at].element.getAttribute(name);
      if (value === null) part.element.removeAttribute(name);
      else part.element.setAttribute(name, value);
    }
  });
  return old;
}

/** A picture of a page as elements. What it says is text to the browser, never markup of this page. */
function read(text) {
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (svg.localName !== 'svg') throw new Error('a page is no SVG');
  return document.importNode(svg, true);
}

const partsOf = (svg) => [...svg.querySelectorAll('[data-place]')].map((element) => ({
  element,
  text: element.textContent,
  place: element.getAttribute('data-place'),
}));

function made({ key, width, height }, look, svg) {
  const element = document.createElement('section');
  const sheet = document.createElement('div');
  const number = document.createElement('p');
  element.className = 'page';
  element.classList.toggle('wide', width > height);
  element.setAttribute('role', 'group');
  sheet.className = 'sheet';
  sheet.style.setProperty('--wide', width);
  sheet.style.setProperty('--high', height);
  sheet.append(svg);
  number.className = 'number';
  number.setAttribute('aria-hidden', 'true');
  element.append(sheet, number);
  const page = { key, look, element, sheet, width };
  page.parts = partsOf(svg).map((part) => ({ ...part, page }));
  for (const part of page.parts) {
    partsByElement.set(part.element, part);
    part.element.setAttribute('tabindex', '-1');
  }
  return page;
}

/** Puts the pages onto the desk; those that are there already are not touched. */
function put() {
  const elements = new Set(shown.map((page) => page.element));
  for (const old of desk.querySelectorAll('.page')) if (!elements.has(old)) old.remove();
  let next = desk.querySelector('.page');
  for (const [at, { element }] of shown.entries()) {
    if (element === next) next = next.nextElementSibling;
    else desk.insertBefore(element, next);
    element.lastChild.textContent = at + 1;
    element.setAttribute('aria-label', say('page', { page: at + 1 }));
  }
}

/** What is in view, to be kept where it is while the pages change: call `release` when they have. */
export function hold(parts = allParts()) {
  const view = desk.getBoundingClientRect();
  const pages = new Set(shown.filter(({ element }) => overlaps(element.getBoundingClientRect(), view)));
  const inView = parts.flatMap(({ element, page }, index) => {
    if (!pages.has(page)) return [];
    const box = element.getBoundingClientRect();
    return overlaps(box, view) ? [{ index, top: box.top }] : [];
  });
  const [page] = pages;
  const at = page && shown.indexOf(page);
  const into = page && fraction(page, view);
  const release = (heir = (index) => parts[index]) => {
    for (const { index, top } of inView) {
      const part = heir(index);
      if (!part?.element.isConnected) continue;
      desk.scrollTop += part.element.getBoundingClientRect().top - top;
      return;
    }
    const same = shown.includes(page) ? page : shown[at];
    if (same) desk.scrollTop += (fraction(same, view) - into) * -same.element.getBoundingClientRect().height;
  };
  return { release };
}

/** How far the upper edge of the view is into a page. */
function fraction(page, view) {
  const box = page.element.getBoundingClientRect();
  return (view.top - box.top) / box.height;
}

const overlaps = (box, view) => box.bottom > view.top + 1 && box.top < view.bottom - 1;

/** Where the focus and the selection are, as parts and places in their text. */
function focusAndSelection(before) {
  const indexOf = (node) => before.indexOf(partOf(node));
  const selection = getSelection();
  const ends = selection.type === 'Range'
    ? [[selection.anchorNode, selection.anchorOffset], [selection.focusNode, selection.focusOffset]]
    : [];
  const marks = ends.map(([node, offset]) => {
    const index = indexOf(node);
    return { node, index, offset: index < 0 ? 0 : lengthUpTo(before[index].element, node, offset) };
  });
  const focused = indexOf(document.activeElement);
  const tabbed = before.findIndex(({ element }) => element.tabIndex === 0);
  const restore = (heir) => {
    const stop = heir(tabbed < 0 ? 0 : tabbed) ?? allParts()[0];
    if (stop) tabStop(stop);
    if (focused >= 0 && !before[focused].element.isConnected) heir(focused)?.element.focus({ preventScroll: true });
    if (marks.length === 0 || marks.some(({ index }) => index < 0) || marks.every(({ node }) => node.isConnected)) return;
    const found = marks.map(({ index, offset }) => heir(index) && nodeAt(heir(index).element, offset));
    if (found.every(Boolean)) selection.setBaseAndExtent(...found[0], ...found[1]);
  };
  return { restore: (heir) => restore((index) => (before[index] ? heir(index) : null)) };
}

function lengthUpTo(element, node, offset) {
  const range = document.createRange();
  range.setStart(element, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function nodeAt(element, offset) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let rest = offset;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (rest <= text.length) return [text, rest];
    rest -= text.length;
  }
  return null;
}

/** Makes a part the one that Tab leads to. */
export function tabStop(part) {
  for (const { element } of allParts()) {
    const stop = element === part.element ? '0' : '-1';
    if (element.getAttribute('tabindex') !== stop) element.setAttribute('tabindex', stop);
  }
}

/** The parts that say something new; if none does, the pages that look different. */
function changes(after, to, looks) {
  const kept = new Set(to);
  const parts = after.filter((_, index) => !kept.has(index));
  if (parts.length > 0) return parts.map(({ element, page }) => ({ element, page: shown.indexOf(page) + 1 }));
  const pages = shown.filter((page, at) => page.look !== looks[at] && !looks.includes(page.look));
  return pages.map((page) => ({ element: page.sheet, page: shown.indexOf(page) + 1 }));
}

/** Lays a coloured sheet over something on a page, for a moment. */
export function mark(element, look) {
  const sheet = element.closest('.sheet');
  const box = element.getBoundingClientRect();
  const whole = sheet.getBoundingClientRect();
  if (box.width === 0) return;
  const over = document.createElement('span');
  const share = (length, of) => `${(100 * length) / of}%`;
  over.className = look;
  over.style.left = share(box.left - whole.left, whole.width);
  over.style.top = share(box.top - whole.top, whole.height);
  over.style.width = share(box.width, whole.width);
  over.style.height = share(box.height, whole.height);
  over.addEventListener('animationend', () => over.remove());
  sheet.append(over);
}

/** Whether something is in view. */
export const inView = (element) => overlaps(element.getBoundingClientRect(), desk.getBoundingClientRect());

/** Brings something into view, a third from the top, if it is not there. */
export function bring(element, behavior = 'smooth') {
  const box = element.getBoundingClientRect();
  const view = desk.getBoundingClientRect();
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (box.top >= view.top && box.bottom <= view.bottom) return;
  desk.scrollBy({ top: box.top - view.top - view.height / 3, behavior: calm ? 'instant' : behavior });
}

// A word that a line break divides is one word to who pastes it.
desk.addEventListener('copy', (event) => {
  event.clipboardData.setData('text/plain', getSelection().toString().replaceAll('\u00ad', ''));
  event.preventDefault();
});

/** The page that is in the middle of the view, from 1; 0 if there is none. */
export function pageInView() {
  const view = desk.getBoundingClientRect();
  const middle = view.top + view.height / 2;
  const below = shown.findIndex(({ element }) => element.getBoundingClientRect().bottom >= middle);
  return below < 0 ? shown.length : below + 1;
}

/** The widths of the narrowest and of the widest page, in points. */
export function widths() {
  const all = shown.map(({ width }) => width);
  return all.length ? [Math.min(...all), Math.max(...all)] : [595, 595];
}
