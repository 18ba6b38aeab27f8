import type { NodeDefinition, TemplateDocument } from '../canvas/document';
import { armsOf, armsParameter } from '../canvas/kinds';
import type { KindsByName } from '../canvas/graph';
import { stateIcon } from '../canvas/stateIcon';
import { messageOf, type NodeOutcome, type Outcome, type Supposed } from './api';
import { nodeById } from './commands';
import { h, icon } from './dom';
import type { Desk, Subject } from './editor';
import { keepKeyboard } from './keyboard';

export const ENDS = ['succeeded', 'failed', 'skipped'] as const;

export type End = (typeof ENDS)[number];

/** What is supposed, by node. Nodes that are not in it succeed, and a branch chooses for itself. */
export type Suppositions = ReadonlyMap<string, Supposed>;

/** Only what decides how a run ends: scripts stay where they are. */
export function drawing(document: TemplateDocument, kinds: KindsByName): TemplateDocument {
  return {
    apiVersion: document.apiVersion, kind: document.kind, name: 'simulated',
    nodes: (document.nodes ?? []).map(({ key, kind, trigger_rule: rule, with: parameters }) => ({
      key, kind, ...(rule === undefined ? {} : { trigger_rule: rule }), ...(parameters === undefined || armsParameter(kinds.get(kind)) === undefined ? {} : { with: parameters }),
    })),
    edges: document.edges ?? [],
  };
}

/** Another supposition about a node; what would be so without it is none. */
export function suppose(ends: Suppositions, node: string, end: Supposed): Suppositions {
  const changed = new Map(ends);
  if (end.state === 'succeeded' && end.arms === undefined) changed.delete(node);
  else changed.set(node, end);
  return changed;
}

/** Suppositions that still fit the document: of nodes and arms that are there. */
export function fitting(ends: Suppositions, document: TemplateDocument, kinds: KindsByName): Suppositions {
  const fit = new Map<string, Supposed>();
  for (const [key, end] of ends) {
    const node = nodeById(document, key);
    if (node === undefined) continue;
    const known = new Set(armsOf(node, kinds.get(node.kind))?.map(({ arm }) => arm));
    const arms = end.arms?.filter((arm) => known.has(arm));
    if (arms !== undefined && (arms.length > 0 || end.arms!.length === 0)) fit.set(key, { ...end, arms });
    else if (end.state !== 'succeeded') fit.set(key, { state: end.state });
  }
  return fit;
}

/**
 * The outcome simulator: a person supposes how nodes end, and the canvas shows what trigger rules and branches make of it. The engine's own
 * rules answer, on the server; nothing runs, and the document is not touched.
 */
export class Simulation {
  /** Says above the canvas that this is a simulation, and how the run would end. */
  readonly strip: HTMLElement;
  /** In the panel of a node: how it is supposed to end. */
  readonly block = h('section', { class: 'simulation' });
  private readonly verdict = h('span', { class: 'grow simulation__verdict', role: 'status' });
  private readonly reset: HTMLButtonElement;
  private ends: Suppositions = new Map();
  private outcome: Outcome | null = null;
  private asked: AbortController | null = null;
  private about: Subject = { kind: 'template' };

  constructor(private readonly desk: Desk, private readonly onToggle: (on: boolean) => void) {
    const { words } = desk;
    this.reset = h('button', { type: 'button', class: 'btn btn--s', onclick: () => this.change(new Map()) }, words.of('simReset'));
    this.strip = h('div', { class: 'banner simulation__strip', hidden: true }, icon('sim'), h('strong', {}, words.of('simTitle')), this.verdict, this.reset,
      h('button', { type: 'button', class: 'btn btn--s', onclick: () => this.toggle() }, words.of('simLeave')));
    this.block.setAttribute('aria-label', words.of('simTitle'));
  }

  get on(): boolean {
    return !this.strip.hidden;
  }

  toggle(): void {
    this.strip.hidden = this.on;
    this.onToggle(this.on);
    this.desk.showAgain();
    if (this.on) void this.ask();
    else this.stop();
  }

  /** Supposes an end of the node that is chosen, for a key of the keyboard. */
  supposeChosen(end: End): void {
    if (this.on && this.about.kind === 'node') this.suppose(this.about.id, { state: end });
  }

  /** The document was edited. */
  changed(): void {
    if (this.on) void this.ask();
  }

  /** What the panel shows now; null where there is nothing to suppose. */
  blockFor(subject: Subject): HTMLElement | null {
    this.about = subject;
    if (!this.on || (subject.kind !== 'node' && subject.kind !== 'template')) return null;
    this.drawBlock();
    return this.block;
  }

