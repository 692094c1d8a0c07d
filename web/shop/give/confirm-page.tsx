// The last look before giving: to whom, how much. What was given cannot be taken back here, so it is said before the button.
// Sent once; a lost answer is asked for.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { api, ask, pendingCommand, serverNow } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { groupsOfFour, reasonAlone } from '@meguri/shared/texts';
import { Button, Icon, Page, play, RefusedPage, TextLink, UnknownPage, useHeadingFocus } from '@meguri/shared/ui';
import { switchedOn } from '../device.ts';
import { ShopStrips } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { useCommand } from '../use-command.ts';
import { actOf, valueOf, type Act, type Handout, type Opened } from './handout.ts';
import { T, t } from './texts.ts';

interface Props {
  handout: Handout;
  opened: Opened;
  onNext: () => void;
}

function whoOf(opened: Opened): string {
  if (opened.card) return t('give.who_card', { number: groupsOfFour(opened.card) });
  return t('give.who_phone', { label: opened.label });
}

export function ConfirmPage({ handout, opened, onNext }: Props): VNode {
  const { info } = useShop();
  const act = actOf(handout, opened);
  const left = pendingCommand('give');
  const command = useCommand('give', left !== undefined && left.key === opened.key);
  const { now } = command;
  const send = () => {
    const { key, wallet } = opened;
    const pending = { kind: 'give' as const, key, sentAt: serverNow(), amount: handout.amount, name: whoOf(opened) };
    const path = { id: handout.id };
    void command.send(pending, () => ask(api.POST('/api/handouts/{id}/scan', { params: { path }, body: { key, wallet, action: act } })));
  };
  useEffect(() => {
    if (now.state === 'not_done' && switchedOn('sound')) play('refused');
    if (now.state === 'done' && switchedOn('sound')) play('received');
  }, [now.state]);
  if (now.state === 'done') return <DonePage act={act} handout={handout} opened={opened} onNext={onNext} />;
  if (now.state === 'not_done') {
    const { why, next } = now.problem;
    return (
      <RefusedPage
        task={handout.name}
        heading={t('give.not_given')}
        why={reasonAlone(why)}
        next={next}
        onBack={onNext}
        strips={<ShopStrips />}
        buttons={<Button onClick={onNext}>{t('give.again')}</Button>}
      />
    );
  }
  if (now.state === 'unknown') {
    return (
      <UnknownPage
        placeName={whoOf(opened)}
        amount={handout.amount}
        sentAt={serverNow()}
        office={info.city}
        phone={info.telephone}
        onCheck={() => void command.check()}
        checking={command.checking}
        homeHref={to('/give')}
        strips={<ShopStrips />}
        words={{ dont: <T k="give.unknown_dont" />, note: <T k="give.unknown_note" />, name: t('give.unknown_name'), home: t('give.unknown_home') }}
      />
    );
  }
  const foot = (
    <>
      <Button size="pay" onClick={send} busy={now.state === 'sending'}>
        {t(`give.action.${act}`, { amount: valueOf(handout, handout.amount) })}
      </Button>
      <TextLink onClick={onNext}>{t('give.leave')}</TextLink>
    </>
  );
  return (
    <Page title={t('give.confirm')} onBack={onNext} backLooks="close" strips={<ShopStrips />} foot={foot}>
      <section class="card give-who">
        <p class="give-name">{whoOf(opened)}</p>
        {!opened.card && (
          <p class="quiet phrases">
            <T k="give.who_check" />
          </p>
        )}
        {handout.stay && opened.inside && <p>{t('give.inside')}</p>}
        {handout.stay && <p>{t('give.minutes', { n: opened.minutes })}</p>}
      </section>
      <p class="give-what">{handout.name}</p>
      {act === 'give' && (
        <>
          <p class={`give-value${handout.program.unit === 'point' ? ' give-points' : ''}`}>{valueOf(handout, handout.amount)}</p>
          <p class="quiet phrases give-note">
            <T k="give.final" />
          </p>
        </>
      )}
    </Page>
  );
}

function DonePage({ act, handout, opened, onNext }: Props & { act: Act }): VNode {
  const words = t(`give.done.${act}`, { amount: valueOf(handout, handout.amount) });
  const heading = useHeadingFocus(words);
  const foot = (
    <>
      <Button onClick={onNext}>{t('give.next')}</Button>
      <TextLink href={to('/give')}>{t('give.other')}</TextLink>
    </>
  );
  return (
    <Page title={handout.name} strips={<ShopStrips />} foot={foot} quietHead>
      <div class="give-done">
        <h2 ref={heading} tabIndex={-1}>
          <Icon name="check" size={28} /> {words}
        </h2>
        <p>{whoOf(opened)}</p>
      </div>
    </Page>
  );
}
