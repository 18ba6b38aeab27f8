import type { Box, BoxIndex, Point } from './geometry';

/** How far below a node its edges turn, and how far above the next one: together the space between two rows. */
const LEAVE = 20;
const ARRIVE = 25;

/** Between a vertical line and a node that it passes: half the space between two columns. */
const CLEARANCE = 12;

/** Lanes that are tried before an edge goes straight through: past a few hundred pixels a detour says less than a crossing. */
const MAX_LANES = 24;

/** Of the corners of edges. */
export const RADIUS = 8;

/**
 * The corners of an edge from the lower edge of a node to the upper edge of another one, both ends included: down, across, down, along a
 * lane that passes between the nodes in its way where there is one. Of lanes that cost no detour the one next to `near` is taken: edges
 * that share an end share their lane when it is that end.
 */
export function route(from: Point, to: Point, boxes: BoxIndex, near = to.x): readonly Point[] {
  if (to.y < from.y + LEAVE) return around(from, to);
  const free = (x: number, top: number, bottom: number): boolean => bottom <= top || boxes.isFree(strip(x, top, bottom));
  const [turn, arrival] = [from.y + LEAVE, Math.max(from.y + LEAVE, to.y - ARRIVE)];
  if (free(to.x, turn, to.y - 1)) {
    return from.x === to.x ? [from, to] : [from, { x: from.x, y: turn }, { x: to.x, y: turn }, to];
  }
  if (free(from.x, from.y + 1, arrival)) return [from, { x: from.x, y: arrival }, { x: to.x, y: arrival }, to];
  const lane = lanes(from.x, to.x, near, boxes.sidesBetween(turn, arrival)).find((x) => free(x, turn, arrival)) ?? to.x;
  return [from, { x: from.x, y: turn }, { x: lane, y: turn }, { x: lane, y: arrival }, { x: to.x, y: arrival }, to];
}

/** Lanes beside the given sides of nodes, the smallest detour first. */
function lanes(from: number, to: number, near: number, sides: readonly number[]): readonly number[] {
  const detour = (x: number): number => Math.abs(x - from) + Math.abs(x - to);
  const found = new Set<number>();
  const take = (side: number): void => {
    found.add(side - CLEARANCE);
    found.add(side + CLEARANCE);
  };
  // Outwards from where it would be best; what is farther away is worse.
  let right = sides.findIndex((side) => side >= near);
  if (right < 0) right = sides.length;
  for (let left = right - 1; found.size < 2 * MAX_LANES && (left >= 0 || right < sides.length); left--, right++) {
    if (left >= 0) take(sides[left]!);
    if (right < sides.length) take(sides[right]!);
  }
  return [...found].sort((a, b) => detour(a) - detour(b) || Math.abs(a - near) - Math.abs(b - near)).slice(0, 2 * MAX_LANES);
}

/** Up again beside both nodes, for an edge to a node that stands higher. */
function around(from: Point, to: Point): readonly Point[] {
  const beside = Math.abs(from.x - to.x) > 260 ? (from.x + to.x) / 2 : Math.max(from.x, to.x) + 140;
  const [turn, arrival] = [from.y + LEAVE, to.y - ARRIVE];
  return [from, { x: from.x, y: turn }, { x: beside, y: turn }, { x: beside, y: arrival }, { x: to.x, y: arrival }, to];
}

const strip = (x: number, top: number, bottom: number): Box => ({ x: x - CLEARANCE / 2, y: top, width: CLEARANCE, height: bottom - top });

/** An SVG path through the corners, rounded where both sides leave room. */
export function roundedPath(points: readonly Point[]): string {
  const corners = points.filter((point, i) => i === 0 || point.x !== points[i - 1]!.x || point.y !== points[i - 1]!.y);
  const parts = [`M${corners[0]!.x} ${corners[0]!.y}`];
  for (let i = 1; i < corners.length - 1; i++) {
    const [before, corner, after] = [corners[i - 1]!, corners[i]!, corners[i + 1]!];
    const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2);
    const [start, end] = [towards(corner, before, radius), towards(corner, after, radius)];
    parts.push(`L${start.x} ${start.y}Q${corner.x} ${corner.y} ${end.x} ${end.y}`);
  }
  const end = corners.at(-1)!;
  parts.push(`L${end.x} ${end.y}`);
  return parts.join('');
}

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

const towards = (from: Point, to: Point, length: number): Point => ({
  x: from.x + Math.sign(to.x - from.x) * length,
  y: from.y + Math.sign(to.y - from.y) * length,
});
