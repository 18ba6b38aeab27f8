import { DEFAULT_RULE, type TemplateDocument } from '../canvas/document';
import { nodeById, setNode } from './commands';
import { subjectOf, type Problem } from './problems';
import type { Words } from './words';

/** What one press does about a problem. */
export interface Mend {
  readonly label: string;
  readonly document: TemplateDocument;
}

/** Runs a join after whichever of its branch's arms was chosen. */
const JOIN_RULE = 'none_failed_min_one_success';

/** The one change that mends a problem; null where there are several, and a person must choose. */
export function mendOf(problem: Problem, document: TemplateDocument, words: Words): Mend | null {
  const about = subjectOf(problem, document);
  if (problem.code !== 'join_never_runs' || about.kind !== 'node') return null;
  // Whoever chose another rule than the usual one meant something by it.
  if ((nodeById(document, about.id)?.trigger_rule ?? DEFAULT_RULE) !== DEFAULT_RULE) return null;
  return { label: words.of('useRule', words.or(`rule_${JOIN_RULE}`, JOIN_RULE)), document: setNode(document, about.id, 'trigger_rule', JOIN_RULE) };
}
