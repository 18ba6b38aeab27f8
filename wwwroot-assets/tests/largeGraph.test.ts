import { describe, expect, it } from 'vitest';
import { Drawn } from '../src/canvas/drawn';
import { NODE_HEIGHT, NODE_WIDTH, BoxIndex } from '../src/canvas/geometry';
import { graphOf } from '../src/canvas/graph';
import { GraphPicture } from '../src/canvas/graphPicture';
import { mergeLines } from '../src/canvas/lines';
import { snapTo } from '../src/canvas/snapping';

/** A thousand nodes between two, in rows of ten. */
function fan(count: number): Drawn {
  const keys = ['root', ...Array.from({ length: count }, (_, i) => `n${i}`), 'end'];
  const graph = graphOf({
    apiVersion: '', kind: '', name: '', nodes: keys.map((key) => ({ key, kind: 'bash' })),
    edges: keys.slice(1, -1).flatMap((key) => [{ from: 'root', to: key }, { from: key, to: 'end' }]),
  }, new Map());
  const drawn = new Drawn();
  drawn.show(graph, new Map(keys.map((key, i) => [key, key === 'root' ? { x: 1_200, y: -97 } : key === 'end' ? { x: 1_200, y: 97 * Math.ceil(count / 10) } : { x: ((i - 1) % 10) * 264, y: 97 * Math.floor((i - 1) / 10) }])));
  return drawn;
}

describe('mergeLines', () => {
  it('draws what lies on one another once', () => {
    const lines = mergeLines([[{ x: 0, y: 0 }, { x: 0, y: 20 }, { x: 100, y: 20 }, { x: 100, y: 60 }], [{ x: 0, y: 0 }, { x: 0, y: 20 }, { x: 60, y: 20 }, { x: 60, y: 60 }]], 0);
    expect(lines.across).toEqual([{ at: 20, from: 0, to: 100 }]);
    expect(lines.down).toEqual([{ at: 0, from: 0, to: 20 }, { at: 100, from: 20, to: 60 }, { at: 60, from: 20, to: 60 }]);
    expect(lines.tips).toEqual([{ x: 100, y: 60 }, { x: 60, y: 60 }]);
  });

  it('keeps lines apart that do not touch', () =>
    expect(mergeLines([[{ x: 0, y: 0 }, { x: 10, y: 0 }], [{ x: 20, y: 0 }, { x: 30, y: 0 }]], 0).across).toEqual([{ at: 0, from: 0, to: 10 }, { at: 0, from: 20, to: 30 }]));

  it('rounds corners where there is room, and gives the lines the rest', () => {
    const lines = mergeLines([[{ x: 0, y: 0 }, { x: 0, y: 40 }, { x: 100, y: 40 }]], 8);
    expect(lines.bends).toEqual([{ start: { x: 0, y: 32 }, corner: { x: 0, y: 40 }, end: { x: 8, y: 40 } }]);
    expect(lines.down).toEqual([{ at: 0, from: 0, to: 32 }]);
    expect(lines.across).toEqual([{ at: 40, from: 8, to: 100 }]);
  });

  it('draws a fan of a thousand nodes with no more lines than the nodes have sides', () => {
    const drawn = fan(1_000);
    const { across, down } = mergeLines([...drawn.graph.edges.values()].map((edge) => drawn.cornersOf(edge)), 0);
    expect(across.length + down.length).toBeLessThan(2_500);
  });
});

describe('Drawn', () => {
  it('finds nodes and edges by where they are', () => {
    const drawn = fan(10);
    expect(drawn.nodeAt({ x: 264 + 10, y: 10 })).toBe('n1');
    expect(drawn.nodeAt({ x: 250, y: 10 })).toBeNull();
    const edge = drawn.edgeAt({ x: NODE_WIDTH / 2, y: -10 }, 6);
    expect(edge).toBe('root → n0');
    expect(drawn.edgeAt({ x: NODE_WIDTH / 2, y: -10 }, 6, new Set(['n0']))).toBeNull();
  });

  it('has edges follow a node while it is dragged, and go around others when it is dropped', () => {
    const drawn = fan(20);
    const edge = drawn.graph.edges.get('root → n15')!;
    const before = drawn.cornersOf(edge);
    drawn.drag(new Map([['n15', { x: 4_000, y: 500 }]]));
    expect(drawn.cornersOf(edge).at(-1)).toEqual({ x: 4_000 + NODE_WIDTH / 2, y: 499 });
    drawn.drag(new Map());
    expect(drawn.cornersOf(edge)).toEqual(before);
    drawn.drop(new Map([['n15', { x: 4_000, y: 500 }]]));
    expect(drawn.cornersOf(edge).at(-1)!.x).toBe(4_000 + NODE_WIDTH / 2);
  });
});

describe('GraphPicture', () => {
  it('leaves out nodes that stand in the page, and follows what changes', () => {
    const drawn = fan(10);
    const picture = new GraphPicture(drawn, (id) => id === 'n1');
    const area = { x: 0, y: 0, width: 700, height: NODE_HEIGHT };
    expect([...picture.nodes(area)].map((node) => node.name)).toEqual(['n0', 'n2']);
    expect(picture.lines('plain', false)[0]!.tips).toHaveLength(11);
    drawn.states.set('n0', { state: 'succeeded', words: '', note: '' });
    drawn.states.set('root', { state: 'succeeded', words: '', note: '' });
    picture.forget();
    expect(picture.lines('plain', false)[0]!.tips).toHaveLength(0);
    expect(picture.lines('done', false)[0]!.tips).toEqual([{ x: NODE_WIDTH / 2, y: -1 }]);
    expect([...picture.nodes(area)][0]!.state).toBe('succeeded');
  });

  it('draws the edges of a dragged node apart from those that rest', () => {
    const drawn = fan(10);
    const picture = new GraphPicture(drawn, () => false);
    drawn.drag(new Map([['n0', { x: 4_000, y: 0 }]]));
    const [still, moving] = picture.lines('plain', false);
    expect(moving!.tips).toContainEqual({ x: 4_000 + NODE_WIDTH / 2, y: -1 });
    expect(still!.tips).not.toContainEqual({ x: NODE_WIDTH / 2, y: -1 });
    expect([...picture.nodes({ x: 3_900, y: 0, width: 400, height: 50 })].map((node) => node.name)).toEqual(['n0']);
  });
});

describe('snapTo', () => {
  const index = new BoxIndex(new Map([['a', { x: 0, y: 0 }], ['b', { x: 264, y: 97 }]]));

  it('draws a node to the middle of one neighbour and the row of another', () => {
    const { place, lines } = snapTo({ x: 4, y: 95 }, index, new Set(), 6);
    expect(place).toEqual({ x: 0, y: 97 });
    expect(lines).toEqual([{ from: { x: 120, y: 0 }, to: { x: 120, y: 149 } }, { from: { x: 0, y: 123 }, to: { x: 504, y: 123 } }]);
  });

  it.each([[{ x: 20, y: 200 }, new Set<string>()], [{ x: 4, y: 200 }, new Set(['a'])]])('leaves %o alone where nothing is near', (place, moving) =>
    expect(snapTo(place, index, moving, 6)).toEqual({ place, lines: [] }));
});
