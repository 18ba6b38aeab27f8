import { beforeEach, expect, test } from 'vitest';
import { type Delay, type LiveConnection, retryDelay } from '../src/live/connection';
import { type Following, followRun } from '../src/live/followRun';

interface Snapshot { sequence: number; whole: true }
interface Change { sequence: number }

/** A hub under the test's control: what it is asked waits until the test answers. */
class FakeConnection implements LiveConnection {
  starts: { resolve(): void; reject(error: Error): void }[] = [];
  watches: { answer(sequence: number): void; fail(): void }[] = [];
  stops = 0;
  private changed: ((change: Change) => void) | undefined;
  reconnecting = (): void => {};
  reconnected = (): void => {};
  closed = (): void => {};

  start(): Promise<void> { return new Promise((resolve, reject) => this.starts.push({ resolve, reject })); }
  stop(): Promise<void> { this.stops++; return Promise.resolve(); }
  invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    expect([method, ...args]).toEqual(['Watch', '20418']);
    return new Promise<T>((resolve, reject) => this.watches.push({
      answer: (sequence) => resolve({ sequence, whole: true } as T),
      fail: () => reject(new Error('the server is busy')),
    }));
  }
  on<T>(method: string, handler: (message: T) => void): void {
    expect(method).toBe('changed');
    this.changed = handler as (change: Change) => void;
  }
  onReconnecting(handler: () => void): void { this.reconnecting = handler; }
  onReconnected(handler: () => void): void { this.reconnected = handler; }
  onClosed(handler: () => void): void { this.closed = handler; }
  send(...sequences: number[]): void { for (const sequence of sequences) this.changed?.({ sequence }); }
}

let hub: FakeConnection;
let seen: string[];
let delays: number[];
let following: Following;

/** Lets every promise that can go on do so. */
const settle = async (): Promise<void> => { for (let i = 0; i < 20; i++) await Promise.resolve(); };
const delay: Delay = (milliseconds) => { delays.push(milliseconds); return Promise.resolve(); };

beforeEach(async () => {
  hub = new FakeConnection();
  seen = [];
  delays = [];
  following = followRun<Snapshot, Change>(hub, '20418', {
    onSnapshot: (s) => seen.push(`snapshot ${s.sequence}`),
    onChange: (c) => seen.push(`change ${c.sequence}`),
    onState: (s) => seen.push(s),
    onSignedOut: () => seen.push('signed out'),
  }, delay);
  await settle();
});

/** Starts the connection and answers the first snapshot; forgets what was seen. */
async function live(sequence: number): Promise<void> {
  hub.starts.at(-1)!.resolve();
  await settle();
  hub.watches.at(-1)!.answer(sequence);
  await settle();
  seen.length = 0;
}

test('Following_Started_ShowsTheSnapshotThenEachChange', async () => {
  hub.starts[0]!.resolve();
  await settle();
  hub.watches[0]!.answer(7);
  await settle();
  hub.send(8, 9);
  expect(seen).toEqual(['connecting', 'snapshot 7', 'live', 'change 8', 'change 9']);
});

test('Change_BeforeTheSnapshot_IsAppliedAfterItOnceAndInOrder', async () => {
  hub.starts[0]!.resolve();
  await settle();
  hub.send(6, 7, 9, 8);
  hub.watches[0]!.answer(7);
  await settle();
  expect(seen).toEqual(['connecting', 'snapshot 7', 'change 8', 'change 9', 'live']);
});

test('Change_SeenBefore_IsDropped', async () => {
  await live(7);
  hub.send(8, 8, 7);
  expect(seen).toEqual(['change 8']);
});

test('Gap_AmongChanges_AsksForANewSnapshotAndLosesNothing', async () => {
  await live(7);
  hub.send(8, 10, 11);
  await settle();
  hub.watches[1]!.answer(10);
  await settle();
  expect(seen).toEqual(['change 8', 'snapshot 10', 'change 11', 'live']);
});

test('Gap_AfterTheSnapshot_AsksAgain', async () => {
  await live(7);
  hub.send(9, 12);
  hub.watches[1]!.answer(9);
  await settle();
  hub.watches[2]!.answer(12);
  await settle();
  expect(seen).toEqual(['snapshot 9', 'snapshot 12', 'live']);
});

test('Reconnect_AfterALoss_TakesANewSnapshotEvenWithALowerNumber', async () => {
  await live(700);
  hub.reconnecting();
  hub.reconnected();
  await settle();
  hub.watches[1]!.answer(2);
  await settle();
  hub.send(3);
  expect(seen).toEqual(['reconnecting', 'snapshot 2', 'live', 'change 3']);
});

test('Reconnect_WhileASnapshotIsOnItsWay_ShowsOnlyTheNewerOne', async () => {
  hub.starts[0]!.resolve();
  await settle();
  hub.reconnected();
  hub.watches[0]!.answer(7);
  await settle();
  hub.watches[1]!.answer(8);
  await settle();
  expect(seen).toEqual(['connecting', 'snapshot 8', 'live']);
});

test('Waiting_MoreThanTheBound_EndsInAnotherSnapshot', async () => {
  hub.starts[0]!.resolve();
  await settle();
  for (let sequence = 1; sequence <= 300; sequence++) hub.send(sequence);
  hub.watches[0]!.answer(0);
  await settle();
  expect(seen).toEqual(['connecting', 'snapshot 0']);
  hub.watches[1]!.answer(300);
  await settle();
  expect(seen.slice(2)).toEqual(['snapshot 300', 'live']);
});

test('Snapshot_RefusedByTheServer_IsAskedForAgainEachTimeLater', async () => {
  hub.starts[0]!.resolve();
  await settle();
  hub.watches[0]!.fail();
  await settle();
  hub.watches[1]!.fail();
  await settle();
  hub.watches[2]!.answer(1);
  await settle();
  expect(delays).toEqual([retryDelay(0), retryDelay(1)]);
  expect(seen).toEqual(['connecting', 'reconnecting', 'reconnecting', 'snapshot 1', 'live']);
});

test('Start_Failing_IsTriedAgain', async () => {
  hub.starts[0]!.reject(new Error('refused'));
  await settle();
  await live(1);
  hub.send(2);
  expect(seen).toEqual(['change 2']);
});

test('Connection_ClosedForGood_IsStartedAgain', async () => {
  await live(7);
  hub.closed();
  await settle();
  expect(hub.starts).toHaveLength(2);
});

test('Stop_WhileFollowing_EndsEverything', async () => {
  await live(7);
  await following.stop();
  hub.send(8);
  hub.closed();
  hub.reconnecting();
  await settle();
  expect(seen).toEqual(['closed']);
  expect([hub.stops, hub.starts.length]).toEqual([1, 1]);
});

test('RetryDelay_GrowsToABound', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(retryDelay)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test('Start_Refused401_SaysSignedOut_AndGoesOnTrying', async () => {
  hub.starts.at(-1)!.reject(new Error("Failed to complete negotiation with the server: Error: Unauthorized: Status code '401'"));
  await settle();
  expect(seen).toContain('signed out');
  const tries = hub.starts.length;
  expect(tries).toBe(2);
  hub.starts.at(-1)!.resolve();
  await settle();
  hub.watches.at(-1)!.answer(1);
  await settle();
  expect(seen.at(-1)).toBe('live');
});

test('Start_FailedOtherwise_DoesNotSaySignedOut', async () => {
  hub.starts.at(-1)!.reject(new Error('the server is away'));
  await settle();
  expect(seen).not.toContain('signed out');
});
