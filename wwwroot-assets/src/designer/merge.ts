import type { EdgeDefinition, Json, JsonObject, NodeDefinition, Place, TemplateDocument, VariableDefinition } from '../canvas/document';
import { same } from './same';

export type Side = 'mine' | 'theirs';

/** One thing in which two drafts differ. */
export interface Divergence {
  /** Names it among the others. */
  readonly id: string;
  readonly part: 'template' | 'node' | 'variable' | 'edge' | 'layout';
  readonly name: string;
  /** Who changed it since the draft that both began with; `both` too when that draft is not known. */
  readonly by: Side | 'both';
  /** What is taken unless somebody chooses otherwise: each one's own changes, and mine where both changed. */
  readonly proposed: Side;
  /** Undefined where it is not there. */
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
}

type Parts = ReadonlyMap<string, Json>;

const LISTS = ['nodes', 'variables', 'edges', 'layout'];

/** Where two drafts differ, part by part, in the order in which they are looked at. `base` is the draft that both were made from. */
export function divergences(base: TemplateDocument | null, mine: TemplateDocument, theirs: TemplateDocument): readonly Divergence[] {
  const [was, ours, others] = [base === null ? null : partsOf(base), partsOf(mine), partsOf(theirs)];
  return [...new Set([...ours.keys(), ...others.keys()])].filter((id) => !same(ours.get(id), others.get(id))).map((id): Divergence => {
    const [a, b] = [ours.get(id), others.get(id)];
    const iDid = was === null || !same(a, was.get(id));
    const theyDid = was === null || !same(b, was.get(id));
    const by = iDid && theyDid ? 'both' : iDid ? 'mine' : 'theirs';
    // Without a common draft nobody knows who deleted what: then what is there stays.
    const proposed = by !== 'both' ? by : a === undefined && was === null ? 'theirs' : 'mine';
    const [part, name] = named(id);
    return { id, part, name, by, proposed, mine: a, theirs: b };
  });
}

/** One draft out of two: each part from the side that was chosen. What would hang in the air, an edge of a node that is not there, goes. */
export function merged(base: TemplateDocument | null, mine: TemplateDocument, theirs: TemplateDocument, chosen: (divergence: Divergence) => Side): TemplateDocument {
  const taken = new Map(partsOf(mine));
  for (const divergence of divergences(base, mine, theirs)) {
    const value = divergence[chosen(divergence)];
    if (value === undefined) taken.delete(divergence.id);
    else taken.set(divergence.id, value);
  }
  // Whoever left the order alone follows the one who did not.
  const order = base !== null && same(listed(base), listed(mine)) ? [theirs, mine] : [mine, theirs];
  const ids = [...new Set(order.flatMap((document) => [...partsOf(document).keys()]))].filter((id) => taken.has(id));
  const of = <T>(part: string): T[] => ids.filter((id) => named(id)[0] === part).map((id) => taken.get(id) as T);
  const nodes = of<NodeDefinition>('node');
  const keys = new Set(nodes.map((node) => node.key));
  const edges = of<EdgeDefinition>('edge').filter((edge) => keys.has(edge.from) && keys.has(edge.to));
  const variables = of<VariableDefinition>('variable');
  const layout = Object.fromEntries(ids.filter((id) => named(id)[0] === 'layout' && keys.has(named(id)[1])).map((id) => [named(id)[1], taken.get(id) as unknown as Place]));
  const rest = Object.fromEntries(ids.filter((id) => named(id)[0] === 'template').map((id) => [named(id)[1], taken.get(id)!]));
  return {
    ...(rest as unknown as TemplateDocument),
    ...(variables.length > 0 ? { variables } : {}),
    ...(nodes.length > 0 ? { nodes } : {}),
    ...(edges.length > 0 ? { edges } : {}),
    ...(Object.keys(layout).length > 0 ? { layout } : {}),
  };
}

/** A part as lines of text, for showing what differs in it. */
export function linesOf(value: Json | undefined, name = ''): readonly string[] {
  if (value === undefined) return [];
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return Object.entries(value as JsonObject).flatMap(([field, member]) => linesOf(member, name === '' ? field : `${name}.${field}`));
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const lines = text.split('\n');
  return lines.length === 1 ? [name === '' ? text : `${name}: ${text}`] : [`${name}:`, ...lines.map((line) => `  ${line}`)];
}

function partsOf(document: TemplateDocument): Parts {
  const parts = new Map<string, Json>();
  const put = (part: string, name: string, value: unknown): void => {
    // Twice the same key is an error of the draft, which must not be lost either.
    let id = `${part}/${name}`;
    while (parts.has(id)) id += '\u00a0';
    parts.set(id, value as Json);
  };
  for (const [field, value] of Object.entries(document)) if (!LISTS.includes(field) && value !== undefined) put('template', field, value);
  for (const node of document.nodes ?? []) put('node', node.key, node);
  for (const variable of document.variables ?? []) put('variable', variable.key, variable);
  for (const edge of document.edges ?? []) put('edge', edge.arm === undefined ? `${edge.from} → ${edge.to}` : `${edge.from} → ${edge.to} (${edge.arm})`, edge);
  for (const [node, place] of Object.entries(document.layout ?? {})) put('layout', node, place);
  return parts;
}

function named(id: string): [Divergence['part'], string] {
  const at = id.indexOf('/');
  return [id.slice(0, at) as Divergence['part'], id.slice(at + 1)];
}

const listed = (document: TemplateDocument): readonly string[] => [...partsOf(document).keys()];
