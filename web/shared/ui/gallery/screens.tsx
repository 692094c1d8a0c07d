// Whole pages as the apps will compose them, for pictures at phone and tablet size.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import * as ui from '../index.ts';
import { child, moment, ordinary, paidAt, parts, shop, standing, today, winter } from './sample.ts';

const nothing = () => undefined;

const bar = (current: number): ui.BarItem[] =>
  [
    { icon: 'home' as const, word: 'ホーム', href: '#home' },
    { icon: 'list' as const, word: '履歴', href: '#empty' },
    { icon: 'shop' as const, word: 'お店', href: '#lots' },
    { icon: 'bell' as const, word: 'お知らせ', href: '#unknown' },
    { icon: 'menu' as const, word: 'メニュー', href: '#sheet' },
  ].map((item, i) => ({ ...item, current: i === current }));

const shopBar = (current: number): ui.BarItem[] =>
  [
    { icon: 'code' as const, word: '受け取る', href: '#shop-waiting' },
    { icon: 'chart' as const, word: '売上', href: '#shop-sales' },
    { icon: 'bell' as const, word: 'お知らせ', href: '#empty' },
    { icon: 'gear' as const, word: '設定', href: '#sheet' },
  ].map((item, i) => ({ ...item, current: i === current }));

function Recent(): VNode {
  return (
    <div>
      <ui.SectionHead title="最近の動き" href="#empty" />
      <ui.EntryRow look="out" name="肥塚青果" note="きのう 16:08 支払い" amount={-400} href="#paid" />
      <ui.EntryRow look="points" name="荒川清掃の日" note="20日(金) もらった" amount={50} unit="" side="ポイント" />
      <ui.EntryRow look="in" name="チャージ" note="18日(水) カードから" amount={5000} side="冬 +1,000円" />
    </div>
  );
}

const pay = { icon: 'scan' as const, text: '読み取って払う', href: '#scan' };
const show = { icon: 'code' as const, text: 'コードを見せる', href: '#code' };

function Home({ state }: { state: 'ready' | 'offline' | 'loading' | 'test' }): VNode {
  const offline = state === 'offline';
  const strips = (
    <>
      {state === 'test' && <ui.TestStrip info={{ environment: 'test', clock_moved: true, server_time: '2027-01-31T10:00:00.000+09:00' }} />}
      {state === 'test' && <ui.StatusStrip href="#unknown">860円 確認中</ui.StatusStrip>}
      {offline && <ui.OfflineBanner asOf={today(12, 20)} />}
    </>
  );
  return (
    <ui.Page title="ホーム" head={<ui.HomeHead city="熊谷市" now={moment} onHelp={nothing} />} strips={strips} bar={<ui.BottomBar items={bar(0)} />}>
      <ui.BalanceCard
        amount={state === 'loading' ? undefined : 12480}
        now={moment}
        asOf={offline ? today(12, 20) : undefined}
        next={state === 'loading' ? undefined : { amount: 1600, expiresOn: '2026-12-31', stamp: winter }}
        lotsHref="#lots"
        topUpHref="#topup"
      />
      <ui.ActionPair
        first={pay}
        second={show}
        offReason={offline ? 'いまは払えません。|電波のよい場所へ移るか、|カードや|現金で|払ってください。|支払いは|送られていません。' : undefined}
      />
      {offline && <ui.Button kind="outline">もう一度つなぐ</ui.Button>}
      {state === 'loading' ? <ui.Skeleton shape="rows" /> : !offline && <Recent />}
    </ui.Page>
  );
}

