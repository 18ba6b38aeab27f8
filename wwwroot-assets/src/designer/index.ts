import { only } from '../panes/only';
import { Designer } from './designer';
import type { Options } from './editor';

/** Draws the designer into `root`; everything below it is the script's alone. */
export function attach(root: HTMLElement, options: Options): { dispose(): void } {
  return only(root, () => {
    const designer = new Designer(root, options);
    designer.open();
    return { dispose: () => designer.dispose() };
  });
}
