import { dashboard } from 'opsplane'
import { canPay, checkoutSuccess, checkoutTime, orderFlow, payQuickly } from './outcomes.ts'
import { frontDoor, orders, paymentsService, processor, shopPages } from './workload.ts'

// Engineers, leaders and customers have a dashboard without declaring one. This one asks one question across them:
// where on the way from the basket to the order is it lost?
dashboard('checkout', {
  title: 'From the basket to the order',
  audience: 'engineers',
  description: 'Where on its way is a purchase lost?',
  range: '1h',
  sections: [
    {
      title: 'What people get',
      panels: [
        { show: 'outcome', outcome: canPay, compare: '7d' },
        { show: 'outcome', outcome: payQuickly, compare: '7d' },
        { show: 'outcome', outcome: orderFlow, compare: '7d' },
      ],
    },
    {
      title: 'The way',
      note: 'In the order in which a purchase takes it.',
      panels: [
        {
          show: 'states',
          title: 'Stations',
          of: [
            { of: frontDoor },
            { of: shopPages },
            { of: orders },
            { of: paymentsService },
            { of: processor, name: 'Card processor (Card Processor Ltd)' },
          ],
        },
        {
          show: 'alarms',
          title: 'Alarms that protect it',
          outcomes: [canPay, payQuickly, orderFlow],
        },
        {
          show: 'line',
          id: 'pages',
          title: 'Pages that are asked for',
          query:
            'sum by (http_route) (rate(http_server_request_duration_seconds_count{service_name="front-door"}[1m])) * 60',
          unit: '/min',
        },
        {
          show: 'line',
          id: 'answers',
          title: 'Time to answer of each service, p95',
          query:
            'histogram_quantile(0.95, sum by (le, service_name) (rate(http_server_request_duration_seconds_bucket[1m])))',
          unit: 's',
        },
        { show: 'line', signal: checkoutTime, compare: '1h' },
        { show: 'line', signal: checkoutSuccess },
      ],
    },
    {
      title: 'Why',
      panels: [
        {
          show: 'table',
          id: 'failures',
          title: 'Orders that failed, by reason',
          query: 'sum by (reason) (increase(shop_orders_placed_total{result="failed"}[1h]))',
          width: 'third',
        },
        {
          show: 'text',
          title: 'Reading this',
          width: 'third',
          text: 'Declined cards are the customer’s bank, not us: they count as orders that went through the shop.\n\nA slow card processor makes every station above it slow; look at the lowest one that is not well.',
        },
        { show: 'value', signal: checkoutTime, id: 'now', width: 'third' },
        {
          show: 'logs',
          title: 'What the services say about it',
          search: 'level>=warn service:(orders OR payments OR storefront)',
        },
      ],
    },
  ],
})
