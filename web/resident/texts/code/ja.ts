// The words of the code that is shown, Japanese: the source. They come with its page.
export const ja = {
  'code.title': 'コードを見せる',
  'code.heading': 'お店の人に|見せてください',
  'code.image': '支払いとチャージのためのQRコード',
  'code.with_points': '{name}で|払うコードです',
  'code.balance': '使えるお金を見る',
  'code.balance_is': '使えるお金 {amount}円',
  'code.points_see': 'ポイントの残りを見る',
  'code.points_are': '{name} {amount}ポイント',
  'code.bright': '読み取りにくいときは、|画面を明るくしてください',
  'code.renew': 'いま番号を新しくする',
  'code.trouble': 'いまは|コードを出せません',
  'code.for_all': 'お店での支払いにも、|チャージにも使えます。',
  'paid.heard_points': '支払いました。{amount}ポイント、{place}。確認番号 {digits}',
  'code.renewed': 'コードが新しくなりました',
} as const;
