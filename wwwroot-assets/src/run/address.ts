/** The views of a run. */
export const TABS = ['graph', 'list', 'gantt', 'context', 'events'] as const;
export type Tab = (typeof TABS)[number];

/** What the address of a run page says; null is left out of it. */
export interface RunQuery {
  readonly tab: Tab;
  /** The key of the chosen node. */
  readonly node: string | null;
  /** Only nodes in this state. */
  readonly state: string | null;
  /** Only what has this text in it. */
  readonly q: string | null;
  readonly sort: string | null;
}

/** The address of the page with some of what it says changed; what the script does not know of (the panel's tab, say) stays. */
export function addressOf(now: URL, change: Partial<RunQuery>): string {
  const query = new URLSearchParams(now.search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === '' || (name === 'tab' && value === 'graph')) query.delete(name);
    else query.set(name, value);
  }
  // Another node's attempts are others.
  if (change.node !== undefined) query.delete('fence');
  return query.size === 0 ? now.pathname : `${now.pathname}?${query}`;
}

interface Navigator {
  navigateTo(address: string, options: { replaceHistoryEntry: boolean }): void;
}

/** Goes to an address of this page. What is typed replaces the entry before it, so that Back does not go letter by letter. */
export function go(address: string, replace: boolean): void {
  (window as unknown as { Blazor: Navigator }).Blazor.navigateTo(address, { replaceHistoryEntry: replace });
}
