import type { Sequenced } from '../live';

/** What the hub sends. Times are ISO 8601, UTC. */
export interface RunStatus {
  readonly state: string;
  readonly cancelRequested: boolean;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface NodeName {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
}

export interface NodeStatus {
  readonly node: number;
  readonly state: string;
  readonly attempt: number;
  readonly fence: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly reason: string | null;
  /** The arms that a finished branch chose; null for any other node. */
  readonly choice: readonly string[] | null;
}

/** How the nodes of a run hang together; never changes. */
export interface RunGraph {
  /** By ordinal, the name of the node's trigger rule. */
  readonly rules: readonly string[];
  readonly edges: readonly GraphEdge[];
  /** By ordinal, the upper left corner on the canvas; null for a node that was never placed. */
  readonly places: readonly ({ readonly x: number; readonly y: number } | null)[];
}

export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly arm: string | null;
}

export interface RunSnapshot extends Sequenced {
  readonly now: string;
  readonly run: RunStatus;
  readonly names: readonly NodeName[];
  readonly order: readonly number[];
  readonly nodes: readonly NodeStatus[];
}

export interface RunChanged extends Sequenced {
  readonly run: RunStatus | null;
  readonly nodes: readonly NodeStatus[];
}
