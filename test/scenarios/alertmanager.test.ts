/** Tools made for Alertmanager: amtool, unmodified, reads alerts and routes, and writes silences that hold. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Intake, openIntake } from '../harness/intake.ts'
import { areInstalled, type Program, startProgram } from '../harness/programs.ts'

let intake: Intake
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opsplane-amtool-'))
  // amtool goes by the clock of the machine.
  intake = await openIntake(undefined, { clock: 'begins-now' })
  await intake.apply({
    alarm: { slow: { pushed: {} }, away: { pushed: {}, severity: 'warning' } },
  })
})
afterEach(async () => {
  await intake.close()
  rmSync(folder, { recursive: true, force: true })
})

const send = async (...alertnames: string[]) => {
  const alerts = alertnames.map((alertname) => ({ labels: { alertname, zone: 'north' } }))
  expect((await intake.post('/alertmanager/shop/api/v2/alerts', alerts)).status).toBe(200)
  await intake.settle()
}
const call = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${intake.url}/alertmanager/shop/api/v2/${path}`, {
    method,
    headers: { authorization: `Bearer ${intake.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, data: text ? JSON.parse(text) : undefined }
}
const nameOf = ({ labels }: { labels: { alertname: string } }) => labels.alertname
const inMs = (ms: number) => new Date(intake.clock.now() + ms).toISOString()
const silence = (more: object = {}) => ({
  matchers: [{ name: 'alertname', value: 'Slow', isRegex: false, isEqual: true }],
  ...{ startsAt: inMs(0), endsAt: inMs(3_600_000), createdBy: 'bob', comment: 'moving house' },
  ...more,
})

describe('silences', () => {
  test('one that is posted keeps people from being told, and is shown on what it hides', async () => {
    const posted = await call('POST', 'silences', silence())
    expect(posted.status).toBe(200)
    const id = posted.data.silenceID
    await send('Slow', 'Away')
    const incidents = await intake.incidents()
    expect(incidents.map(({ alarm }) => alarm)).toEqual(['away'])
    const { data: alerts } = await call('GET', 'alerts')
    alerts.sort((a: never, b: never) => (nameOf(a) < nameOf(b) ? -1 : 1))
    expect(
      alerts.map(({ labels, status }: never) => [
        (labels as { alertname: string }).alertname,
        status,
      ]),
    ).toEqual([
      ['Away', { state: 'active', silencedBy: [], inhibitedBy: [] }],
      ['Slow', { state: 'suppressed', silencedBy: [id], inhibitedBy: [] }],
    ])
    expect((await call('GET', 'alerts?silenced=false')).data).toHaveLength(1)
    expect((await call('GET', 'alerts?active=false')).data).toHaveLength(1)
    expect((await call('GET', `silence/${id}`)).data).toMatchObject({
      ...{ id, status: { state: 'active' }, createdBy: 'ann', comment: 'moving house (bob)' },
    })
    // What is still raised when it ends is told then.
    expect((await call('DELETE', `silence/${id}`)).status).toBe(200)
    await intake.settle()
    expect((await intake.incidents()).map(({ alarm }) => alarm).sort()).toEqual(['away', 'slow'])
    expect((await call('GET', `silence/${id}`)).data.status.state).toBe('expired')
  })

  test('posted with its id it takes the place of the former one', async () => {
    const { data: first } = await call('POST', 'silences', silence())
    intake.clock.advance(1_000)
    const { data } = await call(
      'POST',
      'silences',
      silence({ id: first.silenceID, comment: 'longer' }),
    )
    const { data: all } = await call('GET', 'silences')
    expect(
      all.map(({ id, status }: { id: string; status: { state: string } }) => [id, status.state]),
    ).toEqual([
      [data.silenceID, 'active'],
      [first.silenceID, 'expired'],
    ])
  })

  test('are found by what they match', async () => {
    await call('POST', 'silences', silence())
    const count = async (filter: string) =>
      (await call('GET', `silences?filter=${encodeURIComponent(filter)}`)).data.length
    expect(await count('alertname="Slow"')).toBe(1)
    expect(await count('alertname=~"S.*"')).toBe(1)
    expect(await count('alertname="Away"')).toBe(0)
  })

  test.each<[string, object, number]>([
    ['without a reason', { comment: ' ' }, 400],
    ['without an end', { endsAt: undefined }, 400],
    ['of everything', { matchers: [{ name: 'zone', value: '.*', isRegex: true }] }, 400],
    ['with a broken pattern', { matchers: [{ name: 'zone', value: '(', isRegex: true }] }, 400],
    ['in the place of one that is not there', { id: 'nobody' }, 404],
  ])('one %s is refused', async (_, more, status) => {
    expect((await call('POST', 'silences', silence(more))).status).toBe(status)
    expect((await call('GET', 'silences')).data).toEqual([])
  })

  test('nobody makes one without saying who it is', async () => {
    const answer = await intake.post('/alertmanager/shop/api/v2/silences', silence())
    expect(answer.status).toBe(401)
  })
})

test('alerts of one name stand together, with who is told of them', async () => {
  await send('Slow', 'Nobodys')
  const { data } = await call('GET', 'alerts/groups')
  expect(data).toMatchObject([
    { labels: { alertname: 'Slow' }, receiver: { name: 'team:shop' }, alerts: [{}] },
    { labels: { alertname: 'Nobodys' }, receiver: { name: 'shop' }, alerts: [{}] },
  ])
  expect((await call('GET', 'alerts?receiver=team%3Ashop')).data).toHaveLength(1)
  expect((await call('GET', 'receivers')).data).toEqual([{ name: 'shop' }, { name: 'team:shop' }])
})

describe.skipIf(!areInstalled('amtool'))('amtool', () => {
  async function amtool(...args: string[]): Promise<string> {
    const config = join(folder, 'http.yml')
    writeFileSync(config, `authorization: { credentials: ${intake.token} }\n`)
    const program = startProgram('amtool', [
      ...[`--alertmanager.url=${intake.url}/alertmanager/shop`, '--no-version-check'],
      ...[`--http.config.file=${config}`, ...args],
    ])
    expect(await program.ended(), program.said()).toBe(0)
    return program.said()
  }

  test('sends an alert and finds it, with its status', async () => {
    await amtool('alert', 'add', 'alertname=Slow', 'zone=north', '--annotation=summary=It is slow')
    await intake.settle()
    expect(await intake.state('slow')).toBe('firing')
    const found = JSON.parse(await amtool('alert', 'query', 'zone=~no.*', '-o', 'json'))
    expect(found).toMatchObject([
      {
        labels: { alertname: 'Slow' },
        annotations: { summary: 'It is slow' },
        status: { state: 'active' },
      },
    ])
    expect(await amtool('alert', 'query', 'zone=south', '-o', 'json')).toMatch(/^(\[\]|null)\s*$/)
  })

  test('makes a silence, finds it, and ends it', async () => {
    const end = inMs(7_200_000)
    const id = (
      await amtool(
        'silence',
        'add',
        'alertname=Slow',
        '--comment=upgrade',
        '--author=ann',
        `--start=${inMs(0)}`,
        `--end=${end}`,
      )
    ).trim()
    const [found] = JSON.parse(await amtool('silence', 'query', '-o', 'json'))
    expect(found).toMatchObject({
      id,
      comment: 'upgrade',
      createdBy: 'ann',
      status: { state: 'active' },
    })
    await send('Slow')
    expect(await intake.incidents()).toEqual([])
    await amtool('silence', 'expire', id)
    await intake.settle()
    expect(await intake.incidents()).toHaveLength(1)
  })

  test('reads the routes, and says to whom an alert goes', async () => {
    expect(await amtool('config', 'routes', 'test', 'alertname=slow')).toContain('team:shop')
    expect(await amtool('config', 'show')).toContain('team:shop')
  })
})

describe.skipIf(!areInstalled('prometheus'))('a Prometheus that has no other alertmanager', () => {
  let prometheus: Program | undefined
  beforeEach(async () => {
    await intake.close()
    intake = await openIntake(undefined, { clock: 'follows' })
  })
  afterEach(() => prometheus?.stop())

  function startPrometheus(rules: object): void {
    const write = (name: string, content: object) => {
      // YAML takes JSON.
      writeFileSync(join(folder, name), JSON.stringify(content))
      return join(folder, name)
    }
    write('rules.yml', rules)
    const config = write('prometheus.yml', {
      global: { evaluation_interval: '1s', external_labels: { site: 'here' } },
      rule_files: ['rules.yml'],
      alerting: {
        alertmanagers: [
          {
            path_prefix: '/alertmanager/shop',
            static_configs: [{ targets: [new URL(intake.url).host] }],
          },
        ],
      },
    })
    prometheus = startProgram('prometheus', [
      ...[`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`],
      ...['--web.listen-address=127.0.0.1:0', '--rules.alert.resend-delay=1s'],
    ])
  }

  /** A real process decides when. */
  async function until(what: () => Promise<unknown>, wanted: unknown): Promise<void> {
    await vi.waitFor(
      async () => {
        await intake.settle()
        expect(await what(), prometheus?.said()).toEqual(wanted)
      },
      { timeout: 40_000, interval: 100 },
    )
  }
  const raisedIn = async () =>
    (await intake.incidents()).map(({ state, alarms }) => [
      state,
      alarms.filter(({ clearedAt }) => !clearedAt).map(({ alarm }) => alarm),
    ])

  test('grouped, silenced and explained, told once, with the texts of its rules, and over when it says so', async () => {
    const pushed = { resendEvery: '1s' }
    await intake.apply({
      escalation: {
        all: { groupBy: ['site'], fallback: 'person:ann', steps: [{ notify: ['person:ann'] }] },
      },
      alarm: {
        'database-down': { title: 'No database', pushed },
        'orders-fail': { title: 'Orders fail', pushed },
        'queue-full': { title: 'The queue is full', pushed },
        'disk-full': { title: 'A disk is full', pushed },
      },
      inhibition: {
        explains: {
          reason: 'Orders need the database',
          source: ['alarm="database-down"'],
          target: ['alarm="orders-fail"'],
          equal: ['site'],
        },
      },
    })
    await call('POST', 'silences', {
      ...silence(),
      matchers: [{ name: 'alertname', value: 'DiskFull', isRegex: false, isEqual: true }],
    })
    const endS = Math.floor(Date.now() / 1_000) + 14
    const rule = (alert: string) => ({
      ...{ alert, expr: `vector(time()) < ${endS}`, labels: { severity: 'page' } },
      annotations: { summary: `${alert} here` },
    })
    const alerts = ['DatabaseDown', 'OrdersFail', 'QueueFull', 'DiskFull']
    startPrometheus({ groups: [{ name: 'shop', rules: alerts.map(rule) }] })
    await until(async () => (await intake.facts('alarm.raised')).length, 4)
    const [[state, raised] = []] = await raisedIn()
    expect([state, [...(raised as string[])].sort()]).toEqual([
      'open',
      ['database-down', 'queue-full'],
    ])
    const [incident] = await intake.incidents()
    expect(incident!.alarms[0]).toMatchObject({
      labels: { site: 'here', severity: 'page' },
      annotations: { summary: expect.stringMatching(/ here$/) },
    })
    const { data } = await call('GET', 'alerts?filter=site%3D%22here%22')
    const quiet = data.filter((one: { status: { state: string } }) => one.status.state !== 'active')
    expect(quiet.map(nameOf).sort()).toEqual(['DiskFull', 'OrdersFail'])
    await until(raisedIn, [['resolved', []]])
    const told = await intake.facts('notification.queued')
    const pages = told.filter((fact) => (fact.data as { purpose: string }).purpose === 'page')
    expect(pages).toHaveLength(1)
    expect((await intake.facts('alarm.cleared')).map(({ data }) => data)).toEqual(
      Array(4).fill(expect.objectContaining({ reason: 'source' })),
    )
  }, 90_000)
})
