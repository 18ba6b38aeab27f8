import type { TemplateDocument } from '../canvas/document';
import { edgeId, idsOf } from '../canvas/graph';
import type { NodeProblems } from '../canvas';

/** One thing that is wrong, as the server tells it. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  /** A JSON pointer (RFC 6901). */
  readonly path: string;
  readonly node: string | null;
  readonly field: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** Its message, which may go on from a sentence and then begins in lower case, as one of its own; a key at its beginning stays as it is. */
export const sentence = ({ message }: Problem): string => (/^[a-z]/.test(message) ? message[0]!.toUpperCase() + message.slice(1) : message);

/** What on the page a problem belongs to. */
export type Subject =
  | { readonly kind: 'node'; readonly id: string; readonly field: string }
  | { readonly kind: 'edge'; readonly id: string }
  | { readonly kind: 'variable'; readonly index: number; readonly field: string }
  | { readonly kind: 'template' };

export function subjectOf(problem: Problem, document: TemplateDocument): Subject {
  const [, list, index, ...rest] = problem.path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const at = Number(index);
  if (list === 'nodes' && document.nodes?.[at] !== undefined) return { kind: 'node', id: idsOf(document)[at]!, field: rest.join('/') };
  if (list === 'edges') {
    const edge = document.edges?.[at];
    if (edge !== undefined) return { kind: 'edge', id: edgeId(edge.from, edge.to, edge.arm) };
  }
  if (list === 'variables' && document.variables?.[at] !== undefined) return { kind: 'variable', index: at, field: rest.join('/') };
  return { kind: 'template' };
}

export function countByNode(problems: readonly Problem[], document: TemplateDocument): ReadonlyMap<string, NodeProblems> {
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const problem of problems) {
    const subject = subjectOf(problem, document);
    if (subject.kind !== 'node') continue;
    const count = counts.get(subject.id) ?? { errors: 0, warnings: 0 };
    counts.set(subject.id, count);
    count[problem.severity === 'error' ? 'errors' : 'warnings']++;
  }
  return counts;
}
