// Points to somebody else: the code that the receiver shows → how many → a last look → given. One address: a reload in the middle
// begins anew, and what was sent without an answer stands first.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { digitsOf, figure, groupsOfFour, inOneLine } from '@meguri/shared/texts';
import { Account, Amount, AmountLine, Button, Choices, CodeScanner, Keypad, Page, RefusedPage, Skeleton, stampOf, TextInput, TextLink, UnknownPage, useAmountEntry, useHeadingFocus, useOnline } from '@meguri/shared/ui';
import { lotLine } from '../pages/lot-words.ts';
import { Strips } from '../pages/strips.tsx';
import { useCity } from '../state/city.ts';
import { tryGiving, useGiving, useReceiver, type Asked, type Offer, type Opened } from './giving.ts';
import { T, t } from './texts.ts';
import { kindOfCode } from '../state/kind-of-code.ts';
import './points.css';

/** A masked name, or the end of the telephone number where the city knows no name. */
const toWhom = (name: string) => (name.startsWith('··') ? t('points.to_phone', { name }) : t('points.to', { name }));

const home = () => go('/points', true);

export function GivePage(): VNode {
  const { person, info } = useCity();
  const giving = useGiving(person);
  const [typing, setTyping] = useState(false);
  const [opened, setOpened] = useState<Opened | undefined>();
  const [asked, setAsked] = useState<Asked | undefined>();
  const [sure, setSure] = useState(false);
  const { outcome, pending } = giving;
  if (outcome?.state === 'unknown' && pending) {
    return (
      <UnknownPage
        placeName={toWhom(pending.name)}
        amount={pending.amount}
        unit={t('common.point_unit')}
        sentAt={pending.sentAt || serverNow()}
        office={info ? t('common.city_office', { city: info.city }) : ''}
        phone={info?.telephone ?? ''}
        onCheck={() => void giving.check()}
        checking={giving.busy}
        homeHref={to('/points')}
        strips={<Strips />}
        words={{ dont: <T k="points.unknown_dont" />, note: <T k="points.unknown_note" />, name: t('points.unknown_who'), home: t('points.unknown_home') }}
      />
    );
  }
  if (outcome?.state === 'done') return <Sent id={outcome.entry.id} amount={outcome.entry.amount} name={pending ? pending.name : ''} />;
  if (outcome?.state === 'not_done') return <NotSent why={outcome.problem.why} next={outcome.problem.next} />;
  if (!opened) return <Receiver typing={typing} setTyping={setTyping} onOpened={setOpened} />;
  if (opened.programs.length === 0) return <NotSent why={t('points.nothing')} next={t('points.nothing_next')} />;
  if (asked && sure) return <Confirm asked={asked} busy={giving.busy} onGive={() => void giving.give(asked)} onFix={() => setSure(false)} />;
  const onAsked = (next: Asked) => {
    setAsked(next);
    setSure(true);
  };
  return <HowMany opened={opened} start={asked} onAsked={onAsked} />;
}

interface ReceiverProps {
  typing: boolean;
  setTyping: (typing: boolean) => void;
  onOpened: (opened: Opened) => void;
}

const code_digits = 12;

function Receiver({ typing, setTyping, onOpened }: ReceiverProps): VNode {
  const { busy, problem, open } = useReceiver(onOpened);
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState(false);
  const short = tried && number.length < code_digits ? t('points.number_short', { n: number.length }) : undefined;
  const [other, setOther] = useState(false); // a code of a shop or a card was held before the camera
  const said = problem && t('points.not_open', { why: problem.why });
  const scanned = other ? { title: t('points.other_code'), next: t('points.other_code_next') } : problem && { title: said || '', next: problem.next };
  const onCode = (text: string) => {
    const kind = kindOfCode(text);
    setOther(kind === 'shop' || kind === 'card');
    if (kind === 'wallet' || kind === 'other') void open(text);
  };
  return (
    <Page title={t('points.scan')} strips={<Strips />} onBack={typing ? () => setTyping(false) : home} backLooks={typing ? 'back' : 'close'}>
      {typing ? (
        <form
          class="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (number.length === code_digits) void open(number);
          }}
        >
          <TextInput
            large
            label={t('points.number')}
            hint={t('points.number_hint')}
            value={groupsOfFour(number)}
            onValue={(typed) => setNumber(digitsOf(typed).slice(0, code_digits))}
            problem={short || (problem && inOneLine({ why: said || '', next: problem.next }))}
            inputMode="numeric"
            autoComplete="off"
          />
          <Button type="submit" busy={busy}>
            {t('points.number_go')}
          </Button>
          <p class="points-note">
            <TextLink onClick={() => setTyping(false)}>{t('points.by_camera')}</TextLink>
          </p>
        </form>
      ) : (
        <>
          <p class="phrases">
            <T k="points.scan_note" />
          </p>
          <CodeScanner onCode={onCode} problem={scanned}>
            <Button kind="outline" onClick={() => setTyping(true)}>
              {t('points.by_number')}
            </Button>
          </CodeScanner>
          <p class="quiet points-note" role="status">
            {busy && <T k="points.reading" />}
          </p>
        </>
      )}
    </Page>
  );
}

