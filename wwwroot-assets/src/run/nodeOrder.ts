import type { NodeName, NodeStatus } from './messages';
import { STATES } from './model';

/** What a list of nodes can be sorted by; `order` is the order in which the run goes through them. */
export const SORTS = ['order', 'name', 'state', 'attempt', 'started', 'time'] as const;
export type Sort = (typeof SORTS)[number];

export interface Sorting {
  readonly by: Sort;
  readonly descending: boolean;
}

/** A sorting as it stands in the address: `time`, or `-time` for the longest first. Anything else is the run's own order. */
export function parseSorting(text: string | null): Sorting {
  const descending = text?.startsWith('-') ?? false;
  const by = SORTS.find((sort) => sort === text?.slice(descending ? 1 : 0));
  return by === undefined ? { by: 'order', descending: false } : { by, descending };
}

export const sortingText = ({ by, descending }: Sorting): string | null =>
  by === 'order' && !descending ? null : `${descending ? '-' : ''}${by}`;

/** What a click on a column's head makes of the sorting: up, down, and the run's own order again. */
export function nextSorting(now: Sorting, by: Sort): Sorting {
  if (now.by !== by) return { by, descending: by === 'time' || by === 'attempt' };
  const first = by === 'time' || by === 'attempt';
  return now.descending === first ? { by, descending: !first } : { by: 'order', descending: false };
}

export interface NodeFilter {
  /** Only nodes in this state; null for all. */
  readonly state: string | null;
  /** Only nodes whose name, key or kind has this in it, whatever the case. */
  readonly text: string;
}

export interface NodesToOrder {
  readonly names: readonly NodeName[];
  readonly order: readonly number[];
  readonly nodes: readonly NodeStatus[];
  /** Milliseconds that a node has run; null before it began. */
  elapsed(node: NodeStatus): number | null;
}

/** The ordinals of the nodes that a filter lets through, sorted; equal ones stay in the run's order. */
export function orderNodes(run: NodesToOrder, filter: NodeFilter, sorting: Sorting): number[] {
  const text = filter.text.trim().toLowerCase();
  const found = run.order.filter((ordinal) => {
    const name = run.names[ordinal]!;
    return (filter.state === null || run.nodes[ordinal]!.state === filter.state)
      && (text === '' || `${name.name}\n${name.key}\n${name.kind}`.toLowerCase().includes(text));
  });
  if (sorting.by === 'order') return sorting.descending ? found.reverse() : found;
  const value = valueOf(run, sorting.by);
  const sign = sorting.descending ? -1 : 1;
  const values = new Map(found.map((ordinal) => [ordinal, value(ordinal)]));
  return found.sort((a, b) => sign * compare(values.get(a)!, values.get(b)!));
}

function valueOf(run: NodesToOrder, by: Exclude<Sort, 'order'>): (ordinal: number) => string | number {
  const rank = new Map<string, number>(STATES.map((state, index) => [state, index]));
  switch (by) {
    case 'name': return (ordinal) => run.names[ordinal]!.name;
    case 'state': return (ordinal) => rank.get(run.nodes[ordinal]!.state) ?? 0;
    case 'attempt': return (ordinal) => run.nodes[ordinal]!.attempt;
    case 'started': return (ordinal) => run.nodes[ordinal]!.startedAt ?? '9';
    case 'time': return (ordinal) => run.elapsed(run.nodes[ordinal]!) ?? -1;
  }
}

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'string' && typeof b === 'string' ? a.localeCompare(b) : Number(a) - Number(b);
