import { outcome, signal, statusPage } from 'opsplane'
import { commerce, customersByMail, leadersByMail, sales } from './people.ts'
import { orders, shopPages } from './workload.ts'

export const ordersPerMinute = signal('orders-per-minute', {
  title: 'Orders',
  layer: 'business',
  query: 'sum(rate(shop_orders_placed_total{result="ok"}[30s])) * 60',
  unit: '/min',
  expected: { min: 20 },
  component: orders,
  owner: sales,
})

export const revenuePerMinute = signal('revenue-per-minute', {
  title: 'Revenue',
  layer: 'business',
  query: 'sum(rate(shop_revenue_EUR_total[30s])) * 60',
  unit: 'EUR/min',
  expected: { min: 800 },
  component: orders,
  owner: sales,
})

export const checkoutSuccess = signal('checkout-success', {
  title: 'Checkout success',
  layer: 'customer',
  query:
    '100 * sum(rate(shop_journey_steps_total{journey="checkout",result="ok"}[20s])) / sum(rate(shop_journey_steps_total{journey="checkout"}[20s]))',
  unit: '%',
  expected: { min: 98, max: 100 },
  component: shopPages,
  owner: commerce,
})

export const checkoutTime = signal('checkout-time', {
  title: 'Checkout time, p95',
  layer: 'customer',
  query:
    'histogram_quantile(0.95, sum by (le) (rate(shop_journey_duration_seconds_bucket{journey="checkout"}[30s])))',
  unit: 's',
  expected: { max: 1.2 },
  component: shopPages,
  owner: commerce,
})

const ordersPlaced = signal('orders-placed', {
  title: 'Orders that were placed',
  layer: 'business',
  query: 'shop_orders_placed_total',
  component: orders,
  owner: sales,
})

const ordersTaken = signal('orders-taken', {
  title: 'Orders that went through',
  layer: 'business',
  query: 'shop_orders_placed_total{result="ok"}',
  component: orders,
  owner: sales,
})

export const orderFlow = outcome('orders', {
  title: 'Orders come in',
  kind: 'business',
  signal: ordersPerMinute,
  target: { op: '>=', value: 20 },
  // Of the orders that customers place, one in two hundred may fail.
  objective: { target: 0.995, window: '28d', good: ordersTaken, total: ordersPlaced },
  owner: sales,
  weight: 10,
  reviewedAt: '2026-09-14',
})

outcome('revenue', {
  title: 'Revenue',
  kind: 'business',
  signal: revenuePerMinute,
  target: { op: '>=', value: 800 },
  owner: sales,
  weight: 8,
  reviewedAt: '2026-09-14',
})

export const canPay = outcome('checkout-works', {
  title: 'Customers can pay',
  kind: 'customer',
  signal: checkoutSuccess,
  target: { op: '>=', value: 98 },
  objective: { target: 0.995, window: '28d', slice: '1m' },
  owner: commerce,
  weight: 9,
  customers: 'people who are paying',
  affected: 'sum(increase(shop_journey_steps_total{journey="checkout",result!="ok"}[1m]))',
  reviewedAt: '2026-09-14',
})

export const payQuickly = outcome('checkout-quick', {
  title: 'Paying is quick',
  kind: 'customer',
  signal: checkoutTime,
  target: { op: '<=', value: 1.2 },
  objective: { target: 0.99, window: '7d', slice: '1m' },
  owner: commerce,
  weight: 6,
  customers: 'people who are paying',
  reviewedAt: '2026-09-14',
})

statusPage('storefront', {
  title: 'Storefront status',
  audience: 'customers',
  public: true,
  components: [
    {
      name: 'Paying',
      outcomes: [canPay, payQuickly],
      impacted:
        'Paying may fail or take longer than usual. Your basket is safe and you are charged once. We are working on it.',
      restored: 'Paying works normally again. Thank you for your patience.',
    },
    {
      name: 'Ordering',
      outcomes: [orderFlow],
      impacted: 'Some orders are not going through. Your basket is safe. We are working on it.',
      restored: 'Orders go through normally again.',
    },
  ],
  channels: [customersByMail],
  subscribers: { by: ['email', 'webhook'] },
})

statusPage('business', {
  title: 'Storefront for the business',
  audience: 'leaders',
  components: [
    {
      name: 'Revenue',
      outcomes: [orderFlow, canPay],
      impacted: 'Orders are below what we expect. The people on call are on it.',
      restored: 'Orders are back in the expected range.',
    },
  ],
  channels: [leadersByMail],
})

statusPage('engineering', {
  title: 'Storefront for engineers',
  audience: 'engineers',
  components: [
    {
      name: 'Checkout path',
      outcomes: [canPay, payQuickly, orderFlow],
      impacted:
        'An outcome on the checkout path is off target. See the incident for suspects and the running procedure.',
      restored: 'All outcomes on the checkout path are on target.',
    },
  ],
})
