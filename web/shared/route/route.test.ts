import assert from 'node:assert/strict';
import { test } from 'node:test';
import { match } from './index.ts';

test('paths match their patterns', () => {
  assert.deepEqual(match('/', '/'), {});
  assert.equal(match('/', '/lots'), undefined);
  assert.deepEqual(match('/lots/:id', '/lots/7'), { id: '7' });
  assert.deepEqual(match('/lots/', '/lots/') ?? match('/lots', '/lots/'), {});
  assert.equal(match('/lots/:id', '/lots/'), undefined);
  assert.equal(match('/lots', '/'), undefined);
  assert.deepEqual(match('/S/:code', '/S/%E9%9C%9C'), { code: '霜' });
  for (const broken of ['/S/%', '/S/%E0%A4%A', '/S/%zz']) assert.equal(match('/S/:code', broken), undefined, broken);
});
