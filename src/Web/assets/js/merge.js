// Merges two people's changes to one text, line by line. People only have to choose for lines that both changed.

// Beyond this, comparing every pair of lines takes too long. The middle parts then count as replaced.
const mostCells = 4_000_000;

const split = (text) => (text ? text.replaceAll("\r\n", "\n").split("\n") : []);
const join = (lines) => lines.join("\n");

/**
 * Merges two texts that are based on `base`. Lines that both added in one place are kept, theirs first.
 * @param keep What to keep of lines that both changed: "both", "mine" or "theirs".
 * @returns `text`; `clashes`, the number of places that both changed; `caret(position)`, the position in `text` of a position in `mine`.
 */
export function merge(base, mine, theirs, keep = "both") {
  const was = split(base);
  const sides = [mine, theirs].map((text) => side(was, split(text)));
  const result = [];
  let clashes = 0;
  let at = 0;
  const copyTo = (end) => {
    for (; at < end; at++) result.push([was[at], at + sides[0].shift]);
  };
  for (const place of places(sides)) {
    copyTo(place.start);
    const [ours, others] = sides.map((s) => s.take(place));
    const decided = decide(was.slice(place.start, place.end), ours, others, keep);
    clashes += decided.clashes;
    result.push(...decided.lines);
    at = place.end;
  }
  copyTo(was.length);
  return { text: join(result.map(([line]) => line)), clashes, caret: (position) => follow(result, mine, position) };
}

// One writer's changes. `shift` is the offset of their lines from the base, up to the last merged place.
function side(was, now) {
  const changes = compare(was, now);
  return {
    changes,
    shift: 0,
    take(place) {
      const own = changes.filter((change) => place.changes.has(change));
      const last = own.at(-1);
      const from = place.start + this.shift;
      if (last) this.shift = last.to - last.end;
      return { from, lines: now.slice(from, place.end + this.shift), isChanged: own.length > 0 };
    },
  };
}

// Changes that share a line, or add at the same line, are one place.
function places(sides) {
  const all = sides.flatMap((s) => s.changes).sort((a, b) => a.start - b.start || a.end - b.end);
  const found = [];
  for (const change of all) {
    const last = found.at(-1);
    const isSame = last && (change.start < last.end || (last.start === last.end && change.start === change.end && change.start === last.end));
    if (!isSame) found.push({ start: change.start, end: change.end, changes: new Set([change]) });
    else {
      last.end = Math.max(last.end, change.end);
      last.changes.add(change);
    }
  }
  return found;
}

// Lines of the result, each with its line number in `mine`, or -1.
function decide(was, ours, others, keep) {
  const mine = ours.lines.map((line, index) => [line, ours.from + index]);
  const theirs = others.lines.map((line, index) => [line, !ours.isChanged && index < ours.lines.length ? ours.from + index : -1]);
  const clean = (lines) => ({ lines, clashes: 0 });
  if (!others.isChanged) return clean(mine);
  if (!ours.isChanged) return clean(theirs);
  const [b, m, t] = [was, ours.lines, others.lines].map(join);
  if (m === t) return clean(mine);
  // One text continues the other, as after a response that never arrived.
  if (t && t.startsWith(b) && m.startsWith(t)) return clean(mine);
  if (m && m.startsWith(b) && t.startsWith(m)) return clean(theirs);
  if (!b.trim()) return clean([...theirs, ...mine]);
  return { lines: keep === "mine" ? mine : keep === "theirs" ? theirs : once(theirs, mine), clashes: 1 };
}

// Both variants, with their common beginning and end only once.
function once(theirs, mine) {
  const most = Math.min(theirs.length, mine.length);
  let start = 0;
  while (start < most && theirs[start][0] === mine[start][0]) start++;
  let end = 0;
  while (end < most - start && theirs.at(-end - 1)[0] === mine.at(-end - 1)[0]) end++;
  return [...mine.slice(0, start), ...theirs.slice(start, theirs.length - end), ...mine.slice(start)];
}

function follow(result, mine, position) {
  const before = mine.slice(0, position).split("\n");
  const line = before.length - 1;
  let found = 0;
  let begin = 0;
  for (const [text, index] of result) {
    if (index >= 0 && index <= line) found = begin + (index === line ? Math.min(before[line].length, text.length) : text.length);
    begin += text.length + 1;
  }
  return found;
}

// The changed lines: `start` to `end` (exclusive) of the old text, `from` to `to` (exclusive) of the new text.
function compare(was, now) {
  let start = 0;
  while (start < was.length && start < now.length && was[start] === now[start]) start++;
  let [end, to] = [was.length, now.length];
  while (end > start && to > start && was[end - 1] === now[to - 1]) [end, to] = [end - 1, to - 1];
  const [rows, columns] = [end - start, to - start];
  if (rows === 0 && columns === 0) return [];
  if (rows * columns === 0 || rows * columns > mostCells) return [{ start, end, from: start, to }];
  const length = longest(was.slice(start, end), now.slice(start, to));
  const changes = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    if (row < rows && column < columns && was[start + row] === now[start + column]) [row, column] = [row + 1, column + 1];
    else {
      const [fromRow, fromColumn] = [row, column];
      while ((row < rows || column < columns) && !(row < rows && column < columns && was[start + row] === now[start + column])) {
        if (column >= columns || (row < rows && length[row + 1][column] >= length[row][column + 1])) row++;
        else column++;
      }
      changes.push(...single({ start: start + fromRow, end: start + row, from: start + fromColumn, to: start + column }));
    }
  }
  return changes;
}

// As many new lines as old ones: each line was changed separately and conflicts separately.
function single(change) {
  const count = change.end - change.start;
  if (count !== change.to - change.from) return [change];
  return Array.from({ length: count }, (_, i) => ({ start: change.start + i, end: change.start + i + 1, from: change.from + i, to: change.from + i + 1 }));
}

// The number of common lines for each pair of ends.
function longest(was, now) {
  const length = Array.from({ length: was.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let row = was.length - 1; row >= 0; row--) {
    for (let column = now.length - 1; column >= 0; column--) {
      length[row][column] = was[row] === now[column] ? length[row + 1][column + 1] + 1 : Math.max(length[row + 1][column], length[row][column + 1]);
    }
  }
  return length;
}
