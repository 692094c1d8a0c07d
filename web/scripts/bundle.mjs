// Builds the named apps one after the other: node scripts/bundle.mjs resident shop console
import { build } from 'vite';

for (const mode of process.argv.slice(2)) {
  await build({ mode, configFile: new URL('../vite.config.ts', import.meta.url).pathname, logLevel: 'warn' });
  console.log(`built dist/${mode}`);
}
