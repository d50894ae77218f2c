import { experiment, gameDay } from 'opsplane'
import { checkoutSuccess } from './outcomes.ts'
import { commerce, mira, payments } from './people.ts'

const customersCanPay = {
  type: 'probe',
  name: 'customers can pay',
  tolerance: { type: 'range', range: [95, 100] },
  provider: { type: 'signal', signal: checkoutSuccess },
} as const

const shop = (name: string, ...words: string[]) =>
  ({ type: 'action', name, provider: { type: 'process', path: 'shop', arguments: words } }) as const

const paymentsDown = experiment('payments-down', {
  title: 'The payments process dies',
  description:
    'When payments is killed, the on-call person is told within seconds and the runbook brings it back before most customers give up.',
  'steady-state-hypothesis': { title: 'Customers can pay', probes: [customersCanPay] },
  method: [shop('kill the payments process', 'kill', 'payments')],
  rollbacks: [shop('start payments', 'start', 'payments')],
  expect: {
    alarm: 'payments-unreachable',
    raisedWithin: '30s',
    procedure: 'restart-payments',
    recoveredWithin: '2m',
  },
})

const processorSlow = experiment('card-processor-slow', {
  title: 'The card processor becomes slow',
  description:
    'When the card processor takes a second longer, payments moves to the standby processor by itself.',
  'steady-state-hypothesis': { title: 'Customers can pay', probes: [customersCanPay] },
  method: [shop('add a second between payments and the processor', 'latency', '1000')],
  rollbacks: [
    shop('take the latency away', 'latency', '0'),
    shop('go back to the primary processor', 'route', 'payments', 'primary'),
  ],
  expect: {
    alarm: 'card-processor-slow',
    raisedWithin: '45s',
    procedure: 'use-standby-processor',
    recoveredWithin: '3m',
  },
})

const badRelease = experiment('bad-release', {
  title: 'A bad release of orders goes out',
  description:
    'When a release of orders fails one request in five, the runbook puts the former one back.',
  'steady-state-hypothesis': { title: 'Customers can pay', probes: [customersCanPay] },
  method: [shop('release orders 1.5.0', 'release', 'orders', '1.5.0')],
  rollbacks: [shop('release orders 1.4.0', 'release', 'orders', '1.4.0')],
  expect: {
    alarm: 'order-errors',
    raisedWithin: '45s',
    procedure: 'put-back-orders-release',
    recoveredWithin: '3m',
  },
  abort: [{ signal: checkoutSuccess, when: '< 5', for: '30s' }],
})

gameDay('quarterly', {
  title: 'Quarterly game day',
  experiments: [paymentsDown, processorSlow, badRelease],
  facilitator: mira,
  participants: [commerce, payments],
  every: '90d',
})
