// City hall's counter: a card is read or typed, and what is on it can be seen without a telephone [MNU-b]; it is handed out,
// stopped, replaced, and the city's value put on it. Leaving the page forgets the card.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { digitsOf, figure, groupsOfFour } from '@meguri/shared/texts';
import { Button, CodeScanner, TextInput, TextLink } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Panel, Refused } from '../frame/parts.tsx';
import { Block, Grant, HandOut, PinAnew, Reissue } from './counter-acts.tsx';
import { CardFacts, CardHistory } from './counter-card.tsx';
import type { Card } from './data.ts';
import { T, t } from './texts.ts';
import './cards.css';

/** A card, and what it was found by: its code is needed to hand it out without its activation code. */
export interface OpenCard {
  card: Card;
  scanned: string;
  /** The number of the card that it has just taken the place of. */
  replaced?: string;
}

export function CardCounterPage(): VNode {
  const [open, setOpen] = useState<OpenCard | undefined>();
  return (
    <ConsolePage
      title={open ? t('counter.card', { number: groupsOfFour(open.card.id) }) : t('counter.title')}
      actions={
        open ? (
          <Button size="small" onClick={() => setOpen(undefined)}>
            {t('counter.next')}
          </Button>
        ) : (
          <TextLink href={to('/cards')}>{t('cards.title')}</TextLink>
        )
      }
    >
      {open && open.replaced && (
        <p class="done-note phrases">
          <T k="counter.replaced_now" v={{ from: groupsOfFour(open.replaced), to: groupsOfFour(open.card.id), balance: figure(open.card.balance) }} />
        </p>
      )}
      {open ? <Opened open={open} onChanged={(card) => setOpen({ ...open, card })} onOther={setOpen} /> : <Finder onFound={setOpen} />}
    </ConsolePage>
  );
}

/** What stands in the field: a number with or without spaces, or what a hand scanner wrote. */
export const cleaned = (typed: string): string => {
  const digits = digitsOf(typed);
  return /^[0-9０-９\s　-]+$/.test(typed) ? digits : typed.trim();
};

function Finder({ onFound }: { onFound: (open: OpenCard) => void }): VNode {
  const [typed, setTyped] = useState('');
  const [camera, setCamera] = useState(false);
  const [tried, setTried] = useState(false);
  const command = usePlain<Card>();
  const find = async (scanned: string) => {
    if (!scanned) return;
    const card = await command.run(ask(api.POST('/api/cards/find', { body: { card: scanned } })));
    if (card) onFound({ card, scanned });
  };
  const { problem } = command;
  return (
    <form
      class="narrow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        void find(cleaned(typed));
      }}
    >
      <Panel title={t('counter.find')}>
        {camera ? (
          <div class="counter-camera">
            <CodeScanner onCode={(text) => void find(text)} problem={problem && { title: problem.why, next: problem.next }}>
              <Button kind="outline" onClick={() => setCamera(false)}>
                {t('counter.camera_close')}
              </Button>
            </CodeScanner>
          </div>
        ) : (
          <>
            {problem && <Refused problem={problem} />}
            <TextInput
              label={t('counter.number')}
              hint={t('counter.number_hint')}
              value={typed}
              onValue={setTyped}
              autoComplete="off"
              maxLength={300}
              problem={tried && !typed.trim() ? t('counter.number_missing') : undefined}
            />
            <div class="row">
              <Button type="submit" busy={command.busy}>
                {t('counter.go')}
              </Button>
              <Button kind="outline" icon="scan" onClick={() => setCamera(true)}>
                {t('counter.camera')}
              </Button>
            </div>
          </>
        )}
      </Panel>
    </form>
  );
}

interface OpenedProps {
  open: OpenCard;
  onChanged: (card: Card) => void;
  onOther: (open: OpenCard) => void;
}

function Opened({ open, onChanged, onOther }: OpenedProps): VNode {
  const { card, scanned } = open;
  const in_use = card.status === 'active' || card.status === 'blocked';
  return (
    <>
      <div class="columns">
        <CardFacts card={card} />
        {card.status === 'registered' && <HandOut open={open} onChanged={onChanged} />}
        {card.status === 'active' && <Grant card={card} onChanged={onChanged} />}
        {in_use && <Block card={card} onChanged={onChanged} />}
        {in_use && <Reissue key={card.id} card={card} onFresh={onOther} />}
        {card.status === 'active' && <PinAnew open={open} />}
      </div>
      {in_use && <CardHistory key={`${card.id} ${card.balance} ${card.status}`} code={scanned} />}
      {card.status === 'registered' && (
        <p class="quiet phrases">
          <T k="cards.make_note" />
        </p>
      )}
    </>
  );
}
