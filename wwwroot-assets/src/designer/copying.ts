import { shiftFor } from '../canvas/layout';
import { fromText, toText } from './clipboard';
import { copy, paste, type Fragment } from './commands';
import type { Desk } from './editor';

/** Copies nodes to the clipboard and out of it, also between templates. */
export class Copying {
  /** What was copied last here: the system's clipboard may be forbidden. */
  private copied: Fragment | null = null;

  constructor(private readonly desk: Desk) {}

  copy(): boolean {
    const fragment = this.selected();
    if (fragment.nodes.length === 0) return false;
    this.copied = fragment;
    // The system's clipboard takes it to other templates and into files; it may be forbidden, and then it stays within this page.
    void navigator.clipboard?.writeText(toText(fragment)).catch(() => {});
    return true;
  }

  cut(): void {
    if (this.copy()) this.desk.removeSelected();
  }

  paste(event: ClipboardEvent): void {
    const fragment = fromText(event.clipboardData?.getData('text/plain') ?? '') ?? this.copied;
    if (fragment === null) return;
    event.preventDefault();
    this.insert(fragment);
  }

  duplicate(): void {
    const fragment = this.selected();
    if (fragment.nodes.length > 0) this.insert(fragment);
  }

  /** With the places where nodes are drawn, for documents that store none. */
  private selected(): Fragment {
    const { document, canvas } = this.desk;
    const fragment = copy(document, canvas.selection);
    const drawn = Object.fromEntries(fragment.nodes.flatMap((node) => {
      const place = canvas.places.get(node.key);
      return place === undefined ? [] : [[node.key, [place.x, place.y] as const]];
    }));
    return { ...fragment, layout: { ...drawn, ...fragment.layout } };
  }

  private insert(fragment: Fragment): void {
    const { desk } = this;
    if (desk.readOnly) return;
    const copied = Object.values(fragment.layout).map(([x, y]) => ({ x, y }));
    const pasted = paste(desk.document, fragment, shiftFor(copied, desk.canvas.places));
    desk.edit(pasted.document);
    desk.select(new Set(pasted.keys));
    if (pasted.keys[0] !== undefined) desk.canvas.focus(pasted.keys[0]);
  }
}
