// How large the pages are shown, and which of them is in view.

import { desk, hold, pageCount, pageInView, widths } from './pages.js';
import { say } from './words.js';

const STEPS = [0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];
/** A page as wide as a large screen is no easier to read. */
const WIDEST_FIT = 1.6;

const buttons = Object.fromEntries(['smaller', 'larger', 'fit'].map((id) => [id, document.getElementById(id)]));
const scaleShown = document.getElementById('scale');
const folio = document.getElementById('folio');

/** The scale that the user chose; `null` as wide as the window. */
let chosen = Number(sessionStorage.getItem('scale')) || null;
let scale = 1;

/**
 * The scale at which the pages are as wide as the window. The narrow ones among wide ones grow to
 * their true size only; the wide ones shrink to the window (`.fits`) rather than make all pages small.
 */
function fitting() {
  const style = getComputedStyle(desk);
  const room = desk.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const [narrow, wide] = widths().map((width) => room / ((width * 4) / 3));
  return Math.min(WIDEST_FIT, narrow, Math.max(1, wide));
}

/** Shows the pages at the size that they are to have; call it when the pages or the window changed. */
export function size() {
  scale = chosen ?? fitting();
  desk.style.setProperty('--scale', scale);
  desk.classList.toggle('fits', chosen === null);
  buttons.fit.setAttribute('aria-pressed', String(chosen === null));
  scaleShown.textContent = `${Math.round(scale * 100)} %`;
  place();
}

/** Shows which page is in view. */
export function place() {
  const pages = pageCount();
  folio.textContent = pages ? say('folio', { page: pageInView(), pages }) : '';
}

function choose(next) {
  const held = hold();
  chosen = next;
  sessionStorage.setItem('scale', chosen ?? '');
  size();
  held.release();
}

export const smaller = () => choose(STEPS.findLast((step) => step < scale - 0.005) ?? STEPS[0]);
export const larger = () => choose(STEPS.find((step) => step > scale + 0.005) ?? STEPS.at(-1));
export const fit = () => choose(null);

buttons.smaller.addEventListener('click', smaller);
buttons.larger.addEventListener('click', larger);
buttons.fit.addEventListener('click', fit);

// When the window or the panel changes, what is in view stays in view.
new ResizeObserver(() => {
  const held = hold();
  size();
  held.release();
}).observe(desk);

let waiting = false;
desk.addEventListener('scroll', () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    place();
    sessionStorage.setItem('top', desk.scrollTop);
  });
}, { passive: true });

/** Goes where the user was before she loaded the page anew. */
export function goBack() {
  desk.scrollTop = Number(sessionStorage.getItem('top')) || 0;
}
