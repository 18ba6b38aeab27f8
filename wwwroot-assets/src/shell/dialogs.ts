const FOCUSABLE = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]';

/**
 * Keeps the keyboard in the dialog that is open: at its first field as soon as there is one, there again when what had the keyboard is gone,
 * and back where it came from once the dialog is closed. The library that opens dialogs would move it half a second after it opened, away from
 * the field that somebody types into by then.
 */
export function keepKeyboardInDialogs(): void {
  const dialogs = document.getElementsByClassName('rz-dialog-content');
  let open: Element | null = null;
  let entered = false;
  let from: HTMLElement | null = null;

  document.addEventListener('focusin', (event) => {
    if (event.target instanceof HTMLElement && event.target.closest('.rz-dialog') === null) from = event.target;
  });

  new MutationObserver(() => {
    const top = dialogs[dialogs.length - 1] ?? null;
    if (top === null && open === null) return;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (top === null) {
      // What opened it may be disabled until that is done which the dialog was for.
      if (isLost && from?.isConnected === true) from.focus();
      if (!isLost || from?.isConnected !== true || document.activeElement === from) open = null;
      return;
    }
    if (top !== open) [open, entered] = [top, false];
    if (entered && !isLost) return;
    const first = top.querySelector<HTMLElement>(FOCUSABLE);
    if (first === null) return;
    entered = true;
    if (!top.contains(document.activeElement)) first.focus();
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
}
