/** A change of state as the API tells it. */
export interface HistoryEvent {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly round: number;
  /** Null for a change of the run itself. */
  readonly node: string | null;
  readonly attempt: number;
  readonly fence: number;
  readonly state: string;
  readonly reason: string | null;
}

/** A person's retry or mark of a node. */
export interface HistoryReset {
  readonly at: string;
  readonly round: number;
  readonly node: string;
  readonly kind: 'retry' | 'mark';
  readonly actor: string;
}

export interface Output {
  readonly node: string;
  readonly name: string;
  /** JSON, or its beginning. */
  readonly value: string;
  readonly length: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Whoever asked is no longer signed in. */
export class SignedOutError extends Error {}

/** Reads a part of a list of the run from the API. */
export async function readPage<T>(runId: string, what: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Page<T>> {
  const answer = await fetch(`/api/v1/runs/${runId}/${what}?${new URLSearchParams(query)}`, { signal });
  if (answer.status === 401) throw new SignedOutError();
  if (!answer.ok) throw new Error(`${answer.status}`);
  return await answer.json() as Page<T>;
}

/** Runs a task now, and again when asked for, one at a time and at most once in an interval; what was asked meanwhile is one more time. */
export class Refresher {
  private running = false;
  private again = false;
  private timer = 0;
  private last = -Infinity;

  constructor(
    private readonly task: () => Promise<void>,
    private readonly intervalMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  ask(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    if (this.timer !== 0) return;
    const wait = Math.max(0, this.last + this.intervalMs - this.now());
    if (wait === 0) void this.run();
    else this.timer = setTimeout(() => { this.timer = 0; void this.run(); }, wait) as unknown as number;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    this.again = false;
  }

  private async run(): Promise<void> {
    this.running = true;
    try {
      await this.task();
    } finally {
      this.running = false;
      this.last = this.now();
      if (this.again) {
        this.again = false;
        this.ask();
      }
    }
  }
}
