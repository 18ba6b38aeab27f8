import { h } from './dom';
import type { Words } from './words';

/** Leads to signing in and back to this page. It leaves the page for real: Blazor's own way through a circuit may be gone with the session. */
export const signInAgain = (words: Words): HTMLElement =>
  h('a', { href: `/sign-in?returnUrl=${encodeURIComponent(location.pathname)}`, target: '_top' }, words.of('signIn'));
