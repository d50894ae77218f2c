/** The processes of the shop, in the order they are started: each row may count on the rows above it. */
export interface ProcessDefinition {
  readonly name: string
  readonly version: string
  /** Further ports it listens on, by name. */
  readonly ports?: readonly string[]
}

export const processes: readonly (readonly ProcessDefinition[])[] = [
  [
    { name: 'orders-database', version: '18.4.0' },
    { name: 'mail', version: '1.0.0', ports: ['mail-smtp'] },
    { name: 'card-processor', version: '7.2.0' },
    { name: 'standby-processor', version: '7.1.0' },
    { name: 'processor-link', version: '1.0.0', ports: ['processor-link-control'] },
  ],
  [
    { name: 'payments', version: '3.2.1' },
    { name: 'catalogue', version: '2.0.3' },
  ],
  [{ name: 'orders', version: '1.4.0' }],
  [{ name: 'storefront', version: '5.1.0' }],
  [{ name: 'front-door', version: '1.1.0' }],
  [{ name: 'customers', version: '1.0.0' }],
]

/** What a visitor opens first has the first port. */
const FIRST = ['front-door', 'mail', 'mail-smtp']

/** Every port has a place of its own above the base, so that addresses stay the same from start to start. */
export const portNames: readonly string[] = [
  ...FIRST,
  ...processes
    .flat()
    .flatMap(({ name, ports = [] }) => [name, ...ports])
    .filter((name) => !FIRST.includes(name)),
]
