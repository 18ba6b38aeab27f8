/** The part of a SignalR connection that following a run needs; tests put a fake in its place. */
export interface LiveConnection {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke<T>(method: string, ...args: unknown[]): Promise<T>;
  on<T>(method: string, handler: (message: T) => void): void;
  onReconnecting(handler: () => void): void;
  onReconnected(handler: () => void): void;
  onClosed(handler: () => void): void;
}

/** The part that following a log needs. */
export interface StreamConnection {
  /** Asks for a stream; `end` comes once, with an error when it broke off. The result stops it, after which nothing comes. */
  stream<T>(method: string, args: readonly unknown[], next: (item: T) => void, end: (error?: Error) => void): () => void;
}

/** Waits, in milliseconds; ends early, quietly, when the signal is aborted. */
export type Delay = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const delay: Delay = (milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });

const FIRST_RETRY_MS = 500;
/** A server that restarts is back within seconds; asking more seldom would only leave people looking at an old picture. */
const LAST_RETRY_MS = 10_000;

/** How long to wait before try number `attempt` (0 is the first one after a failure). */
export function retryDelay(attempt: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempt, 10), LAST_RETRY_MS);
}
