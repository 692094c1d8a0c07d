// The words of topping up, Japanese: the source. They come with the pages.
export const ja = {
  'top_up.heading': '現金で|チャージできます',
  'top_up.where': '市内の|「めぐり チャージ」の|目印のある場所で|できます。',
  'top_up.step_1': '「コードを見せる」を押す',
  'top_up.step_2': 'チャージする人に|コードを見せる',
  'top_up.step_3': '現金を渡す|(その場で使えます)',
  'top_up.show_code': 'コードを見せる',
  'top_up.ask': '場所が分からないとき',
  'topped_up.title': 'チャージしました',
  'topped_up.until': '{day}まで使えます',
  'topped_up.forever': '期限なしで使えます',
  'topped_up.place': '場所',
  'topped_up.when': '時刻',
  'topped_up.digits': '確認番号',
  'topped_up.heard': '{amount}円、チャージしました。{until}',
} as const;
