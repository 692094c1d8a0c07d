// Top-ups by card as a resident does them: on our pages, and on the provider's (its simulator's) page.
import { Client } from './api.mjs';

/** The city whose simulator takes the payments. */
export class CardProvider {
  constructor(city) {
    this.anybody = new Client(city);
  }
  faults(api = 'none', messages = 'none') {
    return this.anybody.do('setCardFaults', { body: { api, messages } });
  }
  /** Presses a button of the hosted page that a top-up leads to. */
  press({ url }, action) {
    return this.anybody.call('pressCardPage', { id: url.split('/').pop(), body: `action=${action}` });
  }
  chargeBack({ id }) {
    return this.anybody.do('chargeCardBack', { body: { reference: id } });
  }
  /** By reference: what the provider's books say. */
  async books() {
    return new Map((await this.anybody.do('readCardPayments')).payments.map((each) => [each.reference, each]));
  }
}

export async function begin(resident, program, amount) {
  return resident.do('createCardTopUp', { body: { key: await resident.key(), program, amount } });
}

export const over = new Set(['done', 'ended', 'refunded', 'charged_back']);
