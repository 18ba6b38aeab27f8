export type Theme = 'light' | 'dark';

/** A year: the choice is a person's taste, not a session's. */
const COOKIE_SECONDS = 365 * 24 * 60 * 60;

/** The theme that is not shown now. Without a choice the browser's preference is what is shown. */
export function otherTheme(chosen: string | undefined, prefersDark: boolean): Theme {
  const shown = chosen === 'light' || chosen === 'dark' ? chosen : prefersDark ? 'dark' : 'light';
  return shown === 'dark' ? 'light' : 'dark';
}

/** The cookie from which the server renders `data-theme`, so that the next page comes in the right colours from its first paint. */
export function themeCookie(theme: Theme): string {
  return `maat-theme=${theme}; path=/; max-age=${COOKIE_SECONDS}; samesite=lax`;
}
