// How much, by card: each amount with its premium, what is left of it, what arrives and until when, all before the button.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, serverNow, useResource, type Problem, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { dayWithWeekday, digitsOf, figure, reasonAlone, refusalText } from '@meguri/shared/texts';
import { Account, AmountTiles, Button, EmptyState, Page, RefusedPage, Skeleton, stampOf, StatusStrip, TextInput, TextLink, useOnline } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { ServerTrouble } from '../pages/server-trouble.tsx';
import { Strips } from '../pages/strips.tsx';
import { beginTopUp } from './begin.ts';
import { amountTrouble, givenPremium, premiumOf, tileAmounts, type Choice } from './choices.ts';
import { useKeptTopUps } from './kept.ts';
import { ClosedPrograms, ProgramHead } from './program-head.tsx';
import { RoomMeter } from './room-meter.tsx';
import { t, T } from './texts.ts';
import { useChoices } from './top-up-page.tsx';
import './top-up.css';

interface Preview {
  arrives: Schemas['LotAmount'][];
  refusal?: string;
}

function tilesOf(choice: Choice) {
  return tileAmounts(choice).map((amount) => {
    const room = amountTrouble(amount, choice) === 'room';
    return {
      amount,
      premium: givenPremium(amount, choice),
      ...(choice.bonus && premiumOf(amount, choice) === 0 && { note: t('card.no_premium') }),
      ...(room && { offReason: t('card.tile_room', { left: figure(choice.person_left ?? 0) }) }),
    };
  });
}

/** What to correct about an amount that was typed, as a sentence. */
function wrongWords(amount: number, choice: Choice): string | undefined {
  const trouble = amountTrouble(amount, choice);
  if (trouble === undefined) return undefined;
  const { minimum, step, maximum, person_left = 0 } = choice;
  if (trouble === 'below') return t('card.wrong_below', { minimum: figure(minimum) });
  if (trouble === 'above') return t('card.wrong_above', { maximum: figure(maximum) });
  if (trouble === 'room') return t('card.wrong_room', { left: figure(person_left) });
  return t('card.wrong_step', { step: figure(step), near: figure(Math.max(minimum, Math.round(amount / step) * step)) });
}

function OtherAmount({ choice, typed, onType }: { choice: Choice; typed: string | undefined; onType: (typed: string) => void }): VNode {
  const { step, minimum, maximum } = choice;
  if (typed === undefined) return <TextLink onClick={() => onType('')}>{t('card.other')}</TextLink>;
  return (
    <TextInput
      label={t('card.other')}
      hint={t('card.other_hint', { step: figure(step), minimum: figure(minimum), maximum: figure(maximum) })}
      problem={typed === '' ? undefined : wrongWords(Number(typed), choice)}
      value={typed}
      onValue={(value) => onType(digitsOf(value).slice(0, 7))}
      inputMode="numeric"
      large
    />
  );
}

function lotLines(arrives: Preview['arrives']) {
  return arrives.map((lot, i) => ({
    name: t(i === 0 ? 'card.top_up' : 'card.premium'),
    note: lot.expires_on === undefined ? t('card.forever') : t('card.day', { day: dayWithWeekday(lot.expires_on, serverNow()) }),
    stamp: stampOf(lot.program, true),
    value: t('common.yen', { amount: figure(lot.amount) }),
  }));
}

function usePreview(choice: Choice | undefined, amount: number): Preview | undefined {
  const wanted = choice !== undefined && amount > 0 && amountTrouble(amount, choice) === undefined;
  const [settled, setSettled] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(amount), 200);
    return () => clearTimeout(timer);
  }, [amount]);
  const ready = wanted && settled === amount;
  const { data } = useResource<Preview>(ready ? `top-up-preview/${choice.program.id}/${amount}` : undefined, () =>
    ask(api.POST('/api/card-top-ups/preview', { body: { program: choice!.program.id, amount } })),
  );
  return ready ? data : undefined;
}

