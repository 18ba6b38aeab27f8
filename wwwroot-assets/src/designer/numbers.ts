import type { Json } from '../canvas/document';

/** A number where the text is one, else the text as it stands: the server says what is wrong with it. */
export function numberOf(text: string): Json {
  const number = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}
