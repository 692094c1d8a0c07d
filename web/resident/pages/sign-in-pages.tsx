// Up to three pages from nothing to home: telephone number, the six digits, home. Signing up and signing in are one way.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { go, usePath } from '@meguri/shared/route';
import { forgetSignUp, signUpUnderWay } from '../state/sign-up.ts';
import { CodeEntryPage } from './code-entry-page.tsx';
import { PhonePage } from './phone-page.tsx';
import './sign-in-pages.css';

/** `ended`: the person was signed in until a moment ago. */
export function SignInPages({ ended, onDone }: { ended: boolean; onDone: () => void }): VNode {
  const path = usePath();
  const underWay = signUpUnderWay();
  const wantsCode = path === '/sign-in/code';
  useEffect(() => {
    if (wantsCode && !underWay) go('/sign-in', true);
  }, [wantsCode, underWay]);
  const done = () => {
    forgetSignUp();
    onDone();
  };
  if (wantsCode && underWay) return <CodeEntryPage signUp={underWay} onDone={done} />;
  return <PhonePage ended={ended} />;
}
