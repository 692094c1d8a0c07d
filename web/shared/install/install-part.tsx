// How this app comes onto the home screen of this device: the browser's own question where it has one, else the steps.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { installOffer, offerTaken, onInstallOffer } from '../worker/register.ts';
import { Button, Icon } from '../ui/index.ts';
import { T, t } from './texts.ts';
import { wayOf, type Way } from './ways.ts';
import './install.css';

const steps = {
  ios: ['install.ios_1', 'install.ios_2', 'install.ios_3'],
  line: ['install.line_1', 'install.line_2', 'install.line_3'],
  other: ['install.other_1', 'install.other_2', 'install.other_3'],
} as const;

function standalone(): boolean {
  const apples = (navigator as { standalone?: boolean }).standalone === true;
  return apples || (window.matchMedia !== undefined && window.matchMedia('(display-mode: standalone)').matches);
}

function useWay(): Way {
  const [, redraw] = useState(0);
  useEffect(() => onInstallOffer(() => redraw((n) => n + 1)), []);
  const { userAgent, maxTouchPoints = 0 } = navigator;
  return wayOf({ standalone: standalone(), offered: installOffer() !== undefined, userAgent, touchPoints: maxTouchPoints });
}

function Steps({ way }: { way: keyof typeof steps }): VNode {
  return (
    <>
      {way === 'line' && (
        <p class="install-first phrases">
          <T k="install.line_text" />
        </p>
      )}
      <h2 class="part-heading">{t('install.steps')}</h2>
      <ol class="card install-steps">
        {steps[way].map((step) => (
          <li key={step}>
            <span class="phrases">
              <T k={step} />
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** `shop`: of the shops' app. Its page says by itself what it is called. */
export function InstallPart({ shop = false }: { shop?: boolean }): VNode {
  const way = useWay();
  const [answer, setAnswer] = useState<'accepted' | 'dismissed' | undefined>();
  const add = async () => {
    const offer = installOffer();
    if (!offer) return;
    await offer.prompt();
    setAnswer((await offer.userChoice).outcome);
    offerTaken();
  };
  return (
    <>
      <h2 class="install-heading phrases">
        <T k="install.heading" />
      </h2>
      <p class="phrases">
        <T k={shop ? 'install.text_shop' : 'install.text'} />
      </p>
      <div role="status">
        {(answer !== undefined || way === 'already') && (
          <p class="install-answer phrases">
            <Icon name={answer === 'dismissed' ? 'info' : 'check'} />
            <span>
              <T k={answer === undefined ? 'install.already' : answer === 'accepted' ? 'install.added' : 'install.not_added'} />
            </span>
          </p>
        )}
      </div>
      {way === 'offer' && (
        <Button icon="plus" onClick={() => void add()}>
          {t('install.button')}
        </Button>
      )}
      {(way === 'line' || way === 'ios' || way === 'other') && answer !== 'accepted' && <Steps way={way} />}
    </>
  );
}
