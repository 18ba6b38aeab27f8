import { expect, test } from 'vitest';
import type { NodeStatus } from '../src/run/messages';
import { nextSorting, orderNodes, parseSorting, type Sorting, sortingText } from '../src/run/nodeOrder';

const node = (ordinal: number, state: string, attempt: number): NodeStatus =>
  ({ node: ordinal, state, attempt, fence: 0, startedAt: null, endedAt: null, reason: null, choice: null });

const run = {
  names: [['load', 'Load'], ['fetch', '抽取 Fetch'], ['mail', 'Mail'], ['pick', 'Choose']].map(([key, name], i) => ({ key: key!, name: name!, kind: i === 3 ? 'branch' : 'bash' })),
  order: [1, 0, 3, 2],
  nodes: [node(0, 'running', 1), node(1, 'succeeded', 3), node(2, 'waiting', 1), node(3, 'failed', 1)],
  elapsed: (of: NodeStatus) => [50, 900, null, 5][of.node]!,
};
const all = { state: null, text: '' };
const keys = (filter: { state: string | null; text: string }, sort: string | null): string[] =>
  orderNodes(run, filter, parseSorting(sort)).map((ordinal) => run.names[ordinal]!.key);

test.each([
  [null, ['fetch', 'load', 'pick', 'mail']],
  ['-order', ['mail', 'pick', 'load', 'fetch']],
  ['state', ['fetch', 'pick', 'load', 'mail']],
  ['-attempt', ['fetch', 'load', 'pick', 'mail']],
  ['-time', ['fetch', 'load', 'pick', 'mail']],
  ['time', ['mail', 'pick', 'load', 'fetch']],
  ['rubbish', ['fetch', 'load', 'pick', 'mail']],
])('Nodes_SortedBy %s', (sort, expected) => expect(keys(all, sort)).toEqual(expected));

test.each([
  [{ state: 'failed', text: '' }, ['pick']],
  [{ state: null, text: ' FETCH ' }, ['fetch']],
  [{ state: null, text: '抽取' }, ['fetch']],
  [{ state: null, text: 'branch' }, ['pick']],
  [{ state: 'failed', text: 'load' }, []],
])('Nodes_FilteredBy %j', (filter, expected) => expect(keys(filter, null)).toEqual(expected));

test.each<[Sorting, string | null]>([
  [{ by: 'order', descending: false }, null], [{ by: 'order', descending: true }, '-order'], [{ by: 'time', descending: true }, '-time'],
])('Sorting %j _InTheAddress_Is %s _AndBack', (sorting, text) => {
  expect(sortingText(sorting)).toBe(text);
  expect(parseSorting(text)).toEqual(sorting);
});

test('Head_ClickedThrice_IsUpDownAndOff', () => {
  const first = nextSorting({ by: 'order', descending: false }, 'name');
  const second = nextSorting(first, 'name');
  expect([first, second, nextSorting(second, 'name')]).toEqual(
    [{ by: 'name', descending: false }, { by: 'name', descending: true }, { by: 'order', descending: false }]);
});

test('Head_OfTimes_BeginsWithTheLongest', () => expect(nextSorting({ by: 'name', descending: false }, 'time')).toEqual({ by: 'time', descending: true }));
