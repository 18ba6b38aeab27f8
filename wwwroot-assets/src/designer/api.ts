import type { TemplateDocument } from '../canvas/document';
import type { Meeting } from './presence';
import type { Problem } from './problems';
import type { Words } from './words';

const ROOT = '/api/v1';

/** A refusal or a failure of the server; `status` is 0 when it could not be reached. */
export class ApiError extends Error {
  /** `revision` is what the server has now, when it refused for having another one. */
  constructor(readonly status: number, message: string, readonly problems: readonly Problem[] = [], readonly revision: number | null = null) {
    super(message);
  }
}

export interface Saved {
  readonly revision: number;
  readonly latest_version: number;
  readonly problems: readonly Problem[];
}

export interface VersionRow {
  readonly number: number;
  readonly comment: string;
  readonly published_at: string;
  readonly published_by: string;
}

/** An application of the template, the version that it uses, and what another one would do to it. */
export interface TemplateUser {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly follows: boolean;
  readonly next_fire_at: string | null;
  /** Why it cannot take the other version; empty when it can. */
  readonly breaks: readonly Problem[];
}

/** How somebody supposes a node to end if it runs; `arms` is what a branch chooses. */
export interface Supposed {
  readonly state: 'succeeded' | 'failed' | 'skipped';
  readonly arms?: readonly string[];
}

/** How a run would end. */
export interface Outcome {
  readonly state: 'succeeded' | 'failed';
  readonly nodes: readonly NodeOutcome[];
}

export interface NodeOutcome {
  readonly node: string;
  readonly state: string;
  /** It ran, or what kept it from that. */
  readonly cause: 'ran' | 'rule' | 'other_arm' | 'upstream';
  readonly arms: readonly string[] | null;
  /** Whether a branch chooses one arm at most; null for any other node. */
  readonly one_arm: boolean | null;
}

/** What became of one application that was to take a version. */
export interface Taking {
  readonly id: number;
  readonly refused: string | null;
}

/** What the designer asks of the server, for one template. */
export class TemplateApi {
  constructor(private readonly template: string) {}

  async save(document: TemplateDocument, revision: number): Promise<Saved> {
    return (await this.ask('PUT', `/templates/${this.template}/document?revision=${revision}`, document)).json() as Promise<Saved>;
  }

  /** The draft as it is now. The revision is known or asked first: a document that is newer than it only makes the next save a conflict again. */
  async load(known: number | null = null): Promise<{ readonly document: TemplateDocument; readonly revision: number }> {
    const revision = known ?? ((await (await this.ask('GET', `/templates/${this.template}`)).json()) as { revision: number }).revision;
    const document = (await (await this.ask('GET', `/templates/${this.template}/document?format=json`)).json()) as TemplateDocument;
    return { document, revision };
  }

  async validate(document: TemplateDocument, signal: AbortSignal): Promise<readonly Problem[]> {
    return ((await (await this.ask('POST', '/templates/validate', document, signal)).json()) as { problems: readonly Problem[] }).problems;
  }

  /** How a run would end if nodes ended as supposed. */
  async simulate(document: TemplateDocument, ends: ReadonlyMap<string, Supposed>, signal: AbortSignal): Promise<Outcome> {
    return (await this.ask('POST', '/templates/simulate', { document, ends: Object.fromEntries(ends) }, signal)).json() as Promise<Outcome>;
  }

  /** Says that the draft is open on a page, and hears who else has it open. */
  async meet(page: string): Promise<Meeting> {
    return (await this.ask('POST', `/templates/${this.template}/editors`, { page })).json() as Promise<Meeting>;
  }

  /** Says that a page is being left; told to the end even when the page is gone. */
  leave(page: string): void {
    const body = JSON.stringify({ page, leaving: true });
    // Whom nobody hears is forgotten after a while.
    fetch(`${ROOT}/templates/${this.template}/editors`, { method: 'POST', credentials: 'same-origin', keepalive: true, headers: { 'Content-Type': 'application/json' }, body }).catch(() => {});
  }

  async publish(revision: number, comment: string): Promise<number> {
    return ((await (await this.ask('POST', `/templates/${this.template}/versions`, { revision, comment })).json()) as { version: number }).version;
  }

  /** Published versions, the newest first; `next` is the cursor of the following page. */
  async versions(cursor: string | null): Promise<{ readonly items: readonly VersionRow[]; readonly next: string | null }> {
    const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    return (await this.ask('GET', `/templates/${this.template}/versions${query}`)).json() as Promise<{ items: readonly VersionRow[]; next: string | null }>;
  }

  /** The template's applications with what a version would do to each, or the draft as it is saved. */
  async users(version: number | null): Promise<readonly TemplateUser[]> {
    return (await this.ask('GET', `/templates/${this.template}/applications${version === null ? '' : `?version=${version}`}`)).json() as Promise<readonly TemplateUser[]>;
  }

  /** Lets applications use a version from their next run on. */
  async take(version: number, applications: readonly number[]): Promise<readonly Taking[]> {
    return (await this.ask('POST', `/templates/${this.template}/versions/${version}/applications`, { ids: applications })).json() as Promise<readonly Taking[]>;
  }

  async version(number: number): Promise<TemplateDocument> {
    return (await this.ask('GET', `/templates/${this.template}/versions/${number}/document?format=json`)).json() as Promise<TemplateDocument>;
  }

  /** A document in its canonical form. */
  async convert(text: string, from: 'json' | 'yaml', to: 'json' | 'yaml'): Promise<string> {
    return (await this.ask('POST', `/templates/convert?format=${to}`, text, undefined, `application/${from}`)).text();
  }

  private async ask(method: string, path: string, body?: unknown, signal?: AbortSignal, type = 'application/json'): Promise<Response> {
    let answer: Response;
    try {
      answer = await fetch(ROOT + path, {
        method,
        credentials: 'same-origin',
        ...(signal === undefined ? {} : { signal }),
        ...(body === undefined ? {} : { headers: { 'Content-Type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    } catch (failure) {
      if (signal?.aborted === true) throw failure;
      throw new ApiError(0, '');
    }
    if (answer.ok) return answer;
    const told = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string; problems?: readonly Problem[]; revision?: number };
    throw new ApiError(answer.status, told.detail ?? told.title ?? `${answer.status}`, told.problems ?? [], told.revision ?? null);
  }
}

/** A refusal or failure in words for the person; anything else is a mistake of ours and is thrown on. */
export function messageOf(failure: unknown, words: Words): string {
  if (!(failure instanceof ApiError)) throw failure;
  if (failure.status === 0) return words.of('unreachable');
  if (failure.status === 401) return words.of('signedOut');
  return [failure.message, failure.problems[0]?.message].filter((part) => part !== undefined && part !== '').join(' ');
}
