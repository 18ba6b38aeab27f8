export type Theme = 'light' | 'dark';

/** A year: the choice is a person's taste, not a session's. */
const COOKIE_SECONDS = 365 * 24 * 60 * 60;

/** The theme that is shown: the one that was chosen, else the one that the browser prefers. */
export function shownTheme(chosen: string | undefined, prefersDark: boolean): Theme {
  return chosen === 'light' || chosen === 'dark' ? chosen : prefersDark ? 'dark' : 'light';
}

export function otherTheme(theme: Theme): Theme {
  return theme === 'dark' ? 'light' : 'dark';
}

/** The cookie from which the server renders `data-theme`, so that the next page comes in the right colours from its first paint. */
export function themeCookie(theme: Theme): string {
  return `maat-theme=${theme}; path=/; max-age=${COOKIE_SECONDS}; samesite=lax`;
}
