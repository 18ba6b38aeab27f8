import type { TemplateApi } from './api';

/** Between two tellings, in milliseconds: who comes is seen within that time, and the server forgets who has not told for six of them. */
const TELL_EVERY = 10_000;

/** Who else has the draft open, and what the server has by now. */
export interface Meeting {
  readonly others: readonly string[];
  readonly revision: number;
  readonly edited_by: string;
}

/** Tells the server that this page has the draft open, and hears who else has, until it is stopped. */
export class Presence {
  private timer = 0;
  private started = false;
  private stopped = false;
  private readonly look = (): void => {
    clearTimeout(this.timer);
    void this.tell();
  };
  private readonly leave = (): void => {
    clearTimeout(this.timer);
    this.api.leave(this.page);
  };

  constructor(private readonly api: TemplateApi, private readonly page: string, private readonly onMeeting: (meeting: Meeting) => void) {}

  start(): void {
    this.started = true;
    // Whoever comes back to this page sees at once how it stands.
    window.addEventListener('focus', this.look);
    window.addEventListener('pagehide', this.leave);
    // Back from where the browser keeps pages that were left.
    window.addEventListener('pageshow', this.look);
    void this.tell();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener('focus', this.look);
    window.removeEventListener('pagehide', this.leave);
    window.removeEventListener('pageshow', this.look);
    if (this.started) this.leave();
  }

  private async tell(): Promise<void> {
    // Whoever cannot be told is told the next time: saving says by itself that the server does not answer.
    const meeting = await this.api.meet(this.page).catch(() => null);
    if (this.stopped) return;
    if (meeting !== null) this.onMeeting(meeting);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.tell(), TELL_EVERY);
  }
}
