/**
 * Menus are `details` with buttons and links in them. They close when something of them was chosen, when the focus or a click goes
 * elsewhere, and by Escape; arrows go through them.
 */
export function runMenus(root: HTMLElement): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const open = (): HTMLDetailsElement[] => [...root.querySelectorAll<HTMLDetailsElement>('details.drop[open]')];
  const items = (menu: Element): HTMLElement[] =>
    [...menu.querySelectorAll<HTMLElement>('.drop__item')].filter((item) => !item.hidden && !(item as HTMLButtonElement).disabled);

  document.addEventListener('click', (event) => {
    for (const menu of open()) {
      const inside = event.target instanceof Node && menu.contains(event.target);
      if (!inside || (event.target instanceof Element && event.target.closest('.drop__item') !== null)) menu.open = false;
    }
  }, { signal });
  root.addEventListener('focusout', (event) => {
    const menu = event.target instanceof Element ? event.target.closest<HTMLDetailsElement>('details.drop[open]') : null;
    if (menu !== null && event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
  }, { signal });
  root.addEventListener('keydown', (event) => {
    const menu = event.target instanceof Element ? event.target.closest<HTMLDetailsElement>('details.drop') : null;
    if (menu === null) return;
    const all = items(menu);
    const at = all.indexOf(event.target as HTMLElement);
    if (event.key === 'Escape' && menu.open) {
      event.stopPropagation();
      menu.open = false;
      menu.querySelector('summary')?.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      menu.open = true;
      all[(at + (event.key === 'ArrowDown' ? 1 : all.length - 1 + (at < 0 ? 1 : 0))) % all.length]?.focus();
    }
  }, { signal });
  return () => stopping.abort();
}
