import { NODE_HEIGHT, NODE_WIDTH, ROW, type Point } from '../canvas/geometry';
import type { NodeKind } from '../canvas/kinds';
import { freeNear } from '../canvas/layout';
import { addNode, bridge, connect, idsAfter, nodeById, remove } from './commands';
import { pick, type Choice } from './dialogs';
import { graphFor, type Desk } from './editor';

/** New nodes stand on lines that their neighbours can meet. */
const snap = (length: number): number => Math.round(length / 12) * 12;

/** What a person does to the graph's nodes: adds, connects, finds and deletes them. */
export class NodeEdits {
  constructor(private readonly desk: Desk, private readonly canvasHost: HTMLElement) {}

  /** A kind was dropped at a point of the window. */
  drop(kind: NodeKind, at: Point): void {
    const canvas = this.canvasHost.getBoundingClientRect();
    if (at.x < canvas.left || at.x > canvas.right || at.y < canvas.top || at.y > canvas.bottom) return;
    const middle = this.desk.canvas.viewport.localOf(at);
    this.add(kind, { x: snap(middle.x - NODE_WIDTH / 2), y: snap(middle.y - NODE_HEIGHT / 2) });
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

  private add(kind: NodeKind, at: Point): void {
    const added = addNode(this.desk.document, kind, at);
    this.desk.edit(added.document);
    this.desk.show({ kind: 'node', id: added.key });
  }

  private choices(): Choice[] {
    return [...graphFor(this.desk.document, this.desk.kinds).nodes.values()].map((node) => ({ id: node.id, label: node.name, detail: node.key }));
  }
}
