import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directoryOf, draftOf, faultsOf, type PlaceDirectory } from './draft.ts';

const whole: PlaceDirectory = {
  reading: 'べーかりー', types: [1, 4], address: '筑波1-2-3', telephone: '048-999-1234', keywords: '食パン', text: '毎朝', url: 'https://mugi.example/',
  hours: [{ weekday: 'monday', from: 540, to: 720 }, { weekday: 'monday', from: 780, to: 1110 }, { weekday: 'friday', from: 1020, to: 1500 }],
  closed_weeks: [{ nth: 3, weekday: 'tuesday' }], closed_dates: [{ date: '2026-12-31' }], latitude_e6: 36_139_600, longitude_e6: 139_388_800,
};

test('what was written comes back as it was, breaks and hours past midnight too', () => {
  const draft = draftOf(whole);
  assert.deepEqual(draft.hours.slice(0, 5), ['9:00-12:00 13:00-18:30', '', '', '', '17:00-25:00']);
  assert.deepEqual(faultsOf(draft), {});
  assert.deepEqual(directoryOf(draft), whole);
  assert.deepEqual(directoryOf(draftOf({})), {});
});

test('what cannot be meant is found at its field', () => {
  const draft = { ...draftOf({}), telephone: '０４８', url: 'mugi.example', point: '139.3, 36.1', types: ['1', '2', '3', '4', '5', '6'] };
  draft.hours[2] = '10:00';
  assert.deepEqual(faultsOf(draft), { telephone: true, url: true, point: true, types: true, hours: 'wednesday' });
  for (const point of ['36.1396, 139.3888', '３６．１３９６、１３９．３８８８', '36.1396 139.3888']) {
    const { latitude_e6, longitude_e6 } = directoryOf({ ...draftOf({}), point });
    assert.deepEqual([latitude_e6, longitude_e6], [36_139_600, 139_388_800], point);
  }
});

test('hours are read as people write them', () => {
  const monday = (typed: string) => directoryOf({ ...draftOf({}), hours: [typed, '', '', '', '', '', ''] }).hours?.map(({ from, to }) => [from, to]);
  assert.deepEqual(monday('９：００〜１２：００、13:00–18:30'), [[540, 720], [780, 1110]]);
  assert.deepEqual(monday('17:00 ~ 1:00'), [[1020, 1500]]);
  assert.deepEqual(monday('0:00-24:00'), [[0, 1440]]);
  for (const wrong of ['9時から', '25:00-26:00', '9:00', '9:00-12:60', '9:00-12:00-13:00'])
    assert.equal(faultsOf({ ...draftOf({}), hours: [wrong, '', '', '', '', '', ''] }).hours, 'monday', wrong);
});
