// Makes a checkout ready to start or to test. Uses nothing but Node itself, so it runs before the first install.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const want = new Set(process.argv.slice(2))
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  stop(`Opsplane needs Node 20.19 or newer; this is ${process.version}.`)

const unlock = takeTurn()
try {
  install()
  if (want.has('app')) build()
  if (want.has('browser') && process.env.OPSPLANE_TEST_BROWSER !== '0') browser()
} finally {
  unlock()
}

function install() {
  const lock = hash(['package.json', 'package-lock.json'])
  if (read('node_modules/.opsplane-ready') === lock) return
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  step('Installing dependencies', npm, ['ci', '--no-audit', '--no-fund'])
  writeFileSync('node_modules/.opsplane-ready', lock)
}

function build() {
  const source = hash([
    ...files('src'),
    ...files('examples'),
    'vite.config.ts',
    'scripts/bundle.mjs',
    'package-lock.json',
  ])
  if (read('dist/.built') === source) return
  mkdirSync('dist', { recursive: true })
  step('Building the console', process.execPath, [
    'node_modules/vite/bin/vite.js',
    'build',
    '--logLevel',
    'error',
  ])
  step('Building the server', process.execPath, ['scripts/bundle.mjs'])
  writeFileSync('dist/.built', source)
}

function browser() {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  if (places.some((place) => place && existsSync(place))) return
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0)
    stop(
      'The console tests need Chromium. One of:\n' +
        '  sudo apt-get install -y chromium        (Debian, Ubuntu)\n' +
        '  CHROMIUM=<path of Chromium or Chrome> npm test\n' +
        '  OPSPLANE_TEST_BROWSER=0 npm test        (leaves these tests out)',
    )
  const apt = 'apt-get -o DPkg::Lock::Timeout=300 -qq'
  const get = `${apt} install -y --no-install-recommends chromium`
  step('Installing Chromium', 'sh', ['-c', `${get} || { ${apt} update && ${get}; }`], {
    DEBIAN_FRONTEND: 'noninteractive',
  })
}

/** Two starts at once would install over each other: the second waits for the first. */
function takeTurn() {
  const lock = '.opsplane-making-ready'
  for (;;) {
    try {
      mkdirSync(lock)
      return () => rmdirSync(lock)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > 600_000) rmdirSync(lock)
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
  }
}

function step(what, command, args, env = {}) {
  const start = Date.now()
  process.stderr.write(`- ${what} ... `)
  const made = spawnSync(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  if (made.status !== 0) stop(`failed\n${made.stdout ?? ''}${made.stderr ?? made.error}`)
  process.stderr.write(`${((Date.now() - start) / 1000).toFixed(1)} s\n`)
}

function hash(paths) {
  const sum = createHash('sha256')
  for (const path of paths.sort()) sum.update(path).update(readFileSync(path))
  return sum.digest('hex')
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  )
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function stop(message) {
  process.stderr.write(`${message}\n`)
  // The lock is released by hand, since exit runs no finally.
  try {
    rmdirSync('.opsplane-making-ready')
  } catch {}
  process.exit(1)
}
