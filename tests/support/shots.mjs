// Pictures of every screen in every state that the browser tests look at, in each size that people have: asked for by
// MEGURI_SHOTS (a folder; scripts/shots sets it). The screen is left as it was found.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.MEGURI_SHOTS;
const phone = {
  low: { width: 360, height: 640 },
  tall: { width: 390, height: 844 },
  large: { width: 320, height: 640, letters: 32 },
  dark: { width: 390, height: 844, scheme: 'dark' },
};
const tablet = { tablet: { width: 1024, height: 768 } };
const desk = { desk: { width: 1280, height: 800 }, 'desk-dark': { width: 1280, height: 800, scheme: 'dark' }, low: phone.low };
const sizes = { resident: phone, shop: { ...phone, ...tablet }, console: desk };

const appOf = (path) => ['shop', 'console'].find((app) => path.startsWith(`/${app}`)) ?? 'resident';
const settled = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** One picture a size, named after the app, the screen and the size. Does nothing where nobody asked for pictures. */
export async function shoot(page, name) {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const app = appOf(new URL(page.url()).pathname);
  const file = `${app}~${name.replace(/\b[0-9A-Z]{10}\b/g, 'ID').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')}`;
  const before = page.viewportSize();
  const inside = await page.context().newCDPSession(page);
  const letters = (standard) => inside.send('Page.setFontSizes', { fontSizes: { standard, fixed: Math.round((standard * 13) / 16) } });
  for (const [size, { width, height, letters: standard = 16, scheme = 'light' }] of Object.entries(sizes[app])) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
    await letters(standard);
    await settled(page);
    await page.screenshot({ path: join(folder, `${file}~${size}.png`), fullPage: standard > 16 });
  }
  await letters(16);
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
  await inside.detach();
}
