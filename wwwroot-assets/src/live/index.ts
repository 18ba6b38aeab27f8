import { HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import { type LiveConnection, retryDelay, type StreamConnection } from './connection';
import { followLog, type LogFollowing, type LogHandlers } from './followLog';
import { type Following, followRun, type RunHandlers } from './followRun';
import type { Sequenced } from './sequence';

export type { LogFollowing, LogHandlers, LogPart } from './followLog';
export type { Following, FollowState, RunHandlers } from './followRun';
export type { Sequenced } from './sequence';

/** A run that is followed: besides its changes, the logs of its nodes. */
export interface RunConnection extends Following {
  /** Follows a node's log; see `followLog`. */
  log(node: string, fence: number | null, handlers: LogHandlers): LogFollowing;
  /** Calls a method of the hub. */
  invoke<T>(method: string, ...args: unknown[]): Promise<T>;
}

/** Follows one run on the hub at `hubUrl` until it is stopped; the session's cookie signs the connection in. */
export function connectRun<TSnapshot extends Sequenced, TChange extends Sequenced>(
  hubUrl: string,
  runId: string,
  handlers: RunHandlers<TSnapshot, TChange>,
): RunConnection {
  const connection = signalR(hubUrl);
  return {
    ...followRun(connection, runId, handlers),
    log: (node, fence, logHandlers) => followLog(connection, { runId, node, fence }, logHandlers),
    invoke: (method, ...args) => connection.invoke(method, ...args),
  };
}

function signalR(hubUrl: string): LiveConnection & StreamConnection {
  const hub = new HubConnectionBuilder()
    .withUrl(hubUrl)
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => retryDelay(context.previousRetryCount) })
    .configureLogging(LogLevel.Warning)
    .build();
  return {
    start: () => hub.start(),
    stop: () => hub.stop(),
    invoke: <T>(method: string, ...args: unknown[]) => hub.invoke<T>(method, ...args),
    on: (method, handler) => hub.on(method, handler),
    onReconnecting: (handler) => hub.onreconnecting(() => handler()),
    onReconnected: (handler) => hub.onreconnected(() => handler()),
    onClosed: (handler) => hub.onclose(() => handler()),
    stream: <T>(method: string, args: readonly unknown[], next: (item: T) => void, end: (error?: Error) => void) => {
      if (hub.state !== HubConnectionState.Connected) {
        // Asked for while the connection is away, the client would leave the stream without an end.
        queueMicrotask(() => end(new Error('not connected')));
        return () => {};
      }
      const subscription = hub.stream<T>(method, ...args).subscribe({ next, error: (error: Error) => end(error), complete: () => end() });
      return () => subscription.dispose();
    },
  };
}
