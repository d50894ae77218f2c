/** What a start is told: options first, then the environment, then defaults. */
import { join, resolve } from 'node:path'
import { defineError } from '#base'

export interface Config {
  /** Port of the console and the interfaces; 0 takes a free one. */
  readonly port: number
  /** Loopback unless told otherwise. */
  readonly host: string
  /** Data folder, absolute. */
  readonly data: string
  /** Folder of the built console. */
  readonly console: string
  /** Your own PostgreSQL; embedded when absent. */
  readonly databaseUrl: string | undefined
  /** Your own ClickHouse; embedded when absent. */
  readonly clickhouse: { readonly url: string; readonly cluster: string | undefined } | undefined
  /** Where mail goes: smtp://host:port. */
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  /** Address people use, for links in messages. */
  readonly baseUrl: string | undefined
  /** Called each half minute while help is called as it should be: a dead man’s switch outside. */
  readonly deadManUrl: string | undefined
  /** Told by POST when help is not called as it should be. */
  readonly lastResortUrl: string | undefined
  /** Also listen for OTLP on 4318 when it is free. */
  readonly otlpPort: number | undefined
  /** Port of syslog by UDP and TCP; nobody listens when absent, 0 takes a free one. */
  readonly syslogPort: number | undefined
  /** Port of statsd by UDP; nobody listens when absent, 0 takes a free one. */
  readonly statsdPort: number | undefined
}

export const BadOption = defineError('app.bad-option', 'bad-input', {
  message: (d: { option: string; value: string; needs: string }) =>
    `${d.option} is "${d.value}" and must be ${d.needs}.`,
})

export interface StartOptions {
  readonly port?: string | number | undefined
  readonly host?: string | undefined
  readonly data?: string | undefined
  readonly syslogPort?: string | number | undefined
  readonly statsdPort?: string | number | undefined
  readonly console: string
}

export function configOf(options: StartOptions, env: NodeJS.ProcessEnv = process.env): Config {
  return {
    port: portOf(options.port ?? env.OPSPLANE_PORT ?? 4600),
    host: options.host ?? env.OPSPLANE_HOST ?? '127.0.0.1',
    data: resolve(options.data ?? env.OPSPLANE_DATA ?? '.opsplane'),
    console: options.console,
    databaseUrl: env.OPSPLANE_DATABASE_URL || undefined,
    clickhouse: env.OPSPLANE_CLICKHOUSE_URL
      ? {
          url: env.OPSPLANE_CLICKHOUSE_URL,
          cluster: env.OPSPLANE_CLICKHOUSE_CLUSTER || undefined,
        }
      : undefined,
    smtpUrl: env.OPSPLANE_SMTP_URL || undefined,
    mailFrom: env.OPSPLANE_MAIL_FROM ?? 'Opsplane <opsplane@localhost>',
    baseUrl: env.OPSPLANE_URL || undefined,
    deadManUrl: env.OPSPLANE_DEAD_MAN_URL || undefined,
    lastResortUrl: env.OPSPLANE_LAST_RESORT_URL || undefined,
    otlpPort: env.OPSPLANE_OTLP_PORT ? portOf(env.OPSPLANE_OTLP_PORT) : undefined,
    syslogPort: optionalPortOf(options.syslogPort ?? env.OPSPLANE_SYSLOG_PORT),
    statsdPort: optionalPortOf(options.statsdPort ?? env.OPSPLANE_STATSD_PORT),
  }
}

function optionalPortOf(value: string | number | undefined): number | undefined {
  return value === undefined || value === '' ? undefined : portOf(value)
}

function portOf(value: string | number): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new BadOption({
      option: 'the port',
      value: String(value),
      needs: 'a number from 0 to 65535',
    })
  return port
}

/** Where the command line finds the local server and its token. */
export function serverFile(data: string): string {
  return join(data, 'server.json')
}
