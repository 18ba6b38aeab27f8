/** Times of day in the run's zone, as all times of the page. */
export class Clock {
  private readonly second: Intl.DateTimeFormat;
  private readonly milli: Intl.DateTimeFormat;
  private readonly day: Intl.DateTimeFormat;

  constructor(language: string, zone: string) {
    const shared = { timeZone: zone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    this.second = new Intl.DateTimeFormat(language, shared);
    this.milli = new Intl.DateTimeFormat(language, { ...shared, fractionalSecondDigits: 3 });
    this.day = new Intl.DateTimeFormat(language, { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  }

  /** To the second, or to the millisecond when that is what tells marks apart. */
  time(milliseconds: number, step = 1_000): string {
    return (step < 1_000 ? this.milli : this.second).format(milliseconds);
  }

  exact(milliseconds: number): string {
    return this.milli.format(milliseconds);
  }

  date(milliseconds: number): string {
    return this.day.format(milliseconds);
  }
}
