// Signing in of staff and operators, alike in the shop and the console; who is signed in: session.ts.
export { InvitationPage } from './invitation-page.tsx';
export { SignInPage, ProblemNote } from './sign-in-page.tsx';
