import { DEFAULT_RULE, type NodeDefinition, type TemplateDocument } from './document';
import { armsOf, type Arm, type NodeKind } from './kinds';

/** What is drawn of a node. */
export interface GraphNode {
  /** Unique on the canvas: the node's key, with its index where a draft has the key twice. */
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly queue: string | null;
  /** The trigger rule; null for the default one, which is not shown. */
  readonly rule: string | null;
}

/** What is drawn of an edge. */
export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly arm: Arm | null;
}

/** A template as nodes and edges; both by id too. Edges that name no node are left out: they are problems, and cannot be drawn. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: ReadonlyMap<string, GraphEdge>;
  readonly next: ReadonlyMap<string, readonly string[]>;
  readonly previous: ReadonlyMap<string, readonly string[]>;
}

export type KindsByName = ReadonlyMap<string, NodeKind>;

/** The id of each node of a document, by its index. */
export function idsOf(document: TemplateDocument): readonly string[] {
  const taken = new Set<string>();
  return (document.nodes ?? []).map((node, index) => {
    const id = node.key === '' || taken.has(node.key) ? `${node.key}#${index}` : node.key;
    taken.add(id);
    return id;
  });
}

export function edgeId(from: string, to: string, arm: string | undefined): string {
  return arm === undefined ? `${from} → ${to}` : `${from} (${arm}) → ${to}`;
}

export function graphOf(document: TemplateDocument, kinds: KindsByName): Graph {
  const ids = idsOf(document);
  const nodes = new Map<string, GraphNode>();
  const definitions = new Map<string, NodeDefinition>();
  (document.nodes ?? []).forEach((node, index) => {
    const id = ids[index]!;
    definitions.set(id, node);
    nodes.set(id, {
      id, key: node.key, name: node.name ?? node.key, kind: node.kind, queue: node.queue ?? null,
      rule: node.trigger_rule === undefined || node.trigger_rule === DEFAULT_RULE ? null : node.trigger_rule,
    });
  });

  const edges = new Map<string, GraphEdge>();
  const next = new Map<string, string[]>([...nodes.keys()].map((id) => [id, []]));
  const previous = new Map<string, string[]>([...nodes.keys()].map((id) => [id, []]));
  const armsByNode = new Map<string, readonly Arm[] | null>();
  (document.edges ?? []).forEach((edge) => {
    const id = edgeId(edge.from, edge.to, edge.arm);
    if (!nodes.has(edge.from) || !nodes.has(edge.to) || edges.has(id)) return;
    if (!armsByNode.has(edge.from)) {
      const definition = definitions.get(edge.from)!;
      armsByNode.set(edge.from, armsOf(definition, kinds.get(definition.kind)));
    }
    const arms = armsByNode.get(edge.from);
    const arm = edge.arm === undefined ? null : (arms?.find((known) => known.arm === edge.arm) ?? { arm: edge.arm, when: null });
    edges.set(id, { id, from: edge.from, to: edge.to, arm });
    next.get(edge.from)!.push(edge.to);
    previous.get(edge.to)!.push(edge.from);
  });
  return { nodes, edges, next, previous };
}

/** Everything that can be reached from `start` along `links`, without `start` itself unless it lies on a cycle. */
export function reach(start: string, links: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(links.get(start) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(links.get(id) ?? []));
  }
  return found;
}

/** Whether an edge from `from` to `to` would close a circle. */
export function closesCircle(graph: Graph, from: string, to: string): boolean {
  return from === to || reach(to, graph.next).has(from);
}
