// Runs every *.test.ts(x) of the workspace with node:test: npm test [-- words of the path]
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const options = process.argv.slice(2).filter((word) => word.startsWith('--'));

const files = ['shared', 'resident', 'shop', 'console']
  .flatMap((folder) => readdirSync(web + folder, { recursive: true }).map((name) => `${folder}/${name}`))
  .filter((name) => /\.test\.tsx?$/.test(name) && !name.includes('node_modules'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
if (files.length === 0) {
  console.error('no test file found');
  process.exit(1);
}
// A device abroad must show the same dates: the tests run far away from Japan on purpose.
const env = { ...process.env, TZ: 'America/Los_Angeles' };
const run = spawnSync(process.execPath, ['--import', './scripts/ts-hook.mjs', '--test', ...options, ...files], {
  cwd: web,
  stdio: 'inherit',
  env,
});
process.exit(run.status ?? 1);
