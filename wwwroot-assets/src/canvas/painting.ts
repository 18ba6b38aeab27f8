import { Bitmap } from './bitmap';
import { Cells } from './cells';
import type { Drawn } from './drawn';
import { svgOf } from './exportPicture';
import { flowOf } from './flow';
import type { Point } from './geometry';
import type { Graph, KindsByName } from './graph';
import { GraphPicture } from './graphPicture';
import type { GraphWords } from './graphWords';
import type { NodeKind } from './kinds';
import { Minimap } from './minimap';
import { NodeDrawing, placeArm, placePlus, type NodeFace, type NodeStatus } from './nodeDrawing';
import { roundedPath } from './routes';
import { TextWidths } from './textWidth';
import { DETAIL_ZOOM, type Viewport } from './viewport';

export interface PaintingOptions {
  readonly kinds: readonly NodeKind[];
  readonly words: GraphWords;
  /** What the plus on an edge is called; null where nothing can be inserted. */
  readonly plus: string | null;
  /** A node's element has just come into the page. */
  onMountNode(id: string, view: Element): void;
}

/** Above this many nodes the graph is drawn as a picture, and only nodes that are seen from near are elements. */
const LARGE = 200;

/** How far beyond the view nodes are kept as elements, in parts of the view: a short pan finds them there. */
const AROUND = 0.2;

/** How a graph looks: elements in the page, the picture of a large one, and the minimap. What changed is drawn with the next frame, however often it changes until then. */
export class Painting {
  readonly cells: Cells;
  readonly minimap: Minimap;
  private readonly drawing: NodeDrawing;
  private readonly bitmap: Bitmap;
  private readonly scene: GraphPicture;
  private readonly kinds: KindsByName;
  /** Nodes whose states have not been drawn yet. */
  private readonly told = new Set<string>();
  private frame = 0;
  private large = false;
  /** Other nodes of a large graph may belong into the page than are there. */
  private cellsDue = false;

