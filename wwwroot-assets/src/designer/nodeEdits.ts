import type { TemplateDocument } from '../canvas/document';
import { NODE_HEIGHT, NODE_WIDTH, ROW, type Places, type Point } from '../canvas/geometry';
import { reach } from '../canvas/graph';
import type { NodeKind } from '../canvas/kinds';
import { freeNear } from '../canvas/layout';
import { addNode, bridge, connect, idsAfter, move, nodeById, remove, splice } from './commands';
import { pick, type Choice } from './dialogs';
import { graphFor, type Desk } from './editor';

/** New nodes stand on lines that their neighbours can meet. */
const snap = (length: number): number => Math.round(length / 12) * 12;

/** What a person does to the graph's nodes: adds, connects, finds and deletes them. */
export class NodeEdits {
  constructor(private readonly desk: Desk, private readonly canvasHost: HTMLElement) {}

  /** A kind was dropped at a point of the window; on an edge it goes into that. */
  drop(kind: NodeKind, at: Point): void {
    const canvas = this.canvasHost.getBoundingClientRect();
    if (at.x < canvas.left || at.x > canvas.right || at.y < canvas.top || at.y > canvas.bottom) return;
    const middle = this.desk.canvas.viewport.localOf(at);
    const edge = this.desk.canvas.edgeNear(middle);
    this.add(kind, { x: snap(middle.x - NODE_WIDTH / 2), y: snap(middle.y - NODE_HEIGHT / 2) }, (document, key) => (edge === null ? document : splice(document, edge, key, this.desk.kinds)));
  }

  /** Nodes were dragged; one that was dropped on an edge goes into it. */
  moved(places: Places, onto: string | null): void {
    const { desk } = this;
    const [id] = places.keys();
    const moved = move(desk.document, places);
    desk.edit(onto === null || id === undefined ? moved : splice(moved, onto, id, desk.kinds));
  }

  /** Asks what is to follow a node at a place of the graph. */
  extend(from: string, place: Point, client: Point): void {
    const { desk } = this;
    const below = desk.canvas.places.get(from)!;
    // A click on the port says where from, and not where to.
    const atPort = Math.hypot(place.x - below.x - NODE_WIDTH / 2, place.y - below.y - NODE_HEIGHT) < NODE_HEIGHT / 2;
    const wanted = atPort ? { x: below.x, y: below.y + ROW } : { x: snap(place.x - NODE_WIDTH / 2), y: snap(place.y) };
    this.pickKind(client, (kind) => this.add(kind, freeNear(wanted, desk.canvas.places), (document, key) => connect(document, from, key, desk.kinds)));
  }

  /** Asks what is to stand in the middle of an edge. */
  insert(edge: string, client?: Point): void {
    const { desk } = this;
    const ends = desk.canvas.graph.edges.get(edge);
    const [from, to] = [desk.canvas.places.get(ends?.from ?? ''), desk.canvas.places.get(ends?.to ?? '')];
    if (from === undefined || to === undefined) return;
    const between = { x: snap((from.x + to.x) / 2), y: Math.round(Math.max(from.y + ROW, (from.y + to.y) / 2)) };
    this.pickKind(client, (kind) => this.add(kind, freeNear(between, desk.canvas.places), (document, key) => splice(document, edge, key, desk.kinds)));
  }

  /** Below the chosen node, or where the canvas is looked at. */
  addByKey(kind: NodeKind): void {
    const { canvas } = this.desk;
    const [chosen] = canvas.selection;
    const from = chosen === undefined ? undefined : canvas.places.get(chosen);
    const { seen } = canvas.viewport;
    const wanted = from === undefined ? { x: snap(seen.x + seen.width / 2 - NODE_WIDTH / 2), y: snap(seen.y + seen.height / 3) } : { x: from.x, y: from.y + ROW };
    this.add(kind, freeNear(wanted, canvas.places));
    const [added] = canvas.selection;
    if (added !== undefined) canvas.focus(added);
  }

  /** Asks where an edge from a node is to go. */
  connectFrom(id: string): void {
    const { desk } = this;
    const name = nodeById(desk.document, id)?.name ?? id;
    pick(desk.words, desk.words.of('connectTitle', name), this.choices().filter((choice) => choice.id !== id), (to) => {
      desk.edit(connect(desk.document, id, to, desk.kinds));
      desk.canvas.focus(id);
    });
  }

  find(): void {
    const { desk } = this;
    pick(desk.words, desk.words.of('find'), this.choices(), (id) => {
      desk.show({ kind: 'node', id });
      desk.canvas.focus(id);
    });
  }

  selectAll(): void {
    this.desk.select(new Set(this.desk.canvas.graph.nodes.keys()));
  }

  selectReach(id: string, along: 'next' | 'previous'): void {
    this.desk.select(new Set([id, ...reach(id, this.desk.canvas.graph[along])]));
  }

  /** Deletes what is selected, and offers to join what stood before it with what stood behind it. */
  removeSelected(): void {
    const { desk } = this;
    const ids = new Set(desk.canvas.selection);
    if (ids.size === 0 || desk.readOnly) return;
    const before = desk.document;
    const nodes = new Set([...ids].filter((id) => nodeById(before, id) !== undefined));
    const after = remove(before, ids);
    const joined = remove(bridge(before, nodes, desk.kinds), ids);
    const [next] = idsAfter(before, after, nodes);
    desk.edit(after);
    desk.show({ kind: 'template' });
    if (next !== undefined) desk.canvas.focus(next);
    else this.canvasHost.querySelector<HTMLElement>('button')?.focus();
    if ((joined.edges?.length ?? 0) > (after.edges?.length ?? 0)) {
      desk.offer(desk.words.of('deleted', nodes.size), desk.words.of('joinNeighbours'), () => {
        if (desk.document === after) desk.edit(joined);
      });
    }
  }

  /** Adds a node, and joins it to others as one step. */
  private add(kind: NodeKind, at: Point, join: (document: TemplateDocument, key: string) => TemplateDocument = (document) => document): void {
    const added = addNode(this.desk.document, kind, at);
    this.desk.edit(join(added.document, added.key));
    this.desk.show({ kind: 'node', id: added.key });
  }

  private pickKind(at: Point | undefined, onKind: (kind: NodeKind) => void): void {
    const { words, kinds } = this.desk;
    const choices = [...kinds.values()].map((kind) => ({ id: kind.name, label: words.or(`kind_${kind.name}`, kind.title), detail: kind.name }));
    pick(words, words.of('addNode'), choices, (name) => onKind(kinds.get(name)!), at);
  }

  private choices(): Choice[] {
    return [...graphFor(this.desk.document, this.desk.kinds).nodes.values()].map((node) => ({ id: node.id, label: node.name, detail: node.key }));
  }
}
