/** The processes of the shop, in the order they are started. */
export interface ProcessDefinition {
  readonly name: string
  readonly version: string
  /** Further ports it listens on, by name. */
  readonly ports?: readonly string[]
}

export const processes: readonly ProcessDefinition[] = [
  { name: 'mail', version: '1.0.0', ports: ['mail-smtp'] },
  { name: 'card-processor', version: '7.2.0' },
  { name: 'standby-processor', version: '7.1.0' },
  { name: 'processor-link', version: '1.0.0', ports: ['processor-link-control'] },
  { name: 'payments', version: '3.2.1' },
  { name: 'orders', version: '1.4.0' },
  { name: 'catalogue', version: '2.0.3' },
  { name: 'storefront', version: '5.1.0' },
  { name: 'front-door', version: '1.1.0' },
  { name: 'customers', version: '1.0.0' },
]

/** Offset of each port from the base, so that addresses stay the same from start to start. */
export const portNames: readonly string[] = [
  ...processes.flatMap(({ name, ports = [] }) => [name, ...ports]),
  'orders-database',
]
