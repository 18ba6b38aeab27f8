const FOCUSABLE = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]';

/**
 * Puts the keyboard into a dialog as soon as there is something in it that takes it. The library that opens dialogs would do so half a second
 * later, and take it away from the field that somebody types into by then.
 */
export function enterDialogs(): void {
  const entered = new WeakSet<Element>();
  const dialogs = document.getElementsByClassName('rz-dialog-content');
  new MutationObserver(() => {
    for (const dialog of dialogs) {
      if (entered.has(dialog)) continue;
      const first = dialog.querySelector<HTMLElement>(FOCUSABLE);
      if (first === null) continue;
      entered.add(dialog);
      if (!dialog.contains(document.activeElement)) first.focus();
    }
  }).observe(document.body, { childList: true, subtree: true });
}
