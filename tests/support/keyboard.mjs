// A person who has only a keyboard: what Tab comes to, and doing a step with Tab, Enter, Space and letters alone.
import assert from 'node:assert/strict';
import { until } from './program.mjs';

/** What can be pressed or typed into, marked with a number each; radio buttons of one name are one stop. */
const mark = () => {
  const wanted = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const stops = new Map();
  for (const each of document.querySelectorAll(wanted)) {
    const style = getComputedStyle(each);
    const gone = each.disabled || style.visibility === 'hidden' || each.getClientRects().length === 0 || each.closest('[inert], details:not([open]) > :not(summary)');
    if (gone || each.tabIndex < 0) continue;
    const name = (each.getAttribute('aria-label') || each.labels?.[0]?.textContent || each.textContent || each.name || each.tagName).replace(/\s+/g, ' ').trim();
    const stop = each.type === 'radio' ? `radio ${each.name}` : `${stops.size}`;
    each.dataset.stop = stop;
    if (!stops.has(stop)) stops.set(stop, name.slice(0, 40));
  }
  document.activeElement?.blur?.();
  return [...stops];
};

/** Where the focus stands, and whether it can be seen: on the element itself, or drawn around it by what it stands in. */
const focused = () => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const outlined = (each) => each && getComputedStyle(each).outlineStyle !== 'none' && getComputedStyle(each).outlineWidth !== '0px';
  const around = [at, at.parentElement, at.nextElementSibling, at.labels?.[0], at.closest('label')];
  const box = at.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight;
  return { stop: at.dataset.stop, name: at.textContent.slice(0, 30), seen: inside && (around.some(outlined) || getComputedStyle(at).boxShadow !== 'none') };
};

/** Everything is reached by Tab alone, in the order in which it stands, and the focus is to be seen. */
export async function walk(page, where) {
  const stops = new Map(await page.evaluate(mark));
  const met = new Set(); // in the order in which Tab comes to them
  for (let n = 0; n < stops.size * 2 + 8 && met.size < stops.size; n++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(focused);
    if (!focus) continue; // the end of the page; the next Tab begins anew
    // A date is several stops inside one element; the browser draws the later ones itself.
    assert.ok(focus.seen || met.has(focus.stop), `${where}: the focus on “${stops.get(focus.stop) ?? focus.name}” cannot be seen`);
    if (focus.stop !== undefined) met.add(focus.stop);
  }
  const order = [...met].filter((stop) => stops.has(stop));
  const begin = order.indexOf([...stops.keys()][0]); // Tab goes on from where the focus was
  assert.deepEqual([...order.slice(begin), ...order.slice(0, begin)], [...stops.keys()].filter((stop) => met.has(stop)), `${where}: Tab jumps`);
  const never = [...stops].filter(([stop]) => !met.has(stop)).map(([, name]) => name);
  assert.deepEqual(never, [], `${where}: Tab never comes to these`);
}

const mostTabs = 80;

/** Tab until the focus is on what is called so. */
export async function tabTo(page, name) {
  const seen = [];
  for (let n = 0; n < mostTabs; n++) {
    const called = await page.evaluate(() => {
      const at = document.activeElement;
      const words = at.getAttribute('aria-label') || at.labels?.[0]?.textContent || at.textContent || '';
      return at === document.body || !at.matches('a, button, input, select, textarea, summary') ? '' : words.replace(/\s+/g, ' ').trim();
    });
    if (typeof name === 'string' ? called === name : name.test(called)) return;
    seen.push(called);
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never comes to ${name}, only to ${[...new Set(seen)].join(' · ')}`);
}

/** Goes to it and presses it, as the keyboard does. */
export async function pressByKey(page, name, key = 'Enter') {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

/** `anew`: in place of what stands there. */
export async function typeByKey(page, name, text, { anew = false } = {}) {
  await tabTo(page, name);
  if (anew) await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** What stands there now: loaded, nothing for axe, everything within reach of Tab. */
export async function judged(window, where) {
  const { page } = window;
  await until(`the end of loading of ${where}`, async () => (await page.locator('.skeleton').count()) === 0);
  await window.accessible(where);
  await walk(page, where);
}

/** A step has come: its heading has the focus, and it is judged. */
export async function arrived(window, where, heading) {
  const { page } = window;
  const focus = () => page.evaluate(() => ({ heading: /^H[12]$/.test(document.activeElement.tagName), words: document.activeElement.textContent, tag: document.activeElement.tagName }));
  let last = '';
  const comes = async () => {
    const at = await focus();
    last = at.heading ? at.words : `no heading but ${at.tag}`;
    return at.heading && heading.test(at.words);
  };
  await until(`the focus on the heading of ${where}`, comes).catch(() => assert.fail(`${where}: the focus is on “${last}”, not on ${heading}`));
  await judged(window, where);
}
