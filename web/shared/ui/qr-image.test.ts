import assert from 'node:assert/strict';
import { test } from 'node:test';
import { qrPath } from './qr-image.tsx';

test('a QR path covers exactly the dark modules, inside its quiet zone', () => {
  const { path, size } = qrPath('HTTPS://MEGURI.EXAMPLE/P/104270000001', 4);
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)];
  assert.ok(runs.length > 50);
  for (const [, x, y, width, back] of runs) {
    assert.equal(width, back);
    assert.ok(Number(x) >= 4 && Number(x) + Number(width) <= size - 4);
    assert.ok(Number(y) >= 4 && Number(y) < size - 4);
  }
  assert.match(path, /^M4 4h7v1/); // the top of the first finder pattern
});