function AmountPage(): VNode {
  const entry = ui.useAmountEntry();
  const [began, setBegan] = useState(false);
  if (!began) {
    setBegan(true);
    entry.set(860);
  }
  const foot = <ui.Button href="#confirm">次へ(お店の人に見せる)</ui.Button>;
  return (
    <ui.Page title="金額を入れる" onBack={nothing} backLooks="close" onHelp={nothing} foot={foot}>
      <ui.PlaceCard name={shop} letter="む" note="筑波一丁目・パン" member="熊谷市の加盟店" />
      <ui.AmountLine amount={entry.amount} />
      <ui.UseLine stamps={[winter]} words="冬のプレミアムで払います" amount={entry.amount} onOpen={nothing} />
      <ui.Keypad onDigits={entry.onDigits} onDelete={entry.onDelete} />
    </ui.Page>
  );
}

function Confirm({ amount = 860 }: { amount?: number }): VNode {
  return (
    <ui.ClerkFace amount={amount} placeName={shop}>
      <ui.Account
        lines={[
          { name: '払う金額', value: `${amount.toLocaleString('en')}円`, lead: true },
          { name: '冬のプレミアム', note: '12月31日(木)まで', value: `${amount.toLocaleString('en')}円`, stamp: winter },
        ]}
      />
      <ui.Button size="pay" href="#paid">
        {amount.toLocaleString('en')}円を払う
      </ui.Button>
      <ui.TextLink href="#amount">金額を直す</ui.TextLink>
    </ui.ClerkFace>
  );
}

function Paid({ amount = 860, name = shop, live = false }: { amount?: number; name?: string; live?: boolean }): VNode {
  const buttons = (
    <>
      <ui.Button kind="on-green">残高を見る</ui.Button>
      <ui.Button kind="white" href="#home">
        終わる
      </ui.Button>
    </>
  );
  const now = live ? Date.now : standing;
  return <ui.PaidPage amount={amount} placeName={name} digits="4827" paidAt={paidAt} seal="霜" parts={parts} now={now} buttons={buttons} />;
}

function Unknown(): VNode {
  return (
    <ui.UnknownPage placeName={shop} amount={860} sentAt={paidAt} office="熊谷市" phone="048-000-0000" onCheck={nothing} homeHref="#home" />
  );
}

function Refused(): VNode {
  const lines: ui.AccountLine[] = [
    { name: '払う金額', value: '8,420円' },
    { name: 'この店で使える', value: '8,000円', stamp: ordinary },
    { name: '中小店だけ', value: '使えません', stamp: winter, faint: true },
  ];
  const buttons = (
    <>
      <ui.Button kind="top-up" icon="plus">
        1,000円チャージする
      </ui.Button>
      <ui.Button kind="outline">8,000円払い、残りは現金</ui.Button>
      <ui.TextLink href="#home">やめる</ui.TextLink>
    </>
  );
  return <ui.RefusedPage task="支払い" why="この店で使えるお金が|420円足りません" lines={lines} onBack={nothing} buttons={buttons} />;
}

function TopUp(): VNode {
  const [chosen, setChosen] = useState(5000);
  const foot = <ui.Button kind="top-up">{chosen.toLocaleString('en')}円をチャージする</ui.Button>;
  return (
    <ui.Page title="チャージ" ground="top-up" onBack={nothing} onHelp={nothing} foot={foot}>
      <ui.AmountTiles
        label="金額"
        chosen={chosen}
        onChoose={setChosen}
        choices={[
          { amount: 1000, note: 'プレミアムなし' },
          { amount: 3000, premium: 300 },
          { amount: 5000, premium: 1000 },
          { amount: 10000, offReason: '上限を超えます' },
        ]}
      />
      <div class="card">
        <ui.Account
          lines={[
            { name: 'チャージ', note: '来年9月30日(木)まで', value: '5,000円', stamp: ordinary },
            { name: 'プレミアム', note: '12月31日(木)まで・中小店だけ', value: '1,000円', stamp: winter },
          ]}
        />
      </div>
    </ui.Page>
  );
}

