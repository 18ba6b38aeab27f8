import { armsOf, armsParameter, type NodeKind } from '../canvas/kinds';
import type { EdgeDefinition, Json, JsonObject, NodeDefinition, Place, TemplateDocument, VariableDefinition } from '../canvas/document';
import type { Point } from '../canvas/geometry';
import { edgeId, idsOf } from '../canvas/graph';
import { freeKey } from './keys';

/** Changes of a document: each returns another document, and shares what it did not change. */

type Kinds = ReadonlyMap<string, NodeKind>;

/** Nodes and the edges between them, as they lie in the clipboard. */
export interface Fragment {
  readonly nodes: readonly NodeDefinition[];
  readonly edges: readonly EdgeDefinition[];
  readonly layout: { readonly [node: string]: Place };
}

export const keysOf = (document: TemplateDocument): ReadonlySet<string> => new Set((document.nodes ?? []).map((node) => node.key));

export const variableKeys = (document: TemplateDocument): ReadonlySet<string> => new Set((document.variables ?? []).map((variable) => variable.key));

export function nodeById(document: TemplateDocument, id: string): NodeDefinition | undefined {
  return document.nodes?.[idsOf(document).indexOf(id)];
}

/** The same object with a field set, or without it when the value is undefined. */
export function withField<T extends object>(target: T, name: string, value: unknown): T {
  const { [name]: _gone, ...rest } = target as Record<string, unknown>;
  if (value === undefined) return rest as T;
  return (name in target ? { ...target, [name]: value } : { ...rest, [name]: value }) as T;
}

/** A new node with what its kind asks for at least. */
export function addNode(document: TemplateDocument, kind: NodeKind, at: Point): { readonly document: TemplateDocument; readonly key: string } {
  const key = freeKey(kind.name, keysOf(document));
  const parameters: Record<string, Json> = {};
  if (armsParameter(kind) !== undefined) {
    const [arm, ...fields] = armsParameter(kind)!.item!.fields!;
    const [condition, otherwise] = [fields.find((field) => field.type === 'expression'), fields.find((field) => field.type === 'boolean')];
    parameters[armsParameter(kind)!.name] = [
      { [arm!.name]: 'yes', ...(condition === undefined ? {} : { [condition.name]: 'true' }) },
      { [arm!.name]: 'no', ...(otherwise === undefined ? {} : { [otherwise.name]: true }) },
    ];
  }
  for (const parameter of kind.parameters) {
    if (parameter.required && (parameter.type === 'script' || parameter.type === 'text' || parameter.type === 'multiline')) parameters[parameter.name] = '';
  }
  const node: NodeDefinition = { key, kind: kind.name, ...(Object.keys(parameters).length === 0 ? {} : { with: parameters }) };
  return { document: move({ ...document, nodes: [...(document.nodes ?? []), node] }, new Map([[key, at]])), key };
}

export function move(document: TemplateDocument, places: ReadonlyMap<string, Point>): TemplateDocument {
  const layout: Record<string, Place> = { ...document.layout };
  for (const [id, { x, y }] of places) layout[id] = [Math.round(x), Math.round(y)];
  return { ...document, layout };
}

/** Connects two nodes; out of a branch by the first arm that leads nowhere yet. */
export function connect(document: TemplateDocument, from: string, to: string, kinds: Kinds, arm?: string): TemplateDocument {
  const source = nodeById(document, from);
  if (source === undefined || nodeById(document, to) === undefined) return document;
  const edges = document.edges ?? [];
  const arms = armsOf(source, kinds.get(source.kind));
  const used = new Set(edges.filter((edge) => edge.from === from).map((edge) => edge.arm));
  const by = arms === null ? undefined : (arm ?? arms.find((known) => !used.has(known.arm))?.arm ?? arms[0]?.arm);
  if (edges.some((edge) => edge.from === from && edge.to === to && edge.arm === by)) return document;
  return { ...document, edges: [...edges, { from, to, ...(by === undefined ? {} : { arm: by }) }] };
}

/** Puts a node into an edge, which goes on from it; the arm stays where it left its branch. */
export function splice(document: TemplateDocument, edge: string, key: string, kinds: Kinds): TemplateDocument {
  const found = (document.edges ?? []).find((known) => edgeId(known.from, known.to, known.arm) === edge);
  if (found === undefined || found.from === key || found.to === key) return document;
  return connect(connect(remove(document, new Set([edge])), found.from, key, kinds, found.arm), key, found.to, kinds);
}

