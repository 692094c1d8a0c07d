// Every component in every state, one under the other: what is changed in one place shows here in all of them.
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { DataTable } from '../../../console/frame/data-table.tsx';
import * as ui from '../index.ts';
import { child, moment, ordinary, paidAt, shop, standing, today, winter } from './sample.ts';

const nothing = () => undefined;
type States = Record<string, () => ComponentChildren>;

const figures = [
  { key: 'name', head: '事業', cell: ({ name }: { name: string; amount: string }) => name },
  { key: 'amount', head: '金額', figures: true, cell: ({ amount }: { name: string; amount: string }) => amount },
];

function Tiles({ chosen }: { chosen?: number }): VNode {
  const [at, setAt] = useState(chosen);
  const choices = [
    { amount: 1000, premium: 200 },
    { amount: 5000, premium: 1000 },
    { amount: 10000, offReason: '1人5,000円までです' },
  ];
  return <ui.AmountTiles label="チャージする額" choices={choices} chosen={at} onChoose={setAt} />;
}

function Typed(): VNode {
  const entry = ui.useAmountEntry();
  return (
    <>
      <ui.AmountLine amount={entry.amount} />
      <ui.Keypad onDigits={entry.onDigits} onDelete={entry.onDelete} />
    </>
  );
}

function Filled({ problem }: { problem?: string }): VNode {
  const [text, setText] = useState('むぎの輪');
  return <ui.TextInput label="店の名前" hint="看板のとおりに" value={text} onValue={setText} problem={problem} />;
}

function Chosen(): VNode {
  const [value, setValue] = useState('money');
  const options = [
    { value: 'money', label: 'お金' },
    { value: 'points', label: 'ポイント' },
  ];
  return <ui.Choices legend="使うもの" value={value} onValue={setValue} options={options} />;
}

function Ticked(): VNode {
  const [chosen, setChosen] = useState(['受け取り']);
  return <ui.Checks legend="できること" all={['受け取り', '取消', '担当の管理']} chosen={chosen} onChosen={setChosen} label={(word) => word} />;
}

const code = { text: 'https://pay.city.example/w/0123456789ABCDEF', number: '123456789012', lifetimeSeconds: 60, onExpired: nothing };
const money = { look: 'in' as const, name: 'チャージ', note: '18日(水) カードから', amount: 5000 };

