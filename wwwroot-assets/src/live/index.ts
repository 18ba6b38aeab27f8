import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { type LiveConnection, retryDelay } from './connection';
import { type Following, followRun, type RunHandlers } from './followRun';
import type { Sequenced } from './sequence';

export type { Following, FollowState, RunHandlers } from './followRun';
export type { Sequenced } from './sequence';

/** Follows one run on the hub at `hubUrl` until it is stopped; the session's cookie signs the connection in. */
export function connectRun<TSnapshot extends Sequenced, TChange extends Sequenced>(
  hubUrl: string,
  runId: string,
  handlers: RunHandlers<TSnapshot, TChange>,
): Following {
  return followRun(signalR(hubUrl), runId, handlers);
}

function signalR(hubUrl: string): LiveConnection {
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
  };
}
