import { Graph as DagreGraph, layout as dagreLayout } from '@dagrejs/dagre';
import type { TemplateDocument } from './document';
import { boxAt, BoxIndex, COLUMN, NODE_HEIGHT, NODE_WIDTH, ROW, type Places, type Point } from './geometry';
import type { Graph } from './graph';
import { alignedLayers, layersOf } from './layers';

/** What a layout is made from. */
export interface LayoutInput {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** Width by height of the area that a graph is fitted into: the canvas between palette and panel. */
const SHAPE = 1.2;

/** A layer of more nodes than this may be broken into rows: wider ones cannot be read when the whole graph is fitted. */
const MIN_COLUMNS = 6;

/** Above this many nodes the thorough layout would hold up the page: with 1,000 it takes a second. */
const SWIFT_ABOVE = 250;

export function layoutInput(graph: Graph): LayoutInput {
  return { nodes: [...graph.nodes.keys()], edges: [...graph.edges.values()].map((edge) => [edge.from, edge.to] as const) };
}

/** Layers from the top down, each node on the grid of its row. Layers that would make the graph far wider than high are broken into rows. */
export function layered(input: LayoutInput): Places {
  if (input.nodes.length === 0) return new Map();
  const layers = input.nodes.length > SWIFT_ABOVE ? swiftLayers(input) : thoroughLayers(input);
  const columns = columnsFor(layers.map((layer) => layer.length));
  return columns === null ? straight(layers) : broken(layers, columns);
}

type Layers = readonly (readonly { readonly id: string; readonly x: number }[])[];

function swiftLayers(input: LayoutInput): Layers {
  const layers = layersOf(input);
  const places = alignedLayers(layers, input);
  return layers.map((layer) => layer.map((id) => ({ id, x: places.get(id)! })));
}

function thoroughLayers(input: LayoutInput): Layers {
  const dagre = new DagreGraph();
  dagre.setGraph({ rankdir: 'TB', nodesep: COLUMN - NODE_WIDTH, ranksep: ROW - NODE_HEIGHT, ranker: 'tight-tree' });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const id of input.nodes) dagre.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const [from, to] of input.edges) dagre.setEdge(from, to);
  dagreLayout(dagre);

  const layers = new Map<number, { readonly id: string; readonly x: number }[]>();
  for (const id of input.nodes) {
    const { x, y } = dagre.node(id) as Point;
    const layer = layers.get(y) ?? [];
    layers.set(y, layer);
    layer.push({ id, x: x - NODE_WIDTH / 2 });
  }
  return [...layers].sort(([a], [b]) => a - b).map(([, layer]) => layer.sort((a, b) => a.x - b.x));
}

/** How many nodes stand beside one another at most; null when no layer needs breaking. */
export function columnsFor(widths: readonly number[]): number | null {
  const widest = Math.max(...widths);
  const size = (columns: number): number => {
    const rows = widths.reduce((sum, width) => sum + Math.ceil(width / columns), 0);
    return Math.max((Math.min(columns, widest) * COLUMN) / SHAPE, rows * ROW);
  };
  let best = widest;
  for (let columns = MIN_COLUMNS; columns < widest; columns++) {
    if (size(columns) < size(best)) best = columns;
  }
  // Breaking a layer costs clarity, so it must make the fitted graph at least half as large again.
  return size(widest) > size(best) * 1.5 ? best : null;
}

function straight(layers: Layers): Places {
  const places = new Map<string, Point>();
  const left = Math.min(...layers.flat().map((node) => node.x));
  layers.forEach((layer, row) => layer.forEach(({ id, x }) => places.set(id, { x: Math.round(x - left), y: row * ROW })));
  return places;
}

function broken(layers: Layers, columns: number): Places {
  const places = new Map<string, Point>();
  let row = 0;
  for (const layer of layers) {
    const rows = Math.ceil(layer.length / columns);
    const perRow = Math.ceil(layer.length / rows);
    layer.forEach(({ id }, i) => {
      const inRow = Math.min(perRow, layer.length - Math.floor(i / perRow) * perRow);
      places.set(id, { x: Math.round((((columns - inRow) / 2) + (i % perRow)) * COLUMN), y: (row + Math.floor(i / perRow)) * ROW });
    });
    row += rows;
  }
  return places;
}

/** The places that the document stores, and the nodes that it stores none for. */
export function storedPlaces(document: TemplateDocument, graph: Graph): { readonly places: Map<string, Point>; readonly missing: readonly string[] } {
  const places = new Map<string, Point>();
  const missing: string[] = [];
  for (const id of graph.nodes.keys()) {
    const place = document.layout?.[id];
    if (place === undefined) missing.push(id);
    else places.set(id, { x: place[0], y: place[1] });
  }
  return { places, missing };
}

/** A free place for one node among others: below what it follows, or else below everything. */
export function placeFor(id: string, graph: Graph, places: Places): Point {
  const before = (graph.previous.get(id) ?? []).map((key) => places.get(key)).filter((place) => place !== undefined);
  const wanted = before.length > 0
    ? { x: Math.round(before.reduce((sum, place) => sum + place.x, 0) / before.length), y: Math.max(...before.map((place) => place.y)) + ROW }
    : { x: Math.min(0, ...[...places.values()].map((place) => place.x)), y: Math.max(-ROW, ...[...places.values()].map((place) => place.y)) + ROW };
  return freeNear(wanted, places);
}

/** The next place to the right where nothing stands. */
export function freeNear(wanted: Point, places: Places): Point {
  const taken = [...places.values()].filter((place) => Math.abs(place.y - wanted.y) < NODE_HEIGHT);
  let x = wanted.x;
  for (let blocking = true; blocking;) {
    const other = taken.find((place) => Math.abs(place.x - x) < NODE_WIDTH);
    blocking = other !== undefined;
    if (other !== undefined) x = other.x + COLUMN;
  }
  return { x, y: wanted.y };
}

/** How far copied nodes must move to the right so that none stands on another; a copy in another template stays where it was. */
export function shiftFor(copied: Iterable<Point>, places: Places): Point {
  const index = new BoxIndex(places);
  const boxes = [...copied].map(boxAt);
  let x = 0;
  while (boxes.some((box) => index.within({ ...box, x: box.x + x }).length > 0)) x += COLUMN;
  return { x, y: 0 };
}
