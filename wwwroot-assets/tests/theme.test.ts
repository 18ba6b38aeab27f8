import { expect, test } from 'vitest';
import { otherTheme, themeCookie } from '../src/shell/theme';

test.each([
  [undefined, false, 'dark'],
  [undefined, true, 'light'],
  ['light', true, 'dark'],
  ['dark', false, 'light'],
  ['plaid', true, 'light'],
] as const)('a choice of %s where the browser prefers dark %s turns to %s', (chosen, prefersDark, expected) => {
  expect(otherTheme(chosen, prefersDark)).toBe(expected);
});

test('the cookie is for the whole site and no other', () => {
  expect(themeCookie('dark')).toBe('maat-theme=dark; path=/; max-age=31536000; samesite=lax');
});