  stop(): void {
    this.asked?.abort();
    this.outcome = null;
    this.desk.canvas.clearStates();
  }

  private suppose(node: string, end: Supposed): void {
    this.change(suppose(this.ends, node, end));
  }

  private change(ends: Suppositions): void {
    this.ends = ends;
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const { desk } = this;
    this.ends = fitting(this.ends, desk.document, desk.kinds);
    try {
      const outcome = await desk.api.simulate(drawing(desk.document, desk.kinds), this.ends, asked.signal);
      if (!asked.signal.aborted) this.draw(outcome, null);
    } catch (failure) {
      if (!asked.signal.aborted) this.draw(null, messageOf(failure, desk.words));
    }
  }

  private draw(outcome: Outcome | null, refusal: string | null): void {
    const { words, canvas } = this.desk;
    this.outcome = outcome;
    this.reset.disabled = this.ends.size === 0;
    if (outcome === null) {
      canvas.clearStates();
      this.verdict.textContent = refusal;
      this.strip.removeAttribute('data-state');
    } else {
      canvas.setStates(new Map(outcome.nodes.map((node) => [node.node, {
        state: node.state, words: this.stateWord(node.state), note: this.cause(node), arms: node.arms,
      }])));
      const count = (state: string): number => outcome.nodes.filter((node) => node.state === state).length;
      const counts = [...ENDS, 'upstream_failed'].flatMap((state) => (count(state) === 0 ? [] : [`${count(state)} ${this.stateWord(state)}`]));
      this.verdict.textContent = words.of(`simRun_${outcome.state}`, counts.join(words.of('listSeparator')));
      this.strip.dataset['state'] = outcome.state;
    }
    this.drawBlock();
  }

  private drawBlock(): void {
    const { words, document } = this.desk;
    const node = this.about.kind === 'node' ? nodeById(document, this.about.id) : undefined;
    const putBack = keepKeyboard(this.block);
    this.block.replaceChildren(...(node === undefined ? [h('p', { class: 'faint' }, words.of('simHint'))] : this.nodeParts(node)));
    putBack();
  }

  private nodeParts(node: NodeDefinition): HTMLElement[] {
    const { words, kinds } = this.desk;
    const supposed = this.ends.get(node.key) ?? { state: 'succeeded' };
    const outcome = this.outcome?.nodes.find((known) => known.node === node.key);
    const arms = armsOf(node, kinds.get(node.kind)) ?? [];
    const chosen = supposed.arms ?? outcome?.arms ?? [];
    const oneArm = outcome?.one_arm !== false;
    return [
      outcome === undefined ? h('p', {}) : h('p', { class: 'simulation__outcome', 'data-state': outcome.state }, stateIcon(outcome.state), h('strong', {}, this.stateWord(outcome.state)),
        h('span', {}, this.cause(outcome))),
      h('div', { class: 'field' }, h('div', { class: 'field__label' }, words.of('simIfItRuns')),
        h('div', { class: 'segmented', role: 'radiogroup', 'aria-label': words.of('simIfItRuns') }, ...ENDS.map((end) => {
          const radio = h('input', { type: 'radio', class: 'visually-hidden', name: 'sim-end', 'data-field': `sim/${end}` });
          radio.checked = supposed.state === end;
          radio.addEventListener('change', () => this.suppose(node.key, { state: end }));
          return h('label', { class: 'segmented__item' }, radio, words.of(`simEnd_${end}`));
        }))),
      ...(arms.length === 0 || supposed.state !== 'succeeded' ? [] : [h('fieldset', { class: 'choices' }, h('legend', { class: 'field__label' }, words.of('simChooses')), ...arms.map(({ arm, when }) => {
        const box = h('input', { type: oneArm ? 'radio' : 'checkbox', name: 'sim-arm', 'data-field': `sim/arm/${arm}` });
        box.checked = chosen.includes(arm);
        box.addEventListener('change', () => this.suppose(node.key, { state: 'succeeded', arms: oneArm ? [arm] : arms.map((known) => known.arm).filter((known) => (known === arm ? box.checked : chosen.includes(known))) }));
        return h('label', { class: 'choices__item' }, box, h('code', {}, arm), h('span', { class: 'faint cut' }, when ?? words.of('otherwise')));
      }))]),
    ];
  }

  /** Why it does not run, where its state does not say so. */
  private cause({ cause }: NodeOutcome): string {
    return cause === 'ran' || cause === 'upstream' ? '' : this.desk.words.of(`simCause_${cause}`);
  }

  private stateWord(state: string): string {
    return this.desk.options.states[state] ?? state;
  }
}
