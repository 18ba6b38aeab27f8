import { otherTheme, shownTheme, themeCookie } from './theme';

// Blazor replaces the page's elements when it navigates, so the document listens for its buttons.
document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest('[data-reload]')) location.reload();
  if (event.target.closest('[data-theme-toggle]')) toggleTheme();
});

function toggleTheme(): void {
  const root = document.documentElement;
  const theme = otherTheme(shownTheme(root.dataset['theme'], matchMedia('(prefers-color-scheme: dark)').matches));
  root.dataset['theme'] = theme;
  document.cookie = themeCookie(theme);
}
