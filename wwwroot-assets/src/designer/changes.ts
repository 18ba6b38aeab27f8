import type { Json, JsonObject, NodeDefinition, TemplateDocument } from '../canvas/document';
import { divergences, type Divergence } from './merge';
import { same } from './same';

/** One thing in which a later document differs from an earlier one. */
export interface Change {
  readonly id: string;
  readonly mark: 'added' | 'changed' | 'removed';
  readonly part: Exclude<Divergence['part'], 'layout'>;
  readonly name: string;
  /** Of something that was changed: the fields that differ, as in `with.script`. */
  readonly fields: readonly string[];
  /** Undefined where it is not there. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What was done to a template, in the order of the later document. Where nodes stand on the canvas is no change of what runs. */
export function changesBetween(before: TemplateDocument, after: TemplateDocument): readonly Change[] {
  return divergences(before, after, before).flatMap(({ id, part, name, mine, theirs }) => (part === 'layout' ? [] : [{
    id, part, name, before: theirs, after: mine,
    mark: theirs === undefined ? 'added' as const : mine === undefined ? 'removed' as const : 'changed' as const,
    fields: theirs === undefined || mine === undefined ? [] : fieldsOf(theirs, mine),
  }]));
}

/** Fields that differ; those of a node's parameters one by one. */
function fieldsOf(before: Json, after: Json): readonly string[] {
  return differing(before, after).flatMap((name) => {
    if (name !== 'with') return [name];
    const [was, is] = [(before as JsonObject)['with'], (after as JsonObject)['with']];
    return differing(was ?? {}, is ?? {}).map((parameter) => `with.${parameter}`);
  });
}

const differing = (before: Json, after: Json): readonly string[] =>
  (isObject(before) && isObject(after) ? [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !same(before[name], after[name])) : []);

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the change is called to people. */
export function titleOf(change: Change): string {
  const node = (change.after ?? change.before) as NodeDefinition | undefined;
  return change.part === 'node' && node?.name !== undefined ? node.name : change.name;
}
