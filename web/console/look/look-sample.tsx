// What the apps make of a colour: the same pieces by day and by night, and whether text on it can be read. A colour on which
// it cannot is shown without any.
import type { VNode } from 'preact';
import type { Schemas } from '@meguri/shared/api';
import { yen } from '@meguri/shared/texts';
import { Icon } from '@meguri/shared/ui';
import { T, t } from './texts.ts';

export type LookColours = Schemas['LookColours'];

const warnings = {
  top_up: 'look.like_top_up',
  points: 'look.like_points',
  deadline: 'look.like_deadline',
  cancel: 'look.like_cancel',
} as const;

export function LookSample({ colours, name }: { colours: LookColours; name: string }): VNode {
  const { night, resembles } = colours;
  const ratio = (colours.contrast_tenths / 10).toFixed(1);
  return (
    <>
      {colours.readable ? (
        <div class="look-samples">
          <Sample title={t('look.day')} name={name} kind="day" main={colours.colour} text={colours.colour} on="#fff" deep={colours.deep} tint={colours.tint} />
          <Sample title={t('look.night')} name={name} kind="night" main={night.main} text={night.text} on={night.on_main} deep={colours.deep} tint={night.tint} />
        </div>
      ) : (
        <div class="look-unreadable" style={{ background: colours.colour }} />
      )}
      <p class={`look-verdict${colours.readable ? '' : ' look-verdict-bad'}`} role="status">
        <Icon name={colours.readable ? 'check' : 'warning'} size={20} />
        <span class="phrases">
          <T k={colours.readable ? 'look.readable' : 'look.unreadable'} v={{ ratio }} />
        </span>
      </p>
      {resembles !== 'none' && (
        <p class="look-verdict look-verdict-near">
          <Icon name="warning" size={20} />
          <span class="phrases">
            <T k={warnings[resembles]} />
          </span>
        </p>
      )}
    </>
  );
}

interface SampleProps {
  title: string;
  name: string;
  kind: 'day' | 'night';
  main: string;
  text: string;
  on: string;
  deep: string;
  tint: string;
}

function Sample({ title, name, kind, main, text, on, deep, tint }: SampleProps): VNode {
  const style = { '--sample': main, '--sample-text': text, '--sample-on': on, '--sample-deep': deep, '--sample-tint': tint };
  return (
    <figure class={`look-sample look-sample-${kind}`} style={style}>
      <figcaption>{title}</figcaption>
      <p class="look-sample-city">{name}</p>
      <p class="look-sample-balance">
        {t('look.sample_balance')} <strong>{yen(8400)}</strong>
      </p>
      <p class="look-sample-button">{t('look.sample_pay')}</p>
      <p class="look-sample-tint">{t('look.sample_balance')}</p>
      <p class="look-sample-paid">{t('look.sample_paid')}</p>
    </figure>
  );
}
