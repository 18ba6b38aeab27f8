/** What the designer's keys and the browser's clipboard do. */
export interface ShortcutActions {
  save(): void;
  find(): void;
  tidy(): void;
  undo(): void;
  redo(): void;
  selectAll(): void;
  selectUpstream(): void;
  selectDownstream(): void;
  duplicate(): void;
  removeSelected(): void;
  rename(): void;
  closePanel(): void;
  connect(): void;
  simulate(): void;
  /** In a simulation: how the chosen node is supposed to end. */
  supposeSuccess(): void;
  supposeFailure(): void;
  supposeSkip(): void;
  copy(): void;
  cut(): void;
  paste(event: ClipboardEvent): void;
}

type Act = keyof Omit<ShortcutActions, 'copy' | 'cut' | 'paste'>;

const LETTERS: Readonly<Record<string, Act>> = { c: 'connect', s: 'supposeSuccess', f: 'supposeFailure', k: 'supposeSkip' };

/** Keys for everybody; those of the canvas itself are its own. */
export function listenToKeys(actions: ShortcutActions, signal: AbortSignal): void {
  document.addEventListener('keydown', (event) => {
    const act = document.querySelector('dialog[open], [popover]:popover-open') === null ? actOf(event, isTyping(event.target)) : null;
    if (act === null) return;
    event.preventDefault();
    actions[act]();
  }, { signal });
  for (const name of ['copy', 'cut', 'paste'] as const) {
    document.addEventListener(name, (event) => {
      if (!isTyping(event.target)) actions[name](event);
    }, { signal });
  }
}

/** Some keys also work while somebody types in a field. */
export function actOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>, typing: boolean): Act | null {
  const command = event.ctrlKey || event.metaKey;
  const letter = event.key.toLowerCase();
  if (command && letter === 's') return 'save';
  if (command && letter === 'f') return 'find';
  if (event.shiftKey && event.altKey && event.code === 'KeyT') return 'tidy';
  if (event.shiftKey && event.altKey && event.code === 'KeyS') return 'simulate';
  if (typing) return null;
  if (command && !event.altKey) {
    switch (letter) {
      case 'arrowup': return event.shiftKey ? 'selectUpstream' : null;
      case 'arrowdown': return event.shiftKey ? 'selectDownstream' : null;
      case 'z': return event.shiftKey ? 'redo' : 'undo';
      case 'y': return 'redo';
      case 'a': return 'selectAll';
      case 'd': return 'duplicate';
      default: return null;
    }
  }
  if (command || event.altKey) return null;
  switch (event.key) {
    case 'Delete': case 'Backspace': return 'removeSelected';
    case 'F2': return 'rename';
    case 'Escape': return 'closePanel';
    default: return LETTERS[letter] ?? null;
  }
}

const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.closest('input, textarea, select, .cm-editor, dialog') !== null;
