import type { TemplateDocument } from '../canvas/document';
import type { Fragment } from './commands';

const API_VERSION = 'maat/v1';
const KIND = 'Nodes';

/** Copied nodes as text: JSON of the same shape as in a template document, so that it can also be pasted into one. */
export function toText(fragment: Fragment): string {
  return JSON.stringify({ apiVersion: API_VERSION, kind: KIND, ...fragment }, null, 2);
}

/** Nodes out of the clipboard: copied ones, or those of a whole template document; null when the text holds none. */
export function fromText(text: string): Fragment | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (read === null || typeof read !== 'object' || (read as { apiVersion?: unknown }).apiVersion !== API_VERSION) return null;
  const { nodes, edges, layout } = read as Partial<TemplateDocument>;
  const isNode = (node: unknown): boolean =>
    node !== null && typeof node === 'object' && typeof (node as { key?: unknown }).key === 'string' && typeof (node as { kind?: unknown }).kind === 'string';
  if (!Array.isArray(nodes) || nodes.length === 0 || !nodes.every(isNode)) return null;
  return { nodes, edges: Array.isArray(edges) ? edges : [], layout: layout ?? {} };
}
