import { Choosing } from './choosing';
import { onThemeChange } from './colours';
import { Dragging, type GraphEdits } from './dragging';
import { Drawn } from './drawn';
import { boundsOf, boxAt, type Places, type Point } from './geometry';
import type { Graph } from './graph';
import { fill, type GraphWords } from './graphWords';
import type { NodeKind } from './kinds';
import { listenToKeys } from './keys';
import type { NodeProblems, NodeStatus } from './nodeDrawing';
import { Painting } from './painting';
import { listenToPointer } from './pointers';
import { drawTools } from './tools';
import { Viewport } from './viewport';

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

/** Next to an edge a click is on it, in pixels of the screen. */
const EDGE_REACH = 6;

/**
 * A template's nodes and edges on a canvas. It draws what it is given and reports what a person does; the document and its history belong
 * to the caller. States of a run are written into the views alone, so that they cost no layout and no history.
 */
export class GraphView {
  readonly viewport: Viewport;
  private readonly drawn = new Drawn();
  private readonly painting: Painting;
  private readonly choosing: Choosing;
  private readonly dragging: Dragging;
  private readonly stopped = new AbortController();

  constructor(private readonly host: HTMLElement, private readonly options: GraphOptions) {
    host.classList.add('canvas', 'graph');
    host.setAttribute('role', 'application');
    const stage = document.createElement('div');
    stage.className = 'graph__stage';
    this.viewport = new Viewport(stage, host);
    this.painting = new Painting(host, stage, this.viewport, this.drawn, {
      kinds: options.kinds, words: options.words, plus: options.edits?.plus ?? null, onMountNode: (id, view) => this.choosing.mounted(id, view),
    });
    this.choosing = new Choosing(this.viewport, this.drawn, this.painting, options);
    this.dragging = new Dragging(host, this.viewport, this.drawn, this.painting.cells, options.edits, { onMoved: () => this.painting.changed(), onStep: () => this.painting.ask() });
    stage.append(this.dragging.guides);
    const percent = drawTools(host, options.words, { zoomBy: (steps) => this.viewport.zoomBy(steps), zoomFull: () => this.viewport.zoomTo(1), fit: () => this.fit() });
    host.append(this.painting.minimap.element);
    this.viewport.onChange = () => {
      percent(this.viewport.scale);
      this.painting.minimap.drawView();
      if (this.painting.isLarge) this.painting.ask();
    };
    this.viewport.onSettled = () => {
      if (this.painting.isLarge) this.painting.showCells();
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
    this.painting.show(before);
    this.host.setAttribute('aria-label', fill(this.options.words.graph, graph.nodes.size));
    this.choosing.mark(new Set([...this.selection].filter((id) => graph.nodes.has(id) || graph.edges.has(id))));
    const { stop } = this.drawn;
    this.choosing.stopAt(stop);
    this.painting.changed();
    // The keyboard was on a node that is gone.
    if (hadFocus && stop !== null && !this.host.contains(document.activeElement)) this.focus(stop);
  }

  /** States of a run by node; nodes that are not named keep theirs. They are drawn with the next frame. */
  setStates(states: ReadonlyMap<string, NodeStatus>): void {
    this.painting.tell(states);
  }

  /** No node has a state any more. */
  clearStates(): void {
    this.painting.forgetStates();
  }

  setProblems(problems: ReadonlyMap<string, NodeProblems>): void {
    this.painting.tellProblems(problems);
  }

  /** Selects without telling the caller, who asked for it. */
  select(ids: Iterable<string>): void {
    this.choosing.mark(new Set(ids));
  }

  fit(): void {
    this.viewport.fit(boundsOf(this.places.values()));
  }

  /** Shows a node and gives it the keyboard. */
  focus(id: string): void {
    this.choosing.focus(id);
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
    return this.painting.picture();
  }

  /** The edge next to a point of the graph, for something that is dropped there. */
  edgeNear(point: Point): string | null {
    return this.dragging.edgeNear(point);
  }

  dispose(): void {
    this.stopped.abort();
    this.viewport.dispose();
    this.painting.dispose();
    this.host.replaceChildren();
  }

  private listen(): void {
    const { signal } = this.stopped;
    const { choosing, dragging } = this;
    const stopPointer = listenToPointer(this.host, {
      editable: this.options.edits !== undefined,
      viewport: this.viewport,
      cellAt: (event) => this.cellAt(event),
      isNode: (id) => this.graph.nodes.has(id),
      onPress: (id, more) => choosing.press(id, more),
      onClick: (id, more) => choosing.click(id, more),
      onOpen: (id) => this.options.onOpen?.(id),
      onDrag: (id, by, free) => dragging.drag(id, by, free),
      onDrop: (id, by, free) => dragging.drop(id, by, free),
      onBox: (area, more) => choosing.choose([...(more ? this.selection : []), ...this.drawn.index.within(area).map(([id]) => id)]),
      onLink: (from, to) => dragging.link(from, to),
      onLinked: (from, to) => dragging.linked(from, to),
      onPlus: (id, at) => dragging.plus(id, at),
    });
    signal.addEventListener('abort', stopPointer);
    listenToKeys(this.host, {
      walk: (direction, more) => choosing.walk(direction, more), take: (open) => choosing.take(open),
      fit: () => this.fit(), zoomFull: () => this.viewport.zoomTo(1), zoomBy: (steps) => this.viewport.zoomBy(steps),
    }, signal);
    this.host.addEventListener('focusin', (event) => choosing.focused(event), { signal });
    onThemeChange(() => this.painting.recolour(), signal);
    const resized = new ResizeObserver(() => {
      // Where somebody draws, nothing is to move by itself.
      if (this.options.edits === undefined) this.viewport.refit();
      this.painting.minimap.drawView();
      this.painting.ask();
    });
    resized.observe(this.host);
    signal.addEventListener('abort', () => resized.disconnect());
  }

  private cellAt(event: MouseEvent): string | null {
    const id = event.target instanceof Element ? (event.target.closest('[data-cell-id]')?.getAttribute('data-cell-id') ?? null) : null;
    if (id !== null || !this.painting.isLarge) return id;
    const at = this.viewport.localOf({ x: event.clientX, y: event.clientY });
    return this.drawn.nodeAt(at) ?? this.drawn.edgeAt(at, EDGE_REACH / this.viewport.scale);
  }
}
