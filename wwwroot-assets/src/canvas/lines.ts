import type { Box, Point } from './geometry';

/** A straight line along one axis: `at` is where it stands on the other axis. */
export interface Line {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** A rounded corner: from `start` around `corner` to `end`. */
export interface Bend {
  readonly start: Point;
  readonly corner: Point;
  readonly end: Point;
}

/** All edges of one look as one drawing. */
export interface Lines {
  readonly across: readonly Line[];
  readonly down: readonly Line[];
  readonly bends: readonly Bend[];
  /** The tips of the arrows. */
  readonly tips: readonly Point[];
}

/**
 * Edges that run in one lane share most of their way, and a thousand edges into one node nearly all of it. What lies on one another is one
 * line here, so a graph costs about as much to draw as it shows.
 */
export function mergeLines(routes: Iterable<readonly Point[]>, radius: number): Lines {
  const across = new Map<number, number[]>();
  const down = new Map<number, number[]>();
  const bends = new Map<string, Bend>();
  const tips = new Map<string, Point>();
  const add = (lines: Map<number, number[]>, at: number, a: number, b: number): void => {
    const spans = lines.get(at);
    if (spans === undefined) lines.set(at, [Math.min(a, b), Math.max(a, b)]);
    else spans.push(Math.min(a, b), Math.max(a, b));
  };
  for (const corners of routes) {
    for (const { start, end } of straightParts(corners, radius, (bend) => bends.set(`${bend.start.x},${bend.start.y},${bend.end.x},${bend.end.y}`, bend))) {
      if (start.y === end.y) add(across, start.y, start.x, end.x);
      else add(down, start.x, start.y, end.y);
    }
    const tip = corners.at(-1)!;
    tips.set(`${tip.x},${tip.y}`, tip);
  }
  return { across: merged(across), down: merged(down), bends: [...bends.values()], tips: [...tips.values()] };
}

/** The parts of a route between its corners, which take `radius` from both sides where there is room. */
function straightParts(corners: readonly Point[], radius: number, onBend: (bend: Bend) => void): { readonly start: Point; readonly end: Point }[] {
  const parts: { readonly start: Point; readonly end: Point }[] = [];
  let start = corners[0]!;
  for (let i = 1; i < corners.length; i++) {
    const corner = corners[i]!;
    const after = corners[i + 1];
    if (after === undefined || radius === 0) {
      parts.push({ start, end: corner });
      start = corner;
      continue;
    }
    const room = Math.min(radius, length(corners[i - 1]!, corner) / 2, length(corner, after) / 2);
    const bend = { start: towards(corner, corners[i - 1]!, room), corner, end: towards(corner, after, room) };
    parts.push({ start, end: bend.start });
    if (room > 0) onBend(bend);
    start = bend.end;
  }
  return parts;
}

function merged(spansByPlace: ReadonlyMap<number, number[]>): Line[] {
  const lines: Line[] = [];
  for (const [at, ends] of spansByPlace) {
    const spans = Array.from({ length: ends.length / 2 }, (_, i) => [ends[2 * i]!, ends[2 * i + 1]!] as const).sort((a, b) => a[0] - b[0]);
    let [from, to] = spans[0]!;
    for (const [nextFrom, nextTo] of spans) {
      if (nextFrom > to) {
        lines.push({ at, from, to });
        [from, to] = [nextFrom, nextTo];
      } else if (nextTo > to) {
        to = nextTo;
      }
    }
    lines.push({ at, from, to });
  }
  return lines;
}

/** How far a point is from a route, in the graph's pixels. */
export function distanceTo(corners: readonly Point[], point: Point): number {
  let nearest = Infinity;
  for (let i = 1; i < corners.length; i++) {
    const [a, b] = [corners[i - 1]!, corners[i]!];
    const dx = Math.max(Math.min(a.x, b.x) - point.x, 0, point.x - Math.max(a.x, b.x));
    const dy = Math.max(Math.min(a.y, b.y) - point.y, 0, point.y - Math.max(a.y, b.y));
    nearest = Math.min(nearest, Math.hypot(dx, dy));
  }
  return nearest;
}

/** The smallest box around a route. */
export function boundsOfRoute(corners: readonly Point[]): Box {
  const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const length = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

const towards = (from: Point, to: Point, by: number): Point => ({ x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by });