/** By the names of the design study (§7). */
export const pieces: Record<string, States> = {
  balance: {
    ふだん: () => <ui.BalanceCard amount={12480} now={moment} next={{ amount: 1600, expiresOn: '2026-12-31', stamp: winter }} lotsHref="#lots" topUpHref="#topup" />,
    期限なし: () => <ui.BalanceCard amount={0} now={moment} topUpHref="#topup" />,
    古い: () => <ui.BalanceCard amount={12480} now={moment} asOf={today(12, 20)} />,
    調べている: () => <ui.BalanceCard amount={undefined} now={moment} />,
  },
  'action-pair': {
    押せる: () => <ui.ActionPair first={{ icon: 'scan', text: '読み取って払う', href: '#scan' }} second={{ icon: 'code', text: 'コードを見せる', href: '#code' }} />,
    電波がない: () => (
      <ui.ActionPair first={{ icon: 'scan', text: '読み取って払う', href: '#scan' }} second={{ icon: 'code', text: 'コードを見せる', href: '#code' }} offReason="いまは払えません。|支払いは送られていません。" />
    ),
  },
  stamp: {
    大きさ: () => [22, 28, 40].map((size) => <ui.Stamp key={size} kanji="冬" tone="persimmon" size={size as 22 | 28 | 40} />),
    色: () => (['green', 'persimmon', 'azure', 'teal', 'plum'] as const).map((tone) => <ui.Stamp key={tone} kanji="通" tone={tone} />),
    終わった: () => <ui.Stamp kanji="夏" ended name="夏のプレミアム(終わりました)" />,
  },
  noren: {
    のれん: () => ([48, 64, 72] as const).map((size) => <ui.NorenTile key={size} letter="む" size={size} />),
  },
  amount: {
    大きさ: () => (['paid', 'entry', 'balance', 'total', 'row'] as const).map((size) => <ui.Amount key={size} value={12480} size={size} />),
    長い: () => <ui.Amount value={1234567} size="paid" />,
  },
  keypad: { 打つ: () => <Typed /> },
  'four-digits': {
    ふつう: () => <ui.FourDigits digits="4827" />,
    大きい: () => <ui.FourDigits digits="4827" large />,
    一覧: () => [<ui.DigitsChip key="on" digits="1093" />, <ui.DigitsChip key="off" digits="3310" off />],
  },
  chip: {
    切: () => <ui.Chip on={false} onPress={nothing}>ポイント</ui.Chip>,
    入: () => <ui.Chip on onPress={nothing}>ポイント</ui.Chip>,
    開く: () => <ui.Chip on={false} icon="menu" expanded={false} onPress={nothing}>しぼりこむ</ui.Chip>,
  },
  seal: {
    一つ: () => <ui.DaySeal kanji="霜" />,
    よこ: () => <ui.DaySeal kanji="霜" beside />,
  },
  'entry-row': {
    払った: () => <ui.EntryRow look="out" name="肥塚青果" note="きのう 16:08 支払い" amount={-400} href="#paid" />,
    入った: () => <ui.EntryRow {...money} side="冬 +1,000円" />,
    ポイント: () => <ui.EntryRow look="points" name="荒川清掃の日" note="20日(金) もらった" amount={50} unit="" side="ポイント" />,
    取り消した: () => <ui.EntryRow look="out" name="肥塚青果" note="きのう 16:08 支払い" amount={-400} cancelled />,
  },
  lot: {
    近い: () => [
      <ui.LotsHead key="head" deadline="12月31日(木)まで" left="あと39日" soon />,
      <ui.LotCard key="lot" stamp={winter} name="冬のプレミアム" where={['市内の加盟店']} amount={1600} link={<a href="#shops">使える店</a>} />,
    ],
    先: () => [
      <ui.LotsHead key="head" deadline="来年3月31日(水)まで" left="あと129日" />,
      <ui.LotCard key="lot" stamp={child} name="子育て応援マネー" where={['子ども用品', '本']} amount={3000} />,
    ],
  },
  code: {
    使える: () => <ui.CodeCard {...code} expiresAt={moment + 42_000} now={standing} />,
  },
  tiles: {
    選ぶ前: () => <Tiles />,
    選んだ: () => <Tiles chosen={5000} />,
  },
  field: {
    ふつう: () => <Filled />,
    直す: () => <Filled problem="店の名前を入れてください" />,
    選ぶ: () => <Chosen />,
    いくつか選ぶ: () => <Ticked />,
    まとめて: () => <ui.FormProblem text="使いはじめの番号が違います。カードの銀色の部分をけずって出る8けたの番号を入れてください" />,
  },
  buttons: {
    おもな: () => [<ui.Button key="pay">860円を払う</ui.Button>, <ui.Button key="code" kind="outline">コードを見せる</ui.Button>],
    ほか: () => [<ui.Button key="in" kind="top-up">5,000円をチャージ</ui.Button>, <ui.Button key="no" kind="cancel" icon="undo">取り消す</ui.Button>, <ui.Button key="plain" kind="plain">店番号を入れる</ui.Button>],
    押せない: () => [<ui.Button key="off" icon="lock" offReason="もう一人の承認を待っています">承認待ち</ui.Button>, <ui.Button key="busy" busy>送っています</ui.Button>],
  },
  place: {
    加盟店: () => <ui.PlaceCard name={shop} letter="む" note="筑波一丁目・パン" member="熊谷市の加盟店" />,
    名前だけ: () => <ui.PlaceCard name={shop} />,
  },
  'use-line': {
    一つ: () => <ui.UseLine stamps={[winter]} words="冬のプレミアムで払います" amount={860} onOpen={nothing} />,
    いくつか: () => <ui.UseLine stamps={[winter, ordinary]} words="2種類のお金で払います" amount={2400} />,
  },
  account: {
    内訳: () => <ui.Account lines={[{ name: '払う金額', value: '860円', lead: true }, { name: '冬のプレミアム', note: '12月31日(木)まで', value: '860円', stamp: winter }]} />,
  },
  received: {
    届いた: () => <ui.ReceivePanel amount={860} digits="4827" receivedAt={paidAt} seal="霜" onNext={nothing} />,
    一覧: () => (
      <ul>
        <ui.ReceivedRow at={today(12, 34)} stamps={[winter]} digits="4827" amount={860} state="fresh" />
        <ui.ReceivedRow at={today(12, 20)} stamps={[ordinary]} digits="1093" amount={1200} returned={200} />
        <ui.ReceivedRow at={today(11, 2)} stamps={[ordinary]} digits="3310" amount={400} state="cancelled" />
      </ul>
    ),
  },
  total: { きょう: () => <ui.TotalCard title="きょうの売上" note="12件・12:34時点" amount={24680} /> },
  steps: {
    途中: () => <ui.StepBar now={2} of={4} name="電話番号の確認" left="あと1分ほど" />,
    並び: () => <ui.Steps names={['目的', 'だれに', '金額', '確かめる']} now={2} />,
  },
  states: {
    空: () => <ui.EmptyState title="まだ何もありません" text="払ったりチャージしたりすると、ここに並びます。" />,
    混んでいる: () => <ui.Trouble onRetry={nothing} office="熊谷市" phone="048-000-0000" id="7F3A" />,
    読み込み: () => [<ui.Skeleton key="b" shape="balance" />, <ui.Skeleton key="r" shape="rows" />],
    テスト環境: () => <ui.TestStrip info={{ environment: 'test', clock_moved: false, server_time: '2026-11-22T12:34:58.000+09:00' }} />,
    電波がない: () => <ui.OfflineBanner asOf={today(12, 20)} />,
    確認中: () => <ui.StatusStrip href="#unknown">860円 確認中</ui.StatusStrip>,
  },
  bars: {
    下: () => <ui.BottomBar items={[{ icon: 'home', word: 'ホーム', href: '#home', current: true }, { icon: 'list', word: '履歴', href: '#empty' }, { icon: 'menu', word: 'メニュー', href: '#sheet' }]} />,
  },
  table: {
    数: () => <DataTable caption="事業ごとの金額" columns={figures} rows={[{ name: '冬のプレミアム', amount: '1,600' }, { name: 'ふだんのチャージ', amount: '10,880' }]} keyOf={(row) => row.name} />,
  },
};

export function Pieces({ of }: { of?: string }): VNode {
  return (
    <ui.Page title="部品" wide>
      {Object.entries(pieces)
        .filter(([name]) => of === undefined || name === of)
        .map(([name, states]) => (
          <section key={name} class="gallery-piece" aria-label={name}>
            <h2>{name}</h2>
            {Object.entries(states).map(([state, show]) => (
              <div key={state} class="gallery-state">
                <h3>{state}</h3>
                {show()}
              </div>
            ))}
          </section>
        ))}
    </ui.Page>
  );
}
