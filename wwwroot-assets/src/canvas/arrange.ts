import type { TemplateDocument } from './document';
import type { Places, Point } from './geometry';
import type { Graph } from './graph';
import { layered, layoutInput, placeFor, storedPlaces } from './layout';

/** Above this many nodes the layout takes longer than a frame or two, and is computed off the page's thread. */
export const WORKER_ABOVE = 500;

/** Where every node of a document is drawn: where the document says, else by a layout. */
export async function arrange(document: TemplateDocument, graph: Graph): Promise<Places> {
  const { places, missing } = storedPlaces(document, graph);
  if (missing.length === 0) return places;
  if (places.size === 0) return tidy(graph);
  for (const id of missing) places.set(id, placeFor(id, graph, places));
  return places;
}

/** The layout of the whole graph, as if nothing had been placed. */
export async function tidy(graph: Graph): Promise<Places> {
  const input = layoutInput(graph);
  if (input.nodes.length <= WORKER_ABOVE) return layered(input);
  const worker = new Worker(new URL('./layout.js', import.meta.url), { type: 'module' });
  try {
    return await new Promise<Places>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<readonly (readonly [string, Point])[]>) => resolve(new Map(event.data));
      worker.onerror = (event) => reject(new Error(`The layout failed: ${event.message}`));
      worker.postMessage(input);
    });
  } finally {
    worker.terminate();
  }
}
