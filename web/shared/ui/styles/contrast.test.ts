import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const darkStart = css.indexOf('prefers-color-scheme: dark');

function tokens(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/g)) found[name as string] = value as string;
  return found;
}
const light = tokens(css.slice(0, darkStart));
const dark = { ...light, ...tokens(css.slice(darkStart)) };

function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour;
  const [r, g, b] = [1, 3, 5]
    .map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

// [text, ground] with at least 4.5 : 1; edges of inputs need 3 : 1.
const texts: [string, string][] = [
  ['ink', 'paper'], ['ink', 'surface'], ['ink', 'sunk'], ['ink', 'top-up-ground'], ['ink', 'ochre-ground'],
  ['ink-2', 'paper'], ['ink-2', 'surface'], ['ink-2', 'sunk'], ['ink-2', 'ochre-ground'], ['ink-2', 'top-up-ground'],
  ['ink-3', 'paper'], ['ink-3', 'surface'],
  ['on-green', 'green'], ['green-text', 'surface'], ['green-text', 'paper'], ['green-text', 'green-tint'],
  ['on-blue', 'blue'], ['blue-text', 'blue-tint'], ['blue-text', 'surface'], ['blue-text', 'top-up-ground'],
  ['plum', 'plum-tint'], ['plum', 'paper'], ['persimmon', 'surface'], ['persimmon', 'paper'], ['persimmon', 'persimmon-tint'],
  ['persimmon', 'blue-tint'], ['ochre', 'ochre-ground'], ['on-ochre-button', 'ochre-button'], ['red', 'surface'],
  ['tone-azure', 'surface'], ['tone-teal', 'surface'], ['tone-grey', 'surface'], ['off-ink', 'off'],
];
const edges: [string, string][] = [['edge', 'surface'], ['edge', 'paper'], ['green', 'surface'], ['green', 'paper'], ['blue', 'surface'], ['red', 'paper']];

for (const [name, set] of Object.entries({ light, dark })) {
  test(`every text is readable on its ground, ${name}`, () => {
    for (const [text, ground] of texts) {
      const ratio = contrast(set[text] as string, set[ground] as string);
      assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
    }
    for (const [edge, ground] of edges) {
      const ratio = contrast(set[edge] as string, set[ground] as string);
      assert.ok(ratio >= 3, `${edge} on ${ground}: ${ratio.toFixed(2)}`);
    }
    for (const ground of ['paid-ground', 'paid-disc', 'seal', 'banner']) {
      assert.ok(contrast('#ffffff', set[ground] as string) >= 4.5, ground);
    }
  });
}
