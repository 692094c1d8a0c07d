// The shop's own code on a sheet of A6, for the counter: the name as large as its code allows, three steps, and the sentence
// against pasted-over codes. On paper nothing else of the page appears.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { go } from '@meguri/shared/route';
import { groupsOfFour } from '@meguri/shared/texts';
import { Button, Icon, Logo, Page, QrImage, Shippo, Skeleton, TextLink, Trouble, type IconName } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';
import { usePlace, useShop, type OwnPlace } from '../shop.ts';
import { T, t } from './texts.ts';
import './own-code.css';

const sheet = '@page { size: 105mm 148mm; margin: 6mm }';

/** The size of the paper belongs to this page alone, and is taken back when it is left. (A rule in the page's file would hold for
    every page that is printed later; a page with a name of its own begins a second sheet; a style element is not allowed.) */
function useSheet(): void {
  useEffect(() => {
    const sheet_of_ours = document.styleSheets[0];
    if (!sheet_of_ours) return undefined;
    const at = sheet_of_ours.insertRule(sheet, sheet_of_ours.cssRules.length);
    const rule = sheet_of_ours.cssRules[at];
    document.documentElement.classList.add('own-printing');
    return () => {
      const now = Array.prototype.indexOf.call(sheet_of_ours.cssRules, rule);
      if (now >= 0) sheet_of_ours.deleteRule(now);
      document.documentElement.classList.remove('own-printing');
    };
  }, []);
}

export function OwnCodePage(): VNode {
  const { info, takesMoney } = useShop();
  const place = usePlace();
  useSheet();
  const foot = (
    <>
      {takesMoney && place.data && <Button onClick={() => window.print()}>{t('own.print')}</Button>}
      <TextLink onClick={() => go('/settings', true)}>{t('own.back')}</TextLink>
    </>
  );
  return (
    <Page title={t('own.title')} onBack={() => go('/settings', true)} strips={<ShopStrips />} foot={foot}>
      <p class="phrases own-note">
        <T k={takesMoney ? 'own.note' : 'own.none'} />
      </p>
      {takesMoney && place.data && <Sheet place={place.data} test={info.environment !== 'production'} />}
      {takesMoney && !place.data && !place.problem && <Skeleton shape="card" />}
      {!place.data && place.problem && <Trouble onRetry={() => void place.reload()} office={info.city} phone={info.telephone} />}
    </Page>
  );
}

const steps: [IconName, 'own.step1' | 'own.step2' | 'own.step3'][] = [
  ['scan', 'own.step1'],
  ['yen', 'own.step2'],
  ['check', 'own.step3'],
];

function Sheet({ place, test }: { place: OwnPlace; test: boolean }): VNode {
  const { placeName } = useShop();
  return (
    <section class="own-sheet white-slip" aria-label={t('own.title')}>
      <header>
        <Shippo />
        <span class="own-mark">
          <Logo />
        </span>
        <strong>{t('own.name')}</strong>
        <span>{t('own.usable')}</span>
      </header>
      <h2 class={placeName.length > 14 ? 'own-long' : ''}>{placeName}</h2>
      <p class="own-scan">{t('own.scan_to_pay')}</p>
      <QrImage text={place.code_url} label={t('own.scan_to_pay')} size={240} border={4} />
      <p class="own-number">
        {t('own.number')} <strong class="whole">{groupsOfFour(place.code_number)}</strong>
      </p>
      <ol>
        {steps.map(([icon, word], i) => (
          <li key={word}>
            <span>
              <b>{i + 1}</b>
              <Icon name={icon} size={20} />
            </span>
            {t(word)}
          </li>
        ))}
      </ol>
      <p class="phrases">
        <T k="own.any_camera" />
      </p>
      <p class="phrases own-wrong">
        <T k="own.wrong_name" />
      </p>
      {test && <p class="own-test">{t('own.test')}</p>}
    </section>
  );
}
