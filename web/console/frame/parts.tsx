// Small pieces that several pages of the console share.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem, Resource } from '@meguri/shared/api';
import { asOfTime, withBreaks } from '@meguri/shared/texts';
import { Button, Icon, Skeleton, Stamp, stampOf, Trouble, useHeadingFocus } from '@meguri/shared/ui';
import { T, t } from '../texts.ts';
import { useConsole } from './console-page.tsx';
import './parts.css';

/** What a page shows of its data: the content, the quiet shape, or what is wrong. Old figures stay, with their time. */
export function Loaded<Data>({ of, children }: { of: Resource<Data>; children: (data: Data) => ComponentChildren }): VNode {
  const { info } = useConsole();
  if (of.data !== undefined) {
    return (
      <>
        {of.problem && of.at !== undefined && (
          <p class="stale" role="status">
            <Icon name="warning" size={18} />
            <span class="phrases">
              <T k="common.stale" v={{ time: asOfTime(of.at) }} />
            </span>
            <Button kind="plain" size="small" onClick={() => void of.reload()}>
              {t('common.refresh')}
            </Button>
          </p>
        )}
        {children(of.data)}
      </>
    );
  }
  if (!of.problem) return <Skeleton shape="rows" count={6} />;
  if (of.problem.kind === 'refused') return <Refused problem={of.problem} />;
  return <Trouble onRetry={() => void of.reload()} office={info.city} phone={info.telephone} />;
}

export function Refused({ problem }: { problem: Pick<Problem, 'why' | 'next'> }): VNode {
  return (
    <div class="refused" role="alert">
      <Icon name="warning" size={20} />
      <p class="phrases">
        <strong>{withBreaks(problem.why)}</strong> {withBreaks(problem.next)}
      </p>
    </div>
  );
}

export function ProgramName({ program, ended }: { program: { name: string; stamp: string }; ended?: boolean }): VNode {
  return (
    <span class="program-name">
      <Stamp {...stampOf(program)} ended={ended} />
      <span>{program.name}</span>
    </span>
  );
}

export function Badge({ look, children }: { look: 'good' | 'wait' | 'off' | 'stop'; children: ComponentChildren }): VNode {
  return <span class={`badge badge-${look}`}>{children}</span>;
}

export interface Fact {
  name: string;
  value: ComponentChildren;
}

export function Facts({ facts }: { facts: Fact[] }): VNode {
  return (
    <dl class="facts">
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt>{withBreaks(fact.name)}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface PanelProps {
  title: string;
  note?: ComponentChildren;
  actions?: ComponentChildren;
  /** A step of its own: its heading takes the focus when it comes. */
  arrives?: boolean;
  children: ComponentChildren;
}

export function Panel({ title, note, actions, arrives = false, children }: PanelProps): VNode {
  const heading = useHeadingFocus(title, !arrives);
  return (
    <section class="panel" aria-label={title}>
      <div class="panel-head">
        <h2 ref={heading} tabIndex={arrives ? -1 : undefined}>
          {withBreaks(title)}
        </h2>
        {note && <span class="quiet">{typeof note === 'string' ? withBreaks(note) : note}</span>}
        {actions && <div class="panel-actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

interface SureProps {
  /** The outlined red button that opens the question. */
  open: string;
  text: ComponentChildren;
  go: string;
  onGo: () => void;
  busy?: boolean | undefined;
  /** Fields that must be filled before. */
  children?: ComponentChildren;
  label?: string;
  small?: boolean;
  /** Undoing something dangerous is no danger: green outline. */
  mild?: boolean;
}

/** A dangerous act asks once more, in place: the first press shows what it does, the second does it. Escape or 「やめる」 goes
    back. What had the focus is gone each time, so it moves on to the question and back to the button that asked. */
export function Sure({ open, text, go, onGo, busy, children, label, small, mild }: SureProps): VNode {
  const [asked, setAsked] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) place.current?.querySelector<HTMLElement>(asked ? '.sure' : '.button')?.focus();
    begun.current = true;
  }, [asked]);
  if (!asked) {
    return (
      <div class="sure-place" ref={place}>
        <Button kind={small ? 'plain' : mild ? 'outline' : 'cancel'} size={small ? 'small' : 'main'} label={label} onClick={() => setAsked(true)}>
          {withBreaks(open)}
        </Button>
      </div>
    );
  }
  const leaveByKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setAsked(false);
  };
  return (
    <div class="sure-place" ref={place} onKeyDown={leaveByKey}>
      <div class={`sure${mild ? ' sure-mild' : ''}`} role="group" aria-label={open} tabIndex={-1}>
        <p class="phrases">{text}</p>
        {children}
        <div class="row">
          <Button kind={mild ? 'outline' : 'cancel'} size="small" onClick={onGo} busy={busy}>
            {withBreaks(go)}
          </Button>
          <Button kind="plain" size="small" onClick={() => setAsked(false)}>
            {t('common.leave')}
          </Button>
        </div>
      </div>
    </div>
  );
}
