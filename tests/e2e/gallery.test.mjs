// The page of the design's pieces: every component in every state and every whole page of the study, by day, by night, with
// large letters: nothing for axe to find, nothing wider than the window.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../support/program.mjs';

const run = promisify(execFile);
const web = join(root, 'web');

test('every piece of the design in every state can be read and used', async () => {
  await run('npm', ['run', '--silent', 'gallery'], { cwd: web, timeout: 120_000 });
  const screens = [...readFileSync(join(web, 'shared/ui/gallery/screens.tsx'), 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: \(\) =>/gm)].map(([, name]) => name);
  assert.ok(screens.length > 15);
  const folder = mkdtempSync(join(tmpdir(), 'meguri-gallery-'));
  try {
    const options = { cwd: web, env: { ...process.env, SIZES: 'low,dark,large' }, timeout: 240_000 };
    const { stdout } = await run('node', ['scripts/pictures.mjs', folder, 'pieces', ...screens], options).catch((failed) => failed);
    const wrong = stdout.split('\n').filter((line) => /OVERFLOW|^ {2}\S/.test(line));
    assert.deepEqual(wrong, []);
    assert.match(stdout, /axe findings: 0/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
