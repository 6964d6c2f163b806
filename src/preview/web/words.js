// Words of the page to its user. `page.html` has them, in the language of the run.

const words = new Map();
for (const word of document.getElementById('words').content.querySelectorAll('[data-word]')) {
  words.set(word.dataset.word, word.textContent);
}

/** A sentence with its gaps filled. */
export function say(word, gaps = {}) {
  return words.get(word).replace(/\{(\w+)\}/g, (_, name) => gaps[name]);
}

/** Has a screen reader say something, once: what it said last is not said again. */
export function speak(text) {
  const spoken = document.getElementById('spoken');
  if (spoken.textContent !== text) spoken.textContent = text;
}

/** Writes words into an element; what stands between backticks is code. */
export function write(element, text) {
  const pieces = text.split('`').map((piece, at) => {
    if (at % 2 === 0) return piece;
    const code = document.createElement('code');
    code.textContent = piece;
    return code;
  });
  element.replaceChildren(...pieces);
}

/** Shows one of the signs of `page.html`: `good`, `error`, `warning`, `note`, `waiting`. */
export function sign(element, name) {
  element.querySelector('use').setAttribute('href', `#sign-${name}`);
}

/** Shows a sentence over the pages for a while; with a text to be copied by hand if the browser refuses to. */
export function toast(text, byHand) {
  const box = document.getElementById('toast');
  const field = document.getElementById('toast-field');
  document.getElementById('toast-text').textContent = text;
  box.hidden = false;
  field.hidden = byHand === undefined;
  clearTimeout(toast.timer);
  if (byHand === undefined) {
    toast.timer = setTimeout(() => { box.hidden = true; }, 4000);
    return;
  }
  const before = document.activeElement;
  field.value = byHand;
  field.focus();
  field.select();
  const done = () => { box.hidden = true; before?.focus({ preventScroll: true }); };
  field.onblur = () => { box.hidden = true; };
  // The copy itself comes after the key: the text has to stay selected until then.
  field.onkeydown = (event) => { if (event.key === 'Escape') done(); };
  field.oncopy = () => setTimeout(done);
}
