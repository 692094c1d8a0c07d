// The alphabet on one page: colours, type, stamps, buttons, icons — beside the picture 00 of the design study.
import type { VNode } from 'preact';
import * as ui from '../index.ts';
import { screens } from './screens.tsx';

const colours = [
  ['紙', '--paper'], ['面', '--surface'], ['沈', '--sunk'], ['墨', '--ink'], ['薄墨', '--ink-2'], ['枠', '--edge'],
  ['緑', '--green'], ['深緑', '--green-deep'], ['紅', '--plum'], ['青', '--blue'], ['柿', '--persimmon'], ['黄土', '--ochre'], ['赤', '--red'],
] as const;

function Buttons(): VNode {
  return (
    <div class="gallery-buttons">
      <ui.Button>860円を払う</ui.Button>
      <ui.Button kind="outline">コードを見せる</ui.Button>
      <ui.Button kind="top-up">5,000円をチャージ</ui.Button>
      <ui.Button kind="cancel" icon="undo">
        取り消す
      </ui.Button>
      <ui.Button kind="plain">店番号を入れる</ui.Button>
      <ui.Button icon="lock" offReason="もう一人の承認を待っています">
        承認待ち
      </ui.Button>
      <ui.Button busy>送っています</ui.Button>
      <p>
        <ui.Pill icon="plus" kind="top-up">
          チャージ
        </ui.Pill>{' '}
        <ui.Pill icon="download">CSVで保存</ui.Pill> <ui.TextLink>金額を直す</ui.TextLink>
      </p>
    </div>
  );
}

export function Sheet(): VNode {
  return (
    <ui.Page title="めぐりの見た目" wide>
      <p class="gallery-links">
        <ui.TextLink href="#pieces">部品</ui.TextLink>{' '}
        {Object.keys(screens).map((name) => (
          <span key={name}>
            <ui.TextLink href={`#${name}`}>{name}</ui.TextLink>{' '}
          </span>
        ))}
      </p>
      <h2>色</h2>
      <div class="gallery-colours">
        {colours.map(([name, token]) => (
          <div key={token}>
            <span style={{ background: `var(${token})` }} />
            {name}
          </div>
        ))}
      </div>
      <h2>文字</h2>
      {(['paid', 'entry', 'balance', 'total', 'row'] as const).map((size) => (
        <p key={size}>
          <ui.Amount value={12480} size={size} /> <span class="quiet">{size}</span>
        </p>
      ))}
      <p>
        <ui.FourDigits digits="4827" /> <ui.FourDigits digits="4827" large /> <ui.DigitsChip digits="1093" />{' '}
        <ui.DigitsChip digits="3310" off />
      </p>
      <h2>印</h2>
      <p class="gallery-row">
        <ui.Stamp kanji="通" size={40} /> <ui.Stamp kanji="冬" tone="persimmon" size={40} /> <ui.Stamp kanji="子" tone="azure" size={40} />{' '}
        <ui.Stamp kanji="春" tone="teal" size={40} /> <ui.Stamp kanji="輪" tone="plum" size={40} /> <ui.Stamp kanji="夏" ended size={40} />{' '}
        <ui.Stamp kanji="通" /> <ui.Stamp kanji="冬" tone="persimmon" size={22} /> <ui.DaySeal kanji="霜" /> <ui.DaySeal kanji="霜" beside />{' '}
        <ui.NorenTile letter="む" size={48} /> <ui.NorenTile letter="ベ" size={72} /> <ui.Logo size={48} />
      </p>
      <h2>ボタン</h2>
      <Buttons />
      <h2>絵</h2>
      <ul class="gallery-icons">
        {ui.iconNames.map((name) => (
          <li key={name}>
            <ui.Icon name={name} />
            <span>{name}</span>
          </li>
        ))}
      </ul>
      <h2>季節</h2>
      {[3, 6, 10, 0].map((month) => (
        <ui.Hills key={month} now={Date.UTC(2026, month, 15)} />
      ))}
    </ui.Page>
  );
}
