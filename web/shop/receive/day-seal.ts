// The page stays open over midnight: the seal is asked for anew each business day, and a little into the day again, lest
// the server's clock and ours disagree about when the day began.
import { useEffect } from 'preact/hooks';
import { api, ask, serverNow, useResource } from '@meguri/shared/api';
import { dayOf } from '@meguri/shared/texts';
import { useShop } from '../shop.ts';

export function useDaySeal(): string {
  const { info } = useShop();
  const now = useResource(`info ${dayOf(serverNow())}`, () => ask(api.GET('/api/info')));
  useEffect(() => {
    const timer = setInterval(() => void now.reload(), 10 * 60000);
    return () => clearInterval(timer);
  }, [now.reload]);
  return (now.data || info).day_seal.kanji;
}
