import { describe, expect, it } from 'vitest';
import type { TemplateDocument } from '../src/canvas/document';
import { flowOf } from '../src/canvas/flow';
import { BoxIndex, COLUMN, overlaps, boxAt, ROW, type Point } from '../src/canvas/geometry';
import { closesCircle, graphOf, idsOf } from '../src/canvas/graph';
import type { NodeKind } from '../src/canvas/kinds';
import { columnsFor, freeNear, layered, placeFor, shiftFor } from '../src/canvas/layout';
import { roundedPath, route } from '../src/canvas/routes';
import { walk } from '../src/canvas/walk';

const branch: NodeKind = {
  name: 'branch', title: 'Branch', description: '',
  parameters: [{
    name: 'arms', title: 'Arms', required: true, type: 'list',
    item: { type: 'object', fields: [
      { name: 'arm', title: 'Arm', required: true, type: 'key' },
      { name: 'when', title: 'When', required: false, type: 'expression' },
      { name: 'otherwise', title: 'Otherwise', required: false, type: 'boolean' },
    ] },
  }],
};

const kinds = new Map([['branch', branch]]);

function drawn(keys: string, edges: string, more: Partial<TemplateDocument> = {}): TemplateDocument {
  return {
    apiVersion: 'maat/v1', kind: 'Template', name: 'x',
    nodes: keys.split(' ').map((key) => ({ key, kind: 'bash' })),
    edges: edges === '' ? [] : edges.split(' ').map((edge) => ({ from: edge.split('>')[0]!, to: edge.split('>')[1]! })),
    ...more,
  };
}

const boxesOf = (places: ReadonlyMap<string, Point>) => [...places.values()].map(boxAt);

function anyOverlap(places: ReadonlyMap<string, Point>): boolean {
  const boxes = boxesOf(places);
  return boxes.some((a, i) => boxes.slice(i + 1).some((b) => overlaps(a, b)));
}

describe('graphOf', () => {
  it('leaves out edges to nothing, and gives nodes with one key an id each', () => {
    const document = drawn('a b a', 'a>b a>gone b>a');
    expect(idsOf(document)).toEqual(['a', 'b', 'a#2']);
    const graph = graphOf(document, kinds);
    expect([...graph.nodes.keys()]).toEqual(['a', 'b', 'a#2']);
    expect([...graph.edges.values()].map(({ from, to }) => `${from}>${to}`)).toEqual(['a>b', 'b>a']);
  });

  it('reads arms with their conditions from the kind that lists them', () => {
    const graph = graphOf({
      ...drawn('a', ''),
      nodes: [{ key: 'b', kind: 'branch', with: { arms: [{ arm: 'full', when: 'x > 1' }, { arm: 'rest', otherwise: true }, 'broken', {}] } }, { key: 'c', kind: 'bash' }],
      edges: [{ from: 'b', to: 'c', arm: 'full' }, { from: 'b', to: 'c', arm: 'rest' }, { from: 'b', to: 'c', arm: 'gone' }],
    }, kinds);
    expect([...graph.edges.values()].map((edge) => edge.arm)).toEqual([{ arm: 'full', when: 'x > 1' }, { arm: 'rest', when: null }, { arm: 'gone', when: null }]);
  });

  it.each([['a', 'b', false], ['c', 'a', true], ['a', 'a', true], ['a', 'c', false]])('sees whether %s to %s closes a circle', (from, to, circle) => {
    expect(closesCircle(graphOf(drawn('a b c', 'a>b b>c'), kinds), from, to)).toBe(circle);
  });
});

