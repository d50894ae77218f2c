/** What the supervisor tells each process through its environment. */
export interface Settings {
  /** Name of the process, and its service.name. */
  readonly name: string
  readonly version: string
  readonly port: number
  /** Base address of the OTLP receiver. */
  readonly otlp: string
  /** Addresses of all processes by name. */
  readonly addresses: Readonly<Record<string, string>>
  /** Folder for data of its own. */
  readonly folder: string
  readonly databaseUrl: string
  /** How many customers there are, in relation to the usual number. */
  readonly speed: number
  /** The same seed is the same sequence of customers; undefined is a new one each time. */
  readonly seed: number | undefined
}

export function readSettings(name: string, env: NodeJS.ProcessEnv = process.env): Settings {
  return {
    name,
    version: env.SHOP_VERSION ?? '1.0.0',
    port: Number(env.SHOP_PORT ?? 0),
    otlp: env.SHOP_OTLP ?? 'http://127.0.0.1:4600',
    addresses: JSON.parse(env.SHOP_ADDRESSES ?? '{}'),
    folder: env.SHOP_DIR ?? '.',
    databaseUrl: env.ORDERS_DATABASE_URL ?? '',
    speed: Number(env.SHOP_SPEED || 1),
    seed: env.SHOP_SEED ? Number(env.SHOP_SEED) : undefined,
  }
}
