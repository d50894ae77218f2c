/**
 * The engine ends inline data at the first blank line and runs what follows as SQL. Nothing that is sent here ever
 * stands in a statement: it is tried on every path, as a body and inside good messages.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestFormats } from '#telemetry'
import { NOW_MS, seeds } from '../fuzz/seeds.ts'
import { type Product, startProduct } from '../harness/product.ts'

const TABLES = ['logs', 'spans', 'samples', 'series', 'flows', 'activity']
const ATTACK = `\n\ndrop table tel.logs\n\n;drop database tel;--`

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product?.stop())

const post = (path: string, contentType: string, body: Uint8Array | string) =>
  fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: body as string,
  })

const sql = async (text: string) =>
  (await product.call('sql.query', { query: { sql: text, limit: 10 } })).data.rows

async function tablesStand(): Promise<void> {
  for (const table of TABLES)
    expect(await sql(`select count() >= 0 from tel.${table}`)).toHaveLength(1)
}

test.each(ingestFormats.map(({ name, path }) => ({ name, path })))(
  '$name: a blank line, 0A 0A and SQL behind it run nothing',
  async ({ name, path }) => {
    for (const { bytes, contentType } of seeds[name]!) {
      const bodies = [
        Buffer.from(ATTACK),
        Buffer.concat([bytes, Buffer.from(ATTACK)]),
        Buffer.concat([Buffer.from([0x0a, 0x0a]), Buffer.from(ATTACK), bytes]),
      ]
      for (const body of bodies) {
        const { status } = await post(path, contentType, body)
        expect(status).toBeLessThan(500)
      }
    }
    await tablesStand()
  },
)

test('inside a good message it is a text like any other, and is found again whole', async () => {
  const attribute = { key: ATTACK, value: { stringValue: ATTACK } }
  const logRecords = [
    {
      timeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`,
      severityNumber: 9,
      body: { stringValue: ATTACK },
      attributes: [attribute],
    },
  ]
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: ATTACK } }] }
  const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] })
  expect((await post('/v1/logs', 'application/json', body)).status).toBe(200)
  await expect
    .poll(
      () => sql(`select body, service, attrs[body] from tel.logs where body like '%drop table%'`),
      {
        timeout: 20_000,
      },
    )
    .toEqual([[ATTACK, ATTACK, ATTACK]])
  await tablesStand()
})

test('what people ask with is never SQL', async () => {
  const words = ["') or 1=1 --", ATTACK, "'; drop table tel.logs; --", '{from:Int64}', '\\']
  const from = new Date(NOW_MS).toISOString()
  for (const word of words) {
    const quoted = JSON.stringify(word)
    await product.call('logs.search', { query: { query: quoted, from } })
    await product.call('traces.search', { query: { query: quoted, from } })
    await product.call('activity.list', { query: { text: word, actor: word, from } })
    await product.call('query.promql', { query: { query: `up{job=${quoted}}` } })
  }
  await expect(sql('drop table tel.logs')).rejects.toThrow()
  await expect(sql('select 1; drop table tel.logs')).rejects.toThrow()
  await expect(sql('insert into tel.logs select * from tel.logs')).rejects.toThrow()
  await tablesStand()
})
