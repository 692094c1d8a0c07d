// What a place can do decides what there is to show: a code to pay by, and which rights of its staff mean anything.
import type { Place, StaffMember } from '../data.ts';

type Can = Pick<Place, 'capabilities'>;

/** Whether anybody can pay there; without it a code to pay by would lead nowhere. */
export const receives = ({ capabilities }: Can): boolean => capabilities.includes('takes_money') || capabilities.includes('takes_points');

/** A member's rights as far as the place has a use for them. */
export function rightsAt(place: Can, rights: StaffMember['rights']): StaffMember['rights'] {
  return rights.filter((right) => {
    if (right === 'top_up') return place.capabilities.includes('tops_up');
    return right === 'manage' || receives(place);
  });
}
