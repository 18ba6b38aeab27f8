import { boxAt, COLUMN, NODE_HEIGHT, NODE_WIDTH, ROW, type BoxIndex, type Box, type Point } from './geometry';

/** A line that a dragged node stands on together with another one. */
export interface SnapLine {
  readonly from: Point;
  readonly to: Point;
}

export interface Snapped {
  /** Where the node goes instead. */
  readonly place: Point;
  readonly lines: readonly SnapLine[];
}

/** Neighbours that far away are still lined up with, in the graph's pixels: what is off the screen is no help. */
const REACH = { x: 4 * COLUMN, y: 5 * ROW };

/** Lines a dragged node up with its neighbours: their middles, and their upper edges. `pull` is how far it may be drawn for that. */
export function snapTo(place: Point, others: BoxIndex, moving: ReadonlySet<string>, pull: number): Snapped {
  const area = { x: place.x - REACH.x, y: place.y - REACH.y, width: NODE_WIDTH + 2 * REACH.x, height: NODE_HEIGHT + 2 * REACH.y };
  const near = others.within(area).filter(([id]) => !moving.has(id)).map(([, box]) => box);
  const x = nearest(near, place.x, pull, (box) => box.x);
  const y = nearest(near, place.y, pull, (box) => box.y);
  const snapped = { x: x?.x ?? place.x, y: y?.y ?? place.y };
  const lines: SnapLine[] = [];
  const own = boxAt(snapped);
  if (x !== null) lines.push(lineThrough([own, ...near.filter((box) => box.x === x.x)], 'down'));
  if (y !== null) lines.push(lineThrough([own, ...near.filter((box) => box.y === y.y)], 'across'));
  return { place: snapped, lines };
}

function nearest(boxes: readonly Box[], at: number, pull: number, of: (box: Box) => number): Box | null {
  let best: Box | null = null;
  for (const box of boxes) {
    const distance = Math.abs(of(box) - at);
    if (distance <= pull && (best === null || distance < Math.abs(of(best) - at))) best = box;
  }
  return best;
}

function lineThrough(boxes: readonly Box[], direction: 'down' | 'across'): SnapLine {
  const [first] = boxes;
  if (direction === 'down') {
    const x = first!.x + NODE_WIDTH / 2;
    return { from: { x, y: Math.min(...boxes.map((box) => box.y)) }, to: { x, y: Math.max(...boxes.map((box) => box.y + NODE_HEIGHT)) } };
  }
  const y = first!.y + NODE_HEIGHT / 2;
  return { from: { x: Math.min(...boxes.map((box) => box.x)), y }, to: { x: Math.max(...boxes.map((box) => box.x + NODE_WIDTH)), y } };
}
