/** A key, by the server's rule: words of lower-case letters and digits, joined by single underscores, beginning with a letter. */
const KEY = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const MAX_LENGTH = 64;

export const isKey = (text: string): boolean => text.length <= MAX_LENGTH && KEY.test(text);

/** The stem itself, or with the first free number behind it. */
export function freeKey(stem: string, taken: ReadonlySet<string>): string {
  if (!taken.has(stem)) return stem;
  const base = stem.replace(/_\d+$/, '');
  for (let number = 2; ; number++) {
    const suffix = `_${number}`;
    const key = base.slice(0, MAX_LENGTH - suffix.length).replace(/_$/, '') + suffix;
    if (!taken.has(key)) return key;
  }
}
