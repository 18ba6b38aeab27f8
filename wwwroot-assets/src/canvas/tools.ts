import type { GraphWords } from './graphWords';
import { svg } from './svg';

interface Actions {
  zoomBy(steps: number): void;
  zoomFull(): void;
  fit(): void;
}

/** The buttons in the canvas's corner; returns what writes the zoom. */
export function drawTools(host: HTMLElement, words: GraphWords, actions: Actions): (zoom: number) => void {
  const tools = document.createElement('div');
  tools.className = 'canvas__tools';
  const button = (label: string, key: string, icon: string, act: () => void): HTMLButtonElement => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'btn btn--icon btn--quiet btn--s';
    made.setAttribute('aria-label', label);
    made.title = key === '' ? label : `${label} (${key})`;
    made.append(svg('svg', { class: 'icon', 'aria-hidden': 'true' }, svg('use', { href: `#i-${icon}` })));
    made.addEventListener('click', act);
    return made;
  };
  const percent = document.createElement('button');
  percent.type = 'button';
  percent.className = 'btn btn--quiet btn--s graph__zoom';
  percent.title = `${words.zoomFull} (0)`;
  percent.addEventListener('click', actions.zoomFull);
  tools.append(
    button(words.zoomOut, '-', 'minus', () => actions.zoomBy(-1)),
    percent,
    button(words.zoomIn, '+', 'plus', () => actions.zoomBy(1)),
    button(words.fit, '1', 'fit', actions.fit),
    button(words.fullScreen, '', 'full', () => void (document.fullscreenElement === null ? host.requestFullscreen() : document.exitFullscreen())),
  );
  host.append(tools);
  return (zoom) => {
    percent.textContent = `${Math.round(zoom * 100)} %`;
    percent.setAttribute('aria-label', `${percent.textContent}, ${words.zoomFull}`);
  };
}
