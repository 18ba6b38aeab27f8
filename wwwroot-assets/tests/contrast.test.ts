import { expect, test } from 'vitest';
import css from '../css/tokens.css?raw';

const colours = new Map<string, readonly [light: string, dark: string]>();
for (const [, name, light, dark] of css.matchAll(/--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{6})\s*,\s*(#[0-9a-f]{6})\s*\)/g)) {
  colours.set(name!, [light!, dark!]);
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function ratio(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** AA for text, and for the lines that tell where a control or the focus is. */
const TEXT = 4.5;
const LINE = 3;

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-overlay'];
const states = ['waiting', 'ready', 'running', 'deferred', 'retrying', 'held', 'succeeded', 'failed', 'upstream-failed', 'skipped', 'cancelled'];
const pairs: [front: string, back: string, least: number][] = [
  ...['text-1', 'text-2'].flatMap((t) => [...surfaces, 'surface-3', 'accent-bg'].map((s) => [t, s, TEXT] as [string, string, number])),
  ...surfaces.map((s) => ['text-3', s, TEXT] as [string, string, number]),
  ...[...surfaces, 'accent-bg'].map((s) => ['accent-text', s, TEXT] as [string, string, number]),
  ...['accent', 'accent-hover', 'accent-pressed'].map((s) => ['on-accent', s, TEXT] as [string, string, number]),
  ...['surface-1', 'surface-overlay'].map((s) => ['border-control', s, LINE] as [string, string, number]),
  ...surfaces.map((s) => ['focus-ring', s, LINE] as [string, string, number]),
  ...states.flatMap((state) => [
    ...[`st-${state}-bg`, ...surfaces].map((s) => [`st-${state}`, s, TEXT] as [string, string, number]),
    ['text-1', `st-${state}-bg`, TEXT] as [string, string, number],
    ['text-2', `st-${state}-bg`, TEXT] as [string, string, number],
  ]),
  ...[...colours.keys()].filter((k) => /^(code|ansi)-/.test(k) && !k.endsWith('bg')).map((k) => [k, 'code-bg', TEXT] as [string, string, number]),
  ['code-ref', 'code-ref-bg', TEXT],
];

test.each(['light', 'dark'] as const)('every pair of colours can be read in the %s theme', (theme) => {
  const at = theme === 'light' ? 0 : 1;
  const faint = pairs
    .map(([front, back, least]) => ({ pair: `${front} on ${back}`, ratio: ratio(colours.get(front)![at], colours.get(back)![at]), least }))
    .filter((p) => p.ratio < p.least);
  expect(pairs.length).toBeGreaterThan(100);
  expect(faint).toEqual([]);
});
