// From what is seen to its place in a file: by the mouse, and by the keys.

import { allParts, bring, desk, mark, partOf, tabStop } from './pages.js';
import { nearest } from './following.js';
import { say, speak, toast } from './words.js';

const where = document.getElementById('where');

/** Leads to a place: a link opens the editor, and without one the place is copied. */
export async function jump(place, link) {
  if (link) {
    const anchor = document.createElement('a');
    anchor.href = link;
    anchor.click();
    toast(say('opened', { place }));
    return;
  }
  try {
    await navigator.clipboard.writeText(place);
    toast(say('copied', { place }));
    speak(say('copied', { place }));
  } catch {
    toast(say('refused'), place);
  }
}

/** Shows on the pages what stands at a place of a file, or nearest to it. */
export function reveal(place) {
  const part = nearest(allParts(), place);
  if (!part) return;
  tabStop(part);
  bring(part.element);
  mark(part.element, 'shown');
}

/** Whether a click only ended a selection, or was the second of two. */
let pressed = null;
export const noted = (event) => { pressed = { x: event.clientX, y: event.clientY }; };
export function isClick(event) {
  const moved = pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 4;
  return event.button === 0 && event.detail < 2 && !moved && getSelection().type !== 'Range';
}

const jumpTo = (part) => jump(part.place, part.element.getAttribute('data-link'));

desk.addEventListener('mousedown', noted);
desk.addEventListener('click', (event) => {
  const part = partOf(event.target);
  if (!part || !isClick(event)) return;
  tabStop(part);
  jumpTo(part);
});

function tell(part) {
  where.hidden = !part;
  where.textContent = part?.place ?? '';
}
desk.addEventListener('mouseover', (event) => tell(partOf(event.target)));
desk.addEventListener('mouseleave', () => tell(null));
desk.addEventListener('focusin', (event) => tell(partOf(event.target)));
desk.addEventListener('focusout', () => tell(null));

/** Where a key leads to from a part. */
const MOVES = {
  ArrowRight: (parts, at) => parts[at + 1],
  ArrowLeft: (parts, at) => parts[at - 1],
  ArrowDown: (parts, at) => vertical(parts, at, 1),
  ArrowUp: (parts, at) => vertical(parts, at, -1),
  Home: (parts) => parts[0],
  End: (parts) => parts.at(-1),
};

desk.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const part = partOf(event.target);
  if (!part) return;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    jumpTo(part);
  } else if (event.key in MOVES) {
    event.preventDefault();
    const parts = allParts();
    const next = MOVES[event.key](parts, parts.indexOf(part));
    if (next) moveTo(next);
  }
});

function moveTo(part) {
  tabStop(part);
  part.element.focus({ preventScroll: true });
  // A key that is held is faster than any glide.
  bring(part.element, 'instant');
}

/** The part below or above: in a table, the cell of the same column. */
function vertical(parts, at, way) {
  const box = parts[at].element.getBoundingClientRect();
  const page = parts[at].page;
  const middle = (box.left + box.right) / 2;
  let best = null;
  let least = Infinity;
  for (let next = at + way; parts[next]; next += way) {
    // The next page is looked at only if this one has nothing more.
    if (parts[next].page !== (best ?? parts[next]).page) break;
    const other = parts[next].element.getBoundingClientRect();
    const gap = way > 0 ? other.top - box.bottom : box.top - other.bottom;
    if (parts[next].page === page && gap < -2) continue;
    const aside = Math.max(0, other.left - middle, middle - other.right);
    const far = Math.abs(gap) + 2 * aside;
    if (far < least) [best, least] = [parts[next], far];
  }
  return best;
}
