import type { TemplateDocument } from '../canvas/document';

/** One thing in which two documents differ. */
export interface Difference {
  readonly part: 'node' | 'variable' | 'edges' | 'layout' | 'template';
  readonly name: string;
  /** Who has it; `both` have it, but not the same. */
  readonly in: 'mine' | 'theirs' | 'both';
}

/** Where two drafts differ, for choosing between them. */
export function differences(mine: TemplateDocument, theirs: TemplateDocument): readonly Difference[] {
  const found: Difference[] = [];
  const compare = (part: Difference['part'], ours: readonly { readonly key: string }[], others: readonly { readonly key: string }[]): void => {
    const [a, b] = [new Map(ours.map((item) => [item.key, item])), new Map(others.map((item) => [item.key, item]))];
    for (const [key, item] of a) {
      if (!b.has(key)) found.push({ part, name: key, in: 'mine' });
      else if (!same(item, b.get(key))) found.push({ part, name: key, in: 'both' });
    }
    for (const key of b.keys()) if (!a.has(key)) found.push({ part, name: key, in: 'theirs' });
  };
  if (mine.name !== theirs.name || mine.description !== theirs.description) found.push({ part: 'template', name: mine.name, in: 'both' });
  compare('node', mine.nodes ?? [], theirs.nodes ?? []);
  compare('variable', mine.variables ?? [], theirs.variables ?? []);
  if (!same(mine.edges ?? [], theirs.edges ?? [])) found.push({ part: 'edges', name: '', in: 'both' });
  if (!same(mine.layout ?? {}, theirs.layout ?? {})) found.push({ part: 'layout', name: '', in: 'both' });
  return found;
}

/** Whether two values are the same JSON, whatever the order of their fields. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object' || Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = new Set([...Object.keys(x), ...Object.keys(y)]);
  return [...names].every((name) => same(x[name], y[name]));
}
