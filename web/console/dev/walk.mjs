// Walks every screen of the console against the pretend city, with a picture of each and axe on every one:
//   node web/console/dev/walk.mjs OUT [desk|tablet|low …]
import { signIn, walker } from '../../shop/dev/walk.mjs';

async function walk(out, size) {
  const w = await walker(out, size);
  const { page, fake, shot } = w;
  const open = async (path, wait) => {
    await page.goto(`${fake.url}/console${path}`);
    await page.getByText(wait).first().waitFor();
  };
  try {
    const { invitation } = await w.weather('invite', { role: 'operator' });
    await page.goto(`${fake.url}/console/invitation#${invitation}`);
    await page.getByLabel('あなたの名前').waitFor();
    await shot('invitation', { focus: 'H1' });
    await signIn(w, 'console', 'kimura');
    await page.getByText('発行した額').first().waitFor();
    await shot('dashboard', { full: true, wait: 600 });
    await open('/programs', '提案と承認');
    await shot('programs', { full: true });
    await page.getByRole('link', { name: '新しい事業を提案する' }).click();
    await page.getByLabel('事業の名前').waitFor();
    await page.getByRole('button', { name: '次へ' }).click();
    await shot('new-missing');
    await page.getByLabel('事業の名前').fill('夏のチャージ');
    await page.getByLabel('印(1文字)').fill('涼');
    await page.getByRole('button', { name: '次へ' }).click();
    await page.getByLabel('市全体の上限(円)').fill('3000000');
    await page.getByLabel('1回の上限(円)').fill('500');
    await page.getByRole('button', { name: '次へ' }).click();
    await shot('new-amounts');
    await page.getByLabel('1回の上限(円)').fill('20000');
    await page.getByRole('button', { name: '次へ' }).click();
    await shot('new-period');
    await page.getByRole('button', { name: '次へ' }).click();
    await shot('new-check');
    await page.getByRole('button', { name: '提案する' }).click();
    await page.getByText('3,000,000円').first().waitFor();
    await shot('proposal-own', { full: true, focus: 'H1' });
    await open('/programs', '提案と承認');
    await page.getByRole('link', { name: /春のプレミアム/ }).click();
    await page.getByRole('button', { name: '承認して始める' }).click();
    await shot('proposal-other', { full: true });
    await page.getByLabel(/市全体の上限/).fill('30,000,000');
    await page.getByRole('button', { name: '承認して始める' }).click();
    await page.getByText('受付を始めました').waitFor();
    await shot('proposal-approved', { full: true });
    await page.getByRole('link', { name: '事業を見る' }).click();
    await page.getByRole('button', { name: 'この事業を止める' }).click();
    await shot('program-stop', { full: true });
    await page.getByLabel('事業の名前を打ち直す').fill('春のプレミアム');
    await page.getByRole('button', { name: 'この事業を止める' }).click();
    await page.getByText('この事業は').waitFor();
    await shot('program-stopped');
    await open('/places', 'ベーカリーむぎの輪');
    await shot('places');
    await page.getByLabel(/名前・よみ/).fill('ムギノ');
    await shot('places-found');
    await page.getByRole('link', { name: /ベーカリー/ }).click();
    await page.getByRole('button', { name: '招待を出す' }).click();
    await page.getByLabel('招待のリンク').waitFor();
    await page.getByRole('button', { name: '佐藤 はなさんを外す' }).click();
    await shot('place', { full: true });
    await page.getByRole('link', { name: '印刷の画面を開く' }).click();
    await page.getByText('読み取って払えます').waitFor();
    await shot('print', { full: true });
    await open('/places/new', '加える');
    await page.getByRole('button', { name: '加える' }).click();
    await shot('place-new', { full: true });
    for (const [label, text] of [['名前', '立正堂'], ['よみ', 'リッショウドウ'], ['業種', '菓子'], ['地区', '万吉'], ['事業者・団体', '立正堂']]) {
      await page.getByLabel(label, { exact: true }).fill(text);
    }
    await page.getByRole('button', { name: '加える' }).click();
    await page.getByText('りっしょうどう').waitFor();
    await open('/residents', '利用者を探す');
    await page.getByRole('button', { name: '探す' }).click();
    await shot('residents-missing');
    await page.getByLabel('電話番号').fill('090-1234-5678');
    await page.getByLabel('見る理由').selectOption('phone');
    await page.getByLabel(/受付番号/).fill('R8-1122-014');
    await page.getByRole('button', { name: '探す' }).click();
    await page.getByText('12,480円').waitFor();
    await page.getByRole('button', { name: '利用を止める' }).click();
    await shot('resident');
    await page.getByLabel(/^理由/).fill('本人からの紛失の届け');
    await page.getByRole('button', { name: '利用を止める' }).click();
    await page.getByText('止めています').waitFor();
    await shot('resident-blocked');
    await open('/operators', '木村');
    await page.getByRole('button', { name: '招待を出す' }).click();
    await page.getByLabel('招待のリンク').waitFor();
    await page.getByRole('button', { name: '長谷川 進さんを外す' }).click();
    await page.getByRole('button', { name: /招待を取り消す/ }).first().click();
    await shot('operators', { full: true });
    await w.weather('fault', { mode: 'down' });
    await page.goto(`${fake.url}/console/places/NOWHERE`);
    await shot('trouble', { wait: 800 });
    await w.weather('fault', { mode: 'none' });
    await open('/places/NOWHERE', '見つかりません');
    await shot('not-found');
  } catch (error) {
    w.found.push(`STOPPED ${error.message.split('\n').slice(0, 4).join(' ')}`);
    await shot('stopped').catch(() => undefined);
  }
  return w.close();
}

const [out, ...wanted] = process.argv.slice(2);
for (const size of wanted.length ? wanted : ['desk', 'tablet', 'low']) {
  const found = await walk(out, size);
  console.log(`${size}: ${found.length} findings`);
  for (const line of found) console.log(`  ${line}`);
}