export function CardPage(): VNode {
  const { person } = useCity();
  const online = useOnline();
  const choices = useChoices();
  const kept = useKeptTopUps(person);
  const [wanted, setWanted] = useState<string | undefined>();
  const [tile, setTile] = useState<number | undefined>();
  const [typed, setTyped] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const open = (choices.data?.programs ?? []).filter((each) => each.closed === undefined);
  const closed = (choices.data?.programs ?? []).filter((each) => each.closed !== undefined);
  const choice = open.find((each) => each.program.id === wanted) ?? open[0];
  const amount = typed === undefined ? (tile ?? 0) : Number(typed);
  const good = choice !== undefined && amount > 0 && amountTrouble(amount, choice) === undefined;
  const preview = usePreview(choice, amount);
  const back = () => go('/top-up', true);

  const begin = async () => {
    if (!choice || busy) return;
    setBusy(true);
    const begun = await beginTopUp(person, choice.program, amount);
    setBusy(false);
    if (begun.state === 'not_done') return setProblem(begun.problem);
    if (begun.state === 'unknown') return go('/card-top-up/asking');
    // Back from the provider's page leads to what became of it, not to another beginning.
    go(`/card-top-up/${begun.topUp.id}`, true);
    if (begun.topUp.url !== undefined) location.assign(begun.topUp.url);
  };
  const again = () => {
    setProblem(undefined);
    void choices.reload();
  };

  if (problem) return <NotBegun problem={problem} onBack={again} />;
  if (!choices.data && choices.problem) return <ServerTrouble onRetry={() => void choices.reload()} title={t('card.title')} />;
  const refused = preview?.refusal === undefined ? undefined : refusalText(preview.refusal);
  const offReason = !online ? t('card.offline') : !good ? t('card.choose') : refused && reasonAlone(refused.why);
  return (
    <Page
      title={t('card.title')}
      ground="top-up"
      strips={
        <Strips>
          {kept.slice(0, 1).map((each) => (
            <StatusStrip key={each.key} href={to(`/card-top-up/${each.id ?? 'asking'}`)}>
              {t('home.topping_up', { amount: figure(each.amount) })}
            </StatusStrip>
          ))}
        </Strips>
      }
      onBack={back}
      onHelp={() => go('/help')}
      foot={
        choice && (
          <>
            <Button kind="top-up" onClick={() => void begin()} busy={busy} offReason={offReason}>
              {good ? t('card.button', { amount: figure(amount) }) : t('top_up.by_card')}
            </Button>
            {good && !refused && <p class="foot-note">{t('card.next_note')}</p>}
          </>
        )
      }
    >
      {!choices.data && <Skeleton shape="card" label={t('card.loading')} />}
      {choices.data && !choice && (
        <EmptyState title={<T k="card.none" />} text={<T k="card.none_text" />}>
          <Button kind="top-up" href={to('/top-up')}>
            {t('card.cash')}
          </Button>
        </EmptyState>
      )}
      {choice && (
        <>
          <ProgramHead open={open} chosen={choice} onChoose={setWanted} />
          <AmountTiles
            label={t('card.amounts')}
            choices={tilesOf(choice)}
            chosen={typed === undefined ? tile : undefined}
            onChoose={(next) => {
              setTile(next);
              setTyped(undefined);
            }}
          />
          <OtherAmount choice={choice} typed={typed} onType={setTyped} />
          <RoomMeter person={choice.bonus?.person} everybody={choice.bonus?.everybody} now={good ? givenPremium(amount, choice) : 0} />
          {good && preview && preview.arrives.length > 0 && (
            <div class="card">
              <h2 class="heard">{t('card.arrives')}</h2>
              <Account lines={lotLines(preview.arrives)} />
            </div>
          )}
          {good && premiumOf(amount, choice) > givenPremium(amount, choice) && (
            <p class="note note-persimmon phrases" role="status">
              <T k="card.cut" v={{ left: figure(givenPremium(amount, choice)) }} />
            </p>
          )}
        </>
      )}
      <ClosedPrograms closed={closed} />
    </Page>
  );
}

/** The rules, or the network, did not let it begin: nothing is held and nothing was paid. */
export function NotBegun({ problem, onBack }: { problem: Problem; onBack: () => void }): VNode {
  return (
    <RefusedPage
      task={t('card.title')}
      what="top-up"
      why={problem.refusal === 'not_done' || problem.why === '' ? t('result.ended_text').replace(/\|/g, '') : problem.why}
      next={problem.next}
      onBack={onBack}
      strips={<Strips />}
      buttons={
        <>
          <Button kind="top-up" onClick={onBack}>
            {t('card.edit')}
          </Button>
          <TextLink href={to('/')}>{t('common.home')}</TextLink>
        </>
      }
    />
  );
}
