import { Designer } from './designer';
import type { Options } from './editor';

/** Draws the designer into `root`; everything below it is the script's alone. */
export async function attach(root: HTMLElement, options: Options): Promise<{ dispose(): void }> {
  const designer = new Designer(root, options);
  await designer.open();
  return { dispose: () => designer.dispose() };
}
