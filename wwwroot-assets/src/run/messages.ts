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