/** Without the given nodes and edges, and without what hung on the nodes. */
export function remove(document: TemplateDocument, ids: ReadonlySet<string>): TemplateDocument {
  const nodeIds = idsOf(document);
  const nodes = (document.nodes ?? []).filter((_, index) => !ids.has(nodeIds[index]!));
  const gone = new Set(nodeIds.filter((id) => ids.has(id)));
  const edges = (document.edges ?? []).filter((edge) => !ids.has(edgeId(edge.from, edge.to, edge.arm)) && !gone.has(edge.from) && !gone.has(edge.to));
  const layout = Object.fromEntries(Object.entries(document.layout ?? {}).filter(([id]) => !gone.has(id)));
  return { ...document, nodes, edges, layout };
}

/** Joins what came before the given nodes with what comes after them, so that their removal leaves no gap. */
export function bridge(document: TemplateDocument, ids: ReadonlySet<string>, kinds: Kinds): TemplateDocument {
  const edges = document.edges ?? [];
  let bridged = document;
  for (const id of ids) {
    const before = edges.filter((edge) => edge.to === id && !ids.has(edge.from));
    const after = edges.filter((edge) => edge.from === id && !ids.has(edge.to));
    for (const into of before) for (const out of after) bridged = connect(bridged, into.from, out.to, kinds, into.arm);
  }
  return bridged;
}

/** Nodes that are left near those that were removed, the nearest first: one of them gets the keyboard. */
export function idsAfter(before: TemplateDocument, after: TemplateDocument, removed: ReadonlySet<string>): readonly string[] {
  const left = idsOf(after);
  const near = (before.edges ?? []).flatMap((edge) => (removed.has(edge.to) ? [edge.from] : removed.has(edge.from) ? [edge.to] : []));
  return [...near.filter((id) => left.includes(id)), ...left];
}

export function setNode(document: TemplateDocument, id: string, field: string, value: unknown): TemplateDocument {
  const index = idsOf(document).indexOf(id);
  return { ...document, nodes: (document.nodes ?? []).map((node, i) => (i === index ? withField(node, field, value) : node)) };
}

export function setParameter(document: TemplateDocument, id: string, name: string, value: Json | undefined): TemplateDocument {
  const parameters = withField(nodeById(document, id)?.with ?? {}, name, value);
  return setNode(document, id, 'with', Object.keys(parameters).length === 0 ? undefined : parameters);
}

/** Gives a node another key, and follows it wherever the template names the old one. */
export function renameNode(document: TemplateDocument, id: string, key: string): TemplateDocument {
  const index = idsOf(document).indexOf(id);
  const old = document.nodes?.[index]?.key;
  if (old === undefined || old === key) return document;
  const reference = reading('nodes', old);
  const named = (edge: EdgeDefinition): EdgeDefinition =>
    edge.from === old || edge.to === old ? { ...edge, from: edge.from === old ? key : edge.from, to: edge.to === old ? key : edge.to } : edge;
  return {
    ...document,
    nodes: (document.nodes ?? []).map((node, i) => {
      const parameters = old === '' ? node.with : replaceTexts(node.with, (text) => text.replace(reference, `nodes.${key}`));
      const kept = parameters === node.with ? node : { ...node, with: parameters as JsonObject };
      return i === index ? { ...kept, key } : kept;
    }),
    edges: (document.edges ?? []).map(named),
    layout: Object.fromEntries(Object.entries(document.layout ?? {}).map(([node, place]) => [node === id ? key : node, place])),
  };
}

export function setEdgeArm(document: TemplateDocument, id: string, arm: string): TemplateDocument {
  return { ...document, edges: (document.edges ?? []).map((edge) => (edgeId(edge.from, edge.to, edge.arm) === id ? { ...edge, arm } : edge)) };
}

/** Gives an arm another name in its branch and on its edges. */
export function renameArm(document: TemplateDocument, id: string, old: string, arm: string): TemplateDocument {
  return { ...document, edges: (document.edges ?? []).map((edge) => (edge.from === id && edge.arm === old ? { ...edge, arm } : edge)) };
}

export function setVariable(document: TemplateDocument, index: number, field: string, value: unknown): TemplateDocument {
  return { ...document, variables: (document.variables ?? []).map((variable, i) => (i === index ? withField(variable, field, value) : variable)) };
}

export function replaceVariable(document: TemplateDocument, index: number, variable: VariableDefinition): TemplateDocument {
  return { ...document, variables: (document.variables ?? []).map((old, i) => (i === index ? variable : old)) };
}

