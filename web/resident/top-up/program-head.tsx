// Which money it is, until when it can be had; and those that cannot be had any more, with the reason.
import type { VNode } from 'preact';
import { serverNow } from '@meguri/shared/api';
import { dayWithWeekday, inOneLine, refusalText } from '@meguri/shared/texts';
import { Choices, Stamp, stampOf } from '@meguri/shared/ui';
import type { Choice } from './choices.ts';
import { t, T } from './texts.ts';

function period({ issue_to, bonus }: Choice): string {
  if (issue_to === undefined) return t('card.any_time');
  const day = dayWithWeekday(issue_to, serverNow());
  return bonus ? t('card.premium_until', { day }) : t('card.until', { day });
}

/** One: named with its stamp. Several: to choose from. */
export function ProgramHead({ open, chosen, onChoose }: { open: Choice[]; chosen: Choice; onChoose: (id: string) => void }): VNode {
  return (
    <>
      {open.length > 1 && (
        <Choices
          legend={t('card.which')}
          value={chosen.program.id}
          onValue={onChoose}
          options={open.map(({ program }) => ({ value: program.id, label: program.name }))}
        />
      )}
      <div class="program-head">
        <Stamp {...stampOf(chosen.bonus?.program ?? chosen.program)} size={40} />
        <p>
          <strong>{t('card.open', { name: chosen.bonus?.program.name ?? chosen.program.name })}</strong>
          <br />
          <span class="quiet">{period(chosen)}</span>
        </p>
      </div>
    </>
  );
}

/** Sales that have ended: the sentence of the refusal. */
export function ClosedPrograms({ closed }: { closed: Choice[] }): VNode | null {
  if (closed.length === 0) return null;
  return (
    <section class="closed">
      <h2 class="part-heading">
        <T k="card.closed_heading" />
      </h2>
      <ul class="card">
        {closed.map((each) => (
          <li class="program-head" key={each.program.id}>
            <Stamp {...stampOf(each.program)} ended />
            <p>
              <strong>{each.program.name}</strong>
              <br />
              <span class="phrases">{inOneLine(refusalText(each.closed ?? '', each.message))}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
