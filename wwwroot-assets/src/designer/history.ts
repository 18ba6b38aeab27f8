/** A document with what came before it and what was undone, without limit. Documents share what does not differ, so they are cheap. */
export class History<T> {
  private readonly past: T[] = [];
  private readonly future: T[] = [];
  private group: string | null = null;

  constructor(private now: T) {}

  get current(): T {
    return this.now;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /**
   * Makes `next` the current state. Changes that follow one another in the same `group`, such as the letters typed into one field, are
   * undone together.
   */
  push(next: T, group: string | null = null): void {
    if (next === this.now) return;
    if (group === null || group !== this.group) this.past.push(this.now);
    this.group = group;
    this.now = next;
    this.future.length = 0;
  }

  /** The next change begins a step of its own. */
  seal(): void {
    this.group = null;
  }

  undo(): boolean {
    return this.step(this.past, this.future);
  }

  redo(): boolean {
    return this.step(this.future, this.past);
  }

  private step(from: T[], to: T[]): boolean {
    const next = from.pop();
    if (next === undefined) return false;
    to.push(this.now);
    this.now = next;
    this.group = null;
    return true;
  }
}
