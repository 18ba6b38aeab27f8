import { expect, test } from 'vitest';
import { otherTheme, shownTheme, themeCookie } from '../src/shell/theme';

test.each([
  [undefined, false, 'light'],
  [undefined, true, 'dark'],
  ['light', true, 'light'],
  ['dark', false, 'dark'],
  ['plaid', true, 'dark'],
] as const)('a choice of %s where the browser prefers dark %s shows %s', (chosen, prefersDark, expected) => {
  expect(shownTheme(chosen, prefersDark)).toBe(expected);
});

test('the other theme is the one that is not shown', () => {
  expect([otherTheme('light'), otherTheme('dark')]).toEqual(['dark', 'light']);
});

test('the cookie is for the whole site and no other', () => {
  expect(themeCookie('dark')).toBe('maat-theme=dark; path=/; max-age=31536000; samesite=lax');
});
