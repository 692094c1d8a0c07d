export { InstallPart } from './install-part.tsx';
export { t as installText } from './texts.ts';
