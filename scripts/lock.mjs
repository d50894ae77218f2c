// Completes package-lock.json after a change of dependencies: a registry that serves only some platforms' optional
// packages makes npm leave the others out, and `npm ci` then refuses the lock file on every machine.
import { readFileSync, writeFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'aix',
  'win32',
  'windows',
  'wasi',
]
const processors = [
  'arm64',
  'arm',
  'x64',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
]
let added = 0
for (const [where, parent] of Object.entries(lock.packages)) {
  if (!where) continue
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] || lock.packages[`${where}/node_modules/${name}`])
      continue
    const exact = /^[\^~]?(\d[^ ]*)$/.exec(version)?.[1]
    const part = name.split('/').at(-1)
    const os = systems.find((system) => part.includes(system))
    const cpu = processors.find((processor) => part.includes(processor))
    if (!exact || !os || !cpu) continue
    lock.packages[`node_modules/${name}`] = {
      version: exact,
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
      os: [os === 'windows' ? 'win32' : os],
      cpu: [cpu],
      ...(os === 'linux' ? { libc: [/musl/.test(name) ? 'musl' : 'glibc'] } : {}),
    }
    added++
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
)
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`package-lock.json: ${added} optional packages added`)
