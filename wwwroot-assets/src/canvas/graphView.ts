import { Bitmap } from './bitmap';
import { Cells } from './cells';
import { onThemeChange } from './colours';
import { Dragging, type GraphEdits } from './dragging';
import { Drawn } from './drawn';
import { svgOf } from './exportPicture';
import { flowOf } from './flow';
import { boundsOf, boxAt, type Places, type Point } from './geometry';
import type { Graph, KindsByName } from './graph';
import { GraphPicture } from './graphPicture';
import { fill, type GraphWords } from './graphWords';
import type { NodeKind } from './kinds';
import { listenToKeys } from './keys';
import { Minimap } from './minimap';
import { NodeDrawing, placeArm, placePlus, type NodeFace, type NodeProblems, type NodeStatus } from './nodeDrawing';
import { listenToPointer } from './pointers';
import { roundedPath } from './routes';
import { TextWidths } from './textWidth';
import { drawTools } from './tools';
import { DETAIL_ZOOM, Viewport } from './viewport';
import { walk, type Direction } from './walk';

export interface GraphOptions {
  readonly kinds: readonly NodeKind[];
  readonly words: GraphWords;
  /** Called with the ids of nodes and edges whenever a person changes what is selected. */
  readonly onSelect?: (ids: ReadonlySet<string>) => void;
  /** Enter or a double click on a node or an edge. */
  readonly onOpen?: (id: string) => void;
  /** What makes the canvas editable. */
  readonly edits?: GraphEdits;
}

/** Above this many nodes the graph is drawn as a picture, and only nodes that are seen from near are elements. */
const LARGE = 200;

/** How far beyond the view nodes are kept as elements, in parts of the view: a short pan finds them there. */
const AROUND = 0.2;

/** Next to an edge a click is on it, in pixels of the screen. */
const EDGE_REACH = 6;

/**
 * A template's nodes and edges on a canvas. It draws what it is given and reports what a person does; the document and its history belong
 * to the caller. States of a run are written into the views alone, so that they cost no layout and no history.
 */
export class GraphView {
  readonly viewport: Viewport;
  private readonly drawn = new Drawn();
  private readonly cells: Cells;
  private readonly drawing: NodeDrawing;
  private readonly bitmap: Bitmap;
  private readonly scene: GraphPicture;
  private readonly dragging: Dragging;
  private readonly kinds: KindsByName;
  private readonly minimap: Minimap;
  private readonly stopped = new AbortController();
  /** Nodes whose states have not been drawn yet. */
  private readonly told = new Set<string>();
  private frame = 0;
  private large = false;
  /** Other nodes of a large graph may belong into the page than are there. */
  private cellsDue = false;
  /** The node that Tab leads to. */
  private stop: string | null = null;
  private wantsFocus: string | null = null;