function Who({ name }: { name: string }): VNode {
  return (
    <div class="card">
      <p class="points-who">{toWhom(name)}</p>
      <p class="quiet points-note phrases">
        <T k="points.to_check" />
      </p>
    </div>
  );
}

function HowMany({ opened, start, onAsked }: { opened: Opened; start: Asked | undefined; onAsked: (asked: Asked) => void }): VNode {
  const [offer, setOffer] = useState<Offer>(start ? start.offer : opened.programs[0]!);
  const entry = useAmountEntry(start ? start.amount : 0, t('common.point_unit'));
  const online = useOnline();
  const room = offer.available;
  const fits = entry.amount > 0 && entry.amount <= room;
  const reason = !online ? t('points.offline') : entry.amount === 0 ? t('points.none_yet') : t('points.room', { amount: figure(room) });
  const next = () => {
    const amount = entry.latest();
    if (online && amount > 0 && amount <= room) onAsked({ opened, offer, amount });
  };
  const choose = (id: string) => setOffer(opened.programs.find(({ program }) => program.id === id) || offer);
  const foot = (
    <Button onClick={next} offReason={online && fits ? undefined : reason}>
      {t('points.next')}
    </Button>
  );
  return (
    <Page title={t('points.how_many')} strips={<Strips />} onBack={home} backLooks="close" foot={foot}>
      <p class="points-who">{toWhom(opened.name)}</p>
      {opened.programs.length > 1 && (
        <Choices legend={t('points.which')} value={offer.program.id} onValue={choose} options={opened.programs.map(({ program }) => ({ value: program.id, label: program.name }))} />
      )}
      <div class="points-amount">
        <AmountLine amount={entry.amount} unit={t('common.point_unit')} words={<T k="points.room" v={{ amount: figure(room) }} />} />
      </div>
      <Keypad onDigits={entry.onDigits} onDelete={entry.onDelete} onEnter={next} />
    </Page>
  );
}

interface ConfirmProps {
  asked: Asked;
  busy: boolean;
  onGive: () => void;
  onFix: () => void;
}

function Confirm({ asked, busy, onGive, onFix }: ConfirmProps): VNode {
  const { opened, offer, amount } = asked;
  const online = useOnline();
  const [tried, setTried] = useState<Awaited<ReturnType<typeof tryGiving>>>();
  useEffect(() => {
    void tryGiving(asked).then(setTried);
  }, []);
  const heading = useHeadingFocus('confirm');
  if (tried && !tried.ok && tried.problem.kind === 'refused') return <NotSent why={tried.problem.why} next={tried.problem.next} />;
  const used = tried?.ok && !tried.data.refusal ? tried.data.explanation.used : [];
  const lines = used.length > 0 ? used.map(lotLine) : [{ name: offer.program.name, value: t('common.points', { amount: figure(amount) }), stamp: stampOf(offer.program) }];
  const foot = (
    <>
      <Button size="pay" onClick={onGive} busy={busy} offReason={online || busy ? undefined : t('points.offline')}>
        {t('points.send', { amount: figure(amount) })}
      </Button>
      {!busy && <TextLink onClick={onFix}>{t('points.fix')}</TextLink>}
    </>
  );
  return (
    <Page title={t('points.confirm')} strips={<Strips />} onBack={home} backLooks="close" quietHead foot={foot}>
      <h2 class="points-who" ref={heading} tabIndex={-1}>
        {t('points.send', { amount: figure(amount) })}
      </h2>
      <Who name={opened.name} />
      <section class="card" aria-label={t('points.goes')}>
        {tried ? <Account lines={lines} /> : <Skeleton shape="line" />}
      </section>
      <p class="phrases points-note">
        <T k="points.keeps" />
      </p>
    </Page>
  );
}

function Sent({ id, amount, name }: { id: string; amount: number; name: string }): VNode {
  const heading = useHeadingFocus(t('points.sent'));
  const foot = (
    <>
      <Button onClick={home}>{t('points.done')}</Button>
      <TextLink href={to(`/entries/${id}`)}>{t('points.receipt')}</TextLink>
    </>
  );
  return (
    <Page title={t('points.title')} strips={<Strips />} quietHead foot={foot}>
      <div class="points-sent">
        <h2 ref={heading} tabIndex={-1}>
          {t('points.sent')}
        </h2>
        <p class="points-amount">
          <Amount value={amount} unit={t('common.point_unit')} size="paid" />
        </p>
        <p class="points-who">{toWhom(name)}</p>
      </div>
    </Page>
  );
}

function NotSent({ why, next }: { why: string; next: string }): VNode {
  return (
    <RefusedPage
      task={t('points.title')}
      heading={t('points.not_sent')}
      why={why}
      next={next}
      onBack={home}
      strips={<Strips />}
      buttons={<Button onClick={home}>{t('points.done')}</Button>}
    />
  );
}
