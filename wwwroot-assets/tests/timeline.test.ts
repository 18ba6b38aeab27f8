import { expect, test } from 'vitest';
import type { HistoryEvent } from '../src/run/history';
import { axisStep, drawable, Timeline } from '../src/run/timeline';

const T0 = Date.parse('2026-11-20T10:00:00.000Z');
const event = (seconds: number, node: string | null, state: string, attempt = 1): HistoryEvent =>
  ({ at: new Date(T0 + seconds * 1000).toISOString(), round: 1, node, attempt, fence: 1, state, reason: null });
const lengths = (timeline: Timeline, node: string): [string, number, number | null][] =>
  timeline.of(node, T0).map(({ state, from, to }) => [state, (from - T0) / 1000, to === null ? null : (to - T0) / 1000]);

test('Node_ThroughAllStates_HasASegmentForEach', () => {
  const timeline = new Timeline();
  for (const [at, state] of [[2, 'ready'], [3, 'running'], [8, 'retrying'], [18, 'ready'], [19, 'running'], [25, 'succeeded']] as const) timeline.add(event(at, 'a', state));
  expect(lengths(timeline, 'a')).toEqual([
    ['waiting', 0, 2], ['ready', 2, 3], ['running', 3, 8], ['retrying', 8, 18], ['ready', 18, 19], ['running', 19, 25], ['succeeded', 25, 25],
  ]);
});

test('Node_WithoutEvents_WaitsFromTheStart', () => expect(lengths(new Timeline(), 'a')).toEqual([['waiting', 0, null]]));

test('Node_Running_HasNoEnd', () => {
  const timeline = new Timeline();
  timeline.add(event(0, 'a', 'running'));
  expect(lengths(timeline, 'a')).toEqual([['running', 0, null]]);
});

test('Node_RetriedByAPerson_WaitsAgainFromThen', () => {
  const timeline = new Timeline();
  for (const [at, state] of [[0, 'failed'], [60, 'waiting'], [60, 'ready']] as const) timeline.add(event(at, 'a', state));
  expect(lengths(timeline, 'a')).toEqual([['failed', 0, 0], ['waiting', 60, 60], ['ready', 60, null]]);
});

test('Events_OfTheRun_AreNoNodes', () => {
  const timeline = new Timeline();
  timeline.add(event(5, null, 'paused'));
  expect([timeline.count, timeline.end()]).toEqual([1, T0 + 5_000]);
});

test('Event_TakenBackInTime_MakesNoNegativeSegment', () => {
  const timeline = new Timeline();
  timeline.add(event(5, 'a', 'ready'));
  timeline.add(event(4, 'a', 'running'));
  expect(timeline.of('a', T0 + 5_000).every((segment) => segment.to === null || segment.to >= segment.from)).toBe(true);
});

test.each([[1, 88, 100], [0.01, 88, 10_000], [0.001, 88, 120_000], [1e-9, 88, 604_800_000]])(
  'Marks_At %d pixels a millisecond, %d apart, Are %d ms', (scale, pixels, step) => expect(axisStep(scale, pixels)).toBe(step));

test('Segments_WithinAPixel_AreOneThatSaysMost', () => {
  const many = ['waiting', 'ready', 'running', 'failed', 'waiting'].map((state, i) => ({ state, attempt: 1, from: T0 + i, to: T0 + i + 1 }));
  const drawn = drawable(many, T0, T0 + 5, 0.01);
  expect(drawn.map(({ segment }) => segment.state)).toEqual(['failed']);
});

test('Segments_ThatCanBeTold_StayApart', () => {
  const two = [{ state: 'ready', attempt: 1, from: T0, to: T0 + 10 }, { state: 'running', attempt: 1, from: T0 + 10, to: null }];
  expect(drawable(two, T0, T0 + 30, 1).map(({ left, width }) => [left, width])).toEqual([[0, 10], [10, 20]]);
});
