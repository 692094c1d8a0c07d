import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';

mock.timers.enable({ apis: ['setTimeout'] });
const regions: { textContent: string; live: string; setAttribute: (name: string, value: string) => void }[] = [];
Object.assign(globalThis, {
  document: {
    createElement: () => ({ textContent: '', live: '', setAttribute(_: string, value: string) { this.live = value; } }),
    body: { appendChild: (region: (typeof regions)[0]) => regions.push(region) },
  },
});
const { announce, announceThere, pageChanged } = await import('./announce.ts');
const heard = () => regions[0]?.textContent ?? '';
const later = () => mock.timers.tick(100);

afterEach(() => {
  pageChanged();
  later();
});

test('a sentence stands until the next one, in one region', () => {
  announce('860円');
  announce('8,600円', true);
  later();
  assert.equal(heard(), '8,600円');
  assert.equal(regions[0]?.live, 'assertive');
  announce('8,600円');
  assert.equal(heard(), ''); // the text changes, so that the same is heard again
  later();
  assert.equal(heard(), '8,600円');
  assert.equal(regions.length, 1);
});

test('nothing said on one page stands on the next, not even what was about to be said', () => {
  announce('8円');
  later();
  pageChanged();
  assert.equal(heard(), '');
  announce('86円');
  pageChanged();
  later();
  assert.equal(heard(), '');
});

test('what leaving a page has done is said on the next one, once', () => {
  announceThere('外しました');
  later();
  assert.equal(heard(), '');
  pageChanged();
  later();
  assert.equal(heard(), '外しました');
  pageChanged();
  later();
  assert.equal(heard(), '');
});
