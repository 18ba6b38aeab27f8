import { Graph, type EdgeView } from '@antv/x6';
import { NODE_HEIGHT, NODE_WIDTH, type Point } from './geometry';

export const NODE = 'maat-node';
export const EDGE = 'maat-edge';
const CONNECTOR = 'maat-route';

/** Finds the corners of an edge; each canvas has its own, because it knows what stands in the way. */
export type Router = (view: EdgeView, from: Point, to: Point) => string;

const routers = new WeakMap<Graph, Router>();

export const routeBy = (graph: Graph, router: Router): void => void routers.set(graph, router);

let registered = false;

/** X6's registry is one for the page. */
export function registerShapes(): void {
  if (registered) return;
  registered = true;
  Graph.registerConnector(CONNECTOR, (from, to, _corners, _options, view) => routers.get(view.graph)?.(view, from, to) ?? '', true);
  Graph.registerNode(NODE, {
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    markup: [{ tagName: 'rect', selector: 'body' }],
    attrs: { body: { class: 'graph-node__box', refWidth: '100%', refHeight: '100%', rx: 8, ry: 8 } },
  }, true);
  Graph.registerEdge(EDGE, {
    inherit: 'edge',
    connector: { name: CONNECTOR },
    markup: [{ tagName: 'path', selector: 'wrap' }, { tagName: 'path', selector: 'line' }],
    attrs: {
      wrap: { class: 'graph-edge__wrap', connection: true },
      line: {
        class: 'graph-edge__line', connection: true, stroke: null, strokeWidth: null,
        targetMarker: { tagName: 'path', d: 'M0 0L7 -4.5V4.5Z', fill: 'context-stroke', stroke: 'none' },
      },
    },
  }, true);
}

export const edgeEnds = (from: string, to: string): object => ({
  source: { cell: from, anchor: { name: 'bottom' }, connectionPoint: 'anchor' },
  target: { cell: to, anchor: { name: 'top', args: { dy: -1 } }, connectionPoint: 'anchor' },
});
