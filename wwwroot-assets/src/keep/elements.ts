import { keep, type Keeping, reopen, type Restored } from './index';

/** The forms of this page, by their names. */
const keepings = new Map<string, Keeping>();

/**
 * `<maat-kept data-form data-owner data-dialog data-ended>` stands in a form and keeps what is typed into it, from the moment that the form
 * is there: to be asked by the server would be too late for whoever loses the connection before.
 */
class KeptElement extends HTMLElement {
  private keeping: Keeping | null = null;

  connectedCallback(): void {
    // The fields of the form are put in after this.
    queueMicrotask(() => {
      const { form, owner = '', dialog } = this.dataset;
      if (!this.isConnected || this.keeping !== null || form === undefined) return;
      this.keeping = keep(this, { person: owner, form, dialog: dialog !== undefined });
      keepings.set(form, this.keeping);
    });
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      const { form, ended } = this.dataset;
      if (this.isConnected || this.keeping === null) return;
      // Whose sign-in has ended has not closed the dialog: it is there again after signing in.
      this.keeping.dispose(ended === undefined);
      if (form !== undefined && keepings.get(form) === this.keeping) keepings.delete(form);
      this.keeping = null;
    });
  }
}

/** `<maat-reopening data-owner data-address>` opens the dialog again that was left unfinished at the address. */
class ReopeningElement extends HTMLElement {
  static readonly observedAttributes = ['data-address'];

  attributeChangedCallback(): void {
    reopen(this.dataset['owner'] ?? '');
  }
}

customElements.define('maat-kept', KeptElement);
customElements.define('maat-reopening', ReopeningElement);

/** What was typed back into a form of this page. */
export const restored = (form: string): Restored | null => keepings.get(form)?.restored() ?? null;

/** Everything that was typed into a form of this page was sent or discarded. */
export const forget = (form: string): void => keepings.get(form)?.forget();
