const SVG = 'http://www.w3.org/2000/svg';

export type Attributes = Readonly<Record<string, string | number>>;

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Node[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

export function text(className: string, x: number, y: number, content = ''): SVGTextElement {
  const made = svg('text', { class: className, x, y });
  made.textContent = content;
  return made;
}

/** A symbol of the page's sprite. */
export function symbol(name: string, className: string, x: number, y: number, size: number): SVGUseElement {
  return svg('use', { href: `#${name}`, class: className, x, y, width: size, height: size });
}
