import { expect, test } from 'vitest';
import { findAll, pieces, severityOf } from '../src/run/logLines';
import { LogText } from '../src/run/logText';

const line = (text: string) => new LogText().push(`${text}\n`, 0)[0]!;

test.each([
  ['ERROR shard 6 timed out', 'error'], ['2026-11-20 FATAL out of memory', 'error'], ['error: no such file', 'error'],
  ['Traceback (most recent call last):', 'error'], ['java.io.IOException: closed', 'error'], ['ValueError: bad', 'error'],
  ['WARN disk is nearly full', 'warning'], ['warning: unused', 'warning'],
  ['0 errors, all good', null], ['the word error in prose', null], ['INFO started', null], ['', null],
])('Line %j _Is %s', (text, severity) => expect(severityOf(line(text))).toBe(severity));

test.each([['aXbxc', 'x', [1, 3]], ['aaa', 'aa', [0]], ['写入写', '写', [0, 2]], ['abc', '', []], ['İx', 'x', [1]]])(
  'Matches_In %j _Of %j', (text, query, found) => expect(findAll(text, query)).toEqual(found));

test('Pieces_OfAColouredLine_AreCutAtColoursAndMatches', () => {
  expect(pieces(line('a\u001b[31mbcd\u001b[0me'), 'cde')).toEqual([
    { text: 'a', classes: '', match: false }, { text: 'b', classes: 'a-r', match: false },
    { text: 'cd', classes: 'a-r', match: true }, { text: 'e', classes: '', match: true },
  ]);
});

test('Pieces_OfAnEmptyLine_AreNone', () => expect(pieces(line(''), 'x')).toEqual([]));

test.each([
  ['\u001b[1;32mok', [{ start: 0, classes: 'a-g a-bold' }]],
  ['a\u001b[2mb\u001b[22mc', [{ start: 1, classes: 'a-d' }, { start: 2, classes: '' }]],
  ['\u001b[38;5;1mx', []],
  ['\u001b[38;2;1;31;4mx\u001b[91my', [{ start: 1, classes: 'a-r' }]],
  ['\u001b[?31mx', []],
  ['\u001b[31m\u001b[0mx', []],
])('Styles_Of %j', (text, styles) => expect(line(text).styles).toEqual(styles));

test('Colour_GoesOnOverALineBreak', () => {
  const lines = new LogText().push('\u001b[31ma\nb\u001b[0m\nc\n', 0);
  expect(lines.map(({ styles }) => styles[0]?.classes ?? '')).toEqual(['a-r', 'a-r', '']);
});

test('Lines_KnowWhereTheyStand_InBytes', () => {
  const text = new LogText();
  const lines = [...text.push('写入\r\n\u001b[31ma\n', 100), ...text.push('b', 114), ...text.push('c\nd\n', 115)];
  expect(lines.map(({ at, text: shown }) => [at, shown])).toEqual([[100, '写入'], [108, 'a'], [114, 'bc'], [117, 'd']]);
});
