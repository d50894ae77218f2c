import { channel, escalation, person, rotation, team, thirdParty } from 'opsplane'

export const mira = person('mira', {
  name: 'Mira Adler',
  email: 'mira@storefront.example',
  roles: ['responder', 'incident-commander', 'operator'],
  zone: 'Europe/Berlin',
})
export const pravin = person('pravin', {
  name: 'Pravin Rao',
  email: 'pravin@storefront.example',
  roles: ['responder', 'operator'],
  zone: 'Asia/Kolkata',
})
export const sofia = person('sofia', {
  name: 'Sofia Lund',
  email: 'sofia@storefront.example',
  roles: ['communications'],
  zone: 'Europe/Stockholm',
})
export const dana = person('dana', {
  name: 'Dana Okafor',
  email: 'dana@storefront.example',
  roles: ['decision-maker'],
  zone: 'Europe/London',
})

export const commerce = team('commerce', {
  title: 'Commerce',
  function: 'development',
  members: [mira, pravin],
})
export const payments = team('payments', {
  title: 'Payments',
  function: 'development',
  members: [pravin, mira],
})
export const sales = team('sales', { title: 'Sales', function: 'business', members: [dana, sofia] })

export const onCall = rotation('commerce-on-call', {
  title: 'Commerce on call',
  team: commerce,
  people: [mira, pravin],
  zone: 'Europe/Berlin',
  every: '7d',
  from: '2026-01-05',
  at: '09:00',
})

/** How the card processor's support desk is told. */
export const processorDesk = channel('card-processor-desk', {
  type: 'email',
  config: { to: ['support@card-processor.example'] },
})

/** The card processor: they help by contract, and have acknowledged when they give a case number. */
export const cardProcessor = thirdParty('card-processor', {
  title: 'Card processor, support desk',
  contract: 'CP-20417',
  channel: processorDesk,
  answersWithin: '15m',
  needs: 'The id of a payment that failed, and when it began',
})

export const customersByMail = channel('customers-by-mail', {
  type: 'email',
  config: { to: ['customers@storefront.example'] },
})

export const leadersByMail = channel('leaders-by-mail', {
  type: 'email',
  config: { to: ['leaders@storefront.example'] },
})

export const everyday = escalation('everyday', {
  title: 'On call, then the whole team, then the decision maker',
  steps: [
    { after: '0s', notify: [onCall] },
    { after: '5m', notify: [commerce] },
    { name: 'decision-maker', after: '15m', notify: [dana] },
  ],
  triggers: [{ on: 'unresolved', after: '1h', step: 'decision-maker' }],
  fallback: mira,
})

export const withVendor = escalation('with-vendor', {
  title: 'On call, then the card processor’s desk, then the decision maker',
  steps: [
    { after: '0s', notify: [onCall] },
    { after: '5m', notify: [cardProcessor, payments] },
    { after: '15m', notify: [dana] },
  ],
  fallback: mira,
})
