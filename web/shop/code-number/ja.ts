export const ja = {
  'number.enter': '12けたの番号を入れる',
  'number.label': 'お客さまの12けたの番号',
  'number.hint': 'コードの下に|出ている数字です',
  'number.short': '{all}けた全部を|入れてください。|いまは{n}けたです',
  'number.go': 'この番号で進む',
  'number.camera': 'カメラで読む',
} as const;
