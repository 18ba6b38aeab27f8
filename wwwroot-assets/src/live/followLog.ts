import { type Delay, delay as realDelay, retryDelay, type StreamConnection } from './connection';

/** A piece of a log: its bytes `from` to `next`, as text. */
export interface LogPart {
  readonly from: number;
  readonly next: number;
  readonly text: string;
}

export interface LogHandlers {
  /** The next piece; the first one may begin behind the log's beginning. Never called twice for the same bytes, never with some left out. */
  onPart(part: LogPart): void;
  /** Nothing more will come. */
  onEnd(): void;
}

export interface LogFollowing {
  stop(): void;
}

/** Names the log of one claim of a node; without a fence the latest claim, or the first that comes. */
export interface LogOf {
  readonly runId: string;
  readonly node: string;
  readonly fence: number | null;
}

/**
 * Follows a log to its end. When the stream breaks off it is asked for again from the byte where it broke off, each time a little later,
 * until it is stopped.
 */
export function followLog(connection: StreamConnection, log: LogOf, handlers: LogHandlers, delay: Delay = realDelay): LogFollowing {
  const stopping = new AbortController();
  let offset: number | null = null;
  let failures = 0;
  let cancel = (): void => {};

  function begin(): void {
    cancel = connection.stream<LogPart>('Log', [log.runId, log.node, log.fence, offset], next, end);
  }

  function next(part: LogPart): void {
    if (stopping.signal.aborted) return;
    failures = 0;
    offset = part.next;
    handlers.onPart(part);
  }

  function end(error?: Error): void {
    if (stopping.signal.aborted) return;
    if (error === undefined) {
      handlers.onEnd();
    } else {
      void delay(retryDelay(failures++), stopping.signal).then(() => { if (!stopping.signal.aborted) begin(); });
    }
  }

  begin();
  return {
    stop(): void {
      if (stopping.signal.aborted) return;
      stopping.abort();
      cancel();
    },
  };
}
