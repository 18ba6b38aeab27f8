/**
 * Notes where the keyboard is below an element that is about to be drawn anew. The answer puts it back to the same place, or to the element
 * itself when that place is gone: never to nowhere, from where Tab would start at the top of the page.
 */
export function keepKeyboard(root: HTMLElement): () => void {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || !root.contains(at)) return () => {};
  const field = at.dataset['field'];
  const path: number[] = [];
  for (let element: Element = at; element !== root; element = element.parentElement!) path.unshift([...element.parentElement!.children].indexOf(element));
  const selection = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? [at.selectionStart, at.selectionEnd] as const : null;
  return () => {
    const found = field === undefined
      ? path.reduce<Element | undefined>((element, index) => element?.children[index], root)
      : (root.querySelector(`[data-field="${CSS.escape(field)}"]`) ?? undefined);
    const same = found instanceof HTMLElement && found.tagName === at.tagName ? found : root;
    same.focus({ preventScroll: true });
    if (selection !== null && (same instanceof HTMLInputElement || same instanceof HTMLTextAreaElement) && selection[0] !== null) same.setSelectionRange(...selection);
  };
}

/** Presses that have not ended yet. */
let pressed = false;
for (const name of ['pointerdown', 'pointerup', 'pointercancel']) {
  globalThis.document?.addEventListener(name, () => (pressed = name === 'pointerdown'), { capture: true });
}

/**
 * Does something once the key or the press that left a field has had its effect. To draw a form anew at once would take away what the
 * person is on the way to.
 */
export function onceMovedOn(act: () => void): void {
  if (!pressed) {
    setTimeout(act);
    return;
  }
  const stop = new AbortController();
  for (const name of ['pointerup', 'pointercancel']) {
    document.addEventListener(name, () => {
      stop.abort();
      // The click comes after it, in the same task.
      setTimeout(act);
    }, { capture: true, signal: stop.signal });
  }
}
