// Signing in of staff and operators, alike in the shop and the console.
export { InvitationPage } from './invitation-page.tsx';
export { SignInPage, ProblemNote } from './sign-in-page.tsx';
export { useSession, type Info, type Session, type Signed } from './session.ts';
