import { h } from './dom';

/** How long an offer stands, in milliseconds: long enough to read it and reach the button. */
const OFFER_FOR = 8_000;

/** A line over the page that says what happened, with at most one thing to do about it. */
export class Offer {
  readonly element = h('div', { class: 'designer__offer', role: 'status', hidden: true });
  private timer = 0;

  show(text: string, act?: string, onAct?: () => void): void {
    clearTimeout(this.timer);
    this.element.replaceChildren(h('span', {}, text), act !== undefined && h('button', { type: 'button', class: 'link', onclick: () => {
      this.element.hidden = true;
      onAct?.();
    } }, act) || '');
    this.element.hidden = false;
    this.timer = window.setTimeout(() => (this.element.hidden = true), OFFER_FOR);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
