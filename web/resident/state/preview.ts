// Which value a payment would use, asked of the server a moment after the last digit. Only an answer for exactly this
// place and amount counts.
import { useEffect, useState } from 'preact/hooks';
import { api, ask, useResource, type Schemas } from '@meguri/shared/api';

export interface Preview {
  explanation: Schemas['Explanation'];
  refusal?: string;
}

const pause_ms = 250;

function useSettled(amount: number): number {
  const [settled, setSettled] = useState(amount);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(amount), pause_ms);
    return () => clearTimeout(timer);
  }, [amount]);
  return settled;
}

/** `points`: the program of points to pay with; undefined: money. */
export function usePreview(place: string, amount: number, points?: string): { preview: Preview | undefined; waiting: boolean } {
  const settled = useSettled(amount);
  const wanted = settled > 0 && settled === amount;
  const { data, loading } = useResource<Preview>(wanted ? `preview/${place}/${amount}/${points ?? ''}` : undefined, () =>
    ask(api.POST('/api/payments/preview', { body: { place, amount, ...(points && { points }) } })),
  );
  return { preview: wanted ? data : undefined, waiting: amount > 0 && (!wanted || (loading && !data)) };
}
