import { Graph as X6Graph, type Cell, type EdgeView } from '@antv/x6';
import { arrange } from './arrange';
import type { TemplateDocument } from './document';
import { flowOf } from './flow';
import { boundsOf, boxAt, BoxIndex, overlaps, type Box, type Places, type Point } from './geometry';
import { closesCircle, graphOf, type Graph, type KindsByName } from './graph';
import { fill, type GraphWords } from './graphWords';
import type { NodeKind } from './kinds';
import { Minimap } from './minimap';
import { NodeDrawing, placeArm, type NodeFace, type NodeProblems, type NodeStatus } from './nodeDrawing';
import { listenToPointer } from './pointers';
import { route, roundedPath } from './routes';
import { EDGE, edgeEnds, NODE, registerShapes, routeBy } from './shapes';
import { TextWidths } from './textWidth';
import { drawTools } from './tools';
import { Viewport } from './viewport';
import { walk, type Direction } from './walk';

export interface GraphOptions {
  readonly kinds: readonly NodeKind[];
  readonly words: GraphWords;
  /** Called with the ids of nodes and edges whenever a person changes what is selected. */
  readonly onSelect?: (ids: ReadonlySet<string>) => void;
  /** Enter or a double click on a node or an edge. */
  readonly onOpen?: (id: string) => void;
  /** Makes the canvas editable. */
  readonly onMove?: (places: Places) => void;
  readonly onConnect?: (from: string, to: string) => void;
}

/** Above this many nodes there is no minimap, and only what is seen is in the page. */
const LARGE = 500;

const ARROWS: Readonly<Record<string, Direction>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

/**
 * A template's nodes and edges on a canvas. It draws what it is given and reports what a person does; the document and its history belong
 * to the caller. States of a run are written into the views alone, so that they cost no layout and no history.
 */
export class GraphView {
  readonly viewport: Viewport;
  private readonly x6: X6Graph;
  private readonly drawing: NodeDrawing;
  private readonly kinds: KindsByName;
  private readonly editable: boolean;
  private readonly minimap: Minimap;
  private readonly stops: (() => void)[] = [];
  private readonly states = new Map<string, NodeStatus>();
  private readonly corners = new Map<string, readonly Point[]>();
  private problems: ReadonlyMap<string, NodeProblems> = new Map();
  private index = new BoxIndex();
  private chosen: ReadonlySet<string> = new Set();
  /** The node that Tab leads to. */
  private stop: string | null = null;
  private wantsFocus: string | null = null;
  private dragged: Map<string, Point> | null = null;
  private shown: Graph = { nodes: new Map(), edges: new Map(), next: new Map(), previous: new Map() };
  private placed = new Map<string, Point>();

