// What a proposal would do to the city as it stands: the real rules tried on a copy of it, every wallet once. Whoever
// approves sends the digest of exactly this result.
import type { VNode } from 'preact';
import type { Resource } from '@meguri/shared/api';
import { figure, refusalText, reasonAlone } from '@meguri/shared/texts';
import { Button } from '@meguri/shared/ui';
import type { DryRun, Proposal } from '../data.ts';
import { Facts, Loaded, Panel } from '../frame/parts.tsx';
import { t } from '../texts.ts';

export function DryRunPanel({ of, proposal }: { of: Resource<DryRun>; proposal: Proposal }): VNode {
  const again = (
    <Button kind="plain" size="small" onClick={() => void of.reload()} busy={of.loading}>
      {t('dry.again')}
    </Button>
  );
  return (
    <Panel title={t('dry.title')} note={t(proposal.terms.top_up ? 'dry.note_sold' : 'dry.note_given')} actions={again}>
      <Loaded of={of}>{(found) => <Result found={found} unit={proposal.terms.unit} />}</Loaded>
    </Panel>
  );
}

function Result({ found, unit }: { found: DryRun; unit: Proposal['terms']['unit'] }): VNode {
  const amount = (quantity: number) => (unit === 'point' ? t('dry.points', { amount: figure(quantity) }) : t('yen', { amount: figure(quantity) }));
  const people = (n: number) => t('people', { n: figure(n) });
  const facts = [
    { name: t('dry.heads'), value: people(found.heads) },
    { name: t('dry.people'), value: people(found.people) },
    { name: t('dry.total'), value: amount(found.total) },
  ];
  if (found.premium > 0) facts.push({ name: t('dry.premium'), value: t('yen', { amount: figure(found.premium) }) });
  if (found.budget_left !== undefined) facts.push({ name: t('dry.budget_left'), value: amount(found.budget_left) });
  if (found.premium_left !== undefined) facts.push({ name: t('dry.premium_left'), value: t('yen', { amount: figure(found.premium_left) }) });
  const refused = found.refusals.map(({ refusal, heads }) => ({ name: reasonAlone(refusalText(refusal).why), value: people(heads) }));
  return (
    <>
      <Facts facts={facts} />
      {refused.length > 0 && (
        <>
          <h3>{t('dry.refused')}</h3>
          <Facts facts={refused} />
        </>
      )}
    </>
  );
}