/** Gives a variable another key, and follows it wherever the template reads the old one. */
export function renameVariable(document: TemplateDocument, index: number, key: string): TemplateDocument {
  const old = document.variables?.[index]?.key;
  if (old === undefined || old === key) return document;
  const reference = reading('vars', old);
  const renamed = setVariable(document, index, 'key', key);
  return old === '' ? renamed : {
    ...renamed,
    nodes: (renamed.nodes ?? []).map((node) => {
      const parameters = replaceTexts(node.with, (text) => text.replace(reference, `vars.${key}`));
      return parameters === node.with ? node : { ...node, with: parameters as JsonObject };
    }),
  };
}

export function addVariable(document: TemplateDocument): { readonly document: TemplateDocument; readonly index: number } {
  const variables = document.variables ?? [];
  const key = freeKey('variable', variableKeys(document));
  return { document: { ...document, variables: [...variables, { key, type: 'text' }] }, index: variables.length };
}

export function removeVariable(document: TemplateDocument, index: number): TemplateDocument {
  return { ...document, variables: (document.variables ?? []).filter((_, i) => i !== index) };
}

/** The nodes whose parameters read a variable. */
export function usersOf(document: TemplateDocument, variable: string): readonly NodeDefinition[] {
  const reference = reading('vars', variable);
  return (document.nodes ?? []).filter((node) => JSON.stringify(node.with ?? {}).search(reference) >= 0);
}

export function copy(document: TemplateDocument, ids: ReadonlySet<string>): Fragment {
  const nodeIds = idsOf(document);
  const nodes = (document.nodes ?? []).filter((_, index) => ids.has(nodeIds[index]!));
  const keys = new Set(nodes.map((node) => node.key));
  return {
    nodes,
    edges: (document.edges ?? []).filter((edge) => keys.has(edge.from) && keys.has(edge.to)),
    layout: Object.fromEntries(Object.entries(document.layout ?? {}).filter(([id]) => keys.has(id))),
  };
}

/** Adds copied nodes under keys that are free, moved by `by`; what they name among themselves they go on naming. */
export function paste(document: TemplateDocument, fragment: Fragment, by: Point): { readonly document: TemplateDocument; readonly keys: readonly string[] } {
  const taken = new Set(keysOf(document));
  const renamed = new Map<string, string>();
  for (const node of fragment.nodes) {
    const key = freeKey(node.key === '' ? node.kind : node.key, taken);
    taken.add(key);
    renamed.set(node.key, key);
  }
  const named = (text: string): string => text.replace(/\bnodes\.([a-z][a-z0-9_]*)/g, (whole, key: string) => (renamed.has(key) ? `nodes.${renamed.get(key)}` : whole));
  const nodes = fragment.nodes.map((node) => {
    const parameters = replaceTexts(node.with, named);
    return { ...node, key: renamed.get(node.key)!, ...(parameters === undefined ? {} : { with: parameters as JsonObject }) };
  });
  const edges = fragment.edges.flatMap((edge) => {
    const [from, to] = [renamed.get(edge.from), renamed.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
  });
  const places = new Map(Object.entries(fragment.layout).flatMap(([id, [x, y]]) => {
    const key = renamed.get(id);
    return key === undefined ? [] : [[key, { x: x + by.x, y: y + by.y }] as const];
  }));
  const pasted = { ...document, nodes: [...(document.nodes ?? []), ...nodes], edges: [...(document.edges ?? []), ...edges] };
  return { document: move(pasted, places), keys: nodes.map((node) => node.key) };
}

/** Where an expression reads from a key. A draft's key may be no key yet, and hold what means something in a pattern. */
function reading(root: 'nodes' | 'vars', key: string): RegExp {
  return new RegExp(`\\b${root}\\.${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![a-z0-9_])`, 'g');
}

function replaceTexts<T extends Json | undefined>(value: T, replace: (text: string) => string): T {
  if (typeof value === 'string') return replace(value) as T;
  if (value === null || value === undefined || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => replaceTexts(item, replace));
    return items.every((item, i) => item === (value as readonly Json[])[i]) ? value : (items as Json as T);
  }
  const entries = Object.entries(value as JsonObject).map(([name, member]) => [name, replaceTexts(member, replace)] as const);
  return entries.every(([name, member]) => member === (value as JsonObject)[name]) ? value : (Object.fromEntries(entries) as Json as T);
}