  constructor(private readonly host: HTMLElement, private readonly options: GraphOptions) {
    registerShapes();
    this.editable = options.onMove !== undefined;
    this.kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));
    host.classList.add('canvas', 'graph');
    host.setAttribute('role', 'application');
    const stage = document.createElement('div');
    stage.className = 'graph__stage';
    host.append(stage);
    this.x6 = new X6Graph({
      container: stage, autoResize: true, async: true, virtual: false, preventDefaultMouseDown: false,
      // Everything but drawing an edge from a port is handled here: see pointers.ts.
      guard: (event) => !(event.target instanceof Element && event.target.hasAttribute('magnet')),
      interacting: { nodeMovable: false, edgeMovable: false, arrowheadMovable: false, edgeLabelMovable: false },
      connecting: {
        snap: { radius: 40, anchor: 'bbox' }, allowBlank: false, allowLoop: false, allowEdge: false, allowNode: true, allowMulti: true, highlight: false,
        createEdge: () => this.x6.createEdge({ shape: EDGE, id: '' }),
        validateConnection: ({ sourceCell, targetCell }) => sourceCell != null && targetCell != null && !closesCircle(this.shown, sourceCell.id, targetCell.id),
      },
    });
    this.viewport = new Viewport(this.x6, host);
    this.drawing = new NodeDrawing(new TextWidths(), options.words, host, this.editable);
    this.minimap = new Minimap(this.viewport, options.words.minimap);
    const percent = drawTools(host, options.words, { zoomBy: (steps) => this.viewport.zoomBy(steps), zoomFull: () => this.viewport.zoomTo(1), fit: () => this.fit() });
    host.append(this.minimap.element);
    this.viewport.onChange = () => {
      percent(this.viewport.scale);
      if (this.hasMinimap) this.minimap.drawView();
    };
    percent(1);
    routeBy(this.x6, (view, from, to) => this.routeEdge(view, from, to));
    // Mounting comes before X6 renders its own part of the view.
    this.x6.on('view:render', ({ view }: { view: { cell: Cell; container: Element } }) => this.mount(view.cell.id, view.container));
    this.x6.on('edge:connected', ({ isNew, edge }) => this.connected(isNew, edge));
    this.stops.push(listenToPointer(host, {
      editable: this.editable,
      viewport: this.viewport,
      onPress: (id, more) => this.press(id, more),
      onClick: (id, more) => this.click(id, more),
      onOpen: (id) => options.onOpen?.(id),
      onDrag: (id, by) => this.drag(id, by),
      onDrop: (id, by) => this.drop(id, by),
      onBox: (area, more) => this.choose([...(more ? this.chosen : []), ...this.within(area)]),
    }));
    const keys = (event: KeyboardEvent): void => this.key(event);
    const focus = (event: FocusEvent): void => this.focused(event);
    host.addEventListener('keydown', keys);
    host.addEventListener('focusin', focus);
    this.stops.push(() => host.removeEventListener('keydown', keys), () => host.removeEventListener('focusin', focus));
  }

  /** What is drawn now. */
  get graph(): Graph {
    return this.shown;
  }

  get places(): Places {
    return this.placed;
  }

  get selection(): ReadonlySet<string> {
    return this.chosen;
  }

  /** Draws a document; nodes that it stores no place for are laid out. */
  async show(document: TemplateDocument): Promise<void> {
    const graph = graphOf(document, this.kinds);
    this.draw(graph, await arrange(document, graph));
  }

  /** Draws a graph whose every node has a place: what is new is added, what is gone is taken away, what is unchanged stays. */
  draw(graph: Graph, places: Places): void {
    const before = this.shown;
    const hadFocus = this.host.contains(document.activeElement);
    this.shown = graph;
    this.placed = new Map(places);
    this.index = new BoxIndex(places);
    const large = graph.nodes.size > LARGE;
    if (large && !this.x6.options.virtual) this.x6.enableVirtualRender();
    else if (!large && this.x6.options.virtual) this.x6.disableVirtualRender();
    this.x6.startBatch('draw');
    for (const id of [...before.edges.keys()].filter((id) => !graph.edges.has(id))) this.x6.removeCell(id);
    for (const id of [...before.nodes.keys()].filter((id) => !graph.nodes.has(id))) this.x6.removeCell(id);
    const added: Cell[] = [];
    let rerouted = false;
    for (const [id, node] of graph.nodes) {
      const place = places.get(id)!;
      const cell = this.x6.getCellById(id);
      if (cell?.isNode()) {
        const at = cell.position();
        if (at.x !== place.x || at.y !== place.y) {
          cell.position(place.x, place.y);
          rerouted = true;
        }
        if (!same(before.nodes.get(id), node)) this.redraw(id);
      } else {
        added.push(this.x6.createNode({ shape: NODE, id, x: place.x, y: place.y, zIndex: 2 }));
        rerouted = true;
      }
    }
    for (const [id, edge] of graph.edges) {
      if (!before.edges.has(id)) added.push(this.x6.createEdge({ shape: EDGE, id, ...edgeEnds(edge.from, edge.to), zIndex: 1 }));
      else if (!same(before.edges.get(id)?.arm, edge.arm)) this.mount(id);
    }
    if (before.nodes.size === 0) this.x6.resetCells(added);
    else this.x6.addCell(added);
    this.x6.stopBatch('draw');
    if (rerouted && before.nodes.size > 0) this.rerouteAll();
    this.host.setAttribute('aria-label', fill(this.options.words.graph, graph.nodes.size));
    this.host.toggleAttribute('data-large', large);
    this.minimap.element.toggleAttribute('hidden', large || graph.nodes.size === 0);
    if (this.hasMinimap) this.minimap.draw(this.placed);
    this.mark(new Set([...this.chosen].filter((id) => graph.nodes.has(id) || graph.edges.has(id))));
    if (this.stop === null || !graph.nodes.has(this.stop)) this.setStop(graph.nodes.keys().next().value ?? null);
    // The keyboard was on a node that is gone.
    if (hadFocus && this.stop !== null && !this.host.contains(document.activeElement)) this.focus(this.stop);
  }

  /** States of a run by node; nodes that are not named keep theirs. */
  setStates(states: ReadonlyMap<string, NodeStatus>): void {
    const edges = new Set<string>();
    for (const [id, status] of states) {
      this.states.set(id, status);
      const view = this.container(id);
      if (view !== null) this.drawing.tell(view, this.face(id));
      if (this.hasMinimap) this.minimap.setState(id, status.state);
    }
    for (const edge of this.shown.edges.values()) if (states.has(edge.from) || states.has(edge.to)) edges.add(edge.id);
    for (const id of edges) this.flow(id);
  }

  setProblems(problems: ReadonlyMap<string, NodeProblems>): void {
    const before = this.problems;
    this.problems = problems;
    for (const id of new Set([...before.keys(), ...problems.keys()])) if (!same(before.get(id), problems.get(id))) this.redraw(id);
  }

  /** Selects without telling the caller, who asked for it. */
  select(ids: Iterable<string>): void {
    this.mark(new Set(ids));
  }

  fit(): void {
    this.viewport.fit(boundsOf(this.placed.values()));
  }

  /** Shows a node and gives it the keyboard. */
  focus(id: string): void {
    const place = this.placed.get(id);
    if (place === undefined) return;
    this.setStop(id);
    this.viewport.reveal(boxAt(place));
    const view = this.container(id);
    view?.focus({ preventScroll: true });
    // A new node, or one outside of what was seen, may not be in the page yet.
    this.wantsFocus = view !== null && document.activeElement === view ? null : id;
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.x6.dispose();
    this.host.replaceChildren();
  }

  private get hasMinimap(): boolean {
    return !this.host.hasAttribute('data-large');
  }

  private container(id: string): (SVGElement & HTMLOrSVGElement) | null {
    return (this.x6.findViewByCell(id)?.container as SVGElement | undefined) ?? null;
  }

  private face(id: string): NodeFace {
    const node = this.shown.nodes.get(id)!;
    return { node, kindTitle: this.kinds.get(node.kind)?.title ?? node.kind, problems: this.problems.get(id), status: this.states.get(id) };
  }

  private redraw(id: string): void {
    const view = this.container(id);
    if (view !== null && this.shown.nodes.has(id)) this.drawing.draw(view, this.face(id));
  }

  /** Fills a view that has just come into the page. */
  private mount(id: string, view: Element | null = this.container(id)): void {
    if (view === null) return;
    const edge = this.shown.edges.get(id);
    if (edge !== undefined) {
      this.drawing.drawArm(view, edge);
      view.setAttribute('data-edge', '');
      const corners = this.corners.get(id);
      if (corners !== undefined) placeArm(view, corners);
      this.flow(id);
    } else if (this.shown.nodes.has(id)) {
      this.drawing.draw(view, this.face(id));
      view.setAttribute('tabindex', this.stop === id ? '0' : '-1');
      setCurrent(view, this.chosen.has(id));
      if (this.wantsFocus === id) this.focus(id);
    }
    view.classList.toggle('is-selected', this.chosen.has(id));
  }

  private flow(id: string): void {
    const view = this.container(id);
    const edge = this.shown.edges.get(id);
    if (view === null || edge === undefined || this.states.size === 0) return;
    view.setAttribute('data-flow', flowOf(edge, this.states.get(edge.from), this.states.get(edge.to)));
  }

  private routeEdge(view: EdgeView, from: Point, to: Point): string {
    const corners = route(from, to, this.dragged === null ? this.index : new BoxIndex());
    this.corners.set(view.cell.id, corners);
    placeArm(view.container, corners);
    return roundedPath(corners);
  }

  /** What moved may have come into the way of any edge, or have left it. */
  private rerouteAll(): void {
    for (const edge of this.shown.edges.keys()) (this.x6.findViewByCell(edge) as EdgeView | null)?.update();
  }

  private connected(isNew: boolean, edge: { getSourceCellId(): string; getTargetCellId(): string } & Cell): void {
    if (!isNew) return;
    const [from, to] = [edge.getSourceCellId(), edge.getTargetCellId()];
    // The caller's document decides which edge there is.
    this.x6.removeCell(edge);
    this.options.onConnect?.(from, to);
  }

  private within(area: Box): string[] {
    return [...this.placed].filter(([, place]) => overlaps(area, boxAt(place))).map(([id]) => id);
  }

  private press(id: string, more: boolean): void {
    if (!more && !this.chosen.has(id)) this.choose([id]);
    if (this.shown.nodes.has(id)) this.focus(id);
  }

  private click(id: string | null, more: boolean): void {
    if (id === null) {
      if (!more) this.choose([]);
    } else if (!more) {
      this.choose([id]);
    } else {
      const next = new Set(this.chosen);
      if (!next.delete(id)) next.add(id);
      this.choose(next);
    }
  }

  private choose(ids: Iterable<string>): void {
    const next = new Set(ids);
    if (next.size === this.chosen.size && [...next].every((id) => this.chosen.has(id))) return;
    this.mark(next);
    this.options.onSelect?.(next);
  }

  private mark(ids: ReadonlySet<string>): void {
    const changed = [...this.chosen].filter((id) => !ids.has(id)).concat([...ids].filter((id) => !this.chosen.has(id)));
    this.chosen = ids;
    for (const id of changed) {
      const view = this.container(id);
      view?.classList.toggle('is-selected', ids.has(id));
      if (view !== null && this.shown.nodes.has(id)) setCurrent(view, ids.has(id));
    }
    if (this.hasMinimap) this.minimap.select(ids);
  }

  private setStop(id: string | null): void {
    if (this.stop !== null) this.container(this.stop)?.setAttribute('tabindex', '-1');
    this.stop = id;
    if (id !== null) this.container(id)?.setAttribute('tabindex', '0');
  }

  private focused(event: FocusEvent): void {
    const id = event.target instanceof Element ? event.target.closest('[data-key]')?.getAttribute('data-cell-id') : undefined;
    if (id != null && this.shown.nodes.has(id)) this.setStop(id);
  }

  /** The selected nodes move along with the one that is dragged. */
  private drag(id: string, by: Point | null): void {
    this.dragged ??= new Map([...(this.chosen.has(id) ? this.chosen : [id])].flatMap((moving) => {
      const place = this.placed.get(moving);
      return place === undefined ? [] : [[moving, place] as const];
    }));
    for (const [moving, place] of this.dragged) {
      const cell = this.x6.getCellById(moving);
      if (cell?.isNode()) cell.position(Math.round(place.x + (by?.x ?? 0)), Math.round(place.y + (by?.y ?? 0)));
    }
    if (by === null) this.dragged = null;
  }

  private drop(id: string, by: Point): void {
    this.drag(id, by);
    const moved = new Map([...(this.dragged ?? [])].map(([moving, place]) => [moving, { x: Math.round(place.x + by.x), y: Math.round(place.y + by.y) }]));
    this.dragged = null;
    for (const [moving, place] of moved) {
      this.placed.set(moving, place);
      this.index.set(moving, place);
    }
    this.rerouteAll();
    if (this.hasMinimap) this.minimap.draw(this.placed);
    this.options.onMove?.(moved);
  }

  private key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest('.canvas__tools') !== null) return;
    const direction = ARROWS[event.key];
    if (direction !== undefined) {
      const to = this.stop === null ? null : walk(direction, this.stop, this.shown, this.placed);
      if (to !== null) {
        this.focus(to);
        if (!event.shiftKey) this.choose([to]);
        else this.choose([...this.chosen, to]);
      }
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (this.stop === null) return;
      this.choose([this.stop]);
      if (event.key === 'Enter') this.options.onOpen?.(this.stop);
    } else if (event.key === '1') {
      this.fit();
    } else if (event.key === '0') {
      this.viewport.zoomTo(1);
    } else if (event.key === '+' || event.key === '=') {
      this.viewport.zoomBy(1);
    } else if (event.key === '-') {
      this.viewport.zoomBy(-1);
    } else {
      return;
    }
    event.preventDefault();
  }
}

function setCurrent(view: Element, current: boolean): void {
  if (current) view.setAttribute('aria-current', 'true');
  else view.removeAttribute('aria-current');
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
