import type { Box, BoxIndex, Point } from './geometry';

/** How far below a node its edges turn, and how far above the next one: together the space between two rows. */
const LEAVE = 20;
const ARRIVE = 25;

/** Between a vertical line and a node that it passes: half the space between two columns. */
const CLEARANCE = 12;

/** Lanes that are tried before an edge goes straight through: past a few hundred pixels a detour says less than a crossing. */
const MAX_LANES = 24;

const RADIUS = 8;

/**
 * The corners of an edge from the lower edge of a node to the upper edge of another one, both ends included: down, across, down, along a
 * lane that passes between the nodes in its way where there is one.
 */
export function route(from: Point, to: Point, boxes: BoxIndex): readonly Point[] {
  if (to.y < from.y + LEAVE) return around(from, to);
  const free = (x: number, top: number, bottom: number): boolean => bottom <= top || boxes.within(strip(x, top, bottom)).length === 0;
  const [turn, arrival] = [from.y + LEAVE, Math.max(from.y + LEAVE, to.y - ARRIVE)];
  if (free(to.x, turn, to.y - 1)) {
    return from.x === to.x ? [from, to] : [from, { x: from.x, y: turn }, { x: to.x, y: turn }, to];
  }
  if (free(from.x, from.y + 1, arrival)) return [from, { x: from.x, y: arrival }, { x: to.x, y: arrival }, to];
  const lane = lanes(from, to, turn, arrival, boxes).find((x) => free(x, turn, arrival)) ?? to.x;
  return [from, { x: from.x, y: turn }, { x: lane, y: turn }, { x: lane, y: arrival }, { x: to.x, y: arrival }, to];
}

/** The sides of the nodes between the two rows, the smallest detour first. */
function lanes(from: Point, to: Point, top: number, bottom: number, boxes: BoxIndex): readonly number[] {
  const reach = 2_000;
  const area = { x: Math.min(from.x, to.x) - reach, y: top, width: Math.abs(from.x - to.x) + 2 * reach, height: bottom - top };
  const sides = new Set<number>();
  for (const [, box] of boxes.within(area)) {
    sides.add(box.x - CLEARANCE);
    sides.add(box.x + box.width + CLEARANCE);
  }
  const detour = (x: number): number => Math.abs(x - from.x) + Math.abs(x - to.x);
  return [...sides].sort((a, b) => detour(a) - detour(b)).slice(0, MAX_LANES);
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