describe('layout', () => {
  it('puts every node below those before it, and none on another', () => {
    const input = { nodes: 'a b c d e'.split(' '), edges: [['a', 'c'], ['b', 'c'], ['c', 'd'], ['a', 'e'], ['d', 'e']] as const };
    const places = layered(input);
    for (const [from, to] of input.edges) expect(places.get(to)!.y).toBeGreaterThanOrEqual(places.get(from)!.y + ROW);
    expect(anyOverlap(places)).toBe(false);
  });

  it('does the same swiftly for a large graph, and enters a circle where the document does', () => {
    const nodes = Array.from({ length: 400 }, (_, i) => `n${i}`);
    const edges = [...nodes.slice(20).map((node, i) => [`n${i}`, node] as const), ...nodes.slice(21).map((node, i) => [`n${i}`, node] as const)];
    const places = layered({ nodes, edges });
    for (const [from, to] of edges) expect(places.get(to)!.y).toBeGreaterThan(places.get(from)!.y);
    expect(anyOverlap(places)).toBe(false);
    expect(layered({ nodes, edges: [...edges, ['n399', 'n0']] }).size).toBe(400);
  });

  it('keeps a large graph in the order of the document where nothing speaks for another', () => {
    const nodes = ['root', ...Array.from({ length: 300 }, (_, i) => `n${i}`)];
    const places = layered({ nodes, edges: nodes.slice(1).map((node) => ['root', node] as const) });
    const row = [...places].filter(([, place]) => place.y === ROW).sort(([, a], [, b]) => a.x - b.x).map(([id]) => id);
    expect(row).toEqual(nodes.slice(1, row.length + 1));
  });

  it('puts nodes that follow one another below one another', () => {
    const chains = Array.from({ length: 60 }, (_, i) => i);
    const nodes = chains.flatMap((i) => Array.from({ length: 60 }, (_, k) => `c${i}_${k}`));
    const places = layered({ nodes, edges: chains.flatMap((i) => Array.from({ length: 59 }, (_, k) => [`c${i}_${k}`, `c${i}_${k + 1}`] as const)) });
    for (const i of chains) expect(places.get(`c${i}_59`)!.x).toBe(places.get(`c${i}_0`)!.x);
  });

  it('breaks a layer of a thousand nodes into rows of readable width', () => {
    const nodes = ['root', ...Array.from({ length: 1_000 }, (_, i) => `n${i}`), 'end'];
    const edges = nodes.slice(1, -1).flatMap((node) => [['root', node], [node, 'end']] as const);
    const places = layered({ nodes, edges });
    const xs = [...places.values()].map((place) => place.x);
    const ys = [...places.values()].map((place) => place.y);
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(2 * (Math.max(...ys) - Math.min(...ys)));
    expect(anyOverlap(places)).toBe(false);
    expect(places.get('end')!.y).toBe(Math.max(...ys));
  });

  it.each([[[1, 3, 2], null], [[1, 8, 1], null]])('leaves layers of %j whole', (widths, columns) => expect(columnsFor(widths)).toBe(columns));

  it('finds a free place below what a node follows', () => {
    const graph = graphOf(drawn('a b c', 'a>c b>c'), kinds);
    const places = new Map([['a', { x: 0, y: 0 }], ['b', { x: COLUMN, y: 0 }]]);
    expect(placeFor('c', graph, places)).toEqual({ x: COLUMN / 2, y: ROW });
    expect(freeNear({ x: 10, y: 10 }, places)).toEqual({ x: 2 * COLUMN, y: 10 });
  });

  it('moves a copy aside only where something stands', () => {
    const places = new Map([['a', { x: 0, y: 0 }]]);
    expect(shiftFor([{ x: 0, y: 500 }], places)).toEqual({ x: 0, y: 0 });
    expect(shiftFor([{ x: 0, y: 0 }], places)).toEqual({ x: COLUMN, y: 0 });
  });
});

describe('route', () => {
  const straight = (corners: readonly Point[]): boolean => corners.slice(1).every((corner, i) => corner.x === corners[i]!.x || corner.y === corners[i]!.y);

  it.each([
    ['to the next row', { x: 400, y: 97 }],
    ['straight down', { x: 120, y: 97 }],
    ['past a node', { x: 120, y: 400 }],
    ['upwards', { x: 500, y: -200 }],
  ])('goes %s in right angles, from end to end, through no node', (_, to) => {
    const index = new BoxIndex(new Map([['wall', { x: 0, y: 194 }]]));
    const corners = route({ x: 120, y: 52 }, to, index);
    expect(corners[0]).toEqual({ x: 120, y: 52 });
    expect(corners.at(-1)).toEqual(to);
    expect(straight(corners)).toBe(true);
    corners.slice(1).forEach((corner, i) => {
      const before = corners[i]!;
      const line = { x: Math.min(before.x, corner.x), y: Math.min(before.y, corner.y), width: Math.abs(before.x - corner.x) || 1, height: Math.abs(before.y - corner.y) || 1 };
      expect(index.within(line)).toEqual([]);
    });
  });

  it('rounds corners by no more than their sides allow', () => {
    expect(roundedPath([{ x: 0, y: 0 }, { x: 0, y: 20 }, { x: 100, y: 20 }])).toBe('M0 0L0 12Q0 20 8 20L100 20');
    expect(roundedPath([{ x: 0, y: 0 }, { x: 0, y: 6 }, { x: 100, y: 6 }])).toBe('M0 0L0 3Q0 6 3 6L100 6');
  });
});

describe('walk', () => {
  const graph = graphOf(drawn('a b c d', 'a>b a>c'), kinds);
  const places = new Map([['a', { x: 132, y: 0 }], ['b', { x: 0, y: 97 }], ['c', { x: 264, y: 97 }], ['d', { x: 0, y: 400 }]]);

  it.each([
    ['down', 'a', 'b'], ['up', 'c', 'a'], ['right', 'b', 'c'], ['left', 'c', 'b'], ['down', 'b', 'd'], ['up', 'd', 'b'], ['up', 'a', null],
  ] as const)('goes %s from %s to %s', (direction, from, to) => expect(walk(direction, from, graph, places)).toBe(to));
});

describe('flowOf', () => {
  const edge = { id: 'e', from: 'a', to: 'b', arm: { arm: 'full', when: null } };
  const status = (state: string, arms: readonly string[] | null = null) => ({ state, words: '', note: '', arms });

  it.each([
    ['running', null, 'waiting', 'idle'], ['succeeded', null, 'waiting', 'idle'], ['succeeded', null, 'running', 'active'], ['succeeded', null, 'succeeded', 'done'],
    ['failed', null, 'succeeded', 'done'], ['failed', null, 'upstream_failed', 'skipped'], ['skipped', null, 'skipped', 'skipped'],
    ['succeeded', ['delta'], 'succeeded', 'skipped'], ['succeeded', ['full'], 'succeeded', 'done'],
  ] as const)('%s with arms %j into %s is %s', (from, arms, to, flow) => expect(flowOf(edge, status(from, arms), status(to))).toBe(flow));

  it('says nothing of a node without a state', () => expect(flowOf(edge, undefined, status('running'))).toBe('idle'));
});
