// Bundles the browser's half of Maat into <output>/js and <output>/css. MSBuild calls it; see src/Maat.Web/build/Assets.targets.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const output = process.env.MAAT_ASSETS_OUTPUT ?? path.join(here, '../src/Maat.Web/wwwroot');
for (const folder of ['js', 'css']) rmSync(path.join(output, folder), { recursive: true, force: true });

const shared = { absWorkingDir: here, bundle: true, minify: true, sourcemap: true, legalComments: 'linked', logLevel: 'warning' };

await build({
  ...shared,
  entryPoints: {
    shell: 'src/shell/index.ts', run: 'src/run/index.ts', api: 'src/api/index.ts', designer: 'src/designer/index.ts',
  },
  outdir: path.join(output, 'js'),
  format: 'esm',
  // The designer and the run page share the canvas.
  splitting: true,
  chunkNames: 'part-[hash]',
  target: 'es2022',
});
await build({
  ...shared,
  entryPoints: { maat: 'css/maat.css', api: 'css/api.css' },
  outdir: path.join(output, 'css'),
  // Radzen's sheet and its fonts are served by its own package.
  external: ['/_content/*'],
});
