// Draws the apps' icons for home screens into web/*/public: node scripts/icons.mjs. The mark is that of favicon.svg; the
// shops' app has it in white on green, so that somebody with both tells them apart. Run again when the mark changes.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const web = fileURLToPath(new URL('..', import.meta.url));
const looks = {
  resident: { ground: '#F8F5ED', ring: '#115A36', petal: '#D77899' },
  shop: { ground: '#115A36', ring: '#FFFFFF', petal: '#F0B6CA' },
};
// The mark's part of the edge. Maskable: all of it lies in the middle circle of 80 %, whatever shape the phone cuts.
const files = [
  ['icon-192.png', 192, 0.72],
  ['icon-512.png', 512, 0.72],
  ['icon-maskable-192.png', 192, 0.56],
  ['icon-maskable-512.png', 512, 0.56],
  ['apple-touch-icon.png', 180, 0.66],
];

const drawing = ({ ground, ring, petal }, part) => {
  const edge = 48 / part;
  const left = 24 - edge / 2; // the mark's middle
  const top = 24 - edge / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" viewBox="${left} ${top} ${edge} ${edge}" fill="none" stroke-width="7" stroke-linecap="round">
<rect x="${left}" y="${top}" width="${edge}" height="${edge}" fill="${ground}"/>
<path stroke="${ring}" d="M9.2 18.2A16 16 0 1 1 31.6 38.1"/><path stroke="${petal}" d="M22.6 39.9A16 16 0 0 1 8.5 28.1"/></svg>`;
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'], timeout: 30_000 });
try {
  const page = await browser.newPage();
  for (const [app, look] of Object.entries(looks)) {
    for (const [name, size, part] of files) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<body style="margin:0;height:100vh">${drawing(look, part)}</body>`);
      writeFileSync(`${web}${app}/public/${name}`, await page.screenshot());
    }
  }
} finally {
  await browser.close();
}
