import { layered, type LayoutInput } from './layout';

// Runs as a worker of its own: see arrange.ts.
self.onmessage = (event: MessageEvent<LayoutInput>) => self.postMessage([...layered(event.data)]);