function SignUp(): VNode {
  const [code, setCode] = useState('730');
  return (
    <ui.Page title="はじめての登録" onBack={nothing}>
      <ui.StepBar now={2} of={4} name="電話番号の確認" left="あと1分ほど" />
      <ui.CodeInput label="届いた6けたの番号を入れてください" hint="090-••••-1234 に送りました" value={code} onValue={setCode} />
      <p class="quiet">あと4分20秒 使えます</p>
      <p>
        <ui.TextLink>番号が届かないとき</ui.TextLink>
      </p>
      <p>
        <ui.TextLink>電話番号を直す</ui.TextLink>
      </p>
    </ui.Page>
  );
}

function Empty(): VNode {
  return (
    <ui.Page title="履歴" onBack={nothing} bar={<ui.BottomBar items={bar(1)} />}>
      <ui.EmptyState title="まだ何もありません" text="払ったり、チャージしたりすると、ここに並びます。">
        <ui.Button kind="top-up" icon="plus">
          はじめてのチャージ
        </ui.Button>
        <ui.TextLink>使えるお店を見る</ui.TextLink>
      </ui.EmptyState>
    </ui.Page>
  );
}

function Lots(): VNode {
  return (
    <ui.Page title="お金とポイントの期限" onBack={nothing} onHelp={nothing}>
      <ui.LotsHead deadline="12月31日(木)まで" left="あと39日" soon />
      <ui.LotCard
        stamp={winter}
        name="冬のプレミアム"
        where={['市内の中小店だけ']}
        amount={1600}
        link={
          <ui.TextLink green href="#shops">
            使える店 412店
          </ui.TextLink>
        }
      />
      <ui.LotsHead deadline="来年3月31日(水)まで" left="あと129日" />
      <ui.LotCard stamp={child} name="子育て応援マネー" where={['すべての加盟店', '市税には使えません']} amount={2880} />
      <ui.LotsHead deadline="来年9月30日(木)まで" left="あと312日" />
      <ui.LotCard stamp={ordinary} name="チャージしたお金" where={['すべての加盟店・市税']} amount={8000} />
    </ui.Page>
  );
}

function Code(): VNode {
  return (
    <ui.Page title="コードを見せる" ground="sunk" onBack={nothing} onHelp={nothing}>
      <ui.CodeCard
        text="HTTPS://MEGURI.KUMAGAYA.EXAMPLE/W/403918275560"
        number="403918275560"
        expiresAt={moment + 42000}
        lifetimeSeconds={60}
        now={standing}
        onExpired={nothing}
      />
    </ui.Page>
  );
}

function Scan(): VNode {
  const [problem, setProblem] = useState<{ title: string; next?: string } | undefined>();
  return (
    <ui.Page title="コードを読む" onBack={nothing} backLooks="close">
      <ui.CodeScanner onCode={(text) => setProblem({ title: `読み取りました: ${text}` })} problem={problem}>
        <ui.Button kind="outline">店番号を入れる</ui.Button>
      </ui.CodeScanner>
    </ui.Page>
  );
}

const sales = (fresh: boolean) => (
  <ul>
    {fresh && <ui.ReceivedRow at={today(12, 34)} stamps={[winter]} digits="4827" amount={860} state="fresh" />}
    <ui.ReceivedRow at={today(12, 21)} stamps={[ordinary]} digits="1093" amount={1250} />
    <ui.ReceivedRow at={today(12, 8)} stamps={[ordinary]} digits="7756" amount={540} />
    <ui.ReceivedRow at={today(11, 52)} stamps={[child]} digits="3310" amount={980} state="cancelled" />
  </ul>
);

function ShopHead(): VNode {
  return (
    <header class="place-line page-width">
      <ui.NorenTile letter="む" size={48} />
      <div>
        <h1>{shop}</h1>
        <span class="quiet">小林さんが受け取り中</span>
      </div>
      <ui.Pill icon="sound" pressed>
        音 入
      </ui.Pill>
    </header>
  );
}

