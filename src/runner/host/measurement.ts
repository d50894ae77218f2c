/** One figure of a host, named as OpenTelemetry's semantic conventions name it. */
export interface Measurement {
  readonly name: string
  /** UCUM: s, By, 1, {process}. */
  readonly unit: string
  /** A counter only rises, a sum can fall and may be added up, a gauge may not. */
  readonly kind: 'counter' | 'sum' | 'gauge'
  readonly value: number
  readonly attributes: Readonly<Record<string, string>>
}

/** Where a reader finds the host; another folder in tests. */
export interface HostFolders {
  readonly proc: string
  readonly sys: string
}

export const LINUX: HostFolders = { proc: '/proc', sys: '/sys' }

/** Reads one part of the host. Called in turn, every few seconds. */
export type Reader = () => Measurement[] | Promise<Measurement[]>

const measure =
  (kind: Measurement['kind']) =>
  (name: string, unit: string, value: number, attributes: Measurement['attributes'] = {}) => ({
    name,
    unit,
    kind,
    value,
    attributes,
  })

export const counter = measure('counter')
export const sum = measure('sum')
export const gauge = measure('gauge')
