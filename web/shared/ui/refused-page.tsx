// A refusal: first that nothing moved (the heading), then why, then the sum as a small account, then what to do now
// as the filled button. Never "failed", never blame.
import type { ComponentChildren, VNode } from 'preact';
import { withBreaks } from '../texts/define.ts';
import { reasonAlone } from '../texts/refusals.ts';
import { t } from '../texts/shared-texts.ts';
import { Account, type AccountLine } from './account.tsx';
import { Icon } from './icon.tsx';
import { Page, useHeadingFocus } from './page.tsx';
import './states.css';

export interface RefusedPageProps {
  /** Small title of the task in the head: 「支払い」. */
  task: string;
  /** What did not happen: decides the heading. 'other', where no money was on its way: the reason is the heading. */
  what?: 'payment' | 'top-up' | 'cancel' | 'other';
  /** Instead of the usual heading: what did not happen, as this page says it. */
  heading?: string;
  /** The sentence why (refusalText(word).why); the heading's words at its start are left out. */
  why: string;
  /** What to do now, as a sentence (refusalText(word).next); the buttons say the same in short. */
  next?: string;
  lines?: AccountLine[];
  onBack?: () => void;
  /** The next steps as buttons, the filled one first. */
  buttons: ComponentChildren;
  strips?: ComponentChildren;
}

const headings = { payment: 'refused.not_paid', 'top-up': 'refused.not_topped_up', cancel: 'refused.not_cancelled' } as const;

export function RefusedPage(props: RefusedPageProps): VNode {
  const { task, what = 'payment', why, next, lines, onBack, buttons, strips } = props;
  return (
    <Page title={task} onBack={onBack} backLooks="close" quietHead foot={buttons} strips={strips}>
      {what === 'other' ? (
        <Refused heading={why} next={next} lines={lines} />
      ) : (
        <Refused heading={props.heading ?? t(headings[what])} why={why} next={next} lines={lines} />
      )}
    </Page>
  );
}

function Refused({ heading, why, next, lines }: { heading: string; why?: string | undefined; next?: string; lines?: AccountLine[] }): VNode {
  const focused = useHeadingFocus(heading);
  return (
    <div class="state state-refused" role="group" aria-labelledby="refused-heading">
      <span class="state-mark">
        <Icon name="warning" size={40} />
      </span>
      <h2 id="refused-heading" ref={focused} tabIndex={-1}>
        {withBreaks(heading)}
      </h2>
      {why && <p class="state-lead">{withBreaks(reasonAlone(why))}</p>}
      {next && <p class="state-text">{withBreaks(next)}</p>}
      {lines && lines.length > 0 && (
        <div class="card">
          <Account lines={lines} />
        </div>
      )}
    </div>
  );
}
