/** What the shop sells. */
import { Refused, serve } from './server.ts'
import type { Settings } from './settings.ts'

export interface Product {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly details: string
  /** EUR */
  readonly price: number
  /** The colour of its card, in degrees of the colour wheel. */
  readonly hue: number
}

const products: readonly Product[] = [
  {
    id: 'kettle',
    name: 'Stovetop kettle',
    about: 'Brushed steel, whistles in C',
    details: 'Holds a litre and a half. The handle stays cool, the spout pours without a drop.',
    price: 48,
    hue: 205,
  },
  {
    id: 'lamp',
    name: 'Reading lamp',
    about: 'Warm light, three joints',
    details: 'Stands where you put it and bends where you look. Dims to the light of a candle.',
    price: 89,
    hue: 42,
  },
  {
    id: 'blanket',
    name: 'Wool blanket',
    about: 'Woven on Gotland',
    details: 'Two metres by one and a half, undyed wool, heavy enough for the first frost.',
    price: 119,
    hue: 350,
  },
  {
    id: 'mug',
    name: 'Stoneware mug',
    about: 'Thrown by hand',
    details:
      'Holds a quarter of a litre. No two are alike, and all of them go into the dishwasher.',
    price: 19,
    hue: 160,
  },
  {
    id: 'clock',
    name: 'Kitchen clock',
    about: 'Quiet movement, large figures',
    details: 'Can be read from the other end of the table. One battery lasts about three years.',
    price: 64,
    hue: 262,
  },
  {
    id: 'board',
    name: 'Bread board',
    about: 'Oiled oak with a crumb tray',
    details: 'Cut from one plank. The crumbs fall through the slats and wait for the birds.',
    price: 36,
    hue: 24,
  },
  {
    id: 'vase',
    name: 'Tall vase',
    about: 'Blown glass, sea green',
    details:
      'For one branch or twelve tulips. Heavy at the foot, so that it stays where it stands.',
    price: 54,
    hue: 178,
  },
  {
    id: 'plant',
    name: 'Window herb',
    about: 'Basil in a clay pot',
    details:
      'Grown for three months before it travels. Likes the sun and a little water each morning.',
    price: 14,
    hue: 110,
  },
]

export function catalogue(settings: Settings): void {
  serve(settings, {
    'GET /products': () => ({ body: { products } }),
    'GET /products/:id': ({ params }) => {
      const product = products.find(({ id }) => id === params.id)
      if (!product) throw new Refused(404, `we do not sell ${params.id}`)
      return { body: product }
    },
  })
}