function ShopPage({ received }: { received: boolean }): VNode {
  return (
    <ui.Page title="受け取る" head={<ShopHead />} bar={<ui.BottomBar items={shopBar(0)} />}>
      {received ? (
        <ui.ReceivePanel amount={860} digits="4827" receivedAt={paidAt} seal="霜" onNext={nothing} />
      ) : (
        <div class="card white-slip gallery-centre">
          <h2>読み取ってお支払いください</h2>
          <ui.QrImage text="HTTPS://MEGURI.KUMAGAYA.EXAMPLE/P/104270000001" label="支払い用のQRコード" size={220} />
          <p>
            店番号 <strong>1042-7</strong>
          </p>
        </div>
      )}
      <ui.TotalCard title="きょうの売上" note="20件・12:34時点" amount={24340} />
      {sales(received)}
    </ui.Page>
  );
}

function ShopSales(): VNode {
  const cancel = (
    <ui.Button kind="plain" size="small" label="取消 12:21 1,250円">
      取消
    </ui.Button>
  );
  const [reason, setReason] = useState<string | undefined>('wrong_amount');
  return (
    <ui.Page title="きょうの売上" bar={<ui.BottomBar items={shopBar(1)} />}>
      <ul>
        <ui.ReceivedRow at={today(12, 21)} stamps={[ordinary]} digits="1093" amount={1250} action={cancel} />
        <ui.ReceivedRow at={today(11, 52)} stamps={[child]} digits="3310" amount={980} state="cancelled" />
        <ui.ReceivedRow at={today(11, 47)} stamps={[ordinary, winter]} digits="6204" amount={2160} state="chosen" action="選択中" />
      </ul>
      <div class="card">
        <ui.Choices
          legend="理由を選んでください"
          value={reason}
          onValue={setReason}
          options={[
            { value: 'wrong_amount', label: '金額を間違えた' },
            { value: 'twice', label: '二重に払われた' },
            { value: 'other', label: 'その他' },
          ]}
        />
      </div>
      <ui.Button kind="cancel" icon="undo">
        1,250円を取り消す
      </ui.Button>
      <ui.TextLink>やめる</ui.TextLink>
    </ui.Page>
  );
}

function Fields(): VNode {
  const [phone, setPhone] = useState('');
  return (
    <ui.Page title="欄と困ったとき" onBack={nothing}>
      <ui.TextInput label="電話番号" hint="ハイフンはあってもなくてもよい" type="tel" value={phone} onValue={setPhone} placeholder="090-0000-0000" large />
      <ui.TextInput label="お名前" value="" onValue={nothing} problem="お名前を入れてください。通知に使います" />
      <ui.Select label="地区" value="籠原" onValue={nothing} options={[{ value: '籠原', label: '籠原' }]} />
      <ui.Button offReason="金額を入れてください">次へ</ui.Button>
      <ui.Trouble onRetry={nothing} office="熊谷市" phone="048-000-0000" id="7F2A" />
    </ui.Page>
  );
}

export const screens: Record<string, () => VNode> = {
  home: () => <Home state="ready" />,
  'home-offline': () => <Home state="offline" />,
  'home-loading': () => <Home state="loading" />,
  'home-test': () => <Home state="test" />,
  amount: () => <AmountPage />,
  confirm: () => <Confirm />,
  'confirm-long': () => <Confirm amount={1234567} />,
  paid: () => <Paid />,
  'paid-live': () => <Paid live />,
  'paid-long': () => <Paid amount={1234567} name="社会福祉法人くまがや夢の里パンと焼き菓子の店ひだまり" />,
  unknown: () => <Unknown />,
  refused: () => <Refused />,
  topup: () => <TopUp />,
  signup: () => <SignUp />,
  empty: () => <Empty />,
  lots: () => <Lots />,
  code: () => <Code />,
  scan: () => <Scan />,
  'shop-waiting': () => <ShopPage received={false} />,
  'shop-received': () => <ShopPage received />,
  'shop-sales': () => <ShopSales />,
  fields: () => <Fields />,
};
