/**
 * Takes a fault out when the server dies and does not come back. A guard is a process of its own with the
 * rollbacks and a time: it acts only while its file is there, and whoever has reverted the drill removes it.
 *
 * The rollbacks are those of the experiment, safe to repeat, so a server that comes back later does no harm.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Drill } from './drill.ts'
import { awaited } from './expectations.ts'
import type { DrillContext } from './providers/index.ts'
import { environmentOf, wordsOf } from './providers/process.ts'
import { fill, fillDeep } from './variables.ts'

/** After the last limit of the drill, so that a server that is alive is always first. */
const GRACE_MS = 30_000

export interface Guard {
  /** Before the first action. Does nothing when one is there already. */
  arm(drill: Drill): void
  /** After the fault is out. */
  disarm(drill: Drill): void
}

/** Nothing is guarded without a folder for the files. */
export function openGuard(context: DrillContext, graceMs: number = GRACE_MS): Guard {
  const { guardFolder } = context
  if (guardFolder === undefined) return { arm() {}, disarm() {} }
  const fileOf = (drill: Drill) => join(guardFolder, `${drill.id}.json`)
  return {
    arm(drill) {
      const file = fileOf(drill)
      if (existsSync(file)) return
      mkdirSync(guardFolder, { recursive: true })
      const limitMs = Math.max(0, ...awaited(drill.expectations).map((one) => one.limitMs))
      const plan = { afterMs: limitMs + graceMs, rollbacks: rollbacksOf(drill, context) }
      // Variables may be addresses with a password in them.
      writeFileSync(file, JSON.stringify(plan), { mode: 0o600 })
      spawn(process.execPath, ['-e', SCRIPT, file], {
        detached: true,
        stdio: 'ignore',
        cwd: context.folder,
        env: environmentOf(context.variables),
      }).unref()
    },
    disarm(drill) {
      rmSync(fileOf(drill), { force: true })
    },
  }
}

function rollbacksOf(drill: Drill, { variables }: DrillContext): object[] {
  return drill.spec.rollbacks.flatMap(({ provider }): object[] => {
    if (provider.type === 'process') {
      const [path, ...args] = wordsOf(provider, variables)
      return [{ path, args, timeoutMs: provider.timeout * 1_000 }]
    }
    if (provider.type === 'http') {
      const { method, timeout } = provider
      const body = provider.arguments && JSON.stringify(fillDeep(provider.arguments, variables))
      const headers = {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(fillDeep(provider.headers, variables) as object),
      }
      const url = fill(provider.url, variables)
      return [{ url, method, headers, body, timeoutMs: timeout * 1_000 }]
    }
    return []
  })
}

// Text and not a module, since the guard must run from wherever the server was bundled to.
const SCRIPT = `
const { execFile } = require('node:child_process')
const { readFileSync, existsSync, rmSync } = require('node:fs')
const file = process.argv[1]
const { afterMs, rollbacks } = JSON.parse(readFileSync(file, 'utf8'))
const dueMs = Date.now() + afterMs
const once = (one) => one.url
  ? fetch(one.url, { method: one.method, headers: one.headers, body: one.body, signal: AbortSignal.timeout(one.timeoutMs) })
      .then((answer) => { if (!answer.ok) throw new Error(String(answer.status)) })
  : new Promise((done, fail) => execFile(one.path, one.args, { timeout: one.timeoutMs }, (error) => error ? fail(error) : done()))
const pause = (ms) => new Promise((done) => setTimeout(done, ms))
async function revert() {
  for (const one of rollbacks)
    for (let left = 5; left > 0 && existsSync(file); left--)
      if (await once(one).then(() => true, () => false)) break
      else await pause(1000)
  rmSync(file, { force: true })
}
async function guard() {
  while (existsSync(file)) {
    if (Date.now() >= dueMs) return revert()
    await pause(Math.min(1000, dueMs - Date.now()))
  }
}
guard()
`
