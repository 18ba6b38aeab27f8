/** A popover that is open, by its id: its element may be exchanged for another. */
interface Open {
  readonly element: HTMLElement;
  readonly address: string;
}

/**
 * Opens a popover again whose element was exchanged for another while it was open. The server sends a page first as it looks, where a popover
 * opens already; what answers clicks comes some moments later and takes the place of all that was sent.
 */
export function keepPopoversOpen(): void {
  const opened = (element: HTMLElement): Open => ({ element, address: location.href });
  const first = document.querySelector<HTMLElement>('[popover]:popover-open');
  let open: Open | null = first === null ? null : opened(first);

  // Not told of an element that is taken out of the page, which closes it.
  document.addEventListener('beforetoggle', (event) => {
    if (event instanceof ToggleEvent && event.target instanceof HTMLElement) open = event.newState === 'open' ? opened(event.target) : null;
  }, { capture: true });

  new MutationObserver(() => {
    if (open === null || open.element.isConnected) return;
    const again = document.getElementById(open.element.id);
    // Another page has come.
    if (open.address !== location.href) open = null;
    else if (again?.popover === 'auto') again.showPopover();
  }).observe(document.body, { childList: true, subtree: true });
}
