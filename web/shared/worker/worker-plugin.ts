// At the end of an app's build: its service worker, with the list of files that it keeps. The version is made of what is
// in them, so that the same build is no new version.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The map: large, and nothing to see without a network. */
const not_kept = /leaflet|marker-icon|layers(-2x)?-/;

export function workerOf(base: string): Plugin {
  return {
    name: 'meguri-worker',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      const files = Object.keys(bundle).filter((name) => name.startsWith('assets/') && !not_kept.test(name)).sort();
      const source = readFileSync(new URL('./worker.js', import.meta.url), 'utf8');
      const index = readFileSync(join(dir, 'index.html'), 'utf8');
      const version = createHash('sha256').update(JSON.stringify(files) + index + source).digest('hex').slice(0, 12);
      const head = Object.entries({ base, version, files }).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`);
      writeFileSync(join(dir, 'sw.js'), head.join('') + source);
    },
  };
}
