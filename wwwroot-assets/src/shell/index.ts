import { watchConnection } from './connection';
import { keepKeyboardInDialogs } from './dialogs';
import { keepPopoversOpen } from './popovers';
import './project';
import { keepSession } from './session';
import { otherTheme, shownTheme, themeCookie } from './theme';

export { forget, restored } from '../keep/elements';

// Blazor replaces the page's elements when it navigates, so the document listens for its buttons.
document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest('[data-reload]')) location.reload();
  if (event.target.closest('[data-theme-toggle]')) toggleTheme();
  const copied = event.target.closest<HTMLElement>('[data-copy]')?.dataset['copy'];
  if (copied !== undefined) void navigator.clipboard.writeText(copied);
  // The page stays when a link of a menu is followed, and so would its menu.
  event.target.closest('a')?.closest<HTMLElement>('[popover]')?.hidePopover();
});

const connection = document.getElementById('components-reconnect-modal');
if (connection !== null) watchConnection(connection);
keepKeyboardInDialogs();
keepPopoversOpen();
keepSession(() => performance.now());

function toggleTheme(): void {
  const root = document.documentElement;
  const theme = otherTheme(shownTheme(root.dataset['theme'], matchMedia('(prefers-color-scheme: dark)').matches));
  root.dataset['theme'] = theme;
  document.cookie = themeCookie(theme);
}
