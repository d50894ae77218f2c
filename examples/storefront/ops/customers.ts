import { journey, signal, site } from 'opsplane'
import { canPay } from './outcomes.ts'
import { commerce } from './people.ts'
import { shopPages } from './workload.ts'

site('shop', {
  title: 'Pages of the shop',
  origins: ['http://127.0.0.1:*', 'http://localhost:*'],
  pages: ['/', '/products/:product', '/basket', '/checkout', '/thanks/:order'],
  component: shopPages,
})

// The card is one that is always declined: the whole path is walked, and neither an order nor revenue is made up.
export const buySomething = journey('buy-something', {
  title: 'A visitor fills a basket and pays',
  baseUrl: '{{env.SHOP_URL}}',
  every: '30s',
  protects: [canPay],
  component: shopPages,
  steps: [
    {
      name: 'look-around',
      http: { url: '/' },
      expect: { status: 200, text: 'Made to be used every day' },
      capture: { product: { regex: 'href="/products/([\\w-]+)"' } },
    },
    {
      name: 'fill-basket',
      http: { method: 'POST', url: '/basket', form: { product: '{{product}}', count: '1' } },
      expect: { status: 303 },
    },
    {
      name: 'checkout',
      http: { url: '/checkout' },
      expect: { status: 200, text: 'Card number' },
      capture: { order: { regex: 'name="order" value="([0-9a-f-]+)"' } },
    },
    {
      name: 'pay',
      http: {
        method: 'POST',
        url: '/checkout',
        form: {
          order: '{{order}}',
          name: 'Journey',
          email: 'journey@storefront.example',
          card: '4000000000000002',
        },
      },
      expect: { status: 402, text: 'Your card was declined' },
    },
  ],
})

signal('buying-goes-through', {
  title: 'Walks through buying that go through',
  layer: 'customer',
  query: '100 * avg(avg_over_time(journey_up{journey="buy-something"}[2m]))',
  unit: '%',
  expected: { min: 50 },
  component: shopPages,
})

// Nobody opens the example in a browser until you do, so no component is judged by it.
signal('largest-paint', {
  title: 'Largest paint in browsers, p75',
  layer: 'customer',
  query:
    'histogram_quantile(0.75, sum by (le) (rate(browser_lcp_seconds_bucket{site="shop"}[15m])))',
  unit: 's',
  expected: { max: 2.5 },
  owner: commerce,
})
