/** What the shop sells. */
import { serve } from './http.ts'
import type { Settings } from './settings.ts'

export interface Product {
  readonly id: string
  readonly name: string
  readonly about: string
  /** EUR */
  readonly price: number
  readonly hue: number
}

export const products: readonly Product[] = [
  {
    id: 'kettle',
    name: 'Stovetop kettle',
    about: 'Brushed steel, whistles in C',
    price: 48,
    hue: 205,
  },
  { id: 'lamp', name: 'Reading lamp', about: 'Warm light, three arms', price: 89, hue: 38 },
  {
    id: 'blanket',
    name: 'Wool blanket',
    about: 'Woven in Gotland, two by one and a half metres',
    price: 119,
    hue: 350,
  },
  {
    id: 'mug',
    name: 'Stoneware mug',
    about: 'Thrown by hand, holds a quarter litre',
    price: 19,
    hue: 160,
  },
  {
    id: 'clock',
    name: 'Kitchen clock',
    about: 'Quiet movement, large figures',
    price: 64,
    hue: 262,
  },
  { id: 'board', name: 'Bread board', about: 'Oiled oak with a crumb tray', price: 36, hue: 24 },
]

export function catalogue(settings: Settings): void {
  serve(settings, {
    'GET /products': () => ({ body: { products } }),
    'GET /products/:id': ({ params }) => {
      const product = products.find(({ id }) => id === params.id)
      return product ? { body: product } : { status: 404, body: { error: 'no such product' } }
    },
  })
}