  constructor(private readonly host: HTMLElement, stage: HTMLElement, private readonly viewport: Viewport, private readonly drawn: Drawn, private readonly options: PaintingOptions) {
    this.kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));
    const widths = new TextWidths();
    this.bitmap = new Bitmap(host, viewport, widths);
    host.append(this.bitmap.element, stage);
    this.cells = new Cells(stage, {
      onMount: (id, view) => this.mount(id, view),
      path: (view) => this.pathOf(view.cell.id, view.container),
    });
    this.scene = new GraphPicture(drawn, (id) => this.cells.has(id));
    this.drawing = new NodeDrawing(widths, options.words, host, options.plus);
    this.minimap = new Minimap(host, viewport, drawn, options.words.minimap);
  }

  /** Whether it is too large to stand in the page whole. */
  get isLarge(): boolean {
    return this.large;
  }

  /** Puts into the page what belongs there of the graph that is drawn now; `before` was drawn until then. */
  show(before: Graph): void {
    const { graph } = this.drawn;
    const wasLarge = this.large;
    this.large = graph.nodes.size > LARGE;
    // What is in the page of a graph that was small, edges before all, is in the way of the picture.
    if (this.large && !wasLarge) this.cells.show(new Map(), new Map());
    this.host.toggleAttribute('data-large', this.large);
    if (this.showCells()) this.cells.reroute();
    for (const [id, node] of graph.nodes) if (before.nodes.has(id) && !same(before.nodes.get(id), node)) this.redraw(id);
    for (const [id, edge] of graph.edges) if (before.edges.has(id) && !same(before.edges.get(id)?.arm, edge.arm)) this.mount(id);
    this.minimap.element.toggleAttribute('hidden', graph.nodes.size === 0);
  }

  /** Puts all of a small graph into the page; tells whether a node that stays was moved. What belongs there of a large one follows with the next frame. */
  showCells(): boolean {
    this.cellsDue = this.large;
    this.ask();
    if (this.large) return false;
    this.bitmap.clear();
    return this.cells.show(this.drawn.places, this.drawn.graph.edges);
  }

  tell(states: ReadonlyMap<string, NodeStatus>): void {
    for (const [id, status] of states) {
      this.drawn.states.set(id, status);
      this.told.add(id);
    }
    this.ask();
  }

  forgetStates(): void {
    const had = [...this.drawn.states.keys()];
    this.drawn.states.clear();
    this.told.clear();
    for (const id of had) this.redraw(id);
    for (const id of this.drawn.graph.edges.keys()) this.cells.container(id)?.removeAttribute('data-flow');
    this.changed();
  }

  tellProblems(problems: Drawn['problems']): void {
    const before = this.drawn.problems;
    this.drawn.problems = problems;
    for (const id of new Set([...before.keys(), ...problems.keys()])) if (!same(before.get(id), problems.get(id))) this.redraw(id);
    this.ask();
  }

  /** Something that the picture and the minimap show is another. */
  changed(): void {
    this.scene.forget();
    this.minimap.draw();
    this.ask();
  }

  recolour(): void {
    this.bitmap.recolour();
    this.minimap.recolour();
    this.minimap.draw();
    this.ask();
  }

  /** Has everything that changed drawn with the next frame. */
  ask(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.drawFrame());
  }

  /** The whole graph as a document of its own; null when there is nothing to draw. */
  picture(): SVGSVGElement | null {
    return svgOf(this.host, this.drawn, this.drawing, (id) => this.face(id));
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.cells.dispose();
  }

  private drawFrame(): void {
    this.frame = 0;
    if (this.cellsDue) this.showNear();
    if (this.told.size > 0) {
      for (const id of this.told) {
        const view = this.cells.container(id);
        if (view !== null && this.drawn.graph.nodes.has(id)) this.drawing.tell(view, this.face(id));
      }
      for (const edge of this.large ? [] : this.drawn.graph.edges.values()) if (this.told.has(edge.from) || this.told.has(edge.to)) this.flow(edge.id);
      this.told.clear();
      this.scene.forget();
      this.minimap.draw();
    }
    if (this.large) this.bitmap.draw(this.scene);
  }

  /** Of a large graph: the nodes that are seen from near, and the one that Tab leads to. */
  private showNear(): void {
    this.cellsDue = false;
    const { seen, scale } = this.viewport;
    const [x, y] = [seen.width * AROUND, seen.height * AROUND];
    const near = scale < DETAIL_ZOOM ? [] : this.drawn.index.within({ x: seen.x - x, y: seen.y - y, width: seen.width + 2 * x, height: seen.height + 2 * y }).map(([id]) => id);
    const wanted = new Set([...near, ...(this.drawn.stop === null ? [] : [this.drawn.stop])]);
    this.cells.show(new Map([...wanted].map((id) => [id, this.drawn.placeOf(id)])), new Map());
  }

  private face(id: string): NodeFace {
    const { graph, problems, states } = this.drawn;
    const node = graph.nodes.get(id)!;
    return { node, kindTitle: this.kinds.get(node.kind)?.title ?? node.kind, problems: problems.get(id), status: states.get(id) };
  }

  private redraw(id: string): void {
    const view = this.cells.container(id);
    if (view !== null && this.drawn.graph.nodes.has(id)) this.drawing.draw(view, this.face(id));
  }

  /** Fills a view that has just come into the page. */
  private mount(id: string, view: Element | null = this.cells.container(id)): void {
    if (view === null) return;
    const { graph, chosen } = this.drawn;
    const edge = graph.edges.get(id);
    if (edge !== undefined) {
      this.drawing.drawArm(view, edge);
      view.setAttribute('data-edge', '');
      this.placeParts(view, this.drawn.cornersOf(edge));
      this.flow(id);
    } else if (graph.nodes.has(id)) {
      this.drawing.draw(view, this.face(id));
      this.options.onMountNode(id, view);
    }
    view.classList.toggle('is-selected', chosen.has(id));
  }

  private placeParts(view: Element, corners: readonly Point[]): void {
    placeArm(view, corners);
    placePlus(view, corners);
  }

  private flow(id: string): void {
    const view = this.cells.container(id);
    const edge = this.drawn.graph.edges.get(id);
    const { states } = this.drawn;
    if (view === null || edge === undefined || states.size === 0) return;
    view.setAttribute('data-flow', flowOf(edge, states.get(edge.from), states.get(edge.to)));
  }

  private pathOf(id: string, view: Element): string {
    const edge = this.drawn.graph.edges.get(id);
    if (edge === undefined) return '';
    const corners = this.drawn.cornersOf(edge);
    this.placeParts(view, corners);
    return roundedPath(corners);
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
