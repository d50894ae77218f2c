import { alarm, inhibition, signal } from 'opsplane'
import { buySomething } from './customers.ts'
import {
  canPay,
  checkoutSuccess,
  orderFlow,
  ordersPerMinute,
  payQuickly,
  revenuePerMinute,
} from './outcomes.ts'
import { commerce, everyday, payments, withVendor } from './people.ts'
import {
  catalogue,
  database,
  frontDoor,
  orders,
  paymentsService,
  processor,
  shopPages,
} from './workload.ts'

const paymentsReachable = signal('payments-unreachable', {
  title: 'Orders that could not reach payments',
  layer: 'application',
  query: 'sum(rate(shop_orders_placed_total{result="failed",reason="payments-unreachable"}[10s]))',
  unit: '/s',
  expected: { max: 0 },
  component: paymentsService,
})

const processorTime = signal('card-processor-time', {
  title: 'Card processor, p95',
  layer: 'platform',
  query:
    'histogram_quantile(0.95, sum by (le) (rate(payments_processor_duration_seconds_bucket[15s])))',
  unit: 's',
  expected: { max: 0.5 },
  component: processor,
})

const orderErrors = signal('order-errors', {
  title: 'Orders that fail inside the orders service',
  layer: 'application',
  query:
    'sum(rate(shop_orders_placed_total{result="failed",reason="internal"}[15s])) / sum(rate(shop_orders_placed_total[15s]))',
  unit: 'ratio',
  expected: { max: 0.01 },
  component: orders,
})

const pageErrors = signal('page-errors', {
  title: 'Pages that fail',
  layer: 'application',
  query:
    'sum(rate(http_server_request_duration_seconds_count{service_name="front-door",http_route!="/checkout"}[30s])) - sum(rate(http_server_request_duration_seconds_count{service_name="front-door",http_route!="/checkout",http_response_status_code!~"5.."}[30s]))',
  unit: '/s',
  expected: { max: 0.1 },
  component: shopPages,
})

signal('catalogue-time', {
  title: 'Catalogue, p95',
  layer: 'application',
  query:
    'histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_seconds_bucket{service_name="catalogue"}[1m])))',
  unit: 's',
  expected: { max: 0.25 },
  component: catalogue,
})

signal('orders-database-time', {
  title: 'Writing an order, p95',
  layer: 'platform',
  query:
    'histogram_quantile(0.95, sum by (le) (rate(orders_db_query_duration_seconds_bucket[1m])))',
  unit: 's',
  expected: { max: 0.1 },
  component: database,
})

signal('front-door-time', {
  title: 'Front door, p95',
  layer: 'infrastructure',
  query:
    'histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_seconds_bucket{service_name="front-door"}[1m])))',
  unit: 's',
  expected: { max: 1.2 },
  component: frontDoor,
})

signal('process-memory', {
  title: 'Memory of all processes',
  layer: 'infrastructure',
  query: 'sum(process_memory_usage_bytes) / 1e6',
  unit: 'MB',
  expected: { max: 2000 },
  component: frontDoor,
})

alarm('payments-unreachable', {
  title: 'Orders fail because payments does not answer',
  signal: paymentsReachable,
  when: '> 0',
  recover: '<= 0',
  keepFiringFor: '3s',
  onMissing: 'ok',
  severity: 'critical',
  protects: [canPay, orderFlow],
  owner: payments,
  procedure: 'restart-payments',
  escalation: everyday,
})

alarm('card-processor-slow', {
  title: 'The card processor is slow',
  signal: processorTime,
  when: '> 0.6',
  recover: '< 0.4',
  for: '2s',
  keepFiringFor: '3s',
  severity: 'critical',
  protects: [payQuickly],
  owner: payments,
  procedure: 'use-standby-processor',
  escalation: withVendor,
})

alarm('order-errors', {
  title: 'Orders fail inside the orders service',
  signal: orderErrors,
  when: '> 0.05',
  recover: '< 0.02',
  for: '2s',
  keepFiringFor: '3s',
  severity: 'critical',
  protects: [orderFlow, canPay],
  owner: commerce,
  procedure: 'put-back-orders-release',
  escalation: everyday,
})

alarm('checkout-failing', {
  title: 'Customers cannot pay',
  signal: checkoutSuccess,
  when: '< 60',
  recover: '> 95',
  for: '90s',
  keepFiringFor: '10s',
  severity: 'critical',
  protects: [canPay],
  owner: commerce,
  procedure: 'checkout-fails',
  escalation: everyday,
})

alarm('revenue-missing', {
  title: 'Hardly any revenue comes in',
  signal: revenuePerMinute,
  when: '< 50',
  recover: '> 400',
  for: '3m',
  severity: 'critical',
  protects: [orderFlow],
  owner: commerce,
  procedure: 'checkout-fails',
  escalation: everyday,
})

alarm('pages-failing', {
  title: 'Shop pages fail',
  signal: pageErrors,
  when: '> 0.5',
  recover: '< 0.1',
  for: '30s',
  keepFiringFor: '10s',
  severity: 'warning',
  protects: [canPay],
  owner: commerce,
  procedure: 'restart-shop-pages',
  escalation: everyday,
})

// Numbers that do not come look like numbers that are good: the shop may have stopped, or only its telemetry.
alarm('shop-unheard', {
  title: 'Nothing is heard of orders any more',
  absent: { signal: ordersPerMinute, for: '2m' },
  severity: 'critical',
  protects: [orderFlow],
  owner: commerce,
  procedure: 'checkout-fails',
  escalation: everyday,
})

// We walk as a customer would: this fails also when there are no customers to fail.
alarm('nobody-can-buy', {
  title: 'A visitor cannot fill a basket and pay',
  journey: buySomething,
  failures: 4,
  severity: 'critical',
  protects: [canPay],
  owner: commerce,
  procedure: 'checkout-fails',
  escalation: everyday,
})

alarm('errors-pile-up', {
  title: 'Services log errors without end',
  logs: { search: 'level>=error', more: 200, within: '5m' },
  for: '2m',
  severity: 'warning',
  owner: commerce,
  procedure: 'checkout-fails',
  escalation: everyday,
})

// One of them is a fault of a part; both are the shop being closed.
alarm('shop-closed', {
  title: 'Pages fail and nobody can pay: the shop is closed',
  composite: "firing('pages-failing') && firing('checkout-failing')",
  severity: 'critical',
  protects: [canPay, orderFlow],
  owner: commerce,
  procedure: 'restart-shop-pages',
  escalation: everyday,
})

// What no bound sees: a few failed orders in each hundred, for days. It says that work on the shop comes before new
// features now, so the slow windows are the right ones.
alarm('orders-budget', {
  title: 'The budget of failed orders goes too fast',
  burn: { outcome: orderFlow },
  severity: 'warning',
  protects: [orderFlow],
  owner: commerce,
  procedure: 'orders-budget-burns',
  escalation: everyday,
})

// Unusual is not yet harm: it is looked at by daylight, and wakes nobody.
alarm('orders-unusual', {
  title: 'Fewer orders than usual at this hour',
  baseline: { signal: ordersPerMinute, side: 'below', by: 1 },
  for: '10m',
  severity: 'info',
  protects: [orderFlow],
  owner: commerce,
  procedure: 'checkout-fails',
  escalation: everyday,
})

inhibition('harm-explains', {
  reason: 'Somebody is on what costs the orders already',
  source: ['severity="critical"'],
  target: ['alarm=~"orders-budget|orders-unusual"'],
})
