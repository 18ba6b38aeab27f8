/** A line of two texts: in both, or in one of them. */
export interface DiffLine {
  readonly in: 'both' | 'mine' | 'theirs';
  readonly text: string;
}

/** Lines that are the same, left standing around those that are not. */
const CONTEXT = 2;

/** The difference without long stretches that are the same: the number of their lines stands for each. */
export function folded(lines: readonly DiffLine[]): readonly (DiffLine | number)[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((line) => line.in !== 'both'));
  const shown: (DiffLine | number)[] = [];
  lines.forEach((line, at) => {
    const last = shown.at(-1);
    if (near[at]) shown.push(line);
    else if (typeof last === 'number') shown[shown.length - 1] = last + 1;
    else shown.push(1);
  });
  return shown;
}

/** More lines than these are compared from both ends only: the comparison takes their product. */
const MAX_COMPARED = 1_000;

/** Both texts in one list: what is only theirs before what is only mine, as in a patch. Longest common subsequence, by dynamic programming. */
export function lineDiff(theirs: readonly string[], mine: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < theirs.length && start < mine.length && theirs[start] === mine[start]) start++;
  let end = 0;
  while (end < theirs.length - start && end < mine.length - start && theirs[theirs.length - 1 - end] === mine[mine.length - 1 - end]) end++;
  const [a, b] = [theirs.slice(start, theirs.length - end), mine.slice(start, mine.length - end)];
  return [
    ...theirs.slice(0, start).map((text): DiffLine => ({ in: 'both', text })),
    ...(a.length > MAX_COMPARED || b.length > MAX_COMPARED ? apart(a, b) : compared(a, b)),
    ...theirs.slice(theirs.length - end).map((text): DiffLine => ({ in: 'both', text })),
  ];
}

const apart = (a: readonly string[], b: readonly string[]): readonly DiffLine[] => [
  ...a.map((text): DiffLine => ({ in: 'theirs', text })), ...b.map((text): DiffLine => ({ in: 'mine', text })),
];

function compared(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) lines.push({ in: 'both', text: a[i]! }), i++, j++;
    else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) lines.push({ in: 'theirs', text: a[i++]! });
    else lines.push({ in: 'mine', text: b[j++]! });
  }
  return [...lines, ...apart(a.slice(i), b.slice(j))];
}
