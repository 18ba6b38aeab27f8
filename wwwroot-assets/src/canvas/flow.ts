import type { GraphEdge } from './graph';
import type { NodeStatus } from './nodeDrawing';

/** What an edge shows of a run: taken, into a running node, not yet, not chosen. */
export type Flow = 'done' | 'active' | 'idle' | 'skipped';

const RUNNING: ReadonlySet<string> = new Set(['running', 'retrying', 'deferred']);
const UNREACHED: ReadonlySet<string> = new Set(['waiting', 'ready', 'queued', 'held', 'paused']);
const DONE: ReadonlySet<string> = new Set(['succeeded', 'failed']);

/** Derived from the states at both ends of the edge. */
export function flowOf(edge: GraphEdge, from: NodeStatus | undefined, to: NodeStatus | undefined): Flow {
  if (from === undefined || to === undefined) return 'idle';
  if (from.state === 'skipped') return 'skipped';
  if (edge.arm !== null && from.arms !== undefined && from.arms !== null && !from.arms.includes(edge.arm.arm)) return 'skipped';
  if (!DONE.has(from.state) || UNREACHED.has(to.state)) return 'idle';
  if (RUNNING.has(to.state)) return 'active';
  return DONE.has(to.state) ? 'done' : 'skipped';
}