  constructor(private readonly host: HTMLElement, private readonly options: GraphOptions) {
    this.kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));
    host.classList.add('canvas', 'graph');
    host.setAttribute('role', 'application');
    const stage = document.createElement('div');
    stage.className = 'graph__stage';
    const widths = new TextWidths();
    this.viewport = new Viewport(stage, host);
    this.bitmap = new Bitmap(host, this.viewport, widths);
    host.append(this.bitmap.element, stage);
    this.cells = new Cells(stage, {
      onMount: (id, view) => this.mount(id, view),
      path: (view) => this.pathOf(view.cell.id, view.container),
    });
    this.scene = new GraphPicture(this.drawn, (id) => this.cells.has(id));
    this.dragging = new Dragging(host, this.viewport, this.drawn, this.cells, options.edits, { onMoved: () => this.moved(), onStep: () => this.ask() });
    stage.append(this.dragging.guides);
    this.drawing = new NodeDrawing(widths, options.words, host, options.edits?.plus ?? null);
    this.minimap = new Minimap(host, this.viewport, this.drawn, options.words.minimap);
    const percent = drawTools(host, options.words, { zoomBy: (steps) => this.viewport.zoomBy(steps), zoomFull: () => this.viewport.zoomTo(1), fit: () => this.fit() });
    host.append(this.minimap.element);
    this.viewport.onChange = () => {
      percent(this.viewport.scale);
      this.minimap.drawView();
      if (this.large) this.ask();
    };
    this.viewport.onSettled = () => {
      if (this.large) this.showCells();
    };
    percent(1);
    this.listen();
  }

  /** What is drawn now. */
  get graph(): Graph {
    return this.drawn.graph;
  }

  get places(): Places {
    return this.drawn.places;
  }

  get selection(): ReadonlySet<string> {
    return this.drawn.chosen;
  }

  /** Draws a graph whose every node has a place: what is new is added, what is gone is taken away, what is unchanged stays. */
  draw(graph: Graph, places: Places): void {
    const before = this.graph;
    const hadFocus = this.host.contains(document.activeElement);
    this.drawn.show(graph, places);
    const wasLarge = this.large;
    this.large = graph.nodes.size > LARGE;
    // What is in the page of a graph that was small, edges before all, is in the way of the picture.
    if (this.large && !wasLarge) this.cells.show(new Map(), new Map());
    this.host.toggleAttribute('data-large', this.large);
    if (this.stop === null || !graph.nodes.has(this.stop)) this.stop = graph.nodes.keys().next().value ?? null;
    if (this.showCells()) this.cells.reroute();
    for (const [id, node] of graph.nodes) if (before.nodes.has(id) && !same(before.nodes.get(id), node)) this.redraw(id);
    for (const [id, edge] of graph.edges) if (before.edges.has(id) && !same(before.edges.get(id)?.arm, edge.arm)) this.mount(id);
    this.host.setAttribute('aria-label', fill(this.options.words.graph, graph.nodes.size));
    this.minimap.element.toggleAttribute('hidden', graph.nodes.size === 0);
    this.mark(new Set([...this.selection].filter((id) => graph.nodes.has(id) || graph.edges.has(id))));
    this.setStop(this.stop);
    this.scene.forget();
    this.minimap.draw();
    this.ask();
    // The keyboard was on a node that is gone.
    if (hadFocus && this.stop !== null && !this.host.contains(document.activeElement)) this.focus(this.stop);
  }

  /** States of a run by node; nodes that are not named keep theirs. They are drawn with the next frame. */
  setStates(states: ReadonlyMap<string, NodeStatus>): void {
    for (const [id, status] of states) {
      this.drawn.states.set(id, status);
      this.told.add(id);
    }
    this.ask();
  }

  setProblems(problems: ReadonlyMap<string, NodeProblems>): void {
    const before = this.drawn.problems;
    this.drawn.problems = problems;
    for (const id of new Set([...before.keys(), ...problems.keys()])) if (!same(before.get(id), problems.get(id))) this.redraw(id);
    this.ask();
  }

  /** Selects without telling the caller, who asked for it. */
  select(ids: Iterable<string>): void {
    this.mark(new Set(ids));
  }

  fit(): void {
    this.viewport.fit(boundsOf(this.places.values()));
  }

  /** Shows a node and gives it the keyboard. */
  focus(id: string): void {
    const place = this.places.get(id);
    if (place === undefined) return;
    this.setStop(id);
    this.viewport.reveal(boxAt(place));
    const view = this.cells.container(id);
    view?.focus({ preventScroll: true });
    // A new node, or one outside of what was seen, may not be in the page yet.
    this.wantsFocus = view !== null && document.activeElement === view ? null : id;
  }

  /** Shows a node, whatever has come over the canvas meanwhile. */
  reveal(id: string): void {
    const place = this.places.get(id);
    if (place === undefined) return;
    if (this.options.edits === undefined) this.viewport.refit();
    this.viewport.reveal(boxAt(place));
  }

  /** The whole graph as a document of its own; null when there is nothing to draw. */
  picture(): SVGSVGElement | null {
    return svgOf(this.host, this.drawn, this.drawing, (id) => this.face(id));
  }

  /** The edge next to a point of the graph, for something that is dropped there. */
  edgeNear(point: Point): string | null {
    return this.dragging.edgeNear(point);
  }

  dispose(): void {
    this.stopped.abort();
    cancelAnimationFrame(this.frame);
    this.viewport.dispose();
    this.cells.dispose();
    this.host.replaceChildren();
  }

  private listen(): void {
    const { signal } = this.stopped;
    const stopPointer = listenToPointer(this.host, {
      editable: this.options.edits !== undefined,
      viewport: this.viewport,
      cellAt: (event) => this.cellAt(event),
      isNode: (id) => this.graph.nodes.has(id),
      onPress: (id, more) => this.press(id, more),
      onClick: (id, more) => this.click(id, more),
      onOpen: (id) => this.options.onOpen?.(id),
      onDrag: (id, by, free) => this.dragging.drag(id, by, free),
      onDrop: (id, by, free) => this.dragging.drop(id, by, free),
      onBox: (area, more) => this.choose([...(more ? this.selection : []), ...this.drawn.index.within(area).map(([id]) => id)]),
      onLink: (from, to) => this.dragging.link(from, to),
      onLinked: (from, to) => this.dragging.linked(from, to),
      onPlus: (id, at) => this.dragging.plus(id, at),
    });
    signal.addEventListener('abort', stopPointer);
    listenToKeys(this.host, {
      walk: (direction, more) => this.walk(direction, more), take: (open) => this.take(open),
      fit: () => this.fit(), zoomFull: () => this.viewport.zoomTo(1), zoomBy: (steps) => this.viewport.zoomBy(steps),
    }, signal);
    this.host.addEventListener('focusin', (event) => this.focused(event), { signal });
    onThemeChange(() => {
      this.bitmap.recolour();
      this.minimap.recolour();
      this.minimap.draw();
      this.ask();
    }, signal);
    const resized = new ResizeObserver(() => {
      // Where somebody draws, nothing is to move by itself.
      if (this.options.edits === undefined) this.viewport.refit();
      this.minimap.drawView();
      this.ask();
    });
    resized.observe(this.host);
    signal.addEventListener('abort', () => resized.disconnect());
  }

  /** Has everything that changed drawn with the next frame, however often it changes until then. */
  private ask(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.drawFrame());
  }

  private drawFrame(): void {
    this.frame = 0;
    if (this.cellsDue) this.showNear();
    if (this.told.size > 0) {
      for (const id of this.told) {
        const view = this.cells.container(id);
        if (view !== null && this.graph.nodes.has(id)) this.drawing.tell(view, this.face(id));
      }
      for (const edge of this.large ? [] : this.graph.edges.values()) if (this.told.has(edge.from) || this.told.has(edge.to)) this.flow(edge.id);
      this.told.clear();
      this.scene.forget();
      this.minimap.draw();
    }
    if (this.large) this.bitmap.draw(this.scene);
  }

  /** Puts all of a small graph into the page; tells whether a node that stays was moved. What belongs there of a large one follows with the next frame. */
  private showCells(): boolean {
    this.cellsDue = this.large;
    this.ask();
    if (this.large) return false;
    this.bitmap.clear();
    return this.cells.show(this.places, this.graph.edges);
  }

  /** Of a large graph: the nodes that are seen from near, and the one that Tab leads to. */
  private showNear(): void {
    this.cellsDue = false;
    const { seen, scale } = this.viewport;
    const [x, y] = [seen.width * AROUND, seen.height * AROUND];
    const near = scale < DETAIL_ZOOM ? [] : this.drawn.index.within({ x: seen.x - x, y: seen.y - y, width: seen.width + 2 * x, height: seen.height + 2 * y }).map(([id]) => id);
    const wanted = new Set([...near, ...(this.stop === null ? [] : [this.stop])]);
    this.cells.show(new Map([...wanted].map((id) => [id, this.drawn.placeOf(id)])), new Map());
  }

  private moved(): void {
    this.scene.forget();
    this.minimap.draw();
    this.ask();
  }

  private face(id: string): NodeFace {
    const { graph, problems, states } = this.drawn;
    const node = graph.nodes.get(id)!;
    return { node, kindTitle: this.kinds.get(node.kind)?.title ?? node.kind, problems: problems.get(id), status: states.get(id) };
  }

  private redraw(id: string): void {
    const view = this.cells.container(id);
    if (view !== null && this.graph.nodes.has(id)) this.drawing.draw(view, this.face(id));
  }

  /** Fills a view that has just come into the page. */
  private mount(id: string, view: Element | null = this.cells.container(id)): void {
    if (view === null) return;
    const edge = this.graph.edges.get(id);
    if (edge !== undefined) {
      this.drawing.drawArm(view, edge);
      view.setAttribute('data-edge', '');
      this.placeParts(view, this.drawn.cornersOf(edge));
      this.flow(id);
    } else if (this.graph.nodes.has(id)) {
      this.drawing.draw(view, this.face(id));
      view.setAttribute('tabindex', this.stop === id ? '0' : '-1');
      setCurrent(view, this.selection.has(id));
      if (this.wantsFocus === id) this.focus(id);
    }
    view.classList.toggle('is-selected', this.selection.has(id));
  }

  private placeParts(view: Element, corners: readonly Point[]): void {
    placeArm(view, corners);
    placePlus(view, corners);
  }

  private flow(id: string): void {
    const view = this.cells.container(id);
    const edge = this.graph.edges.get(id);
    const { states } = this.drawn;
    if (view === null || edge === undefined || states.size === 0) return;
    view.setAttribute('data-flow', flowOf(edge, states.get(edge.from), states.get(edge.to)));
  }

  private pathOf(id: string, view: Element): string {
    const edge = this.graph.edges.get(id);
    if (edge === undefined) return '';
    const corners = this.drawn.cornersOf(edge);
    this.placeParts(view, corners);
    return roundedPath(corners);
  }

  private cellAt(event: MouseEvent): string | null {
    const id = event.target instanceof Element ? (event.target.closest('[data-cell-id]')?.getAttribute('data-cell-id') ?? null) : null;
    if (id !== null || !this.large) return id;
    const at = this.viewport.localOf({ x: event.clientX, y: event.clientY });
    return this.drawn.nodeAt(at) ?? this.drawn.edgeAt(at, EDGE_REACH / this.viewport.scale);
  }

  private press(id: string, more: boolean): void {
    if (!more && !this.selection.has(id)) this.choose([id]);
    if (this.graph.nodes.has(id)) this.focus(id);
  }

  private click(id: string | null, more: boolean): void {
    if (id === null) {
      if (!more) this.choose([]);
    } else if (!more) {
      this.choose([id]);
    } else {
      const next = new Set(this.selection);
      if (!next.delete(id)) next.add(id);
      this.choose(next);
    }
  }

  private choose(ids: Iterable<string>): void {
    const next = new Set(ids);
    if (next.size === this.selection.size && [...next].every((id) => this.selection.has(id))) return;
    this.mark(next);
    this.options.onSelect?.(next);
  }

  private mark(ids: ReadonlySet<string>): void {
    const before = this.selection;
    const changed = [...before].filter((id) => !ids.has(id)).concat([...ids].filter((id) => !before.has(id)));
    if (changed.length === 0) return;
    this.drawn.chosen = ids;
    for (const id of changed) {
      const view = this.cells.container(id);
      view?.classList.toggle('is-selected', ids.has(id));
      if (view !== null && this.graph.nodes.has(id)) setCurrent(view, ids.has(id));
    }
    this.scene.forget();
    this.minimap.draw();
    this.ask();
  }

  private setStop(id: string | null): void {
    if (this.stop !== null) this.cells.container(this.stop)?.setAttribute('tabindex', '-1');
    this.stop = id;
    if (id === null) return;
    if (!this.cells.has(id)) this.showCells();
    this.cells.container(id)?.setAttribute('tabindex', '0');
  }

  private focused(event: FocusEvent): void {
    const id = event.target instanceof Element ? event.target.closest('[data-key]')?.getAttribute('data-cell-id') : undefined;
    if (id != null && id !== this.stop && this.graph.nodes.has(id)) this.setStop(id);
  }

  /** Walks on, and takes the node that it comes to into the selection, or alone. */
  private walk(direction: Direction, more: boolean): void {
    const to = this.stop === null ? null : walk(direction, this.stop, this.graph, this.places);
    if (to === null) return;
    this.focus(to);
    this.choose(more ? [...this.selection, to] : [to]);
  }

  private take(open: boolean): void {
    if (this.stop === null) return;
    this.choose([this.stop]);
    if (open) this.options.onOpen?.(this.stop);
  }
}

function setCurrent(view: Element, current: boolean): void {
  if (current) view.setAttribute('aria-current', 'true');
  else view.removeAttribute('aria-current');
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
