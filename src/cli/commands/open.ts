import { spawn } from 'node:child_process'
import type { Action } from '../command.ts'

/** Where each kind of thing lives in the console. */
const PLACES: readonly (readonly [pattern: RegExp, page: string])[] = [
  [/^INC-\d+$/i, 'incidents'],
  [/^IMP-\d+$/i, 'improvements'],
  [/^run_/, 'runs'],
  [
    /^(?:incidents|procedures|drills|review|ledger|model|alarms|improvements|lessons|oncall|dashboards)$/,
    '',
  ],
]

const open: Action = async ({ terminal, connection, workload }, _options, thing = '') => {
  const { url, call } = connection()
  const base = `/w/${await workload()}`
  const page = PLACES.find(([pattern]) => pattern.test(thing))
  const path =
    thing === ''
      ? base
      : page
        ? `${base}/${[page[1], thing].filter(Boolean).join('/')}`
        : `${base}/procedures/${thing}`
  const address = `${url}${path}`
  if (terminal.json) {
    terminal.data({ url: address })
    return
  }
  terminal.line(address)
  if (!terminal.interactive) return
  // A fresh link signs the browser in; the console goes on to the page.
  const { data } = await call('session.link')
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  spawn(opener, [`${data.url}&to=${encodeURIComponent(path)}`], { stdio: 'ignore', detached: true })
    .on('error', () => terminal.note('No browser could be opened; the address is above.'))
    .unref()
}
export default open
