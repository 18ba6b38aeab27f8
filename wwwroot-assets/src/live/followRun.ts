import { type Delay, delay as realDelay, type LiveConnection, retryDelay } from './connection';
import { placeOf, type Sequenced } from './sequence';

/**
 * connecting    nothing is known yet
 * live          what is shown is what the server knows, a quarter of a second late at most
 * reconnecting  the picture is old; it is shown on, and mended when the server answers
 * closed        the caller stopped following
 */
export type FollowState = 'connecting' | 'live' | 'reconnecting' | 'closed';

export interface RunHandlers<TSnapshot extends Sequenced, TChange extends Sequenced> {
  /** The whole picture; replaces whatever was shown. */
  onSnapshot(snapshot: TSnapshot): void;
  /** The next change after what was shown; never called twice for one, never with one left out. */
  onChange(change: TChange): void;
  onState(state: FollowState): void;
  /** The sign-in is over. Following goes on: it comes back by itself when somebody signs in again in another tab. */
  onSignedOut(): void;
}

export interface Following {
  stop(): Promise<void>;
}

/** SignalR gives the status with the error, or in its words when negotiating fails. */
const isSignedOut = (error: unknown): boolean =>
  (error as { statusCode?: number } | null)?.statusCode === 401 || (error instanceof Error && /Status code '401'/.test(error.message));

/** While a snapshot is on its way, changes wait here. More than this many is as good as a gap: a new snapshot is cheaper. */
const MAX_WAITING = 256;

/**
 * Follows one run over a hub. The hub's method `Watch(runId)` joins the run's group and *then* reads the snapshot that it returns, so a
 * change is in the snapshot or comes after it, or both; a change is the message `changed`, numbered per run. On a gap, and after every
 * reconnect, the snapshot is asked for again. Only `stop` ends it.
 */
export function followRun<TSnapshot extends Sequenced, TChange extends Sequenced>(
  connection: LiveConnection,
  runId: string,
  handlers: RunHandlers<TSnapshot, TChange>,
  delay: Delay = realDelay,
): Following {
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;
  let last: number | undefined;
  let waiting: TChange[] = [];
  let refreshing = false;
  let refreshAgain = false;

  /** Calls `action` until it succeeds; false means that following was stopped. */
  async function insist(action: () => Promise<void>): Promise<boolean> {
    for (let attempt = 0; !stopped(); attempt++) {
      try {
        await action();
        return !stopped();
      } catch (error) {
        if (!stopped()) handlers.onState('reconnecting');
        if (!stopped() && isSignedOut(error)) handlers.onSignedOut();
        await delay(retryDelay(attempt), stopping.signal);
      }
    }
    return false;
  }

  async function refresh(): Promise<void> {
    if (refreshing) {
      refreshAgain = true;
      return;
    }
    refreshing = true;
    last = undefined;
    do {
      refreshAgain = false;
      let snapshot: TSnapshot | undefined;
      if (!await insist(async () => { snapshot = await connection.invoke<TSnapshot>('Watch', runId); })) return;
      if (snapshot !== undefined && !refreshAgain) accept(snapshot);
    } while (refreshAgain);
    refreshing = false;
    handlers.onState('live');
  }

  function accept(snapshot: TSnapshot): void {
    handlers.onSnapshot(snapshot);
    last = snapshot.sequence;
    const early = waiting.sort((a, b) => a.sequence - b.sequence);
    waiting = [];
    for (const change of early) {
      if (!apply(change)) {
        last = undefined;
        refreshAgain = true;
        return;
      }
    }
  }

  /** False when a change between the last one and this one is missing. */
  function apply(change: TChange): boolean {
    const place = placeOf(last ?? 0, change);
    if (place === 'next') {
      last = change.sequence;
      handlers.onChange(change);
    }
    return place !== 'gap';
  }

  connection.on<TChange>('changed', (change) => {
    if (stopped()) return;
    if (last === undefined) {
      waiting.push(change);
      if (waiting.length > MAX_WAITING) waiting.shift();
    } else if (!apply(change)) {
      waiting = [change];
      void refresh();
    }
  });
  connection.onReconnecting(() => { if (!stopped()) handlers.onState('reconnecting'); });
  connection.onReconnected(() => void refresh());
  connection.onClosed(() => { if (!stopped()) void begin(); });

  async function begin(): Promise<void> {
    if (await insist(() => connection.start())) await refresh();
  }

  handlers.onState('connecting');
  void begin();

  return {
    async stop(): Promise<void> {
      if (stopped()) return;
      stopping.abort();
      handlers.onState('closed');
      await connection.stop();
    },
  };
}
