/** The words of a duration in the page's language: `{0}` stands for the number. */
export interface DurationWords {
  readonly hours: string;
  readonly minutes: string;
  readonly seconds: string;
  /** With one decimal, for what took under ten seconds and is over. */
  readonly tenths: string;
}

const put = (words: string, value: string | number): string => words.replace('{0}', String(value));

/**
 * A duration in the two largest units that matter: `7 m 12 s`, `3 h 05 m`. What is still going on counts whole seconds, so that it ticks
 * evenly.
 */
export function formatDuration(milliseconds: number, words: DurationWords, ticking: boolean): string {
  if (!ticking && milliseconds < 9_950) return put(words.tenths, (milliseconds / 1000).toFixed(1));
  const all = ticking ? Math.floor(milliseconds / 1000) : Math.round(milliseconds / 1000);
  const seconds = all % 60;
  const minutes = Math.floor(all / 60) % 60;
  const hours = Math.floor(all / 3600);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (hours > 0) return `${put(words.hours, hours)} ${put(words.minutes, two(minutes))}`;
  return minutes > 0 ? `${put(words.minutes, minutes)} ${put(words.seconds, two(seconds))}` : put(words.seconds, seconds);
}
