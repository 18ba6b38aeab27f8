import type { Json, NodeDefinition, TemplateDocument } from '../canvas/document';
import { graphOf, idsOf, reach } from '../canvas/graph';

/** Something that an expression can read. */
export interface Suggestion {
  /** As it is written, for example `nodes.extract.outputs.rows`. */
  readonly text: string;
  /** What it is, in a word. */
  readonly detail: string;
}

/** Lines of scripts that hand an output on: a key, `=`, and later the file of outputs. */
const OUTPUT = /(?:^|["'\s;])([a-z][a-z0-9_]*)=.*>>\s*["']?\$\{?MAAT_OUTPUT/gm;

/** The outputs that a node is seen to write. */
export function outputsOf(node: NodeDefinition): readonly string[] {
  const found = new Set<string>();
  const look = (value: Json | undefined): void => {
    if (typeof value === 'string') for (const match of value.matchAll(OUTPUT)) found.add(match[1]!);
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(look);
  };
  look(node.with);
  return [...found];
}

/** What the expressions of a node can read: variables, outputs of the nodes upstream, and facts about the run. */
export function suggestionsFor(document: TemplateDocument, id: string, runFacts: readonly string[]): readonly Suggestion[] {
  const found: Suggestion[] = (document.variables ?? []).map((variable) => ({ text: `vars.${variable.key}`, detail: variable.type }));
  const upstream = reach(id, graphOf(document, new Map()).previous);
  const ids = idsOf(document);
  (document.nodes ?? []).forEach((node, index) => {
    if (!upstream.has(ids[index]!)) return;
    const outputs = outputsOf(node);
    for (const output of outputs) found.push({ text: `nodes.${node.key}.outputs.${output}`, detail: node.name ?? node.key });
    if (outputs.length === 0) found.push({ text: `nodes.${node.key}.outputs.`, detail: node.name ?? node.key });
  });
  return [...found, ...runFacts.map((fact) => ({ text: `run.${fact}`, detail: 'run' }))];
}

/** Where in a text before the cursor a reference begins that is being typed; null where none is. */
export function referenceBefore(text: string, isExpression: boolean): number | null {
  const open = text.lastIndexOf('${{');
  if (!isExpression && (open < 0 || text.indexOf('}}', open) >= 0)) return null;
  const word = /[a-z][a-z0-9_.]*$/.exec(text)?.[0] ?? '';
  const start = text.length - word.length;
  return isExpression || start >= open + 3 ? start : null;
}
