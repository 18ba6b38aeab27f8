import { beforeEach, expect, test } from 'vitest';
import { type Delay, retryDelay, type StreamConnection } from '../src/live/connection';
import { followLog, type LogFollowing, type LogPart } from '../src/live/followLog';

/** A hub whose streams the test feeds. */
class FakeStreams implements StreamConnection {
  asked: unknown[][] = [];
  cancelled = 0;
  send = (_: LogPart): void => {};
  end = (_?: Error): void => {};

  stream<T>(method: string, args: readonly unknown[], next: (item: T) => void, end: (error?: Error) => void): () => void {
    this.asked.push([method, ...args]);
    this.send = next as (part: LogPart) => void;
    this.end = end;
    return () => this.cancelled++;
  }
}

let hub: FakeStreams;
let seen: string[];
let delays: number[];
let following: LogFollowing;
const delay: Delay = (milliseconds) => { delays.push(milliseconds); return Promise.resolve(); };
const settle = async (): Promise<void> => { for (let i = 0; i < 5; i++) await Promise.resolve(); };

beforeEach(() => {
  hub = new FakeStreams();
  seen = [];
  delays = [];
  following = followLog(hub, { runId: '7', node: 'extract', fence: 3 }, {
    onPart: (part) => seen.push(part.text),
    onEnd: () => seen.push('end'),
  }, delay);
});

test('Log_Followed_IsAskedForFromItsTail', () => {
  expect(hub.asked).toEqual([['Log', '7', 'extract', 3, null]]);
});

test('Log_BrokenOff_GoesOnFromTheByteWhereItBroke', async () => {
  hub.send({ from: 0, next: 10, text: 'a' });
  hub.send({ from: 10, next: 14, text: 'b' });
  hub.end(new Error('connection lost'));
  await settle();
  hub.end(new Error('not connected'));
  await settle();
  expect(hub.asked.slice(1)).toEqual([['Log', '7', 'extract', 3, 14], ['Log', '7', 'extract', 3, 14]]);
  expect(delays).toEqual([retryDelay(0), retryDelay(1)]);
  hub.send({ from: 14, next: 15, text: 'c' });
  hub.end();
  expect(seen).toEqual(['a', 'b', 'c', 'end']);
});

test('Log_GoingOn_ForgetsEarlierFailures', async () => {
  for (let i = 0; i < 3; i++) {
    hub.end(new Error('lost'));
    await settle();
    hub.send({ from: i, next: i + 1, text: '.' });
  }
  expect(delays).toEqual([retryDelay(0), retryDelay(0), retryDelay(0)]);
});

test('Log_Stopped_IsCancelledAndShowsNothingMore', async () => {
  following.stop();
  hub.send({ from: 0, next: 1, text: 'late' });
  hub.end(new Error('cancelled'));
  await settle();
  expect([seen, hub.cancelled, hub.asked.length]).toEqual([[], 1, 1]);
});

test('Log_StoppedWhileItWaits_IsNotAskedForAgain', async () => {
  hub.end(new Error('lost'));
  following.stop();
  await settle();
  expect(hub.asked.length).toBe(1);
});
