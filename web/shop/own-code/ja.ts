// The words of the shop's own code on paper, Japanese: the source.
export const ja = {
  'own.title': '店のコードを印刷する',
  'own.note': 'A6の紙に、|このまま印刷して、|レジの横に置きます。',
  'own.print': '印刷する',
  'own.back': '設定に戻る',
  'own.name': 'めぐり',
  'own.usable': '使えます',
  'own.scan_to_pay': '読み取って払えます',
  'own.number': '店番号',
  'own.step1': '読み取る',
  'own.step2': '金額を入れる',
  'own.step3': '見せて払う',
  'own.any_camera': 'スマホのカメラやLINEでも|読み取れます',
  'own.wrong_name': '店の名前が違うときは払わず、|お店の人へ',
  'own.test': 'テスト環境のコードです。本物のお金は動きません',
  'own.none': 'この場所では、|支払いを受け取りません',
} as const;
