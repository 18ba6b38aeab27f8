import { type Field, fieldOf, fieldsIn, isWithheld, labelOf, nameOf, tell, type, valueOf } from './fields';
import { type KeptField, KeptForms } from './keptForms';

/** Told to the document when the page's circuit answers again: what was typed meanwhile, it has not heard. */
export const RECONNECTED = 'maat-reconnected';

/** Which form of a page is kept. */
export interface KeepOptions {
  /** What is typed by one person is not shown to another. */
  readonly person: string;
  readonly form: string;
  readonly dialog: boolean;
}

/** What was typed back. */
export interface Restored {
  readonly any: boolean;
  /** Fields that somebody else changed since, with what stands there now. */
  readonly theirs: readonly { readonly label: string; readonly value: string }[];
  readonly withheld: boolean;
}

/** A form that is kept. */
export interface Keeping {
  restored(): Restored;
  /** Everything was sent or discarded. */
  forget(): void;
  /** The form is gone. A dialog that was closed (`finished`) is done with; one that disappeared because the page was left is not. */
  dispose(finished: boolean): void;
}

/**
 * Keeps what is typed into the form around `mark` in the browser, letter by letter and without the server, and types it back when the form
 * is there again: after a reload, a restart of the server, or signing in again.
 */
export function keep(mark: HTMLElement, options: KeepOptions): Keeping {
  const form = mark.closest('form') ?? mark;
  const path = location.pathname;
  const kept = new KeptForms(sessionStorage, options.person, path);
  const stop = new AbortController();
  const earlier = kept.read(options.form);
  const fields: Record<string, KeptField> = { ...earlier?.fields };
  const pending = new Set(Object.keys(fields));
  const before = new Map<string, string>();
  const theirs: { label: string; value: string }[] = [];
  let last = earlier?.last ?? null;
  let withheld = earlier?.withheld ?? false;
  let left = false;

  let isKept = true;
  const write = (): void => {
    isKept = kept.write(options.form, { dialog: options.dialog, fields, last, withheld });
  };

  function note(target: EventTarget | null): void {
    const field = fieldOf(target);
    const name = field === null ? null : nameOf(field);
    // What somebody else saved meanwhile may stand there by now; what was typed here is compared with what it began from.
    if (field !== null && name !== null && fields[name] === undefined) before.set(name, valueOf(field));
  }

  function typed(target: EventTarget | null): void {
    const field = fieldOf(target);
    if (field === null) return;
    if (isWithheld(field)) {
      withheld = true;
      write();
      return;
    }
    const name = nameOf(field);
    if (name === null) return;
    pending.delete(name);
    const stood = fields[name]?.before ?? before.get(name) ?? '';
    const value = valueOf(field);
    if (value === stood) delete fields[name];
    else fields[name] = { value, before: stood };
    last = name;
    write();
  }

  /** Types back what has its field by now. Somebody else's change is what the next one is compared with. */
  function restore(): void {
    for (const [name, field] of fieldsIn(form)) {
      const wanted = fields[name];
      if (!pending.has(name) || wanted === undefined) continue;
      const now = valueOf(field);
      if (now !== wanted.value && !typeBack(name, field, wanted.value)) continue;
      pending.delete(name);
      if (now === wanted.before || now === wanted.value) continue;
      theirs.push({ label: labelOf(field), value: now });
      fields[name] = { value: wanted.value, before: now };
    }
    write();
  }

  function typeBack(name: string, field: Field, value: string): boolean {
    const stood = fields[name]!;
    const done = type(field, value);
    fields[name] = stood;
    if (!done) pending.add(name);
    return done;
  }

  const noteAll = (): void => {
    before.clear();
    for (const [name, field] of fieldsIn(form)) before.set(name, valueOf(field));
  };

  noteAll();
  const { signal } = stop;
  form.addEventListener('focusin', (event) => note(event.target), { signal });
  form.addEventListener('input', (event) => typed(event.target), { signal });
  form.addEventListener('change', (event) => typed(event.target), { signal });
  form.addEventListener('click', (event) => {
    const group = event.target instanceof Element ? event.target.closest<HTMLElement>('.segmented[role=group]') : null;
    const pressed = event.target instanceof Element ? event.target.closest('button[aria-pressed]') : null;
    const name = group === null ? null : nameOf(group);
    if (group === null || pressed === null || name === null) return;
    // Which one is pressed, the page says only once the server has answered.
    const value = String([...group.querySelectorAll('button[aria-pressed]')].indexOf(pressed));
    fields[name] = { value, before: fields[name]?.before ?? before.get(name) ?? '' };
    last = name;
    write();
  }, { signal });

  window.addEventListener('beforeunload', (event) => {
    // There was no room to keep it: the browser asks before it is gone.
    if (!isKept) event.preventDefault();
  }, { signal });
  document.addEventListener(RECONNECTED, () => {
    for (const [name, field] of fieldsIn(form)) {
      const typedThere = fields[name];
      if (typedThere !== undefined && !pending.has(name)) tell(field, typedThere.value);
    }
  }, { signal });

  if (earlier !== null) {
    restore();
    if (last !== null) fieldsIn(form).get(last)?.focus();
  }
  // Fields of another version of a template, or of a list that is still being read, come later.
  const observer = new MutationObserver(() => {
    if (pending.size > 0) restore();
    else observer.disconnect();
  });
  if (pending.size > 0) observer.observe(form, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });

  return {
    restored: () => ({ any: earlier !== null, theirs, withheld: earlier?.withheld === true }),
    forget() {
      for (const name of Object.keys(fields)) delete fields[name];
      pending.clear();
      withheld = false;
      isKept = true;
      kept.forget(options.form);
      noteAll();
    },
    dispose(finished) {
      if (left) return;
      left = true;
      stop.abort();
      observer.disconnect();
      if (finished && options.dialog && location.pathname === path) kept.forget(options.form);
    },
  };
}

let reopening = new MutationObserver(() => {});

/** Opens the dialog again that was open when this page was left unfinished, as soon as its button is there. */
export function reopen(person: string): void {
  reopening.disconnect();
  const [form] = new KeptForms(sessionStorage, person, location.pathname).dialogs();
  if (form === undefined) return;
  const open = (): void => {
    const opener = document.querySelector<HTMLButtonElement>(`[data-opens="${CSS.escape(form)}"]:enabled`);
    if (opener === null) return;
    reopening.disconnect();
    opener.click();
  };
  reopening = new MutationObserver(open);
  reopening.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  open();
}

/** Whether a dialog of this page was left unfinished. */
export const keptDialog = (person: string, form: string): boolean => new KeptForms(sessionStorage, person, location.pathname).dialogs().includes(form);
