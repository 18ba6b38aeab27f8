import { arrange, type Graph, type GraphEdge, type GraphNode, GraphView, type NodeStatus as DrawnStatus } from '../canvas';
import { edgeId } from '../canvas/graph';
import { setText } from './elements';
import type { NodeStatus, RunGraph } from './messages';
import type { RunModel } from './model';
import { nodeMeta } from './nodeMeta';
import type { Words } from './words';

const DEFAULT_RULE = 'all_success';

/** The designer's canvas, read-only, with the run's states on it. */
export class GraphPane {
  private readonly view: GraphView;
  private ready = false;
  private fitted = false;
  private visible = false;
  private selected: string | null = null;
  private gone = false;
  /** What was written last, so that only what differs is written again. */
  private readonly written = new Map<number, string>();

  constructor(
    host: HTMLElement, private readonly note: HTMLElement, private readonly model: RunModel, private readonly words: Words,
    private readonly choose: (key: string | null) => void,
  ) {
    const kinds = Object.entries(words.kinds).map(([name, title]) => ({ name, title, description: '', parameters: [] }));
    this.view = new GraphView(host, { kinds, words: words.graph, onSelect: (ids) => this.onSelect(ids) });
  }

  /** Draws the graph; it never changes, so a second time does nothing. */
  setGraph(graph: RunGraph): void {
    if (!this.ready) this.draw(graph);
  }

  show(visible: boolean, node: string | null): void {
    const opened = visible && !this.visible;
    this.visible = visible;
    const moved = node !== this.selected;
    this.selected = node;
    if (!this.ready || !visible) return;
    if (opened) this.write(this.model.nodes);
    if (moved || opened) this.mark();
    if (!this.fitted) this.fit();
    else if (moved) this.reveal();
  }

  /** Some nodes have moved on; so may have what is said of those that wait for them. */
  update(changed: readonly NodeStatus[]): void {
    if (!this.ready || !this.visible) return;
    const waiting = new Set(changed.flatMap((node) => this.model.children(node.node)));
    this.write([...changed, ...[...waiting].map((child) => this.model.nodes[child]!)]);
  }

  /** Counts on where something runs. */
  tick(): void {
    if (this.ready && this.visible) this.write(this.model.nodes.filter((node) => node.state === 'running'));
  }

  destroy(): void {
    this.gone = true;
    this.view.dispose();
  }

  private draw(graph: RunGraph): void {
    const { names } = this.model;
    const nodes = new Map<string, GraphNode>(names.map(({ key, name, kind }, ordinal) => {
      const rule = graph.rules[ordinal]!;
      return [key, { id: key, key, name, kind, queue: null, rule: rule === DEFAULT_RULE ? null : rule }];
    }));
    const edges = new Map<string, GraphEdge>();
    const next = new Map<string, string[]>(names.map(({ key }) => [key, []]));
    const previous = new Map<string, string[]>(names.map(({ key }) => [key, []]));
    for (const edge of graph.edges) {
      const [from, to] = [names[edge.from]!.key, names[edge.to]!.key];
      const id = edgeId(from, to, edge.arm ?? undefined);
      // The condition is the designer's matter; here the arm is enough.
      edges.set(id, { id, from, to, arm: edge.arm === null ? null : { arm: edge.arm, when: '' } });
      next.get(from)!.push(to);
      previous.get(to)!.push(from);
    }
    const drawn: Graph = { nodes, edges, next, previous };
    const layout = Object.fromEntries(graph.places.flatMap((place, ordinal) => place === null ? [] : [[names[ordinal]!.key, [place.x, place.y] as const]]));
    this.view.draw(drawn, arrange({ apiVersion: '', kind: '', name: '', layout }, drawn));
    this.ready = true;
    setText(this.note, '');
    this.note.hidden = true;
    this.write(this.model.nodes);
    this.mark();
    if (this.visible) this.fit();
  }

  private write(nodes: readonly NodeStatus[]): void {
    const states = new Map<string, DrawnStatus>();
    const now = Date.now();
    for (const node of nodes) {
      const note = nodeMeta(this.model, node, this.words, now);
      const words = this.words.states[node.state] ?? node.state;
      const all = `${node.state} ${words} ${note} ${node.choice?.join(' ') ?? ''}`;
      if (this.written.get(node.node) === all) continue;
      this.written.set(node.node, all);
      states.set(this.model.names[node.node]!.key, { state: node.state, words, note, arms: node.choice });
    }
    if (states.size > 0) this.view.setStates(states);
  }

  private mark(): void {
    this.view.select(this.selected === null ? [] : [this.selected]);
  }

  private fit(): void {
    this.fitted = true;
    this.view.fit();
    this.reveal();
  }

  /** The panel may just have come over what was chosen. */
  private reveal(): void {
    requestAnimationFrame(() => {
      if (this.selected !== null && !this.gone) this.view.reveal(this.selected);
    });
  }

  private onSelect(ids: ReadonlySet<string>): void {
    const keys = [...ids].filter((id) => this.view.graph.nodes.has(id));
    if (keys.length > 1) return;
    const key = keys[0] ?? null;
    if (key !== this.selected) this.choose(key);
  }
}
