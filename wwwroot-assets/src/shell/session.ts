/** How seldom the server is told that somebody is here, in milliseconds: a few times in the hours after which a session ends. */
const TELL_EVERY = 30 * 60 * 1_000;

/**
 * Keeps the session of somebody who works on one page for hours: a circuit speaks over one long connection, and only a request makes the
 * cookie last longer. Any request does, if the person is signed in.
 */
export function keepSession(now: () => number): void {
  let told = now();
  const seen = (): void => {
    if (now() - told < TELL_EVERY) return;
    told = now();
    void fetch('/health/live', { cache: 'no-store' }).catch(() => {});
  };
  for (const act of ['pointerdown', 'keydown']) document.addEventListener(act, seen, { passive: true });
}
