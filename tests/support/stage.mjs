// A file of tests on screens: a furnished city, one browser, and one window at a time, which at the end of each test must
// have nothing to complain of.
import { after, afterEach, before } from 'node:test';
import { Browser, pictures, stateOf } from './browser.mjs';
import { City } from './city.mjs';
import { furnish } from './people.mjs';

/** `name` of the pictures; `prepare` gets the stage once its city stands. What it holds: city, people, browser, window, page. */
export function stage(name, prepare = async () => undefined) {
  const it = {};
  before(async () => {
    it.city = await City.create();
    it.people = await furnish(it.city);
    await prepare(it);
    it.browser = await Browser.launch();
  });
  after(async () => {
    await it.browser?.close();
    await it.city?.remove();
  });
  afterEach(async () => {
    if (!it.window) return;
    await pictures({ [name]: it.window });
    await it.window.quiet();
    await it.window.close();
    it.window = undefined;
  });
  /** Somebody's window (nobody's with null) at an address of the city, in place of the one before. */
  it.open = async (who, address, { size = 'phone', browser = it.browser, ...options } = {}) => {
    if (it.window) {
      await it.window.quiet();
      await it.window.close();
    }
    it.window = await browser.open({ size, ...options, ...(who && { state: stateOf(who) }) });
    it.page = it.window.page;
    await it.go(address);
    return it.page;
  };
  it.go = (address) => it.page.goto(address.startsWith('http') ? address : `${it.city.url}${address}`);
  return it;
}
