import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComponentChildren, VNode } from 'preact';
import { withBreaks } from './define.ts';

/** As it would stand: | where a line may break, [ ] around what is never split. */
function drawn(children: ComponentChildren): string {
  if (Array.isArray(children)) return children.map(drawn).join('');
  if (typeof children === 'string') return children;
  const { type, props } = children as VNode<{ children?: ComponentChildren }>;
  return type === 'wbr' ? '|' : `[${drawn(props.children)}]`;
}

test('a text with marks breaks at its marks alone', () => {
  assert.equal(drawn(withBreaks('お店の人が言った|金額を入れてください')), 'お店の人が言った|金額を入れてください');
});

test('a text without marks breaks after 、 and 。 and before a new word', () => {
  const weak = 'このパスワードは見破られやすいため使えません。ほかで使っていないものを入れてください';
  assert.equal(drawn(withBreaks(weak)), 'この|パスワードは|見破られやすいため|使えません。|ほかで|使っていないものを|入れてください');
  assert.equal(drawn(withBreaks('お金の読み取り')), 'お金の|読み取り');
  assert.equal(drawn(withBreaks('チャージしていません。止められています')), 'チャージして|いません。|止められて|います');
  assert.equal(drawn(withBreaks('Enter all six digits')), 'Enter all six digits');
});

test('telephone numbers and dates are never split', () => {
  assert.equal(drawn(withBreaks('熊谷市 |048-524-1111 へ|お電話ください')), '熊谷市 |[048-524-1111] へ|お電話ください');
  assert.equal(drawn(withBreaks('1人が1回だけ使えます。|11月30日(月)まで。')), '1人が1回だけ使えます。|[11月30日(月)まで]。');
});
