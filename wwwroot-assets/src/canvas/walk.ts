import type { Places, Point } from './geometry';
import type { Graph } from './graph';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** How much a step aside counts against a step ahead, so that walking keeps its line. */
const ASIDE = 2;

/**
 * The node that an arrow key leads to: along the edges up and down, and else the nearest node in that direction, so that every node of a
 * graph in pieces is reached.
 */
export function walk(direction: Direction, from: string, graph: Graph, places: Places): string | null {
  const start = places.get(from);
  if (start === undefined) return null;
  const along = direction === 'down' ? graph.next.get(from) : direction === 'up' ? graph.previous.get(from) : [];
  return nearest(along ?? [], start, places, () => true, (d) => Math.abs(d.x)) ?? nearest(places.keys(), start, places, ahead(direction), (d) =>
    direction === 'up' || direction === 'down' ? Math.abs(d.y) + ASIDE * Math.abs(d.x) : Math.abs(d.x) + ASIDE * Math.abs(d.y));
}

function ahead(direction: Direction): (d: Point) => boolean {
  switch (direction) {
    case 'up': return (d) => d.y < 0;
    case 'down': return (d) => d.y > 0;
    case 'left': return (d) => d.x < 0 && Math.abs(d.y) <= Math.abs(d.x);
    case 'right': return (d) => d.x > 0 && Math.abs(d.y) <= Math.abs(d.x);
  }
}

function nearest(ids: Iterable<string>, start: Point, places: Places, counts: (d: Point) => boolean, cost: (d: Point) => number): string | null {
  let best: { readonly id: string; readonly cost: number } | null = null;
  for (const id of ids) {
    const place = places.get(id);
    if (place === undefined || (place.x === start.x && place.y === start.y)) continue;
    const d = { x: place.x - start.x, y: place.y - start.y };
    if (counts(d) && (best === null || cost(d) < best.cost)) best = { id, cost: cost(d) };
  }
  return best?.id ?? null;
}
