// Who may act for the city.
import type { VNode } from 'preact';
import { timeOf } from '@meguri/shared/api';
import { consoleDay, dayOf } from '@meguri/shared/texts';
import { useOperators } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';

export function OperatorsPage(): VNode {
  const operators = useOperators();
  return (
    <ConsolePage title={t('operators.title')}>
      <Loaded of={operators}>
        {(data) => (
          <Panel title={t('operators.title')} note={t('people', { n: data.operators.length })}>
            <DataTable
              caption={t('operators.title')}
              keyOf={(operator) => operator.id}
              rows={data.operators}
              columns={[
                {
                  key: 'name',
                  head: t('operators.name'),
                  cell: (operator) => (
                    <>
                      {operator.name} {operator.own && <Badge look="good">{t('common.own')}</Badge>}
                    </>
                  ),
                },
                { key: 'since', head: t('operators.since'), cell: (operator) => consoleDay(dayOf(timeOf(operator.since))) },
              ]}
            />
            <p class="quiet phrases">
              <T k="operators.note" />
            </p>
          </Panel>
        )}
      </Loaded>
    </ConsolePage>
  );
}
