// The words of paying with points, Japanese: the source. They come with the pages that pay.
export const ja = {
  'purse.pay_with': '何で払いますか',
  'purse.money': 'お金で払う',
  'purse.points': 'ポイント',
  'purse.amount': '払うポイント',
  'purse.button': '{amount}ポイントで払う',
  'purse.hint': '{name}は|1ポイントが|1円です',
  'purse.short': '{amount}ポイント足りません',
  'purse.short_here': 'この店で使えるポイントが',
  'purse.usable': 'この店で使える分',
  'purse.missing': '足りないポイント',
  'purse.part': '{amount}ポイント払い、残りは現金',
  'purse.title': '使うポイント',
  'purse.with_money': 'お金で払う',
  'paid.heard_points': '支払いました。{amount}ポイント、{place}。確認番号 {digits}',
} as const;
