import { beforeEach, expect, test } from 'vitest';
import { formatDuration } from '../src/run/duration';
import type { NodeStatus, RunSnapshot } from '../src/run/messages';
import { RunModel, STATES } from '../src/run/model';

const node = (ordinal: number, state: string, more: Partial<NodeStatus> = {}): NodeStatus =>
  ({ node: ordinal, state, attempt: 1, fence: 0, startedAt: null, endedAt: null, reason: null, choice: null, ...more });

const SERVER_NOW = '2026-11-20T10:00:00Z';
/** The browser's clock is an hour behind. */
const BROWSER_NOW = Date.parse('2026-11-20T09:00:00Z');

const snapshot: RunSnapshot = {
  sequence: 3,
  now: SERVER_NOW,
  run: { state: 'running', cancelRequested: false, startedAt: '2026-11-20T09:59:00Z', endedAt: null },
  names: ['a', 'b', 'c', 'd'].map((key) => ({ key, name: key.toUpperCase(), kind: 'bash' })),
  order: [0, 1, 2, 3],
  nodes: [node(0, 'succeeded'), node(1, 'failed'), node(2, 'running'), node(3, 'waiting')],
};

let model: RunModel;
beforeEach(() => {
  model = new RunModel();
  model.replace(snapshot, BROWSER_NOW);
});

test('Counts_OfASnapshot_AreInTheOrderOfStates', () => {
  expect(model.counts()).toEqual([['succeeded', 1], ['failed', 1], ['running', 1], ['waiting', 1]]);
  expect([model.done(), model.retryable()]).toEqual([2, 1]);
});

test('Change_OfSomeNodes_LeavesTheOthers', () => {
  model.apply({ sequence: 4, run: null, nodes: [node(2, 'succeeded'), node(3, 'cancelled')] });
  expect(model.counts()).toEqual([['succeeded', 2], ['failed', 1], ['cancelled', 1]]);
  expect([model.run.state, model.retryable()]).toEqual(['running', 2]);
});

test('Change_OfTheRun_IsTaken', () => {
  model.apply({ sequence: 4, run: { ...snapshot.run, state: 'paused' }, nodes: [] });
  expect(model.run.state).toBe('paused');
});

test('Snapshot_Again_DoesNotChangeTheOneThatWasGiven', () => {
  model.apply({ sequence: 4, run: null, nodes: [node(0, 'failed')] });
  expect(snapshot.nodes[0]!.state).toBe('succeeded');
});

test('Elapsed_OfWhatGoesOn_IsCountedByTheServersClock', () => {
  expect(model.elapsed(model.run, BROWSER_NOW + 5_000)).toBe(65_000);
});

test('Elapsed_OfWhatEnded_DoesNotGrow', () => {
  const ended = { startedAt: '2026-11-20T09:00:00Z', endedAt: '2026-11-20T09:00:02Z' };
  expect(model.elapsed(ended, BROWSER_NOW + 99_000)).toBe(2_000);
  expect(model.elapsed({ startedAt: null, endedAt: null }, BROWSER_NOW)).toBeNull();
});

test('Ordinal_OfAKey_IsFoundOrMinusOne', () => {
  expect([model.ordinalOf('c'), model.ordinalOf('x'), model.ordinalOf(null)]).toEqual([2, -1, -1]);
});

test('States_AreEachThereOnce', () => expect(new Set(STATES).size).toBe(11));

const words = { hours: '{0} h', minutes: '{0} m', seconds: '{0} s', tenths: '{0} s' };
test.each([
  [0, false, '0.0 s'], [1_234, false, '1.2 s'], [9_949, false, '9.9 s'], [9_950, false, '10 s'], [59_499, false, '59 s'],
  [432_000, false, '7 m 12 s'], [3_900_000, false, '1 h 05 m'], [90_061_000, false, '25 h 01 m'],
  [0, true, '0 s'], [1_999, true, '1 s'], [61_000, true, '1 m 01 s'],
])('Duration_Of %i ms, ticking %s, Is %s', (milliseconds, ticking, text) => expect(formatDuration(milliseconds, words, ticking)).toBe(text));

test('OpenParents_AreThoseThatHaveNotEnded', () => {
  model.connect({ rules: ['', '', '', ''], edges: [{ from: 0, to: 3, arm: null }, { from: 2, to: 3, arm: null }], places: [null, null, null, null] });
  expect([model.openParents(3), model.openParents(0), model.children(2)]).toEqual([[2], [], [3]]);
  expect([model.touchesParentOf(3, [node(0, 'failed')]), model.touchesParentOf(3, [node(1, 'failed')]), model.touchesParentOf(-1, [node(0, 'failed')])]).toEqual([true, false, false]);
});
