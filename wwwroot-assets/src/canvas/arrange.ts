import type { TemplateDocument } from './document';
import type { Places } from './geometry';
import type { Graph } from './graph';
import { layered, layoutInput, placeFor, storedPlaces } from './layout';

/** Where every node of a document is drawn: where the document says, else by a layout. */
export function arrange(document: TemplateDocument, graph: Graph): Places {
  const { places, missing } = storedPlaces(document, graph);
  if (missing.length === 0) return places;
  if (places.size === 0) return tidy(graph);
  for (const id of missing) places.set(id, placeFor(id, graph, places));
  return places;
}

/** The layout of the whole graph, as if nothing had been placed. */
export const tidy = (graph: Graph): Places => layered(layoutInput(graph));
