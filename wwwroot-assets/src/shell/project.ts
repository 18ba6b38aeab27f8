/** A year, as for the other preferences of this browser. */
const PROJECT_SECONDS = 365 * 24 * 60 * 60;

/** `<maat-project data-id>` makes its project the one that pages show whose address names none. */
class ProjectElement extends HTMLElement {
  static readonly observedAttributes = ['data-id'];

  attributeChangedCallback(): void {
    document.cookie = `maat-project=${Number(this.dataset['id'])}; path=/; max-age=${PROJECT_SECONDS}; samesite=lax`;
  }
}

customElements.define('maat-project', ProjectElement);
