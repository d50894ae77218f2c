import { component, environment, workload } from 'opsplane'
import { commerce, payments } from './people.ts'

workload('storefront', {
  title: 'Storefront',
  description:
    'The shop: people browse the catalogue, fill a basket and pay by card. It is how the company earns money.',
  tier: 1,
  owner: commerce,
  costPerHour: { amount: 18_000, currency: 'EUR' },
})

environment('production', { level: 3 })

export const database = component('orders-database', {
  title: 'Orders database',
  layer: 'platform',
  owner: commerce,
})
export const processor = component('card-processor', {
  title: 'Card processor',
  layer: 'platform',
  owner: payments,
  vendor: 'Card Processor Ltd',
})
export const paymentsService = component('payments', {
  title: 'Payments',
  owner: payments,
  dependsOn: [processor],
})
export const orders = component('orders', {
  title: 'Orders',
  owner: commerce,
  dependsOn: [paymentsService, database],
})
export const catalogue = component('catalogue', { title: 'Catalogue', owner: commerce })
export const shopPages = component('storefront', {
  title: 'Shop pages',
  owner: commerce,
  dependsOn: [catalogue, orders],
})
export const frontDoor = component('front-door', {
  title: 'Front door',
  layer: 'infrastructure',
  owner: commerce,
  dependsOn: [shopPages],
})
