import { Graph as X6Graph, type Cell, type EdgeView } from '@antv/x6';
import type { Point } from './geometry';
import { EDGE, edgeEnds, NODE, registerShapes, routeBy } from './shapes';

/** What happens to cells that X6 draws. */
export interface CellHost {
  /** A view has just come into the page, and is to be filled. */
  onMount(id: string, view: Element): void;
  /** The path of an edge between two points. */
  path(view: EdgeView, from: Point, to: Point): string;
}

/** The nodes and edges that stand in the page as elements, each a cell of X6. */
export class Cells {
  private readonly x6: X6Graph;
  private nodes: ReadonlySet<string> = new Set();
  private edges: ReadonlySet<string> = new Set();

  constructor(stage: HTMLElement, host: CellHost) {
    registerShapes();
    this.x6 = new X6Graph({
      container: stage, autoResize: false, async: true, virtual: false, preventDefaultMouseDown: false,
      // The pointer is the canvas's own: see pointers.ts.
      guard: () => true,
      interacting: false,
    });
    routeBy(this.x6, (view, from, to) => host.path(view, from, to));
    // Mounting comes before X6 renders its own part of the view.
    this.x6.on('view:render', ({ view }: { view: { cell: Cell; container: Element } }) => host.onMount(view.cell.id, view.container));
  }

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  /** Adds what is new, takes away what is gone, and moves what stands elsewhere; tells whether a node that stays was moved or is new. */
  show(nodes: ReadonlyMap<string, Point>, edges: ReadonlyMap<string, { readonly from: string; readonly to: string }>): boolean {
    const first = this.nodes.size === 0;
    let changed = false;
    this.x6.startBatch('show');
    for (const id of this.edges) if (!edges.has(id)) this.x6.removeCell(id);
    for (const id of this.nodes) if (!nodes.has(id)) this.x6.removeCell(id);
    const added: Cell[] = [];
    for (const [id, place] of nodes) {
      if (this.nodes.has(id)) {
        changed = this.move(id, place) || changed;
      } else {
        added.push(this.x6.createNode({ shape: NODE, id, x: place.x, y: place.y, zIndex: 2 }));
        changed = true;
      }
    }
    for (const [id, edge] of edges) if (!this.edges.has(id)) added.push(this.x6.createEdge({ shape: EDGE, id, ...edgeEnds(edge.from, edge.to), zIndex: 1 }));
    if (first) this.x6.resetCells(added);
    else this.x6.addCell(added);
    this.x6.stopBatch('show');
    this.nodes = new Set(nodes.keys());
    this.edges = new Set(edges.keys());
    return changed && !first;
  }

  /** Whether the node was elsewhere. */
  move(id: string, place: Point): boolean {
    const cell = this.x6.getCellById(id);
    if (!cell?.isNode()) return false;
    const at = cell.position();
    if (at.x === place.x && at.y === place.y) return false;
    cell.position(place.x, place.y);
    return true;
  }

  /** The element of a node or an edge; null where it is not in the page, or not yet. */
  container(id: string): (SVGElement & HTMLOrSVGElement) | null {
    return (this.x6.findViewByCell(id)?.container as SVGElement | undefined) ?? null;
  }

  /** What moved may have come into the way of any edge, or have left it. */
  reroute(): void {
    for (const edge of this.edges) (this.x6.findViewByCell(edge) as EdgeView | null)?.update();
  }

  dispose(): void {
    this.x6.dispose();
  }
}
