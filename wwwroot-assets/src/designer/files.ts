import type { TemplateDocument } from '../canvas/document';
import { pngOf, svgText } from '../canvas/exportPicture';
import { messageOf } from './api';
import { confirmDialog, showVersions } from './dialogs';
import { h } from './dom';
import type { Desk } from './editor';

/** Documents that come from elsewhere or go there: files, and published versions. */
export class Files {
  constructor(private readonly desk: Desk, private readonly roll: (version: number) => void) {}

  versions(): void {
    const { words, options, readOnly, api } = this.desk;
    showVersions(words, options.language, options.template, !readOnly, (cursor) => api.versions(cursor), (number) => void this.restore(number), (number) => this.roll(number));
  }

  async download(format: 'yaml' | 'json'): Promise<void> {
    const { desk } = this;
    await this.trying(async () => {
      const text = await desk.api.convert(JSON.stringify(desk.document), 'json', format);
      saveFile(new Blob([text], { type: `application/${format}` }), `${desk.document.name}.${format}`);
    });
  }

  async picture(format: 'png' | 'svg'): Promise<void> {
    const { desk } = this;
    const picture = desk.canvas.picture();
    if (picture === null) {
      desk.offer(desk.words.of('nothingToDraw'));
      return;
    }
    const content = format === 'png' ? await pngOf(picture) : new Blob([svgText(picture)], { type: 'image/svg+xml' });
    saveFile(content, `${desk.document.name}.${format}`);
  }

  async upload(file: File): Promise<void> {
    const { desk } = this;
    await this.trying(async () => {
      const text = await file.text();
      const document = JSON.parse(await desk.api.convert(text, file.name.endsWith('.json') ? 'json' : 'yaml', 'json')) as TemplateDocument;
      // The template keeps its own name: a file's is often another template's.
      confirmDialog(desk.words, desk.words.of('importTitle'), desk.words.of('importText', file.name, document.nodes?.length ?? 0), desk.words.of('importReplace'),
        () => desk.replace({ ...document, name: desk.document.name }));
    });
  }

  private async restore(number: number): Promise<void> {
    const { desk } = this;
    await this.trying(async () => {
      desk.replace(await desk.api.version(number));
      desk.offer(desk.words.of('restored', number), desk.words.of('undo'), () => desk.undo());
    });
  }

  private async trying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (failure) {
      this.desk.offer(messageOf(failure, this.desk.words));
    }
  }
}

/** Has the browser save something as a file. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  h('a', { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
