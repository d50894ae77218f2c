/** Who sends: this host, as OpenTelemetry describes hosts. */
import { readFileSync } from 'node:fs'
import { arch, hostname, release, type } from 'node:os'

export type Attributes = Readonly<Record<string, string>>

/** Attributes of this host; `instance` in PromQL is its name. */
export function hostResource(name: string = hostname()): Attributes {
  const system = readSystem()
  return {
    'host.name': name,
    'host.arch': arch() === 'x64' ? 'amd64' : arch(),
    'os.type': type().toLowerCase(),
    'os.name': system.NAME ?? type(),
    'os.version': system.VERSION_ID ?? release(),
    'os.description': `${system.PRETTY_NAME ?? type()}, kernel ${release()}`,
    'service.instance.id': name,
  }
}

function readSystem(): Record<string, string> {
  try {
    const text = readFileSync('/etc/os-release', 'utf8')
    return Object.fromEntries(
      [...text.matchAll(/^(\w+)="?([^"\n]*)"?$/gm)].map(([, key, value]) => [key!, value!]),
    )
  } catch {
    return {}
  }
}
