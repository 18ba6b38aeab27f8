/** All lengths in pixels at zoom 1. */
export const NODE_WIDTH = 240;
export const NODE_HEIGHT = 52;

/** From one node to the next in a row, and from one row to the next. */
export const COLUMN = 264;
export const ROW = 97;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** The upper left corner of each node. */
export type Places = ReadonlyMap<string, Point>;

export const boxAt = (place: Point): Box => ({ x: place.x, y: place.y, width: NODE_WIDTH, height: NODE_HEIGHT });

/** The smallest box around all nodes; null when there is none. */
export function boundsOf(places: Iterable<Point>): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of places) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + NODE_WIDTH);
    bottom = Math.max(bottom, y + NODE_HEIGHT);
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Nodes by where they are, so that what lies in an area is found without asking all of them. */
export class BoxIndex {
  private readonly cells = new Map<number, Set<string>>();
  private readonly boxes = new Map<string, Box>();
  private readonly knownSides = new Map<string, readonly number[]>();

  constructor(places: Places = new Map()) {
    for (const [id, place] of places) this.set(id, place);
  }

  set(id: string, place: Point): void {
    this.delete(id);
    const box = boxAt(place);
    this.boxes.set(id, box);
    for (const cell of cellsOf(box)) {
      let ids = this.cells.get(cell);
      if (ids === undefined) this.cells.set(cell, (ids = new Set()));
      ids.add(id);
    }
  }

  delete(id: string): void {
    this.knownSides.clear();
    const box = this.boxes.get(id);
    if (box === undefined) return;
    this.boxes.delete(id);
    for (const cell of cellsOf(box)) this.cells.get(cell)?.delete(id);
  }

  within(area: Box): readonly (readonly [string, Box])[] {
    const found = new Map<string, Box>();
    for (const cell of cellsOf(area)) {
      for (const id of this.cells.get(cell) ?? []) {
        const box = this.boxes.get(id)!;
        if (overlaps(area, box)) found.set(id, box);
      }
    }
    return [...found];
  }

  /** Whether no node stands in an area. */
  isFree(area: Box): boolean {
    for (const cell of cellsOf(area)) {
      for (const id of this.cells.get(cell) ?? []) if (overlaps(area, this.boxes.get(id)!)) return false;
    }
    return true;
  }

  /** The left and right sides of all nodes between two heights, ascending. Many edges ask for the same two. */
  sidesBetween(top: number, bottom: number): readonly number[] {
    const key = `${top},${bottom}`;
    let sides = this.knownSides.get(key);
    if (sides === undefined) {
      const found = new Set<number>();
      for (const box of this.boxes.values()) {
        if (box.y >= bottom || box.y + box.height <= top) continue;
        found.add(box.x);
        found.add(box.x + box.width);
      }
      this.knownSides.set(key, (sides = [...found].sort((a, b) => a - b)));
    }
    return sides;
  }
}

/** Cells are numbered so that no two within a few million pixels of the origin have the same number. */
const CELL_ROWS = 1 << 16;

function* cellsOf(box: Box): Iterable<number> {
  const [right, bottom] = [Math.floor((box.x + box.width) / COLUMN), Math.floor((box.y + box.height) / ROW)];
  for (let column = Math.floor(box.x / COLUMN); column <= right; column++) {
    for (let row = Math.floor(box.y / ROW); row <= bottom; row++) yield column * CELL_ROWS + row;
  }
}
