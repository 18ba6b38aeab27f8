import { expect, test, vi } from 'vitest';
import { addressOf } from '../src/run/address';
import { mergeNewest } from '../src/run/eventMerge';
import { type HistoryEvent, Refresher } from '../src/run/history';
import { panelWidth } from '../src/panes/splitter';
import { typeOf } from '../src/run/valueType';
import { localReason } from '../src/run/words';

test.each([
  ['', { node: 'a' }, '/runs/7?node=a'],
  ['?tab=list&node=a&fence=3&panel=log', { node: 'b' }, '/runs/7?tab=list&node=b&panel=log'],
  ['?tab=list&node=a', { tab: 'graph' as const }, '/runs/7?node=a'],
  ['?state=failed', { state: null }, '/runs/7'],
  ['?q=x', { q: '' }, '/runs/7'],
  ['?fence=3&node=a', { q: '写' }, '/runs/7?fence=3&node=a&q=%E5%86%99'],
])('Address %j _Changed %j', (search, change, address) => expect(addressOf(new URL(`https://maat/runs/7${search}`), change)).toBe(address));

const event = (at: number): HistoryEvent => ({ at: String(at), round: 1, node: 'a', attempt: 1, fence: at, state: 'ready', reason: null });
test.each([
  [[3, 2, 1], [5, 4, 3, 2], [5, 4, 3, 2, 1]],
  [[3, 2, 1], [3, 2], [3, 2, 1]],
  [[], [2, 1], [2, 1]],
  [[3, 2, 1], [9, 8], null],
])('Events %j _AndNewest %j _Are %j', (known, newest, merged) =>
  expect(mergeNewest(known.map(event), newest.map(event))?.map((e) => e.fence) ?? null).toEqual(merged));

test.each([[100, 1440, 320], [500, 1440, 500], [900, 1440, 720], [500, 600, 320]])(
  'Panel_Wanted %d _InAWindowOf %d _Is %d', (wanted, window, width) => expect(panelWidth(wanted, 320, window)).toBe(width));

test.each([['"a"', 'text'], ['1', 'number'], ['-1.5', 'number'], ['true', 'boolean'], ['false', 'boolean'], ['null', 'null'], [' [1', 'list'], ['{"a', 'object']])(
  'Value %s _Is %s', (json, type) => expect(typeOf(json)).toBe(type));

test('Reason_ThatIsUsual_IsInThePagesWords_AndAnyOtherAsItIs', () => {
  const words = [{ pattern: '^The script exited with code (\\d+)\\.$', text: '脚本退出，代码 {0}' }];
  expect(localReason('The script exited with code 3.', words)).toBe('脚本退出，代码 3');
  expect(localReason('The script said: exited with code 3.', words)).toBe('The script said: exited with code 3.');
});

test('Reason_ThatQuotesAnother_IsInThePagesWordsThroughout', () => {
  const words = [
    { pattern: '^The condition of arm \'([\\s\\S]*?)\' cannot be evaluated: ([\\s\\S]*?)$', text: '出口“{0}”的条件无法求值：{1}' },
    { pattern: '^Division by zero\\.$', text: '除数为零。' },
  ];
  expect(localReason("The condition of arm 'many' cannot be evaluated: Division by zero.", words)).toBe('出口“many”的条件无法求值：除数为零。');
});

test('Refresher_AskedOften_RunsOneAtATime_AndOnceMore', async () => {
  vi.useFakeTimers();
  let runs = 0;
  let finish = (): void => {};
  const refresher = new Refresher(() => new Promise<void>((resolve) => { runs++; finish = resolve; }), 1_000, () => Date.now());
  refresher.ask();
  refresher.ask();
  refresher.ask();
  expect(runs).toBe(1);
  finish();
  await vi.advanceTimersByTimeAsync(999);
  expect(runs).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(2);
  finish();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(runs).toBe(2);
  vi.useRealTimers();
});
