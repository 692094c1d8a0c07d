// The result is not known: never the word "failed". 「もう一度払わないでください」. Asks by itself (the page that shows it
// does the asking); the sentence for the clerk says that this is not a payment.
import type { ComponentChildren, VNode } from 'preact';
import { figure } from '../texts/amounts.ts';
import { receiptTime } from '../texts/dates.ts';
import { t, T, yen } from '../texts/shared-texts.ts';
import { Account } from './account.tsx';
import { Button, TextLink } from './button.tsx';
import { Icon } from './icon.tsx';
import { Page, useHeadingFocus } from './page.tsx';
import './states.css';
import { Steps } from './step-bar.tsx';

export interface UnknownPageProps {
  placeName: string;
  amount: number;
  /** Undefined: yen. */
  unit?: string | undefined;
  sentAt: number;
  /** 「熊谷市」 and its telephone, from the server's info. */
  office: string;
  phone: string;
  onCheck: () => void;
  checking?: boolean;
  /** Leaving is allowed: asking goes on, home carries a strip. */
  homeHref: string;
  /** Where it is no payment: what not to do again, for whom the sentence below is, and what is named. */
  words?: { dont: ComponentChildren; note: ComponentChildren; name: string; home: string } | undefined;
  strips?: ComponentChildren;
}

function TurningClock(): VNode {
  return (
    <svg class="state-clock" viewBox="0 0 88 88" fill="none" stroke-width="6" stroke-linecap="round" aria-hidden="true" focusable="false">
      <circle cx="44" cy="44" r="40" style={{ stroke: 'var(--ochre-soft)', fill: 'var(--surface)' }} />
      <path class="clock-turn" d="M64 9.5a40 40 0 0 1 10 61" style={{ stroke: 'var(--ochre-edge)' }} />
      <path d="M44 22v24l14 8" style={{ stroke: 'var(--ochre-edge)' }} />
    </svg>
  );
}

export function UnknownPage(props: UnknownPageProps): VNode {
  const heading = useHeadingFocus(t('unknown.title'));
  const lines = [
    { name: props.words ? props.words.name : t('unknown.shop'), value: props.placeName, long: true },
    { name: t('unknown.amount'), value: props.unit ? figure(props.amount) + props.unit : yen(props.amount), lead: true },
    { name: t('unknown.sent_at'), value: receiptTime(props.sentAt) },
  ];
  const foot = (
    <>
      <Button kind="unknown" onClick={props.onCheck} busy={props.checking}>
        {t('unknown.check_now')}
      </Button>
      <TextLink href={props.homeHref}>{props.words ? props.words.home : t('unknown.home')}</TextLink>
    </>
  );
  return (
    <Page title={t('unknown.title')} ground="unknown" head={<></>} foot={foot} strips={props.strips}>
      <div class="state">
        <TurningClock />
        <h1 ref={heading} tabIndex={-1}>
          {t('unknown.title')}
        </h1>
        <p class="state-lead">
          {props.words ? props.words.dont : <T k="unknown.dont" />}
        </p>
        <p class="state-text">
          <T k="unknown.why" />
        </p>
        <Steps names={[t('unknown.sent'), t('unknown.checking'), t('unknown.result')]} now={1} />
        <div class="card">
          <Account lines={lines} />
        </div>
        <p class="state-info">
          <Icon name="info" />
          <span>
            {props.words ? props.words.note : <T k="unknown.for_clerk" />}
          </span>
        </p>
        <p class="state-info">
          <Icon name="phone" />
          <span>
            <T k="unknown.phone" /> <span class="whole">{`${props.office} ${props.phone}`}</span>
          </span>
        </p>
      </div>
    </Page>
  );
}
