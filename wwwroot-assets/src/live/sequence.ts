/** Anything that carries its place in one run's stream. Numbers grow by one from message to message. */
export interface Sequenced {
  readonly sequence: number;
}

/** What a message means for a reader that has seen everything up to `last`. */
export type Place = 'old' | 'next' | 'gap';

export function placeOf(last: number, message: Sequenced): Place {
  if (message.sequence <= last) return 'old';
  return message.sequence === last + 1 ? 'next' : 'gap';
}
