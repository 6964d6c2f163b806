// What was on the pages, and where it is after a save.

/** Above this many comparisons the middle of two versions is not aligned: they are different documents. */
const LIMIT = 1_000_000;

/**
 * For each of the old texts the index of the same one among the new, or -1: what begins and ends
 * alike, and the longest common subsequence of what is between.
 */
export function follow(old, fresh) {
  const to = new Int32Array(old.length).fill(-1);
  let start = 0;
  let end = 0;
  const least = Math.min(old.length, fresh.length);
  while (start < least && old[start] === fresh[start]) to[start] = start++;
  while (end < least - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) {
    end++;
    to[old.length - end] = fresh.length - end;
  }
  align(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end), start, to);
  return to;
}

/** Aligns what differs between the versions, which both begin at `start`. */
function align(old, fresh, start, to) {
  const width = fresh.length + 1;
  if (old.length * fresh.length > LIMIT) return;
  // How many texts are common to the rests of both from here on.
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      common[i * width + j] = old[i] === fresh[j]
        ? common[(i + 1) * width + j + 1] + 1
        : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < old.length && j < fresh.length;) {
    if (old[i] === fresh[j]) to[start + i++] = start + j++;
    else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) i++;
    else j++;
  }
}

/** The file, line and column of a place, `content/plan.yaml:12:5`; a cell of a workbook has no line. */
export function position(place) {
  const found = /^(.*?):(\d+)(?::(\d+))?$/.exec(place ?? '');
  return found ? { file: found[1], line: Number(found[2]), column: Number(found[3] ?? 1) } : null;
}

/** The part whose place is the same as `place` or the nearest to it in the same file. */
export function nearest(parts, place) {
  const same = parts.find((part) => part.place === place);
  const wanted = position(place);
  if (same || !wanted) return same ?? null;
  const [best] = parts.reduce(([best, least], part) => {
    const at = position(part.place);
    if (at?.file !== wanted.file) return [best, least];
    // What begins on the line or above it holds it more likely than what comes after.
    const lines = at.line <= wanted.line ? wanted.line - at.line : 2 * (at.line - wanted.line);
    const far = lines * 1000 + Math.min(999, Math.abs(at.column - wanted.column));
    return far < least ? [part, far] : [best, least];
  }, [null, Infinity]);
  return best;
}
