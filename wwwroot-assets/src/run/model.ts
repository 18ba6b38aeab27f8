import type { NodeName, NodeStatus, RunChanged, RunGraph, RunSnapshot, RunStatus } from './messages';

/** The order in which states are counted and drawn: what is done, what went wrong, what happens, what is still to come. */
export const STATES = [
  'succeeded', 'skipped', 'failed', 'upstream_failed', 'cancelled', 'running', 'deferred', 'retrying', 'held', 'ready', 'waiting',
] as const;

const ENDED = new Set(['succeeded', 'skipped', 'failed', 'upstream_failed', 'cancelled']);

export const hasEnded = (state: string): boolean => ENDED.has(state);

/** A run as the page shows it, without the page. */
export class RunModel {
  run: RunStatus = { state: 'queued', cancelRequested: false, startedAt: null, endedAt: null };
  names: readonly NodeName[] = [];
  order: readonly number[] = [];
  nodes: NodeStatus[] = [];
  /** How far the browser's clock is behind the server's, in milliseconds. */
  private skew = 0;
  private parents: readonly (readonly number[])[] = [];
  private below: readonly (readonly number[])[] = [];
  private ordinals = new Map<string, number>();

  /** The server's time, in milliseconds since 1970. */
  now(browserNow: number): number {
    return browserNow + this.skew;
  }

  connect(graph: RunGraph): void {
    const parents: number[][] = graph.rules.map(() => []);
    const below: number[][] = graph.rules.map(() => []);
    for (const edge of graph.edges) {
      parents[edge.to]!.push(edge.from);
      below[edge.from]!.push(edge.to);
    }
    this.parents = parents;
    this.below = below;
  }

  /** The nodes right after this one. */
  children(ordinal: number): readonly number[] {
    return this.below[ordinal] ?? [];
  }

  /** The nodes before this one that have not ended. */
  openParents(ordinal: number): number[] {
    return (this.parents[ordinal] ?? []).filter((parent) => !hasEnded(this.nodes[parent]!.state));
  }

  /** Whether one of these nodes stands before another. */
  touchesParentOf(ordinal: number, changed: readonly NodeStatus[]): boolean {
    const parents = this.parents[ordinal];
    return parents !== undefined && changed.some((node) => parents.includes(node.node));
  }

  replace(snapshot: RunSnapshot, browserNow: number): void {
    this.run = snapshot.run;
    this.names = snapshot.names;
    this.ordinals = new Map(snapshot.names.map((name, ordinal) => [name.key, ordinal]));
    this.order = snapshot.order;
    this.nodes = [...snapshot.nodes];
    this.skew = Date.parse(snapshot.now) - browserNow;
  }

  apply(change: RunChanged): void {
    this.run = change.run ?? this.run;
    for (const node of change.nodes) this.nodes[node.node] = node;
  }

  ordinalOf(key: string | null): number {
    return key === null ? -1 : this.ordinals.get(key) ?? -1;
  }

  /** How many nodes are in each state, in the order of `STATES`, without those that none is in. */
  counts(): [state: string, count: number][] {
    const counts = new Map<string, number>();
    for (const node of this.nodes) counts.set(node.state, (counts.get(node.state) ?? 0) + 1);
    return STATES.flatMap((state) => (counts.has(state) ? [[state, counts.get(state)!] as [string, number]] : []));
  }

  /** How many nodes `Retry failed` would take. */
  retryable(): number {
    return this.nodes.filter((node) => node.state === 'failed' || node.state === 'cancelled').length;
  }

  done(): number {
    return this.nodes.filter((node) => hasEnded(node.state)).length;
  }

  /** For how long something has gone on or went on, in milliseconds; null when it has not begun. */
  elapsed(of: { startedAt: string | null; endedAt: string | null }, browserNow: number): number | null {
    if (of.startedAt === null) return null;
    const end = of.endedAt === null ? this.now(browserNow) : Date.parse(of.endedAt);
    return Math.max(0, end - Date.parse(of.startedAt));
  }
}
