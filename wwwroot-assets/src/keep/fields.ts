type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What is never kept: the browser's storage is readable by whoever sits at the machine. */
const WITHHELD = 'input[type=password], [data-withhold]';

/** What is typed, chosen or ticked, and groups of buttons of which one is pressed. */
const FIELDS = 'input, textarea, select, .segmented[role=group]';

export type Field = Control | HTMLElement;

/** The field of a form that an event is about. */
export function fieldOf(target: EventTarget | null): Field | null {
  return target instanceof Element ? target.closest<HTMLElement>(FIELDS) : null;
}

export const isWithheld = (field: Field): boolean => field.matches(WITHHELD);

/** By what a field is found again on another page load; null for what is not kept. */
export function nameOf(field: Field): string | null {
  if (isWithheld(field)) return null;
  if (!isControl(field)) return field.getAttribute('aria-labelledby');
  if (field instanceof HTMLInputElement) {
    if (['file', 'hidden', 'submit', 'button'].includes(field.type)) return null;
    if (field.type === 'radio') return field.name === '' ? null : field.name;
  }
  return field.id || field.name || null;
}

/** Every field of a form that may be kept, each name once. */
export function fieldsIn(form: HTMLElement): ReadonlyMap<string, Field> {
  const found = new Map<string, Field>();
  for (const field of form.querySelectorAll<HTMLElement>(FIELDS)) {
    const name = nameOf(field);
    if (name !== null && !found.has(name)) found.set(name, field);
  }
  return found;
}

export function valueOf(field: Field): string {
  if (!isControl(field)) return String(buttonsOf(field).findIndex((button) => button.getAttribute('aria-pressed') === 'true'));
  if (field instanceof HTMLInputElement && field.type === 'radio') return String(radiosOf(field).findIndex((radio) => radio.checked));
  if (field instanceof HTMLInputElement && field.type === 'checkbox') return String(field.checked);
  return field.value;
}

/** Types a value in, as a person would, so that whoever listens hears of it. False when the field cannot take it (yet). */
export function type(field: Field, value: string): boolean {
  if (!isControl(field)) return press(buttonsOf(field)[Number(value)]);
  if (field instanceof HTMLInputElement && field.type === 'radio') return press(radiosOf(field)[Number(value)]);
  if (field.disabled) return false;
  if (field instanceof HTMLInputElement && field.type === 'checkbox') return press(field);
  field.value = value;
  // A list without the choice: it may come when another field has been filled.
  if (field.value !== value && field instanceof HTMLSelectElement) return false;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

/** Says again what stands in a field, for whoever was not there to hear it when it was typed. */
export function tell(field: Field, value: string): void {
  if (!isControl(field)) {
    if (valueOf(field) !== value) type(field, value);
    return;
  }
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** How a field is called on the page. */
export function labelOf(field: Field): string {
  const label = isControl(field) ? field.labels?.[0] : document.getElementById(field.getAttribute('aria-labelledby') ?? '');
  const words = label?.querySelector('.field__label') ?? label;
  return (words?.firstChild?.textContent ?? words?.textContent ?? '').trim();
}

function press(button: HTMLButtonElement | HTMLInputElement | undefined): boolean {
  if (button === undefined || button.disabled) return false;
  button.click();
  return true;
}

const isControl = (field: Field): field is Control => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;

const buttonsOf = (group: Field): HTMLButtonElement[] => [...group.querySelectorAll<HTMLButtonElement>('button[aria-pressed]')];

const radiosOf = (radio: HTMLInputElement): HTMLInputElement[] =>
  [...(radio.form ?? document).querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(radio.name)}"]`)];
