// Buttons. One filled button on a page, the second choice outlined, the way out a TextLink. The text says
// what happens, with the amount: 「860円を払う」.
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { withBreaks } from '../texts/define.ts';
import './button.css';
import { Icon, type IconName } from './icon.tsx';

export type ButtonKind =
  | 'primary'
  | 'outline'
  | 'top-up'
  | 'outline-top-up'
  | 'cancel'
  | 'unknown'
  | 'plain'
  | 'on-green'
  | 'white';

interface Pressable {
  children: ComponentChildren;
  icon?: IconName;
  onClick?: (() => void) | undefined;
  /** Given: a link instead of a button (opens with the keyboard and the middle button as links do). */
  href?: string | undefined;
  /** Accessible name where the visible words are not enough alone ("取消" in a row). */
  label?: string | undefined;
}

export interface ButtonProps extends Pressable {
  kind?: ButtonKind;
  size?: 'main' | 'pay' | 'small';
  type?: 'button' | 'submit';
  /** Why it cannot be pressed now. The button turns grey, keeps focus, and the reason is shown and read. */
  offReason?: string | undefined;
  /** The reason already stands elsewhere on the page: not shown a second time, still read. */
  reasonHidden?: boolean;
  /** Sent and not answered yet: a second press does nothing. */
  busy?: boolean;
}

export function Button(props: ButtonProps): VNode {
  const { kind = 'primary', size = 'main', type = 'button', icon, offReason, busy = false } = props;
  const reason = useId();
  const off = offReason !== undefined || busy;
  const look = `button button-${kind}${size === 'main' ? '' : ` button-${size}`}`;
  const inner = (
    <>
      {icon && <Icon name={icon} size={size === 'small' ? 20 : 24} />}
      <span>{props.children}</span>
    </>
  );
  if (props.href !== undefined && !off) {
    return (
      <a class={look} href={props.href} onClick={props.onClick} aria-label={props.label}>
        {inner}
      </a>
    );
  }
  const button = (
    <button
      class={look}
      type={type}
      aria-label={props.label}
      aria-disabled={off ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      aria-describedby={offReason === undefined ? undefined : reason}
      onClick={(event) => {
        if (off) event.preventDefault();
        else props.onClick?.();
      }}
    >
      {inner}
    </button>
  );
  if (offReason === undefined) return button;
  return (
    <div class="button-with-reason">
      {button}
      <p id={reason} class={props.reasonHidden ? 'heard' : 'button-reason'}>
        {withBreaks(offReason)}
      </p>
    </div>
  );
}

export interface PillProps extends Pressable {
  kind?: 'plain' | 'top-up';
  /** For switches (sound on/off): the word beside must say the state too. */
  pressed?: boolean | undefined;
}

/** The round small button: top-up on the balance card, sound, choose a day, save as CSV. */
export function Pill({ kind = 'plain', icon, children, onClick, href, label, pressed }: PillProps): VNode {
  const look = `pill${kind === 'plain' ? '' : ` pill-${kind}`}`;
  const inner = (
    <>
      {icon && <Icon name={icon} size={20} />}
      <span>{children}</span>
    </>
  );
  if (href !== undefined) {
    return (
      <a class={look} href={href} onClick={onClick} aria-label={label}>
        {inner}
      </a>
    );
  }
  return (
    <button class={look} type="button" onClick={onClick} aria-label={label} aria-pressed={pressed}>
      {inner}
    </button>
  );
}

/** The underlined word: the way out, or the smaller way on. */
export function TextLink({ children, onClick, href, label, green }: Pressable & { green?: boolean }): VNode {
  const look = `text-link${green ? ' text-link-green' : ''}`;
  if (href !== undefined) {
    return (
      <a class={look} href={href} onClick={onClick} aria-label={label}>
        <span>{children}</span>
      </a>
    );
  }
  return (
    <button class={look} type="button" onClick={onClick} aria-label={label}>
      <span>{children}</span>
    </button>
  );
}
