export const ja = {
  'pin.count': '{n}けた入りました',
  'pin.delete': '1けた消す',
  'pin.pad': '暗証番号のキー',
} as const;
