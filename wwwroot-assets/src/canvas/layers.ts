import { COLUMN } from './geometry';
import type { LayoutInput } from './layout';

/** Sweeps over the layers, down and up in turn: after a few of them crossings hardly get fewer. */
const SWEEPS = 6;

type Links = ReadonlyMap<string, readonly string[]>;

/**
 * The layers of a large graph from the top down, each in an order with few crossings: every node stands below those before it, and as
 * near as it can to those behind it. It takes milliseconds where a thorough layout takes seconds.
 */
export function layersOf(input: LayoutInput): readonly (readonly string[])[] {
  const { next, previous } = linksOf(input);
  const ranks = ranksOf(input.nodes, next, previous);
  const layers: string[][] = [];
  for (const id of input.nodes) (layers[ranks.get(id)!] ??= []).push(id);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const order = sweep % 2 === 0 ? layers : [...layers].reverse();
    // Positions are parts of a layer's width, so that layers of any width compare.
    const places = new Map(layers.flatMap((layer) => layer.map((id, i) => [id, (i + 0.5) / layer.length] as const)));
    for (const layer of order) {
      const wanted = new Map(layer.map((id) => [id, mean((sweep % 2 === 0 ? previous : next).get(id)!, places) ?? places.get(id)!]));
      layer.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
      layer.forEach((id, i) => places.set(id, (i + 0.5) / layer.length));
    }
  }
  return layers;
}

/** The left sides of the nodes of each layer: below the middle of what is before them, and none on another. */
export function alignedLayers(layers: readonly (readonly string[])[], input: LayoutInput): ReadonlyMap<string, number> {
  const { next, previous } = linksOf(input);
  const places = new Map<string, number>();
  for (const layer of layers) layer.forEach((id, i) => places.set(id, (i - layer.length / 2) * COLUMN));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of sweep % 2 === 0 ? layers : [...layers].reverse()) {
      const wanted = layer.map((id) => mean((sweep % 2 === 0 ? previous : next).get(id)!, places) ?? places.get(id)!);
      apart(wanted).forEach((x, i) => places.set(layer[i]!, x));
    }
  }
  return places;
}

/**
 * The places next to the wanted ones, by the sum of squares, that are a column apart: isotonic regression by pooling adjacent violators
 * (Ayer, Brunk, Ewing, Reid and Silverman, 1955) of what is left when the columns are taken off.
 */
function apart(wanted: readonly number[]): readonly number[] {
  const pools: { sum: number; count: number }[] = [];
  wanted.forEach((x, i) => {
    let pool = { sum: x - i * COLUMN, count: 1 };
    for (let before = pools.at(-1); before !== undefined && before.sum / before.count > pool.sum / pool.count; before = pools.at(-1)) {
      pools.pop();
      pool = { sum: before.sum + pool.sum, count: before.count + pool.count };
    }
    pools.push(pool);
  });
  return pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count)).map((x, i) => x + i * COLUMN);
}

function linksOf(input: LayoutInput): { readonly next: Links; readonly previous: Links } {
  const next = new Map<string, string[]>(input.nodes.map((id) => [id, []]));
  const previous = new Map<string, string[]>(input.nodes.map((id) => [id, []]));
  for (const [from, to] of input.edges) {
    next.get(from)!.push(to);
    previous.get(to)!.push(from);
  }
  return { next, previous };
}

function ranksOf(nodes: readonly string[], next: Links, previous: Links): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  const open = new Map(nodes.map((id) => [id, previous.get(id)!.length]));
  const ready = nodes.filter((id) => open.get(id) === 0);
  const sorted: string[] = [];
  const waiting = nodes[Symbol.iterator]();
  while (sorted.length < nodes.length) {
    let id = ready.pop();
    // A draft may have a circle: it is entered where the document does.
    while (id === undefined) {
      const entered = waiting.next().value!;
      if (!ranks.has(entered)) id = entered;
    }
    if (ranks.has(id)) continue;
    ranks.set(id, Math.max(-1, ...previous.get(id)!.map((before) => ranks.get(before) ?? -1)) + 1);
    sorted.push(id);
    for (const after of next.get(id)!) {
      const left = open.get(after)! - 1;
      open.set(after, left);
      if (left === 0) ready.push(after);
    }
  }
  // What nothing stands before goes down to what is behind it.
  for (const id of sorted) {
    const after = next.get(id)!;
    if (previous.get(id)!.length === 0 && after.length > 0) ranks.set(id, Math.max(0, Math.min(...after.map((other) => ranks.get(other)!)) - 1));
  }
  return ranks;
}

function mean(ids: readonly string[], places: ReadonlyMap<string, number>): number | null {
  return ids.length === 0 ? null : ids.reduce((sum, id) => sum + places.get(id)!, 0) / ids.length;
}
