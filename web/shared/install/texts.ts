// The words of 「ホーム画面に追加」. They come with the page.
import { defineTexts } from '../texts/define.ts';
import { ja } from './ja.ts';

export const { t, T } = defineTexts(ja, () => import('./en.ts').then((file) => file.en));
