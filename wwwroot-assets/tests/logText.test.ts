import { describe, expect, test } from 'vitest';
import { LogText } from '../src/run/logText';

/** Everything that a log shows, its open line last. */
function shown(...pieces: string[]): string[] {
  const text = new LogText();
  const lines = pieces.flatMap((piece) => text.push(piece, 0)).map((line) => line.text);
  return text.open.text === '' ? lines : [...lines, text.open.text];
}

test.each([
  ['plain lines', 'one\ntwo\n', ['one', 'two']],
  ['an open line', 'one\ntwo', ['one', 'two']],
  ['empty lines', '\n\na\n', ['', '', 'a']],
  ['line ends of Windows', 'one\r\ntwo\r\n', ['one', 'two']],
  ['a progress bar', '10 %\r50 %\r100 %\ndone\n', ['100 %', 'done']],
  ['colours', '\u001b[1;31mERROR\u001b[0m left\n', ['ERROR left']],
  ['colours by an eight-bit introducer', '\u009b31mred\n', ['red']],
  ['a link', '\u001b]8;;javascript:alert(1)\u001b\\click\u001b]8;;\u0007 me\n', ['click me']],
  ['a window title', '\u001b]0;title\u0007text\n', ['text']],
  ['a charset choice', '\u001b(Btext\n', ['text']],
  ['a command that a line break ends', '\u001b]0;never closed\nnext\n', ['', 'next']],
  ['markup', '<script>alert(1)</script>\n', ['<script>alert(1)</script>']],
  ['control characters', 'a\u0000b\u0007c\u007fd\u0085e\n', ['a\u2400b\u2407c\u2421d\ufffde']],
  ['tabs and other scripts', 'a\tb 写入 🙂\n', ['a\tb 写入 🙂']],
  ['an escape before a control character', '\u001b\u0000a\n', ['\u2400a']],
])('Log_With %s _ShowsItInert', (_, text, lines) => expect(shown(text)).toEqual(lines));

test('Log_CutAnywhere_ShowsTheSame', () => {
  const text = 'a\u001b[31mb\u001b]8;;x\u001b\\c\r\nd\re 🙂\n\u001b]0;t\u0007end';
  const whole = shown(text);
  for (let cut = 0; cut <= text.length; cut++) {
    // Pieces never cut a character in two: the server sends whole ones.
    if (/[\udc00-\udfff]/.test(text[cut] ?? '')) continue;
    expect(shown(text.slice(0, cut), text.slice(cut))).toEqual(whole);
  }
});

describe('Bounds', () => {
  test('Line_LongerThanTheBound_IsBroken', () => {
    const lines = shown('x'.repeat(25_000));
    expect(lines.map((line) => line.length)).toEqual([10_000, 10_000, 5_000]);
  });

  test('Command_NeverClosed_DoesNotSwallowTheLog', () => {
    expect(shown(`\u001b]${'x'.repeat(1_024)}rest`).join('')).toBe('rest');
  });
});
