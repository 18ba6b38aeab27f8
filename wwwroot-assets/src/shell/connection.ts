import { RECONNECTED } from '../keep';

/** What Blazor says of its connection, as a class of the element that tells people; see ConnectionNotices.razor. */
const REJECTED = 'components-reconnect-rejected';
const FAILED = 'components-reconnect-failed';
const AWAY = 'components-reconnect-show';
const BACK = 'components-reconnect-hide';

/** Blazor says that it is back before it hands on events again, some moments later; telling again does no harm. In milliseconds. */
const TELL_AFTER = [300, 2_000, 6_000];
/** How soon it is told again when Blazor could not take it. In milliseconds. */
const TELL_AGAIN = 300;

/** How often a server that Blazor has given up on is asked whether it is back, in milliseconds. */
const ASK_EVERY = 5_000;

/**
 * A page whose circuit is gone for good does nothing any more. What was typed into it is kept, so it loads itself anew as soon as the server
 * answers; a page that owns what is edited on it (`data-own-state`) goes on without, and its person is asked.
 */
export function watchConnection(notice: HTMLElement): void {
  let asking = 0;
  let away = false;
  new MutationObserver(() => {
    const { classList } = notice;
    if (classList.contains(AWAY)) away = true;
    if (away && classList.contains(BACK)) {
      away = false;
      for (const moment of TELL_AFTER) setTimeout(tell, moment);
    }
    if (document.querySelector('[data-own-state]') !== null) return;
    if (classList.contains(REJECTED)) location.reload();
    else if (classList.contains(FAILED) && asking === 0) asking = window.setInterval(() => void reloadOnceBack(), ASK_EVERY);
  }).observe(notice, { attributes: true, attributeFilter: ['class'] });
}

/** Tells forms that the circuit answers again. An event that Blazor cannot hand on yet is an error of its listener. */
function tell(): void {
  let taken = true;
  const note = (event: ErrorEvent): void => {
    taken = false;
    event.preventDefault();
  };
  window.addEventListener('error', note);
  document.dispatchEvent(new Event(RECONNECTED));
  window.removeEventListener('error', note);
  const away = document.getElementById('components-reconnect-modal')?.classList.contains(AWAY) === true;
  if (!taken && !away) setTimeout(tell, TELL_AGAIN);
}

async function reloadOnceBack(): Promise<void> {
  const answer = await fetch('/health/live', { cache: 'no-store' }).catch(() => null);
  if (answer?.ok === true) location.reload();
}
