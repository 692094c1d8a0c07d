// Giving points, or noting who comes and goes, by scanning a resident's code or card: choose the handout → scan → look → give.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { go, to } from '@meguri/shared/route';
import { Button, EmptyState, Icon, Page, Skeleton, Trouble } from '@meguri/shared/ui';
import { ShopPage, ShopStrips } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { ConfirmPage } from './confirm-page.tsx';
import { useHandouts, valueOf, type Handout, type Opened } from './handout.ts';
import { GiveNumberPage, GiveScanPage } from './scan-page.tsx';
import { T, t } from './texts.ts';
import './give.css';

export function GivePages({ id, step }: { id: string; step: string }): VNode {
  const { info } = useShop();
  const handouts = useHandouts();
  const [opened, setOpened] = useState<Opened | undefined>();
  const { data } = handouts;
  const handout = (data || []).filter((each) => each.id === id)[0];
  const lost = id !== '' && data !== undefined && (!handout || (step === 'confirm' && !opened));
  useEffect(() => {
    if (lost) go(handout ? `/give/${id}` : '/give', true);
  }, [lost]);
  if (!data) {
    return (
      <Page title={t('give.title')} strips={<ShopStrips />}>
        {handouts.problem ? <Trouble onRetry={() => void handouts.reload()} office={info.city} phone={info.telephone} /> : <Skeleton shape="card" />}
      </Page>
    );
  }
  if (!handout || id === '') return <StartPage handouts={data} />;
  const onOpened = (next: Opened) => {
    setOpened(next);
    go(`/give/${id}/confirm`, true);
  };
  const onNext = () => {
    setOpened(undefined);
    void handouts.reload();
    go(`/give/${id}`, true);
  };
  if (step === 'confirm' && opened) return <ConfirmPage key={opened.key} handout={handout} opened={opened} onNext={onNext} />;
  if (step === 'number') return <GiveNumberPage handout={handout} onOpened={onOpened} />;
  return <GiveScanPage handout={handout} onOpened={onOpened} />;
}

function StartPage({ handouts }: { handouts: Handout[] }): VNode {
  return (
    <ShopPage tab="give" placeIsTitle={t('give.title')} idle>
      <div class="narrow stack">
        {handouts.length === 0 ? (
          <EmptyState title={<T k="give.none" />} text={<T k="give.none_text" />} />
        ) : (
          <>
            <h2 class="give-which">{t('give.which')}</h2>
            {handouts.map((each) => (
              <HandoutCard key={each.id} handout={each} />
            ))}
          </>
        )}
      </div>
    </ShopPage>
  );
}

function HandoutCard({ handout }: { handout: Handout }): VNode {
  const so_far = t('give.so_far', { n: handout.claims, amount: valueOf(handout, handout.given) });
  return (
    <section class="card give-handout">
      <h3>
        <Icon name="gift" /> <span>{handout.name}</span>
      </h3>
      <p class="phrases">{handout.stay ? <T k="give.stay" /> : t('give.each', { amount: valueOf(handout, handout.amount) })}</p>
      <p class="quiet">{so_far}</p>
      <Button icon="scan" href={to(`/give/${handout.id}`)}>
        <T k="give.scan_note" />
      </Button>
    </section>
  );
}
