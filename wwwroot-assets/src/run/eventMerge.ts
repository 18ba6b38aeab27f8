import type { HistoryEvent } from './history';

/**
 * What is known, with what is newer put before it; both have the newest first. Null when they do not meet: then something between them is
 * missing.
 */
export function mergeNewest(known: readonly HistoryEvent[], newest: readonly HistoryEvent[]): readonly HistoryEvent[] | null {
  if (known.length === 0) return newest;
  const meets = newest.findIndex((event) => same(event, known[0]!));
  return meets < 0 ? null : meets === 0 ? known : [...newest.slice(0, meets), ...known];
}

const same = (a: HistoryEvent, b: HistoryEvent): boolean =>
  a.at === b.at && a.node === b.node && a.round === b.round && a.fence === b.fence && a.state === b.state;
